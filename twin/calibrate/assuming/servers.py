"""How many serve where too few starts were seen, or nobody had to wait."""

import numpy as np

from twin.calibrate.assuming.load import BUSY, lanes_at, most_an_hour
from twin.calibrate.fit import Servers
from twin.calibrate.recorded import HOUR, WEEKDAY, WEEKEND
from twin.calibrate.rosters.evidence import evidence_at
from twin.calibrate.why import Why

HOURS = 24
TWICE = 2  # starts that a name has as a rule, if it is that of a lane


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
    starts, names = int(here.sum()), len(lanes_at(log, here))
    if (np.isfinite(log.started[here]) & np.isfinite(log.ended[here])).any():
        busy = int(evidence_at(log, here).busy.max(initial=1))
        number = max(busy, names if TWICE * names <= starts else 1)
        told = {"n": starts, "busy": busy, "names": names}
        why = Why("{n} visits, {busy} of them at once at most, by {names} names", **told)
        return number, max(number + 1, names), why
    most = most_an_hour(log, here)
    number = max(int(np.ceil(most * mean / HOUR / BUSY)), 1)
    number = min(number, names) if names else number
    why = Why(
        "no service has both its ends: enough for {n:.3g} an hour, {busy:.0%} of the time busy",
        n=most,
        busy=BUSY,
    )
    return number, max(2 * number, names), why
