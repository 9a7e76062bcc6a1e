"""How much the port carries with the target met: the capacity, its curve, what binds, the tracks."""

import math

from twin.show.blocks import Missing, Section, Table, Words, drawn
from twin.show.charts.carrying import delay_chart, envelope_chart, tracks_chart
from twin.show.pages.carrying_tables import binding_tables, curve_table, envelope_table, tracks_tables
from twin.show.pages.evidence import unasked
from twin.show.text import label, say, word
from twin.show.words import place_names
from twin.show.written import KEPT, Scale, estimate, plain, scale_for, share, with_unit
from twin.study.carrying.carried import EVERY, NONE
from twin.study.carrying.scaling import WAYS
from twin.study.carrying.tracks import LIMITS
from twin.study.target import target_of

KIND = "capacity"
ONE = Scale(1.0, "")
PARTS = {
    "curve": "Delay along the flow",
    "flood": "Throughput when more comes than can pass",
    "binding": "What holds the port up at its capacity",
    "tracks": "How full the tracks are",
}


def page(given):
    """The answer in sentences, then figures and tables from the answer that was kept."""
    lang, title = given.lang, say("Capacity: how much the port carries", given.lang)
    answer = given.studies.get(KIND)
    if answer is None:
        return Section("carrying", title, (unasked(KIND, lang),))
    lead, *rest = sentences(answer.question, answer.tables, lang)
    blocks = [Words(lead, "lead"), *(Words(text) for text in rest), *_pictures(given, answer)]
    blocks += tables_of(given.scenario, answer, lang)
    blocks += [
        Missing(say(PARTS.get(part, part), lang), say(reason, lang))
        for part, reason in answer.question["missing"].items()
    ]
    return Section("carrying", title, tuple(blocks))


def sentences(question, tables, lang):
    """What is carried, what that is against today, until when, and what is odd about it."""
    values = tables["capacity"]
    told = [_lead(question, values, lang)]
    if not _row(values, "vc").empty and question["kind"] != EVERY:
        text = say("Today's demand is {share} of that.", lang)
        told.append(text.format(share=_share(_row(values, "vc").iloc[0])))
    if not _row(values, "year").empty:
        told.append(_year(question, _row(values, "year").iloc[0], lang))
    for row in _row(values, "missed_between").itertuples():
        text = say(
            "The target is missed between {low} and {high} times today's flow too, though a larger flow "
            "meets it: more flow does not always make it worse here.",
            lang,
        )
        told.append(text.format(low=plain(row.low), high=plain(row.high)))
    for row in _row(values, "stuck").itertuples():
        text = say("With {multiplier} times today's flow the port jams: {why}", lang)
        told.append(text.format(multiplier=plain(row.value), why=row.note.split("\n")[0]))
    return told


def _lead(question, values, lang):
    target, multiplier = question["target"], values.iloc[0]
    if question["kind"] == NONE:
        return _none(question, values, lang)
    if question["kind"] == EVERY:
        text = say(
            "Every flow up to {multiplier} times today's meets the target {target}: a larger one was not "
            "tried.",
            lang,
        )
        return text.format(multiplier=plain(multiplier["value"]), target=target)
    if multiplier["low"] == 0:
        text = say(
            "On average the target {target} is met up to {multiplier} times today's flow, but luck decides: "
            "at no flow that was tried it is surely met.",
            lang,
        )
        return text.format(multiplier=plain(multiplier["value"]), target=target)
    text = say(
        "With the target {target} met the port carries {multiplier} times today's flow: {day} a day, {hour} "
        "in the fullest hour.",
        lang,
    )
    day, hour = (_estimate(_row(values, name).iloc[0]) for name in ("per_day", "per_hour"))
    return text.format(target=target, multiplier=_estimate(multiplier), day=day, hour=hour)


def _none(question, values, lang):
    """No flow meets it, and which target would be met."""
    nearest = _row(values, "nearest_level").iloc[0]
    text = say("No flow that was tried meets the target {target}.", lang).format(target=question["target"])
    if not math.isfinite(nearest["value"]):
        return text
    target = target_of(question["target"])
    scale = scale_for([nearest["value"]], nearest["unit"])
    surely = nearest["high"] if target.at_most else nearest["low"]
    bound = with_unit(plain(surely * scale.factor), scale.unit, lang)
    at = _row(values, "nearest_multiplier").iloc[0]["value"]
    near = say("The nearest that is surely met is {bound}, at {multiplier} times today's flow.", lang)
    return f"{text} {near.format(bound=bound, multiplier=plain(at))}"


def _year(question, row, lang):
    if math.isinf(row["value"]):
        text = say("At a growth of {growth} it is never reached.", lang)
        return text.format(growth=question["growth"])
    if row["value"] < question["from"]:
        text = say(
            "At a growth of {growth} it was passed before {start}: counted back it was reached in {year}.",
            lang,
        )
    else:
        text = say("At a growth of {growth} from {start} on it is reached in {year}.", lang)
    year = f"{int(row['value'])} [{_whole(row['low'])},{KEPT}{_whole(row['high'])}]"
    return text.format(growth=question["growth"], start=f"{question['from']:g}", year=year)


