"""The policy: who is selected, what is released a day, who goes first."""

from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator

from twin.model.frozen import FrozenDict
from twin.model.law import duration
from twin.model.record import Thing
from twin.model.things import ByClassOrOne
from twin.model.units import DAY
from twin.model.values import Clock, CountOrNone, Level, Names, Share

_PER = {"h": 3600.0, "d": float(DAY), "week": 7.0 * DAY}


def _period(value: object) -> float:
    if value in _PER:
        return _PER[str(value)]
    seconds = duration(value)
    if seconds <= 0:
        raise ValueError("a period is above 0 s; write e.g. d or 6 h")
    return seconds


def _levels(value: Any) -> Any:
    """Classes in order, the first served first, or each with its level."""
    return {name: level for level, name in enumerate(value)} if isinstance(value, list) else value


class Quota(Thing):
    """So many a period; the count is full again at each reset, the first at the clock time `resets`."""

    count: CountOrNone
    per: Annotated[float, PlainValidator(_period)] = float(DAY)
    resets: Clock = 0


class Policy(Thing):
    """Shares answer yes or no, channels one of several; quotas are waited for; priority is by class."""

    shares: Names[ByClassOrOne] = FrozenDict()
    channels: Names[Names[Share]] = FrozenDict()
    quotas: Names[Quota] = FrozenDict()
    priority: Annotated[Names[Level], BeforeValidator(_levels)] = FrozenDict()
