"""How many servers a station has on duty from now on, as a plan says it, and as it is changed."""

import numpy as np

from twin.plan.plan import CALENDAR_ENTRY, ON_DUTY

FOREVER = float("inf")


def duty_of(arrays, station):
    """[(time, servers on duty from then on)] of a station of a plan, the first at 0."""
    own = arrays.calendar[_of(arrays.calendar, station)]
    begin = (0.0, int(arrays.station["on_duty"][station]))
    return [begin, *zip(own["time"].tolist(), own["value"].tolist(), strict=True)]


def added(duty, number, since=0.0, until=FOREVER):
    """The duty with so many more, or fewer, from a time until another; never less than none."""
    times = sorted({time for time, _ in duty} | {max(since, 0.0)} | ({until} - {FOREVER}))
    out = []
    for time in times:
        before = next(servers for moment, servers in reversed(duty) if moment <= time)
        servers = max(0, before + (number if since <= time < until else 0))
        if not out or out[-1][1] != servers:
            out.append((time, servers))
    return out


def with_duty(arrays, station, duty):
    """The arrays of a plan whose station has this duty."""
    stations = arrays.station.copy()
    stations["on_duty"][station] = duty[0][1]
    rows = np.zeros(len(duty) - 1, CALENDAR_ENTRY)
    for row, (time, servers) in zip(rows, duty[1:], strict=True):
        row["time"], row["value"], row["kind"], row["index"] = time, servers, ON_DUTY, station
    calendar = np.concatenate([arrays.calendar[~_of(arrays.calendar, station)], rows])
    order = np.lexsort((calendar["index"], calendar["kind"], calendar["time"]))
    return arrays._replace(station=stations, calendar=calendar[order])


def _of(calendar, station):
    return (calendar["kind"] == ON_DUTY) & (calendar["index"] == station)