def _whole(year):
    return f"{int(year)}" if math.isfinite(year) else "–"


def _pictures(given, answer):
    """The figures of what was asked."""
    lang, tables, question = given.lang, answer.tables, answer.question
    target, out = target_of(question["target"]), []
    if "curve" in tables:
        first = tables["capacity"].iloc[0]
        said = f"{word(target.measure, lang)} {target.name}".strip()
        figure = delay_chart(
            tables["curve"],
            lang,
            target=(said, target.unit, target.bound),
            capacity=(first["value"], first["low"], first["high"]),
        )
        caption = say("Delay and throughput along the flow, with intervals; the bar is the capacity.", lang)
        out.append(drawn("carrying-curve", figure, caption, caption))
    if "envelope" in tables:
        figure = envelope_chart(tables["envelope"], lang, names=group_names(given.scenario, lang))
        caption = say("What several flows may be at once with the target met, with intervals.", lang)
        out.append(drawn("carrying-envelope", figure, caption, caption))
    if "tracks" in tables:
        today = tables["tracks"][tables["tracks"]["multiplier"] == 1.0]
        names = section_names(given.scenario, lang)
        caption = say("How much of the time each section and yard is occupied, pushed together.", lang)
        figure = tracks_chart(today, lang, names=names, limits=LIMITS)
        out.append(drawn("carrying-tracks", figure, caption, caption))
    return out


def tables_of(scenario, answer, lang):
    """Every table of the answer."""
    tables, question = answer.tables, answer.question
    out = [_values_table(question, tables, lang), _flows_table(scenario, tables["flows"], lang)]
    if "curve" in tables:
        out.append(curve_table(question, tables, lang))
    if "reliefs" in tables:
        out += binding_tables(scenario, question, tables, lang)
    if "envelope" in tables:
        out.append(envelope_table(tables["envelope"], group_names(scenario, lang), lang))
    if "tracks" in tables:
        out += tracks_tables(tables["tracks"], section_names(scenario, lang), lang)
    return out


def capacity_row(values, lang):
    """What is carried in four cells: times today's flow, a day, in the fullest hour, today's share of it."""
    first = values.iloc[0]
    if first["note"] == NONE:
        return say(NONE, lang), "–", "–", "–"
    cells = [_estimate(_row(values, name).iloc[0]) for name in ("per_day", "per_hour")]
    return _estimate(first), *cells, _share(_row(values, "vc").iloc[0])


def _values_table(question, tables, lang):
    names = (
        "multiplier",
        "per_day",
        "per_hour",
        "today_per_day",
        "vc",
        "nearest_level",
        "nearest_multiplier",
    )
    rows = []
    for row in tables["capacity"].to_dict("records"):
        if row["what"] in names:
            scale = scale_for([row["value"]], row["unit"]) if row["unit"] not in ("1", "1/d") else ONE
            text = with_unit(estimate(row["value"], row["low"], row["high"], scale), scale.unit, lang)
            rows.append((word(f"carries_{row['what']}", lang), text))
    caption = say("The largest flow with the target {target} met.", lang).format(target=question["target"])
    note = say("{percent} % intervals over {n} replications under common random numbers.", lang)
    told = note.format(percent=plain(100 * question["confidence"]), n=question["replications"])
    return Table(caption, (say("measure", lang), say("value", lang)), tuple(rows), numbers=(1,), note=told)


def _flows_table(scenario, flows, lang):
    """Which flows become larger, and how; which stay."""
    headings = ("flow", "arrives by", "what becomes larger", "today a day", "at most a day")
    rows = []
    for row in flows.itertuples(index=False):
        name = label(row.flow, scenario.layout.flows, lang)
        if row.kind == "stays":
            rows.append((name, "", say("stays as it is", lang), "", ""))
            continue
        today = "–" if row.kind == "fleet" else plain(row.per_day)
        cap = plain(row.cap) if math.isfinite(row.cap) else ""
        rows.append((name, word(f"arrives_{row.kind}", lang), say(WAYS[row.kind], lang), today, cap))
    caption = say("The flows that become larger.", lang)
    note = say("How often a fleet comes is told by runs, not by a number of the demand.", lang)
    heads = tuple(say(each, lang) for each in headings)
    return Table(caption, heads, tuple(rows), numbers=(3, 4), note=note)


def group_names(scenario, lang):
    """{group: what it is called}."""
    flows = scenario.layout.flows
    return {name: label(name, flows, lang) for name in flows}


def section_names(scenario, lang):
    """{section: what it is called}, its other way with an arrow."""
    names = {}
    for kind in ("link", "zone", "station"):
        names |= place_names(scenario, lang, kind)
    back = {f"{name}:back": f"{text} ←" for name, text in names.items()}
    return {**names, **back}


def _row(values, what):
    return values[values["what"] == what]


def _estimate(row):
    return estimate(row["value"], row["low"], row["high"], ONE)


def _share(row):
    if math.isnan(row["low"]) or math.isnan(row["high"]):
        return share(row["value"])
    return f"{estimate(row['value'], row['low'], row['high'], Scale(100.0, '%'))}{KEPT}%"
