"""The tables of what a port carries: the curve, what binds, several flows at once, the tracks."""

import math

from twin.show.blocks import Table
from twin.show.text import say, word
from twin.show.words import cause_names
from twin.show.written import NO_NUMBER, Scale, estimate, plain, scale_for, share, with_unit
from twin.study.carrying.carried import EVERY, NONE

ONE, PERCENT = Scale(1.0, ""), Scale(100.0, "%")
ON_TRACKS = (
    "trains_per_day", "minutes_each", "occupied", "used", "remaining_per_day", "conflict_minutes",
)  # fmt: skip


def curve_table(question, tables, lang):
    """The level of the target, waits and throughput along the flow, and when more comes than can pass."""
    units = {"level": question["unit"], "wait_mean": "s", "finished_per_day": "", "arrived_per_day": ""}
    headings = ("times the capacity", "times today's flow", "level", "wait_mean", "arrived_per_day")
    heads = (*(word(each, lang) for each in headings), word("finished_per_day", lang))
    rows = []
    for name in ("curve", "flood"):
        if name not in tables:
            continue
        frame = tables[name]
        for (factor, multiplier), part in frame.groupby(["factor", "multiplier"], sort=True):
            found = {row.measure: row for row in part.itertuples(index=False)}
            cells = [_cell(found.get(measure), unit, lang) for measure, unit in units.items()]
            level, wait, finished, arrived = cells
            rows.append((plain(factor), plain(multiplier), level, wait, arrived, finished))
    note = say("A flow at which the port jams has no number.", lang)
    if "flood" in tables and len(tables["flood"]):
        if tables["flood"]["is_plateau"].iloc[0]:
            end = say("The throughput no longer grows at the end: that is the most that passes.", lang)
        else:
            end = say("The throughput still grows at the largest flow that was tried.", lang)
        note = f"{note} {end}"
    caption = say("Along the flow: the level of the target {target}, waits and throughput.", lang)
    told = caption.format(target=question["target"])
    return Table(told, heads, tuple(rows), numbers=(0, 1, 2, 3, 4, 5), note=note)


def _cell(row, unit, lang):
    if row is None or not math.isfinite(row.mean):
        return NO_NUMBER
    scale = scale_for([row.mean], unit)
    return with_unit(estimate(row.mean, row.low, row.high, scale), scale.unit, lang)


def binding_tables(scenario, question, tables, lang):
    """What relieves most just above the capacity, and what is carried with more of it."""
    names = cause_names(scenario, lang)
    headings = ("cause", "place", "share of waiting", "used", "with plenty of it the level changes by")
    rows = []
    for row in tables["reliefs"].itertuples(index=False):
        scale = scale_for([row.change], question["unit"])
        change = with_unit(estimate(row.change, row.low, row.high, scale), scale.unit, lang)
        if row.reason:
            change = say(row.reason, lang)
        elif math.isinf(row.change):
            change = say("it jams no longer", lang)
        name = names[row.kind].get(row.name, row.name)
        cause = word(f"cause_{row.kind}", lang)
        rows.append((cause, name, share(row.share), share(row.used), change))
    caption = say("What holds the port up at its capacity, tried with ten times as much of each.", lang)
    out = [Table(caption, tuple(say(each, lang) for each in headings), tuple(rows), numbers=(2, 3, 4))]
    if "carried" in tables and len(tables["carried"]):
        out.append(_carried(tables["carried"], names, lang))
    return out


def _carried(carried, names, lang):
    headings = ("more of", "how much", "times today's flow", "what would bind next")
    rows = []
    for row in carried.itertuples(index=False):
        next_ = names[row.next_kind].get(row.next, row.next) if row.next_kind else NO_NUMBER
        ends = estimate(row.multiplier, row.low, row.high, ONE)
        text = {NONE: say(NONE, lang), EVERY: f"≥ {plain(row.multiplier)}"}.get(row.found, ends)
        rows.append((names[row.kind].get(row.name, row.name), word(f"with_{row[2]}", lang), text, next_))
    caption = say("What is carried with more of what binds, and what binds next.", lang)
    return Table(caption, tuple(say(each, lang) for each in headings), tuple(rows), numbers=(2,))


def envelope_table(envelope, names, lang):
    """A row a ray: how large each group may be at once."""
    groups = list(dict.fromkeys(envelope["group"]))
    rows = []
    for _, part in envelope.groupby("ray", sort=True):
        found = {row.group: row for row in part.itertuples(index=False)}
        cells = []
        for group in groups:
            row = found[group]
            if row.kind == NONE:
                cells.append(say(NONE, lang))
            elif row.kind == EVERY:
                cells.append(f"≥ {plain(row.multiplier)}" if row.multiplier else "0")
            else:
                cells.append(estimate(row.multiplier, row.low, row.high, ONE))
        rows.append(tuple(cells))
    caption = say("What several flows may be at once with the target met, in times today's flow.", lang)
    heads = tuple(names.get(group, group) for group in groups)
    return Table(caption, heads, tuple(rows), numbers=tuple(range(len(groups))))


def tracks_tables(tracks, names, lang):
    """A table for each flow that was looked at, the fullest section first."""
    out = []
    for multiplier, part in tracks.groupby("multiplier", sort=False):
        wide = part.pivot(index=["kind", "section", "places"], columns="measure", values="mean")
        wide = wide.sort_values("used", ascending=False, kind="stable")
        rows = tuple(
            (names.get(section, section), plain(places), *_cells(part, section, lang))
            for (_, section, places), _ in wide.iterrows()
        )
        heads = (
            say("section", lang),
            say("tracks", lang),
            *(word(f"track_{each}", lang) for each in ON_TRACKS),
        )
        caption = say("Occupation of tracks after UIC 406 at {multiplier} times today's flow.", lang)
        note = say(
            "Trains pushed together in their order. Of a line 60 % of the day may be occupied (UIC 406), so "
            "67 % of the occupied time is added; of a yard 65 % (assumed), so 54 %. Used is the occupied "
            "share with what is added, remaining what else fits. Each way of a line is a track of its own "
            "and one block (assumed). Conflicts are minutes of waiting for the section, and of holding it "
            "without a way out.",
            lang,
        )
        told = caption.format(multiplier=plain(multiplier))
        out.append(Table(told, heads, rows, tuple(range(1, 8)), note, name="T14_tracks"))
    return out


def _cells(part, section, lang):
    found = {row.measure: row for row in part[part["section"] == section].itertuples(index=False)}
    for measure in ON_TRACKS:
        row, scale = found[measure], PERCENT if measure in ("occupied", "used") else ONE
        unit = "%" if scale is PERCENT else ""
        yield with_unit(estimate(row.mean, row.low, row.high, scale), unit, lang)
