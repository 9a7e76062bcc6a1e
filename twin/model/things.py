"""The things of a port: they have the numbers."""

import math
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, model_validator

from twin.model.conditions import Crew
from twin.model.frozen import FrozenDict
from twin.model.gauge import Gauge
from twin.model.record import Record, Thing
from twin.model.threats import Threat
from twin.model.values import (
    CalendarName,
    ChoiceRule,
    Count,
    Drain,
    Drawn,
    Duration,
    Length,
    Life,
    Mass,
    Money,
    Name,
    NameList,
    Names,
    Number,
    OneOrBy,
    OneOrEach,
    Pace,
    PositiveArea,
    PositiveDuration,
    PositiveLength,
    Power,
    RoomField,
    Servers,
    Several,
    Share,
    Speed,
    Storage,
    TimeToFailure,
    Upkeep,
    Yes,
    wrap_one,
)

# What a station does, so that a lever can say "every scan" of any port. A new control is one word here.
DOES = Literal[
    "service", "gate", "agv_gate", "scan", "image_review", "examination", "verification", "search",
    "document_check", "identity_check", "body_check", "bag_scan", "weighing", "radiation_check",
    "health_check", "temperature_check", "phytosanitary_check", "technical_check", "disinfection",
    "treatment",
    "sampling", "analysis", "holding", "loading", "unloading", "lifting", "shunting", "gauge_change",
    "reclaim", "payment", "parking", "trace_check", "hauling", "patrol", "watch",
]  # fmt: skip
KINDS_OF_LINK = Literal["road", "corridor", "track", "footpath"]
KINDS_OF_CLASS = Literal[
    "vehicle", "person", "train", "wagon", "container", "cargo", "document", "sample", "baggage", "animal"
]

# Who is next: by the time of joining, by level and then by that time, the level also interrupting, the last
# to join, the shortest service, the first whose promise falls due.
DISCIPLINE = Literal["fifo", "priority", "preemptive", "last_come", "shortest_service", "earliest_due"]

ByClassOrOne = OneOrBy[Share]
ServiceTime = OneOrBy[Drawn]
Threats = Annotated[tuple[Threat, ...], BeforeValidator(wrap_one)]
Read = Literal["here", "apart"]


class Link(Thing):
    """A way between two places."""

    from_: Name
    to: Name
    length: PositiveLength
    speed: Speed
    kind: KINDS_OF_LINK = "road"
    lanes: Count = 1
    storage: Storage | None = None
    both_ways: Yes = False
    gauge: Gauge | None = None

    @property
    def room(self) -> float:
        """Metres that may stand on the link in one direction; inf where there is no limit."""
        if self.storage is not None:
            return self.storage
        return math.inf if self.kind == "footpath" else self.length * self.lanes

    @property
    def travel_time(self) -> float:
        """Seconds from end to end."""
        return self.length / self.speed


class EntityClass(Thing):
    """What flows: trucks, people, documents."""

    kind: KINDS_OF_CLASS = "vehicle"
    length: Length = 0.0
    gap: Length = 2.0
    carries: Mass = 0.0
    size: Number = Several(1, 1)
    promise: PositiveDuration | None = None
    gauge: Gauge | None = None
    attributes: Names[Names[Share]] = FrozenDict()

    @property
    def taken(self) -> float:
        """Metres of queue that one takes: its length and the gap; nothing for what has no length."""
        return self.length + self.gap if self.length else 0.0


class Breakdown(Record):
    """How a server fails and comes back; a bare time to failure is the mean of an exponential law."""

    mtbf: TimeToFailure
    mttr: Drawn
    clock: Literal["calendar", "operating"] = "calendar"
    after: Literal["resume", "repeat", "goes_back"] = "resume"
    crew: Crew = FrozenDict()
    degraded: Pace | None = None

    @model_validator(mode="after")
    def _works_on_at_some_pace(self) -> Self:
        if self.degraded == 0:
            raise ValueError("degraded: 0 % is standing still, as without the word; leave degraded: out")
        return self


class Batch(Record):
    """How many a server serves at once; without a timeout they wait until the fewest are there."""

    fewest: Count = 1
    most: Count
    timeout: PositiveDuration | None = None

    @model_validator(mode="after")
    def _can_be_full(self) -> Self:
        if self.fewest > self.most:
            raise ValueError(
                f"begins with {self.fewest} and takes {self.most} at most; lower fewest:, or raise most:"
            )
        return self


