"""What a live service answers, as far as the page reads it: what is not of this form is no answer."""

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator

Number = float | None
Text = Annotated[str, Field(max_length=2000)]
Hours = Annotated[list[int], Field(max_length=50)]


ALL = "*"  # of the classes, as in the records


class Read(BaseModel):
    """Fields that are not known are left out: a newer service may tell more."""

    model_config = ConfigDict(extra="ignore", ser_json_inf_nan="null")


class Level(Read):
    """A number with the interval that holds it nine times in ten."""

    mean: Number
    low: Number
    high: Number


class Light(Read):
    """How far forecasts of a station hold, and why no further."""

    colour: Literal["green", "amber", "red"]
    reasons: list[Text]


class Station(Read):
    """One station now."""

    station: Text
    queue: Number
    queue_low: Number
    queue_high: Number
    unseen: Number
    serving: Number
    open: Number
    open_low: Number
    open_high: Number
    up: int
    devices: int
    age: Number
    trust: Number
    light: Light | None = None


class Device(Read):
    """One device now."""

    device: Text
    station: Text
    status: Literal["up", "silent", "down"]
    heard: Number
    usual: Number
    offset: Number = None
    late: Number = 0
    twice: Number = 0
    refused: Number = 0


class State(Read):
    """The port now."""

    form: Literal[1]
    at: float
    heard: Number
    number: Level
    stations: Annotated[list[Station], Field(max_length=1000)]
    devices: Annotated[list[Device], Field(max_length=10000)]


class Somebody(Read):
    """One who is inside."""

    case: Text
    cls: Text
    station: Text
    doing: Text
    since: Number
    likely: Number


class Inside(Read):
    """All who are inside."""

    form: Literal[1]
    at: float
    inside: list[Somebody]


class Ahead(Read):
    """One measure of one place after so many seconds."""

    time: float
    station: Text
    cls: Text
    measure: Text
    mean: Number
    low90: Number
    low50: Number
    median: Number
    high50: Number
    high90: Number


class Forecast(Read):
    """The next hours."""

    form: Literal[1]
    at: float
    step: float
    ahead: float
    futures: int
    what_if: list[Text]
    declined: list[Text]
    table: list[Ahead]


class AllClasses(Forecast):
    """A forecast of all classes together: what a page draws is a tenth of what there is."""

    @field_validator("table", mode="after")
    @classmethod
    def _together(cls, rows):
        return [row for row in rows if row.cls == ALL]


class Past(Read):
    """What the port was taken for at an instant: inside [mean, low, high], {station: [queue, served]}."""

    at: float
    inside: Annotated[list[Number], Field(min_length=3, max_length=3)]
    stations: dict[Text, Annotated[list[Number], Field(min_length=2, max_length=2)]]


class Today(Read):
    """How many came and left since midnight, by the hour."""

    since: float
    came: Hours
    left: Hours


class History(Read):
    """The last hours."""

    form: Literal[1]
    at: float
    levels: Annotated[list[Past], Field(max_length=2000)]
    today: Today | None = None


class Named(Read):
    """A station's name and labels in the layout."""

    station: Text
    name: Text = ""
    zh: Text
    en: Text


class Limit(Read):
    """Beyond which somebody is told."""

    name: Text
    when: Text
    station: Text
    measure: Text
    limit: Number


class About(Read):
    """What hardly changes."""

    form: Literal[1]
    zone: Text
    offset: Number
    clock: Text
    pulse: float
    every: float
    ahead: float
    forecasts: bool
    stations: list[Named]
    limits: list[Limit]


class Help(Read):
    """What would help, with its effect and the 90 % interval of that."""

    change: Text
    effect: Number
    low: Number
    high: Number


class Mark(Read):
    """Who knows of it."""

    by: Text
    at: Number
    words: Text


class Alert(Read):
    """Something that somebody should know."""

    name: Text
    kind: Text
    station: Text
    measure: Text
    value: Number
    limit: Number
    raised: Number
    expected: Number
    sure: Number
    early: Number = None
    late: Number = None
    helps: list[Help] = []
    acknowledged: Mark | None = None
    muted_until: Number = None


class Alerts(Read):
    """Those that stand; and of the service itself: {part that does not work: why}."""

    alerts: Annotated[list[Alert], Field(max_length=5000)]
    wrong: dict[Text, Text] = {}


class Subject(Read):
    """What a line of the log is about."""

    kind: Text
    station: Text
    measure: Text
    value: Number = None
    limit: Number = None
    expected: Number = None
    sure: Number = None
    early: Number = None
    late: Number = None


class Logged(Read):
    """What became of an alert."""

    at: float
    name: Text
    what: Text
    by: Text = ""
    words: Text = ""
    until: Number = None
    alert: Subject | None = None


class Log(Read):
    """What became of alerts."""

    log: Annotated[list[Logged], Field(max_length=10000)]


class Refusal(Read):
    """Why something is not done, and the way out."""

    path: Text = ""
    value: Text = ""
    text: Text = ""
    msg: Text = ""


class Detail(Read):
    """What a service says where it does not do what it was asked for."""

    detail: Text | Annotated[list[Refusal], Field(max_length=100)]


Answer = TypeVar("Answer")


class Away(BaseModel):
    """A service that does not answer: since when (s since 1970), for how long, and why."""

    since: float
    seconds: float
    text: str


class Told(BaseModel, Generic[Answer]):
    """An answer, how many seconds ago it came, and whether the service is away meanwhile."""

    age: float
    away: Away | None
    answer: Answer


class Reached(BaseModel):
    """A live port beside the page."""

    name: str
    away: Away | None
    age: float | None
