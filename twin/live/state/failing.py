"""Which servers are likely down: one holds whom it serves for longer than a service lasts.

A server that was silent so long has not ended yet, or has failed meanwhile and is not repaired, or has ended
and its word of it was lost. Services are lognormal, failures come while it works, repairs are without memory.
Where somebody waits, a server that had ended would have begun with the next, so two words must be lost. Who
passes its station unseen shows that it is the device that fails, and not the server.
"""

from collections import defaultdict
from typing import NamedTuple

from twin.live.records import QUEUEING, Down
from twin.live.state.devices import PASSED
from twin.live.state.failures import chance_down, learned
from twin.live.state.people import GONE, SOME
from twin.live.state.placing import rows_of
from twin.live.state.reading import START

WAITED = 120.0  # seconds after which one who waits shows that no server is free
LEAST = 0.01  # less likely than this to be down is not told


class Evidence(NamedTuple):
    """What a failure is told by."""

    links: object
    passing: object
    known: object  # a Known: without one it is not known how long a service lasts
    passed: object  # () -> (time, station) of who passed a station unseen

    def law(self, station, cls=""):
        """Mean and cv of a service, None where they are not known."""
        return self.known.served(station, cls)

    def failing(self, station, law):
        """Mean work until a failure, and mean seconds down: by the fit, else by the last hours."""
        return self.known.failing.get(station) or learned(self.passing, station, law)


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
    law = evidence.law(one.station, one.cls)
    if one.kind != START or law is None or not evidence.links.is_held(one.server, one.since):
        return None
    lost = waiting * SOME**2 + (1 - waiting) * SOME
    chance = chance_down(at - one.since, law, evidence.failing(one.station, law), lost)
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
