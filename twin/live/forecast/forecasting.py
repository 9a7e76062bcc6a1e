"""The Forecast of a port from worlds in which it may stand now."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from twin.live.forecast.changing import changed_plan, words_of
from twin.live.forecast.coming import ANY, levels_of, soon_only
from twin.live.forecast.counting import counted
from twin.live.forecast.futures import Course, futures_of
from twin.live.forecast.placing import spots_of
from twin.live.forecast.telling import marks_of, paths_of, table_of
from twin.live.records import Forecast
from twin.model.errors import Fault, ScenarioError

MINUTE, HOUR = 60.0, 3600.0
LONGEST, MOST = 48 * HOUR, 10_000  # of what is asked
BEYOND = 0.25  # of what is asked: so much longer we look, to see waits of the last steps end


class Asked(NamedTuple):
    """From when on, how far, how finely and how surely; and what would be other then."""

    at: float  # seconds since 1970
    ahead: float = 2 * HOUR
    step: float = 5 * MINUTE
    futures: int = 200
    seed: int = 1
    what_if: tuple[str, ...] = ()
    came: Mapping | None = None  # {class in the records: [seconds before `at`] at which one came}
    watched: frozenset[str] = frozenset()  # measures of which the futures themselves are kept, and no others


def forecast(port, worlds, asked):
    """The Forecast of a Port from Worlds, in turn; the same arguments give the same numbers."""
    return told(port, asked, counts(port, worlds, asked))


def told(port, asked, found):
    """The Forecast of what was counted."""
    table, marks, paths = table_of(port, found), marks_of(port, found), paths_of(port, found)
    what_if = tuple(asked.what_if)
    return Forecast(asked.at, asked.step, asked.ahead, asked.futures, what_if, table, marks, paths)


def counts(port, worlds, asked):
    """The Counted of a forecast: each future by itself, as differences under the same luck need them."""
    refuse(asked, worlds)
    plan = changed_plan(port, asked.at, asked.ahead * (1 + BEYOND), asked.what_if)
    came = None if asked.came is None else _in_layout(port, asked.came)
    levels = levels_of(port.scenario, plan, asked.at, came)
    spots = spots_of(port, plan)
    plan = replace(plan, sources=soon_only(plan))
    plans = port.possible.plans(plan, asked.at, words_of(asked.what_if)) if port.possible else (plan,)
    course = Course(port, plans, spots, levels, asked.seed)
    return counted(plan, futures_of(course, worlds, asked.futures), asked)


def refuse(asked, worlds):
    """Refuses what cannot be asked, all at once."""
    faults = []
    if not 0 < asked.step <= asked.ahead <= LONGEST:
        text = f"0 < step <= ahead <= {LONGEST / HOUR:.0f} h is wanted; the step is {asked.step:g} s"
        faults.append(Fault("ahead", f"{asked.ahead:g} s", text))
    if not 1 <= asked.futures <= MOST:
        faults.append(Fault("futures", str(asked.futures), f"from 1 to {MOST:,} are drawn"))
    if not worlds:
        faults.append(Fault("worlds", "", "there is none; draw some from the present"))
    if not math.isfinite(asked.at):
        faults.append(Fault("at", str(asked.at), "is no instant; seconds since 1970 are wanted"))
    if faults:
        raise ScenarioError(faults)


def _in_layout(port, came):
    """Those who came by the class of the layout, or all of them under ANY where a class is not known."""
    out = {}
    for said, ages in came.items():
        out.setdefault(port.class_of(said), []).extend(ages)
    return {ANY: [age for ages in out.values() for age in ages]} if out.get(None) else out
