"""What the records themselves show of time and waits, with the doubt that days differ."""

import numpy as np

from twin.calibrate.fit import ALL, CALIBRATED, NOT_IDENTIFIED, Kpi, Parameter
from twin.calibrate.recorded import DAY
from twin.calibrate.services.choosing import WIDE
from twin.calibrate.why import NOTHING, Why

METHOD = "mean over all; interval from the means of days"
ENOUGH = 30  # ways between two stations that tell how long one takes


def kpi_of(log):
    """(Kpi, Parameters) of a Recorded."""
    stay = log.left - log.arrived
    good = np.isfinite(stay) & (stay >= 0)
    waits = waits_of(log)
    parameters = [
        Parameter(
            "cases", "", ALL, "", len(stay), len(stay), len(stay), len(stay), "counted", CALIBRATED, NOTHING
        )
    ]
    mean, p90 = (stay[good].mean(), np.quantile(stay[good], 0.9)) if good.any() else (np.nan, np.nan)
    parameters.append(number("cycle_time_mean", "", stay[good], log.arrived[good], np.mean))
    parameters.append(
        number("cycle_time_p90", "", stay[good], log.arrived[good], lambda x: np.quantile(x, 0.9))
    )
    wait_mean = {}
    for s, station in enumerate(log.stations):
        here = (log.station == s) & np.isfinite(waits)
        if here.any():
            wait_mean[station] = float(waits[here].mean())
        parameters.append(number("wait_mean", station, waits[here], log.started[here], np.mean))
    return Kpi(len(stay), float(mean), float(p90), wait_mean), tuple(parameters)


def waits_of(log):
    """[visit] seconds of waiting, nan where they are not known.

    Who is told of roughly has waited from the last end plus the usual way on: that may be below 0, and is
    right on average. If they were left out, chance would say how long a third of a station has waited.
    """
    waits = log.started - log.joined
    last = np.where(log.first, np.nan, np.roll(log.ended, 1))
    rough = np.isnan(waits) & np.isfinite(log.started) & np.isfinite(last)
    doubt = log.within[:, 1] + np.roll(log.within[:, 2], 1)
    rough &= np.isfinite(doubt) & (doubt > 0)
    pair = np.roll(log.station, 1) * len(log.stations) + log.station
    for each in np.unique(pair[rough]):
        ways = (log.joined - last)[(pair == each) & ~log.first]
        ways = ways[np.isfinite(ways)]
        if len(ways) >= ENOUGH:
            own = rough & (pair == each)
            waits[own] = log.started[own] - last[own] - ways.mean()
    return waits


def number(kind, station, values, times, statistic):
    """A Parameter: the statistic of all values; its doubt is told by leaving out one day at a time."""
    if len(values) < 2:
        none = Why("no journey was seen from end to end")
        why = Why("no time of both joining and starting") if kind == "wait_mean" else none
        return Parameter(
            kind, station, ALL, "", np.nan, 0.0, np.inf, len(values), METHOD, NOT_IDENTIFIED, why
        )
    day = np.floor(times / DAY)
    value = statistic(values)
    order = np.argsort(day, kind="stable")
    cuts = np.flatnonzero(np.diff(day[order])) + 1
    groups = np.split(values[order], cuts)
    if len(groups) < 5:
        return Parameter(kind, station, ALL, "", value, 0.0, np.inf, len(values), METHOD, CALIBRATED, NOTHING)
    left_out = np.array([
        statistic(np.concatenate(groups[:i] + groups[i + 1 :])) for i in range(len(groups))
    ])  # fmt: skip
    m = len(groups)
    error = WIDE * np.sqrt((m - 1) / m * ((left_out - left_out.mean()) ** 2).sum())
    return Parameter(
        kind, station, ALL, "", float(value), float(value - error), float(value + error), len(values), METHOD,
        CALIBRATED, NOTHING,
    )  # fmt: skip
