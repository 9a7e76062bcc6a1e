"""What the parts of the live port hand to each other.

Times are float64 seconds since the Unix epoch in UTC, by true time where a clock is known to be off; a
half-open future is told in seconds from `at`. Stations and classes are named as in the records.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple, Protocol

import pandas as pd

QUEUEING, SERVED, BETWEEN = "queueing", "served", "between"  # what one who is inside does
STUCK = "stuck"  # served by a server that is down, in a World
UP, SILENT, DOWN = "up", "silent", "down"  # of a device


class Message(NamedTuple):
    """One message as it came, before anybody has read it."""

    body: bytes
    receipt: object = None  # what its feed acknowledges it by
    heard: float = math.nan  # when its feed had it
    place: str = ""  # where it stands (row, line): itself, where its device gave it no number; "" its text


class Batch(NamedTuple):
    """Messages in the order they came, and where a feed goes on after them."""

    messages: tuple[Message, ...]
    cursor: str  # kept in the store together with the messages; "" of a feed that has none


class Feed(Protocol):
    """Where messages come from. It gives each at least once; the store keeps each once."""

    name: str  # stable between starts: the cursor is kept by it

    def open(self, cursor):
        """Begins after a cursor that the store kept, "" at the first start."""

    def take(self, most, seconds):
        """The next Batch of at most `most` messages, empty if none comes within so many seconds."""

    def kept(self, batch):
        """The messages of a batch are in the store: only now they are acknowledged."""

    def close(self):
        """Lets go of connections; what was taken and not kept comes again at the next start."""


class Down(NamedTuple):
    """A server that may be down: silent since it began, and with whom it holds as likely as is said."""

    station: str
    server: str
    since: float
    likely: float


class Present(NamedTuple):
    """The port at an instant, as far as the records tell.

    inside    case, cls, station, server ("" unknown), doing (QUEUEING, SERVED, BETWEEN: on the way to
              `station`), since (when that began), since_within (half-width), likely (that it is still
              inside and does this, 0 to 1), heard (its last event). Of one who has been served and may have
              gone to several stations there is a row for each: rows of one case exclude each other
    stations  station, queue, queue_low, queue_high, unseen (part of the queue that no device saw),
              serving, open (servers), open_low, open_high, up (devices), devices, age (s since its last
              event), trust (0 to 1)
    devices   device, station, status (UP, SILENT, DOWN), heard, usual (s between its events at this hour),
              offset (s, device minus true), late, twice, refused (counts)
    down      servers that are likely down, which is another thing than a device that is
    """

    at: float  # of which instant it is
    heard: float  # when the last message was received
    inside: pd.DataFrame
    stations: pd.DataFrame
    devices: pd.DataFrame
    number: float  # expected in the system
    number_low: float  # 5 %
    number_high: float  # 95 %
    down: tuple[Down, ...] = ()


class World(NamedTuple):
    """One way the port may stand now: a draw from all that a Present leaves open."""

    cls: tuple[str, ...]  # of each who is inside
    station: tuple[str, ...]
    doing: tuple[str, ...]  # QUEUEING, SERVED, BETWEEN or STUCK
    since: tuple[float, ...]  # seconds before now
    down: tuple[tuple[str, float], ...] = ()  # (station, seconds so far) of servers that are down and empty


class Mark(NamedTuple):
    """What a forecast says of one level at one lead time, to be kept until the truth is there."""

    lead: float  # seconds
    station: str  # "" of the port
    measure: str
    now: float  # the level when the forecast was made
    members: tuple[float, ...]  # levels that are alike likely, in order
    bands: tuple[float, float, float, float]  # low90, low50, high50, high90 as they were told


class Forecast(NamedTuple):
    """What comes, from many futures of now.

    table   time (s after `at`), station ("" of the port), cls ("*" of all), measure, mean, low90, low50,
            median, high50, high90. Measures: queue, wait (s, of who joins in the step), serving,
            number (in the system, station ""), left (who leave the port in the step), storage (m, where
            a queue has metres)
    paths   of the measures that are watched: the futures themselves, [future, time from 0 on by steps] the
            highest of the step that ends then; a wait and those who leave as in the table
    """

    at: float
    step: float  # s
    ahead: float  # s
    futures: int
    what_if: tuple[str, ...]  # changes from now on, as words of the language; () as things are
    table: pd.DataFrame
    marks: tuple[Mark, ...] = ()  # of queue and number at some lead times, for twin.live.doubt
    paths: Mapping = {}  # {(station, measure): what each future comes to}


class Alert(NamedTuple):
    """Something that somebody should know."""

    name: str  # the same alert keeps its name while it lasts
    kind: str  # threshold, forecast, silent, down, drift, plan, unsure
    station: str
    measure: str
    value: float
    limit: float
    raised: float  # when it was
    expected: float  # when it will come to be; `raised` where it is already so
    sure: float  # 0 to 1, that it comes to be at all
    helps: tuple[
        tuple[str, float, float, float], ...
    ] = ()  # change, its effect on the measure, 90 % interval
    ended: float = float("nan")  # when it was over; nan while it lasts
    early: float = float("nan")  # of what is foreseen: sooner than this one in ten of those that come to be
    late: float = float("nan")  # later than this one in ten
