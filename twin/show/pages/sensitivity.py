"""What the answer depends on: the assumptions by their influence, and what to measure first."""

from twin.show.blocks import Items, Missing, Section, Words, drawn
from twin.show.charts.sensitivity import index_chart, tornado_chart
from twin.show.pages.evidence import unasked
from twin.show.sensed import INDEX, NONE, index_parts, split_sentence, tornado_part, worth_part
from twin.show.text import say

KIND = "sensitivity"
ROWS = 15
SHARES = {"sobol": ("first", "total"), "surrogate": ("first", "total"), "morris": ("size",)}


def page(given):
    """Lists and figures of the latest sensitivity study of this port, or how to make one."""
    lang, title = given.lang, say("What the answer depends on", given.lang)
    answer = given.studies.get(KIND)
    if answer is None:
        return Section(KIND, title, (unasked(KIND, lang),))
    tables = answer.tables
    blocks = [*_lead(answer, lang)]
    if "split" in tables:
        blocks.append(Words(split_sentence(tables["split"], lang)))
    if "value_of_information" in tables:
        blocks.append(worth_part(tables["value_of_information"], lang, top=ROWS))
    blocks += _tornado(tables["tornado"], lang)
    if "indices" in tables:
        blocks += _indices(tables["indices"], lang)
    return Section(KIND, title, (*blocks, *_passed(tables, lang)))


def _lead(answer, lang):
    """What was asked, and that it is partial where it is; a reader who may know less is told no question."""
    if "target" in answer.question:
        yield Words(say("Asked of: {target}.", lang).format(target=answer.question["target"]))
    if answer.question.get("partial"):
        yield Words(say("PARTIAL: the time that was given was over", lang), "warning")
    first = answer.tables["tornado"]
    clear = first[first["verdict"] == "clear"]
    if len(clear):
        text = say("Of all that is assumed, {path} moves the answer most.", lang)
        yield Words(text.format(path=clear["path"].iloc[0]), "lead")


def _tornado(table, lang):
    rows = table[(table["verdict"] != NONE) & (table["swing"] > 0)].head(ROWS)
    if rows.empty:
        what = say("One value at a time: the change against the port as written, under the same luck.", lang)
        return [Missing(what, say("no value has an effect at either end of its range", lang))]
    figure = tornado_chart(rows, lang, base=float(rows["base"].iloc[0]))
    text = say(
        "Tornado: the level at both ends of each range, with 95 % intervals of the change; pale bars are not "
        "told from luck.",
        lang,
    )
    alt = say("Bars to both sides of the level as written, the longest on top", lang)
    return [drawn("tornado", figure, text, alt), tornado_part(table, lang, top=ROWS)]


def _indices(table, lang):
    for (method, rows), part in zip(
        table.groupby("method", sort=False), index_parts(table, lang, top=ROWS), strict=True
    ):
        moved = rows[rows["verdict"] != NONE]
        paths = list(dict.fromkeys(moved["path"]))[:ROWS]
        if paths:
            names = SHARES[method]
            shown = moved[moved["path"].isin(paths) & moved["index"].isin(names)]
            figure = index_chart(shown, lang, texts={name: say(INDEX[name], lang) for name in names})
            alt = say("Bars with intervals, the most influential value on top", lang)
            yield drawn(f"indices-{method}", figure, part.caption, alt)
        yield part


def _passed(tables, lang):
    """What was not varied for a reason, and how many have no range."""
    table = tables.get("passed")
    if table is None or table.empty:
        return
    bare = table["reason"] == "no range is given"
    if bare.any():
        text = say("{n} assumed values have no range and were not varied.", lang)
        yield Words(text.format(n=int(bare.sum())), "note")
    others = table[~bare]
    if len(others):
        yield Words(say("Not varied, or not over all their range:", lang), "note")
        yield Items(tuple(f"{row.path}: {row.reason}" for row in others.itertuples(index=False)))
