"""Which alternative is best and how surely, what levers do together, and what each changes on the map."""

from twin.show.blocks import Items, Missing, Table, Words, drawn
from twin.show.changed import draw_changes
from twin.show.map import CrowdedMapError
from twin.show.ranked import (
    best_sentence,
    design_text,
    effect_rows,
    measure_text,
    pair_sentences,
    rank_rows,
    selection_rows,
    selection_sentences,
)
from twin.show.text import say

MAPS = 3
PAIRS = 12


def ranking_blocks(given):
    """The blocks of the answer of `twin compare`, or what to run where there is none."""
    lang, answer = given.lang, given.studies.get("compare")
    if answer is None:
        reason = say("no alternatives were weighed; run: {command}", lang)
        command = "twin compare layout=… base A B A+B"
        return [Missing(say("Which alternative is best", lang), reason.format(command=command))]
    tables, question = answer.tables, answer.question
    if "selection" in tables:
        return _selection(tables["selection"], question, lang)
    blocks = _ranks(tables, question, lang) if "ranks" in tables else [_one_replication(lang)]
    return [*blocks, *_effects(tables, question, lang), *_maps(given, tables)]


def _one_replication(lang):
    what = say("Which alternative is best", lang)
    return Missing(what, say("one replication cannot tell luck from effect; give two or more", lang))


def _ranks(tables, question, lang):
    headings, rows = rank_rows(tables, question, lang)
    measure = measure_text(question, lang)
    caption = say("Which alternative is best, by {measure}.", lang).format(measure=measure)
    note = say(
        "Against the best other: limits after Hsu hold for all alternatives together with 95 % "
        "confidence, under the same luck. The chance to be best is that of a Student posterior; expected "
        "loss is what is lost on average by choosing it.",
        lang,
    )
    numbers = tuple(range(1, len(headings)))
    said = pair_sentences(tables, question, lang)
    blocks = [
        Words(best_sentence(tables, lang), "lead"),
        Table(caption, tuple(headings), tuple(rows), numbers, note),
    ]
    blocks.append(Items(tuple(said[:PAIRS])))
    if len(said) > PAIRS:
        text = say("{n} more pairs are in the table pairs of this answer", lang).format(n=len(said) - PAIRS)
        blocks.append(Words(text, "note"))
    if question.get("left_out"):
        text = say("{n} replications are left out, in which a scenario has no value", lang)
        blocks.append(Words(text.format(n=question["left_out"]), "warning"))
    return blocks


def _selection(table, question, lang):
    headings, rows = selection_rows(table, question, lang)
    caption = say("Selection of the best by the fewest replications.", lang)
    sentences = selection_sentences(table, question, lang)
    note = say("After Kim and Nelson (2001), under the same luck.", lang)
    return [
        Words(sentences[0], "lead"),
        Table(caption, tuple(headings), tuple(rows), (1, 2), note),
        Words(sentences[1], "note"),
    ]


def _effects(tables, question, lang):
    if "effects" not in tables:
        return []
    headings, rows = effect_rows(tables, question, lang)
    caption = say("What levers do, alone and together: {measure}.", lang)
    return [
        Table(
            caption.format(measure=measure_text(question, lang)),
            tuple(headings),
            tuple(rows),
            numbers=(1,),
            note=design_text(question, lang),
        )
    ]


def _maps(given, tables):
    """The map with what each of the best alternatives changes; what is not drawn is said."""
    lang, marks, blocks = given.lang, tables["marks"], []
    names = list(dict.fromkeys(tables["changes"]["scenario"]))
    if "ranks" in tables:
        names = [name for name in tables["ranks"]["option"] if name in names]
    for i, name in enumerate(names[:MAPS]):
        caption = say("{name} on the map: what is new, gone or changed.", lang).format(name=name)
        own = marks[marks["scenario"] == name]
        if own.empty:
            blocks.append(Missing(caption, say("nothing with a place on the map is changed", lang)))
            continue
        try:
            figure = draw_changes(given.scenario, own, lang)
        except CrowdedMapError:
            blocks.append(Missing(caption, say("there are more changes than a sheet has room for", lang)))
            continue
        alt = say("The map of the port with coloured rings and lines where something changes", lang)
        blocks.append(drawn(f"changes-{i + 1}", figure, caption, alt))
    if len(names) > MAPS:
        text = say("Maps of {names} are drawn by twin compare --map.", lang)
        blocks.append(Words(text.format(names=", ".join(names[MAPS:])), "note"))
    return blocks
