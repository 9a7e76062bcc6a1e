"""Which servers are likely down: one holds whom it serves for longer than a service lasts.

A server that was silent so long has not ended yet, or has failed meanwhile and is not repaired, or has ended
and its word of it was lost. Services are lognormal, failures come while it works, repairs are without memory.
Where somebody waits, a server that had ended would have begun with the next, so two words must be lost. Who
passes its station unseen shows that it is the device that fails, and not the server.
"""

import math
from bisect import bisect_right
from collections import defaultdict
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from twin.live.records import QUEUEING, Down
from twin.live.state.devices import PASSED
from twin.live.state.people import GONE, SOME
from twin.live.state.placing import rows_of
from twin.live.state.reading import END, START

UNKNOWN = 86400.0, 3600.0  # of work to a failure, and down: from 4 h to 60 d are alike likely, an assumption
TOO_LONG = 3.7  # standard deviations beyond which no service was one: a ten-thousandth of them
WAITED = 120.0  # seconds after which one who waits shows that no server is free
LEAST = 0.01  # less likely than this to be down is not told
LEAST_CV = 0.05  # of a service, as clocks are read
POINTS = 32  # of a service, in which a failure may have come


class Evidence(NamedTuple):
    """What a failure is told by."""

    links: object
    passing: object
    known: object  # a Known: without one it is not known how long a service lasts
    passed: object  # () -> (time, station) of who passed a station unseen


def with_down(people, evidence, at):
    """(Persons, [Down]): those whom a server holds that is likely down are as likely still there."""
    if not evidence.known:
        return [one for one in people if one.likely > GONE], ()
    waits = _waits([one for one in people if one.likely > GONE], evidence, at)
    downs = [_down(one, waits[one.station], evidence, at) for one in people]
    downs = _less_passed(downs, evidence)
    found = [
        one if down is None else one._replace(likely=max(one.likely, down.likely))
        for one, down in zip(people, downs, strict=True)
    ]
    return [one for one in found if one.likely > GONE], tuple(down for down in downs if down is not None)


def _waits(people, evidence, at):
    """By station: the chance that one has waited longer than somebody does for a server that is free."""
    nobody = defaultdict(lambda: 1.0)
    for row in rows_of(people, evidence.passing, evidence.known, at):
        if row.doing == QUEUEING and at - row.since > WAITED:
            nobody[row.station] *= 1 - row.likely
    return defaultdict(float, {station: 1 - chance for station, chance in nobody.items()})


def _down(one, waiting, evidence, at):
    """The Down of the server that holds a Person, None where it is not likely."""
    law = evidence.known.served(one.station, one.cls)
    if one.kind != START or law is None or not evidence.links.is_held(one.server, one.since):
        return None
    lost = waiting * SOME**2 + (1 - waiting) * SOME
    failing = evidence.known.failing.get(one.station) or learned(evidence.passing, one.station, law)
    chance = chance_down(at - one.since, law, failing, lost)
    return Down(one.station, one.server, one.since, chance) if chance > LEAST else None


def _less_passed(downs, evidence):
    """The Downs without those of a station that so many passed since that its devices are silent, not it."""
    if all(down is None for down in downs):
        return downs
    passed = evidence.passed()
    return [
        down
        if down is None
        or sum(time > down.since and station == down.station for time, station in passed) < PASSED
        else None
        for down in downs
    ]


def learned(passing, station, law):
    """(mean work to a failure, mean seconds down) by the services of the last hours, on top of UNKNOWN.

    Of those that were seen to begin and to end, those that lasted too long had a failure in them.
    """
    seen = passing.steps.get(((station, START), (station, END)), ())
    limit = law[0] * math.exp(TOO_LONG * _sigma(law) - _sigma(law) ** 2 / 2)
    long = seen[bisect_right(seen, limit) :]
    work, down = UNKNOWN
    failures = 1 + len(long)
    return (work + len(seen) * law[0]) / failures, (down + sum(long) - law[0] * len(long)) / failures


def chance_down(silent, law, failing, lost):
    """That a server is down which began so long ago; law: mean and cv of a service; lost: of words."""
    mtbf, mttr = failing
    times = (np.arange(POINTS) + 0.5) / POINTS * min(silent, 8 * law[0])
    step = times[1] - times[0]
    up = float(_longer(silent, law))
    down = float((_longer(times, law) * np.exp((times - silent) / mttr)).sum() * step / mtbf)
    gone = lost * (1 - up)
    return float(down / (up + down + gone)) if down > 0 else 0.0


def _longer(times, law):
    """The share of services that last longer than a time."""
    sigma = _sigma(law)
    return ndtr(-(np.log(np.maximum(times, 1e-3) / law[0]) + sigma**2 / 2) / sigma)


def _sigma(law):
    """The standard deviation of the logarithm of a service."""
    return math.sqrt(math.log1p(max(law[1], LEAST_CV) ** 2))
