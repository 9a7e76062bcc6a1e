"""Delay along the flow up to capacity and beyond, the throughput without end of demand, and the year."""

import math
import re

import pandas as pd

from twin.model.errors import Fault, ScenarioError
from twin.model.units import SHARE, read
from twin.plan.processes.coming import DAY
from twin.results.intervals import mean_intervals
from twin.study.carrying.points import BESIDE
from twin.study.carrying.rooting import tidy

FACTORS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2)  # of the capacity
FLOOD = (1.5, 2.0, 3.0)  # of it: more comes than can pass
PLATEAU = 0.02  # relative: so little more passes where much more comes
YEAR = re.compile(r"\s*(.+?)\s*(?:/\s*(?:y|year|a)|a year)?\s*")
COLUMNS = ("factor", "multiplier", "measure", "mean", "low", "high", "replications")


def curve(points, multiplier, how):
    """COLUMNS of the target and what is told beside it at FACTORS of a multiplier; jams are said as inf.

    `how` is (replications, confidence). Arrivals and departures are of the scaled flows, a day.
    """
    return _at(points, multiplier, FACTORS, how)


def flood(points, multiplier, how):
    """COLUMNS at FLOOD times a multiplier, and whether more no longer passes: (frame, is a plateau)."""
    frame = _at(points, multiplier, FLOOD, how)
    passed = frame[frame["measure"] == "finished_per_day"]["mean"].to_numpy()
    is_plateau = len(passed) > 1 and passed[-1] <= (1 + PLATEAU) * passed[-2]
    return frame, bool(is_plateau)


def _at(points, multiplier, factors, how):
    n, confidence = how
    rows = []
    for factor in factors:
        place = tidy(factor * multiplier)
        point = points.at(place, n)
        if point is None:
            rows.append((factor, place, "level", math.inf, math.nan, math.nan, n))
            continue
        a_day = DAY / points.window
        columns = {
            "level": point.level,
            **{name: point.beside[name] for name in BESIDE},
            "arrived_per_day": point.arrived * a_day,
            "finished_per_day": point.finished * a_day,
        }
        for name, column in columns.items():
            mean, low, high, count = (float(each) for each in mean_intervals(column, confidence))
            rows.append((factor, place, name, mean, low, high, int(count)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def growth_of(text):
    """The growth of a year as a share: '8 %/y', or a ScenarioError that says how to write one.

    >>> growth_of("8 %/y")
    0.08
    """
    match = YEAR.fullmatch(str(text))
    try:
        growth = float(read(match[1], SHARE))
    except (ValueError, TypeError) as error:
        raise _growth_fault(text, f"is {error}; write e.g. '8 %/y'") from None
    if growth == 0:
        raise _growth_fault(text, "is no growth: the year is never reached; leave --growth out")
    if growth <= -1:
        raise _growth_fault(text, "leaves nobody; a growth is above -100 % a year")
    return growth


def year_reached(capacity, growth, start):
    """(year, low, high) as fractions of years; inf is never, and a year before the start is past already.

    Of demand that falls it is the year from which on it is carried, the later the less that is; inf where it
    is carried today.
    """
    year, *ends = (_year(one, growth, start) for one in (capacity.multiplier, capacity.low, capacity.high))
    return (math.inf if growth < 0 and capacity.multiplier >= 1 else year), *sorted(ends)


def _year(multiplier, growth, start):
    if multiplier == 0:
        return math.copysign(math.inf, -growth)
    return start + math.log(multiplier) / math.log1p(growth)


def _growth_fault(value, text):
    return ScenarioError([Fault("growth", str(value), text)])
