"""The events of one truck as pieces of journeys: what it did where, in order."""

from collections import Counter
from typing import NamedTuple

from twin.live.state.reading import ARRIVE, END

PARTED = 8 * 3600.0  # seconds without a word after which a name that is seen again begins another journey
AGAIN = 120.0  # seconds within which a second start at a station is the first one said again


class Mark(NamedTuple):
    """The truck was seen here, doing this."""

    time: float
    station: str
    kind: int
    device: str

    @property
    def place(self):
        return self.station, self.kind


class Doors(NamedTuple):
    """Where journeys begin, and where they end."""

    entries: frozenset
    exits: frozenset
    joins: frozenset  # of the entries, those where it is told who joins the queue


class Piece(NamedTuple):
    """A journey, or what is known of one, in order of time."""

    marks: tuple[Mark, ...]
    begun: tuple[str, float]  # the station of the last visit, and when it began
    out: bool  # has been seen to leave
    over: bool  # or has begun another journey since
    heard: float  # when its last message came
    case: str
    tag: str
    declaration: str
    plate: str
    cls: str

    @property
    def first(self):
        return self.marks[0]

    @property
    def last(self):
        return self.marks[-1]

    @property
    def id(self):
        return self.marks[0]


def pieces(events, doors):
    """The pieces of one truck's events, (true time, Event) each, in order of time."""
    out, part = [], []
    for true, event in sorted(events, key=lambda one: (one[0], one[1].kind, one[1].key)):
        if part and _begins(true, event, part, doors):
            out.append(_piece(part, doors)._replace(over=True))
            part = []
        part.append((true, event))
    return [*out, _piece(part, doors)]


def _begins(true, event, part, doors):
    """Whether an event is of the next journey of the truck."""
    before = part[-1][1]
    if true - part[-1][0] > PARTED or (event.case and before.case and event.case != before.case):
        return True
    if event.station not in doors.entries or before.station in doors.entries:
        return event.kind == ARRIVE and before.kind == END and event.station == before.station
    return event.kind == ARRIVE or event.station not in doors.joins


def _piece(part, doors):
    marks = tuple(Mark(true, event.station, event.kind, event.device) for true, event in part)
    ended = any(mark.station in doors.exits and mark.kind == END for mark in marks)
    return Piece(
        _ordered(marks),
        _last_visit(marks),
        ended,
        ended,
        max(event.received for _, event in part),
        *(_most(getattr(event, name) for _, event in part) for name in ("case", "tag", "declaration")),
        _most(event.plate for _, event in part),
        _most(event.cls for _, event in part),
    )


def _most(values):
    """The value said most often, "" where none is said."""
    said = [value for value in values if value]
    if len(set(said)) < 2:
        return said[0] if said else ""
    count = Counter(said)
    return min(count, key=lambda value: (-count[value], value))


def _last_visit(marks):
    """The station of the visit that began last, and when it began."""
    begun = {}
    for mark in marks:
        if mark.kind != END or mark.station not in begun:
            begun[mark.station] = mark.time
    return max(begun.items(), key=lambda one: one[1])


def _ordered(marks):
    """Marks whose last one is of the last visit: times by hand may stand before what they came after."""
    station, begun = _last_visit(marks)
    if marks[-1].station == station:
        return marks
    before = tuple(mark for mark in marks if mark.station != station or mark.time < begun)
    after = tuple(mark for mark in marks if mark.station == station and mark.time >= begun)
    return before + after
