"""Changes of a recorded port: which parameter, from when on, from what to what."""

from typing import NamedTuple

import numpy as np

from twin.calibrate.drift.segments import cuts
from twin.calibrate.drift.series import CAPACITY, DAY, UNITS, Days, all_series
from twin.model.dates import zone as zone_of

RISK = 0.05  # share of records without any change in which one is told all the same
FEWEST_DAYS = 6
WHOLE = 22 * 3600.0  # seconds of a day that must be in the record for it to count
SURE = 1.645  # standard errors of a 90 % interval


class Change(NamedTuple):
    """One parameter that has another value from a day on."""

    kind: str
    station: str
    cls: str
    key: str
    day: float  # begin of the first day of the new value, seconds since 1970
    earliest: float
    latest: float
    before: float
    before_within: tuple[float, float]
    after: float
    after_within: tuple[float, float]
    unit: str
    strength: float  # in units of the bound of false alarms
    capacity: tuple[float, float]  # served an hour while a queue stood, before and after; nan: none stood


class Drift(NamedTuple):
    """What changed, among how many parameters over how many days."""

    changes: tuple[Change, ...]  # by day, the strongest of a day first
    looked_at: int
    days: int
    begin: float
    refit_from: float  # the day from which on nothing changes; nan without a change
    risk: float


def drift(visits, span, zone, *, risk=RISK, seed=1):
    """The Drift of cleaned visits over a span of seconds since 1970, by the days of a time zone."""
    days = whole_days(span, zone)
    if days.number < FEWEST_DAYS:
        return Drift((), 0, max(days.number, 0), days.begin, np.nan, risk)
    series = all_series(visits, days)
    levels, weights = (np.array([getattr(one, name) for one in series]) for name in ("level", "weight"))
    found = cuts(levels, weights, risk=risk, rng=np.random.default_rng([seed, 9])) if series else []
    capacities = {one.station: one for one in series if one.kind == CAPACITY}
    changes = tuple(_change(series[cut.series], cut, days, capacities) for cut in found)
    last = max((change.day for change in changes), default=np.nan)
    return Drift(changes, len(series), days.number, days.begin, last, risk)


def whole_days(span, zone):
    """The Days that lie within a span, as good as whole."""
    from datetime import UTC, datetime

    first, last = span
    local = datetime.fromtimestamp(first, UTC).astimezone(zone_of(zone))
    midnight = first - (local.hour * 3600 + local.minute * 60 + local.second + local.microsecond / 1e6)
    skipped = 0 if first - midnight <= DAY - WHOLE else 1
    begin = midnight + skipped * DAY
    number = int((last - begin + DAY - WHOLE) // DAY)
    return Days(begin, number, (local.weekday() + skipped) % 7)


def _change(series, cut, days, capacities):
    spans = slice(cut.begin, cut.day), slice(cut.day, cut.end)
    (before, before_within), (after, after_within) = (_level(series, span) for span in spans)
    served = capacities.get(series.station)
    capacity = tuple(_level(served, span)[0] if served else np.nan for span in spans)
    day, earliest, latest = (days.begin + DAY * number for number in (cut.day, cut.earliest, cut.latest))
    named = series.kind, series.station, series.cls, series.key
    return Change(
        *named,
        day,
        earliest,
        latest,
        before,
        before_within,
        after,
        after_within,
        UNITS[series.kind],
        cut.strength,
        capacity,
    )


def _level(series, part):
    """(value, 90 % interval) over some days, its error from how the days differ."""
    top, bottom = series.top[part], series.bottom[part]
    told = bottom > 0
    top, bottom = top[told], bottom[told]
    n = len(top)
    if not n:
        return np.nan, (np.nan, np.nan)
    value = float(top.sum() / bottom.sum())
    error = (
        np.sqrt((((top - value * bottom) ** 2).sum() / max(n - 1, 1)) * n) / bottom.sum() if n > 1 else np.inf
    )
    return value, (value - SURE * error, value + SURE * error)
