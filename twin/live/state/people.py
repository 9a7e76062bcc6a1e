"""Who may be inside: where each was seen last, and how likely it is that it is still there."""

import math
from collections import Counter
from typing import NamedTuple

from twin.live.state.passing import lasting
from twin.live.state.reading import ARRIVE, END, START

GONE = 0.01  # less likely than this to be inside is not told

NO_CHANCE = 0.001
SOME = 0.02  # of those seen at a place are lost sight of there: an assumption
CLOCKS = 2.0  # seconds to which the clocks of devices are known
LEAVING = 0.15  # of those served at a station are seen nowhere later: they leave from there


class Person(NamedTuple):
    """One truck that has not been seen to leave."""

    case: str
    cls: str
    station: str  # where it was seen last
    server: str
    kind: int  # what it did there
    since: float  # when
    within: float  # half-width of that
    begun: float  # when its journey began
    heard: float  # when its last message came
    likely: float


def people(chains, links, exits, known):
    """The Persons of chains of pieces at an instant, in order of their journeys; known: a Passing, when.

    Those who are likely gone are among them as long as nobody else was served where they were.
    """
    inside = [chain for chain in chains if not any(piece.over for piece in chain)]
    left_lane = [links.left_lane(chain[-1].last) for chain in inside]
    queueing = _queueing([chain[-1].last for chain in inside], *known)
    known = *known, queueing
    found = [
        _person(chain, then, known)
        for chain, then in zip(inside, left_lane, strict=True)
        if math.isnan(then) or chain[-1].last.station not in exits
    ]
    found = [one for one in found if one.likely > GONE or links.is_held(one.server, one.since)]
    found.sort(key=lambda one: (one.begun, one.case))
    return [
        one._replace(case=case) for one, case in zip(found, _each_once([p.case for p in found]), strict=True)
    ]


def _each_once(names):
    """The names, numbered where one is met again."""
    met = Counter()
    for name in names:
        met[name] += 1
        yield name if met[name] == 1 else f"{name} {met[name]}"


def _person(chain, left_lane, known):
    """The Person of a chain; left_lane: when another was served where it was last served, nan if none was."""
    last, within = chain[-1].last, CLOCKS
    if not math.isnan(left_lane):
        last, within = last._replace(kind=END, time=left_lane), (left_lane - last.time) / 2
    named = (p.case or p.plate or p.tag or p.declaration for p in chain)
    return Person(
        next((name for name in named if name), chain[0].first.device),
        next((p.cls for p in chain if p.cls), ""),
        last.station,
        "" if last.kind == ARRIVE else last.device,
        last.kind,
        last.time,
        within,
        chain[0].first.time,
        max(piece.heard for piece in chain),
        likely(last, *known),
    )


def _queueing(marks, passing, at):
    """The marks of those behind whom others wait, and whom nobody has overtaken: their turn has not come.

    However long they wait, as they do when a station is shut, their silence tells nothing, once so many wait
    that it is no chance that a word of each was lost.
    """
    out, chance = set(), {}
    places = {mark.place for mark in marks if mark.kind != START}
    stay = [place for place in places if place[1] == ARRIVE or passing.lost(place, at) < LEAVING]
    queues = {place: passing.queue_of(place) for place in stay}
    for mark in sorted(marks, reverse=True):
        queue = queues.get(mark.place)
        if queue and not passing.overtaken(mark, queue):
            chance[mark.place] = chance.get(mark.place, 1.0) * SOME
            if chance[mark.place] < NO_CHANCE:
                out.add(mark)
    return out


def likely(mark, passing, at, queueing=()):
    """That one who was seen last at a mark is still inside: silent as others are, or with a word lost."""
    silent = 0.0 if mark in queueing else max(at - mark.time, 0.0)
    usual = lasting(passing.silences, mark.place, silent)
    lost = passing.lost(mark.place, at)
    if mark.kind == ARRIVE and passing.overtaken(mark, passing.queue_of(mark.place)):
        usual *= passing.overtaking(mark.place, passing.queue_of(mark.place))
        return (
            (1 - lost) * usual / ((1 - lost) * usual + lost)
        )  # who was served under another name is counted
    left_from_here = mark.kind == END and lost > LEAVING
    still = 0.0 if left_from_here else lasting(passing.stays, mark.place, silent)
    return ((1 - lost) * usual + lost * still) / ((1 - lost) * usual + lost)