class Task(Record):
    """One of several pieces of work in one service; its name keys its luck and its questions."""

    name: Name
    service_time: ServiceTime
    move_up: Duration = 0.0
    fails: ByClassOrOne | None = None
    alarm: ByClassOrOne | None = None
    does: DOES | None = None
    detects: Threats | None = None
    detection: Share | None = None
    false_alarm: Share | None = None
    read: Read | None = None


# Words that only lanes give a meaning.
_OF_LANES = {
    "reserved": "can be reserved",
    "lane_rule": "are chosen by a rule",
    "jockeys": "are changed by those who wait",
}


def _named_tasks(value: Any) -> Any:
    if isinstance(value, dict):
        return [{"name": name} | task if isinstance(task, dict) else task for name, task in value.items()]
    return value


class Station(Thing):
    """A queue and its servers; without `at` it is a team that comes to the entity."""

    does: DOES = "service"
    agency: Name = "customs"
    at: Name | None = None
    servers: OneOrEach[Servers, Count] = 1
    service_time: ServiceTime | None = None
    model: Name | None = None
    tasks: Annotated[tuple[Task, ...], BeforeValidator(_named_tasks)] | None = None
    tasks_run: Literal["one_after_another", "side_by_side"] = "one_after_another"
    move_up: Duration = 0.0
    queue: Literal["one", "lanes"] = "one"
    lane_rule: ChoiceRule = "shortest_queue"
    jockeys: Yes = False
    reserved: Names[Count] = FrozenDict()
    discipline: DISCIPLINE = "fifo"
    waiting_room: RoomField = None
    needs: Names[Count] = FrozenDict()
    hours: CalendarName | None = None
    end_of_shift: Literal["finish", "pause", "hand_over"] = "finish"
    breakdown: Breakdown | None = None
    depends_on: NameList = ()
    fails: ByClassOrOne | None = None
    alarm: ByClassOrOne | None = None
    detects: Threats | None = None
    detection: Share | None = None
    false_alarm: Share | None = None
    read: Read | None = None
    fills: Name | None = None
    batch: Batch | None = None
    area: PositiveArea | None = None
    gauge: Gauge | None = None

    @model_validator(mode="after")
    def _says_its_work_once(self) -> Self:
        said = [word for word in ("service_time", "model", "tasks") if getattr(self, word)]
        if isinstance(self.servers, dict) and said:
            raise ValueError(
                f"its servers are of several models, which say the service; leave {said[0]}: out"
            )
        if not isinstance(self.servers, dict) and len(said) != 1:
            found = f"here are {' and '.join(said)}" if said else "here is none"
            raise ValueError(f"wants exactly one of service_time:, model: and tasks:; {found}")
        return self

    @model_validator(mode="after")
    def _lanes_can_be_counted(self) -> Self:
        if self.queue == "lanes" and self.servers is None:
            raise ValueError("has a lane for each server, so servers: cannot be unlimited")
        for word, what in _OF_LANES.items():
            if getattr(self, word) and word in self.model_fields_set and self.queue != "lanes":
                raise ValueError(f"only lanes {what}; write queue: lanes")
        if sum(self.reserved.values()) > self.count:
            raise ValueError(f"reserves {sum(self.reserved.values())} of {self.count} lanes; reserve fewer")
        return self

    @property
    def count(self) -> float:
        """How many servers there are; inf where there is no limit."""
        if isinstance(self.servers, dict):
            return sum(self.servers.values())
        return math.inf if self.servers is None else self.servers


class Zone(Thing):
    """A place one stands in until the next place takes one in."""

    at: Name | None = None
    holds: RoomField = None
    unit: KINDS_OF_CLASS = "vehicle"
    area: PositiveArea | None = None
    gauge: Gauge | None = None
    track_length: PositiveLength | None = None


class Stock(Thing):
    """A pile that unloading fills and a drain empties."""

    holds: Mass
    at: Name | None = None
    drain: Drain = 0.0
    hours: CalendarName | None = None
    only_when: Name | None = None
    starts_with: Mass = 0.0


class Exit(Thing):
    """Where entities leave to."""


class Equipment(Thing):
    """A model of the catalogue."""

    does: DOES
    service_time: ServiceTime
    move_up: Duration = 0.0
    needs: Names[Count] = FrozenDict()
    breakdown: Breakdown | None = None
    detects: Threats | None = None
    detection: Share | None = None
    false_alarm: Share | None = None
    read: Read | None = None
    power: Power | None = None
    footprint: PositiveArea | None = None
    price: Money | None = None
    life: Life | None = None
    upkeep: Upkeep | None = None
