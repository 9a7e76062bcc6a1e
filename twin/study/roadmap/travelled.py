"""The tables of a road: the level after each step, what it changed, and what it costs so far."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from twin.results.intervals import mean_intervals
from twin.results.paired import verdict
from twin.study.roadmap.buying import Bought, bill
from twin.study.roadmap.ordering import difference, greedy
from twin.study.target import target_of, values

# Orders: found by simulation, as the experiment names it, and what may come on top of all.
FOUND, GIVEN, DOUBT = "found", "given", "doubt"
TOLD = ("wait_mean", "wait_p95", "time_in_port_mean", "finished")
ENDS = ("", "_low", "_high")
MONEY = tuple(f"cost_{what}{end}" for what in ("once", "yearly", "spread") for end in ENDS)
STEPS = (
    "year", "order", "position", "step", "levers", *MONEY, "known",
    "second", "ahead", "ahead_low", "ahead_high",
)  # fmt: skip
LEVELS = (
    "year", "order", "position", "measure", "unit", "mean", "low", "high",
    "difference", "difference_low", "difference_high", "verdict",
)  # fmt: skip
COSTS = ("year", "order", "position", "lever", "item", "number", "model", "known", *MONEY, "why")
ONCE, WHY = Bought._fields.index("once"), Bought._fields.index("why")  # between them is money
START = ""  # the step before any


class Asked(NamedTuple):
    """How a road is looked at."""

    composed: Any  # (phase, levers) -> Scenario
    summarised: Any  # (phase, levers) -> its Summary, run or kept
    target: Any  # study.target.Target: what decides
    costs: dict  # {lever: items} as its file says
    priced: Any  # model -> Machine or None


class Point(NamedTuple):
    """A stand of the road: its step, the levers that the step added, all so far."""

    step: str
    added: tuple
    levers: tuple
    choice: Any = None  # ordering.Choice


def travelled(phases, asked):
    """{name: frame} of STEPS, LEVELS and COSTS of all phases of a road."""
    rows = {"steps": [], "levels": [], "costs": []}
    for phase in phases:
        _phase(phase, asked, rows)
    frames = {"steps": STEPS, "levels": LEVELS, "costs": COSTS}
    return {name: pd.DataFrame(rows[name], columns=list(columns)) for name, columns in frames.items()}


def _phase(phase, asked, rows):
    def level(chosen):
        return values(asked.summarised(phase, chosen), asked.target)

    choices = greedy(phase.levers, level, less_is_better=asked.target.at_most)
    found, given, doubts = [Point(START, (), ())], [Point(START, (), ())], [Point("", (), phase.levers)]
    for choice in choices:
        found.append(Point(choice.lever, (choice.lever,), (*found[-1].levers, choice.lever), choice))
    for step, added in phase.steps.items():
        given.append(Point(step, added, (*given[-1].levers, *added)))
    for doubt, added in phase.doubts.items():
        doubts.append(Point(doubt, added, (*phase.levers, *added)))
    for order, points in ((FOUND, found), (GIVEN, given)):
        for position, point in enumerate(points):
            before = points[max(position - 1, 0)]
            _add((phase, order, position), (before, point), asked, rows)
    for position, point in enumerate(doubts[1:], 1):
        rows["levels"] += _levels((phase, DOUBT, position), (doubts[0], point), asked)
        rows["steps"].append((phase.year, DOUBT, position, point.step, "+".join(point.added), *_unpriced()))


def _add(where, points, asked, rows):
    """The rows of one point; `where` is (phase, order, position)."""
    phase, order, position = where
    point = points[1]
    lines = _bill(phase, points, asked)
    rows["levels"] += _levels(where, points, asked)
    key = phase.year, order, position
    rows["costs"] += [
        (*key, line.lever, line.item, line.number, line.model, line.known, *_money([line]), line.why)
        for line in lines
    ]
    known = all(line.known for line in lines)
    name = point.step, "+".join(point.added)
    rows["steps"].append((*key, *name, *_money(lines), known, *_ahead(point.choice)))


def _bill(phase, points, asked):
    """[Bought] of the levers of a point, one after the other."""
    before, point = points
    lines, levers = [], before.levers
    for lever in point.added:
        more = (*levers, lever)
        costs = {one: asked.costs[one] for one in (*phase.built, *more)}
        old, new = (asked.composed(phase, some) for some in (levers, more))
        lines += bill(lever, old, new, costs=costs, priced=asked.priced)
        levers = more
    return lines


def _money(lines):
    """The sums of MONEY: lows with lows, highs with highs."""
    threes = np.array([line[ONCE:WHY] for line in lines], float).reshape(-1, 3, 3)
    return tuple(float(value) for value in threes.sum(axis=0).ravel())


def _unpriced():
    return (*(0.0,) * len(MONEY), True, *_ahead(None))


def _ahead(choice):
    if choice is None or choice.ahead is None:
        return "", np.nan, np.nan, np.nan
    return choice.second, choice.ahead.mean, choice.ahead.low, choice.ahead.high


def name_of(target):
    """What a target is called in the table of levels."""
    return f"{target.measure} of {target.name}" if target.name else target.measure


def _levels(where, points, asked):
    """The rows of LEVELS of a point: its level, and the difference to the one before, pair by pair."""
    phase, order, position = where
    before, after = (asked.summarised(phase, point.levers) for point in points)
    told = {name_of(one): one for one in (asked.target, *map(target_of, TOLD))}
    for name, measure in told.items():
        old, new = (values(summary, measure) for summary in (before, after))
        mean, low, high, _ = mean_intervals(new)
        change = difference(old, new)
        said = verdict(measure.measure, change.mean, change.low, change.high) if position else ""
        level = float(mean), float(low), float(high)
        yield (phase.year, order, position, name, measure.unit, *level, *change[:3], said)
