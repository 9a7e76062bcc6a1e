"""What the settings of a live port say: where messages come from, how often, what alarms, who is told."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, model_validator

from twin.model import fields, units, yaml_text
from twin.model.errors import ScenarioError
from twin.model.frozen import FrozenDict
from twin.model.origin import Where
from twin.model.record import Record
from twin.model.scenario import nowhere
from twin.model.values import Count, Duration, Name, PositiveDuration, Share, Text, Yes, whole, wrap_one

EVERY = "*"  # each station by itself
OF_THE_PORT = ""

THRESHOLD, FORECAST, SILENT, DOWN, DRIFT, PLAN, UNSURE = (
    "threshold", "forecast", "silent", "down", "drift", "plan", "unsure",
)  # fmt: skip
KINDS = (THRESHOLD, FORECAST, SILENT, DOWN, DRIFT, PLAN, UNSURE)
WITH_LIMIT = (THRESHOLD, FORECAST)
MEASURES = {"queue": "", "serving": "", "number": "", "left": "", "wait": "s", "storage": "m"}
WAY = {"": "'20'", "s": "'30 min'", "m": "'360 m'"}  # how a limit of a unit is written


class Limit(NamedTuple):
    """A number of entities, seconds or metres."""

    amount: float
    unit: str


def read_limit(value: object) -> Limit:
    """'20' are entities, '30 min' a wait, '360 m' a length."""
    parts = units.split(value)
    for unit, kind in (("s", units.DURATION), ("m", units.LENGTH)):
        if parts and parts[1] in kind.units and parts[0] >= 0:
            return Limit(float(parts[0] * kind.units[parts[1]]), unit)
    if parts and not parts[1] and parts[0] >= 0:
        return Limit(float(parts[0]), "")
    raise ValueError("a limit is a number of entities, a duration or a length; write '20', '30 min', '360 m'")


def read_port(value: object) -> int:
    """A number that a program may listen on; 0 takes one that is free."""
    number = whole(value, 0, "a port is a whole number from 0 to 65535; write e.g. 8100")
    if number > 65535:
        raise ValueError("a port is a whole number from 0 to 65535; write e.g. 8100")
    return number


TextList = Annotated[tuple[Text, ...], BeforeValidator(wrap_one)]
LimitField = Annotated[Limit | None, PlainValidator(read_limit)]


class Rule(Record):
    """When an alert is raised, and when it is over: beyond `limit` for `lasting`, below `clears` again."""

    when: Literal["threshold", "forecast", "silent", "down", "drift", "plan", "unsure"]
    station: Text = EVERY
    measure: Literal["queue", "serving", "number", "left", "wait", "storage"] = "queue"
    limit: LimitField = None
    clears: LimitField = None
    lasting: Duration = 0.0
    chance: Share = 0.8
    within: PositiveDuration = 7200.0

    @model_validator(mode="after")
    def _limits(self) -> Self:
        if self.when in WITH_LIMIT and self.limit is None:
            raise ValueError(f"{self.when} needs limit:, beyond which it alarms")
        unit = MEASURES[self.measure]
        for each in (self.limit, self.clears):
            if each is not None and each.unit != unit:
                raise ValueError(f"a limit of {self.measure} is written {WAY[unit]}")
        if self.limit is not None and self.clears is not None and self.clears.amount > self.limit.amount:
            raise ValueError("clears: is below limit:, else the alert flaps")
        return self

    @property
    def over(self) -> float:
        """Below what the alert is over: a tenth below the limit where nothing is said."""
        return self.clears.amount if self.clears else 0.9 * self.limit.amount if self.limit else 0.0


class Web(Record):
    """Where the service answers; from other machines only with a token."""

    host: Text = "127.0.0.1"
    port: Annotated[int, PlainValidator(read_port)] = 8100
    hosts: TextList = ()  # names under which it may be called besides its own
    token_file: Text = ""
    certificate: Text = ""
    key: Text = ""


class Recalibration(Record):
    """How often the port is fitted anew, to which days, and what is held back to judge it."""

    every: PositiveDuration = 7 * 86400.0
    days: Count = 28
    holdout: Count = 7
    after_drift: Yes = True


# How long a wait is too long nobody has said: an hour is an assumption, for the port to replace.
RULES = FrozenDict({
    "long_wait": Rule.model_validate(
        {"when": FORECAST, "measure": "wait", "limit": "60 min", "clears": "45 min"}
    ),
    "data_silent": Rule.model_validate({"when": SILENT, "lasting": "60 s"}),
    "device_down": Rule.model_validate({"when": DOWN}),
    "plan_broken": Rule.model_validate({"when": PLAN, "lasting": "15 min"}),
    "port_changed": Rule.model_validate({"when": DRIFT}),
    "model_unsure": Rule.model_validate({"when": UNSURE}),
})  # fmt: skip


class Live(Record):
    """All settings of a live port; each has a default."""

    feeds: TextList = ()
    map: Text = ""
    clock: Literal["wall", "records"] = "wall"
    pulse: PositiveDuration = 1.0  # between two looks at the port
    every: PositiveDuration = 60.0  # between two forecasts
    step: PositiveDuration = 300.0
    ahead: PositiveDuration = 7200.0
    futures: Count = 200
    history: PositiveDuration = 2 * 86400.0  # of events that are read again at a start
    web: Web = Field(default_factory=Web)
    alerts: Annotated[dict[Name, Rule], AfterValidator(FrozenDict)] = RULES
    tell: TextList = ("console",)
    publish: Text = ""  # mqtt://HOST/TOPIC, under which state and forecast are published
    folder: Text = "live"  # of forecasts, their scores, and fits
    recalibrate: Recalibration | None = None

    @model_validator(mode="after")
    def _times(self) -> Self:
        if self.step > self.ahead:
            raise ValueError("step: is at most as long as ahead:")
        return self


def read_settings(text: str, name: str) -> Live:
    """The settings of a YAML file's text; all faults are raised at once.

    >>> read_settings("futures: 100", "live.yaml").futures
    100
    """
    page = yaml_text.read(text, name)
    if page.faults:
        raise ScenarioError(page.faults)
    return settings_of(page.tree, page.place)


def settings_of(tree: Mapping[str, Any], where: Where = nowhere) -> Live:
    """The settings of a tree of texts; `where` tells file and line of a path."""
    found, faults = fields.read(Live, dict(tree), (), {}, where)
    if faults:
        raise ScenarioError(faults)
    return found
