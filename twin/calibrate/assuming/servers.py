"""How many serve where too few starts were seen, or nobody had to wait."""

import numpy as np

from twin.calibrate.fit import Servers
from twin.calibrate.recorded import HOUR, NOBODY, WEEKDAY, WEEKEND, hour_of
from twin.calibrate.rosters.evidence import evidence_at
from twin.calibrate.why import Why

HOURS = 24
TWICE = 2  # starts that a name has as a rule, if it is that of a lane
BUSY = 0.8  # of their time that those who serve are busy at most, where only the load is known


def servers_where_few(log, servers, services):
    """Assumed Servers of the stations of a Recorded that have none among the Servers of its fit."""
    known = {made.station for made in servers}
    mean = {law.station: law.mean for law in services}
    for s, station in enumerate(log.stations):
        if station in known or station not in mean:
            continue
        number, high, why = number_at(log, log.station == s, mean[station])
        for days in (WEEKDAY, WEEKEND):
            flat = np.ones(HOURS)
            yield Servers(station, days, number * flat, flat, high * flat, why)


def number_at(log, here, mean):
    """(number, the most that are thought possible, reason) of the visits of one station."""
    starts = int(here.sum())
    busy = int(evidence_at(log, here).busy.max(initial=1))
    names = len(np.unique(log.server[here & (log.server != NOBODY)]))
    if np.isfinite(log.ended[here]).any():
        number = max(busy, names if TWICE * names <= starts else 1)
        return (
            number,
            max(number + 1, names),
            Why(
                "{n} visits, {busy} of them at once at most, by {names} names",
                n=starts,
                busy=busy,
                names=names,
            ),
        )
    times = log.started[here & np.isfinite(log.started)]
    days = max((log.span[1] - log.span[0]) / (HOURS * HOUR), 1.0)
    most = np.bincount(hour_of(log.clock(times)), minlength=HOURS).max() / days if len(times) else 0.0
    number = max(int(np.ceil(most * mean / HOUR / BUSY)), 1)
    return (
        number,
        max(2 * number, names),
        Why(
            "no service has an end: enough for {n:.3g} an hour, {busy:.0%} of the time busy",
            n=float(most),
            busy=BUSY,
        ),
    )
