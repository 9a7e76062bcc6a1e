"""The policy: who is selected, what is released and when, who goes first."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, PlainValidator, model_validator

from twin.model.frozen import FrozenDict
from twin.model.law import duration
from twin.model.record import Record, Thing
from twin.model.things import ByClassOrOne
from twin.model.units import DAY
from twin.model.values import Clock, Count, CountOrNone, Drawn, Level, Names, PositiveDuration, Share, clock

_PER = {"h": 3600.0, "d": float(DAY), "week": 7.0 * DAY}


def _period(value: object) -> float:
    if value in _PER:
        return _PER[str(value)]
    seconds = duration(value)
    if seconds <= 0:
        raise ValueError("a period is above 0 s; write e.g. d or 6 h")
    return seconds


def _levels(value: Any) -> Any:
    """Classes and flows in order, the first served first, or each with its level."""
    return {name: level for level, name in enumerate(value)} if isinstance(value, list) else value


class Quota(Thing):
    """So many a period; the count is full again at each reset, the first at the clock time `resets`."""

    count: CountOrNone
    per: Annotated[float, PlainValidator(_period)] = float(DAY)
    resets: Clock = 0


def _headway(value: object) -> float:
    seconds = _period(value)
    if seconds < 1:
        raise ValueError("departures are at least 1 s apart")
    return seconds


def _moments(value: object) -> tuple[int, ...]:
    """Times of day in order; 24:00 is the 00:00 of the next day."""
    times = sorted(clock(one) % DAY for one in (value if isinstance(value, list | tuple) else [value]))
    if not times or len(set(times)) < len(times):
        raise ValueError("each time of day stands once, e.g. ['08:00', '12:30']")
    return tuple(times)


class Slot(Thing):
    """Departures, each for `takes` entities: at clock times of each day, or `every` so long.

    Those of `every` are counted from the clock time `first` of the day on which the run starts.
    """

    every: Annotated[float, PlainValidator(_headway)] | None = None
    at: Annotated[tuple[int, ...], PlainValidator(_moments)] | None = None
    takes: Count = 1
    first: Clock = 0

    @model_validator(mode="after")
    def _says_its_times_once(self) -> Self:
        if (self.every is None) == (self.at is None):
            raise ValueError("says when by exactly one of every: 75 min and at: ['08:00', '12:30']")
        if self.at is not None and "first" in self.model_fields_set:
            raise ValueError("has its times in at:; first: belongs to every:")
        return self


class Case(Record):
    """One outcome of a permission: how often, and how long it takes."""

    share: Share
    after: Drawn


class Permission(Thing):
    """Given so long after the entity's whole came to the port, or after it was asked for."""

    counted_from: Literal["arrival", "asking"] = "arrival"
    cases: Names[Case]


class Opening(Thing):
    """When one more server of a station is opened, and when one is closed; never more than are on duty."""

    open_at_queue: Count | None = None
    open_at_wait: PositiveDuration | None = None
    close_at_queue: CountOrNone = 0
    fewest: Count = 1
    most: Count | None = None

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if (self.open_at_queue is None) == (self.open_at_wait is None):
            raise ValueError("opens by the queue or by the wait; write open_at_queue: or open_at_wait:")
        if self.open_at_queue is not None and self.close_at_queue >= self.open_at_queue:
            raise ValueError(
                f"opens one at {self.open_at_queue} and closes one at {self.close_at_queue}: it would go to "
                f"and fro; close at {self.open_at_queue - 1} or fewer"
            )
        if self.most is not None and self.fewest > self.most:
            raise ValueError(f"at least {self.fewest} and at most {self.most} cannot be; raise most:")
        return self


class Policy(Thing):
    """Shares answer yes or no, channels one of several; quotas, slots and permissions are waited for.

    Priority is by class, opening by station: how many of its servers are open.
    """

    shares: Names[ByClassOrOne] = FrozenDict()
    channels: Names[Names[Share]] = FrozenDict()
    quotas: Names[Quota] = FrozenDict()
    slots: Names[Slot] = FrozenDict()
    permissions: Names[Permission] = FrozenDict()
    priority: Annotated[Names[Level], BeforeValidator(_levels)] = FrozenDict()
    opening: Names[Opening] = FrozenDict()
