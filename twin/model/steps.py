"""Steps: one record a verb, with the order and without any quantity of the port."""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, PlainValidator, Tag, ValidationInfo, model_validator

from twin.model.errors import listed, nearest
from twin.model.frozen import FrozenDict
from twin.model.law import Law, read_law
from twin.model.pools import Released, Seized
from twin.model.record import Record
from twin.model.values import (
    ChoiceRule,
    Count,
    Drawn,
    Name,
    NameList,
    Names,
    OneOrBy,
    PositiveDuration,
    PositiveLength,
    PositiveMass,
    Several,
    Yes,
    read_name,
    read_several,
)

Verb = str
OWN_SIZE = "size"  # as many parts as the class says that it is made of


def _name_or_law(value: object, info: ValidationInfo) -> str | Law:
    text = str(value).strip()
    if text.replace("_", "").isalnum() and not text[:1].isdigit():
        return read_name(value)
    return read_law(value, (info.context or {}).get("observed", {}))


def _number(value: object) -> Several | str:
    return OWN_SIZE if value == OWN_SIZE else read_several(value)


def _plain(value: object) -> object:
    if not isinstance(value, dict) or not value:
        raise ValueError("attribute: value belongs here, e.g. {load: empty}")
    return FrozenDict({read_name(name): str(said) for name, said in value.items()})


class Step(Record):
    """What every step has: a verb, and a name that keys its luck."""

    note: str = ""

    @property
    def verb(self) -> Verb:
        """The word the step begins with."""
        return VERB_OF[type(self)]

    @property
    def name(self) -> str:
        """What the step acts on, or what `as:` calls it."""
        named = getattr(self, "as_", None)
        about = getattr(self, ATTRIBUTE_OF[type(self)])
        return named or (about if isinstance(about, str) else self.verb)

    @property
    def said(self) -> str:
        """The step as a fault names it: 'visit gate', 'seize officers and vets'."""
        about = getattr(self, ATTRIBUTE_OF[type(self)])
        if isinstance(about, dict):
            about = " and ".join(about)
        return f"{self.verb} {about}" if isinstance(about, str) else self.verb


class Awaiting(Step):
    """What those do who wait too long."""

    as_: Name | None = None
    gives_up_after: OneOrBy[Drawn] | None = None
    then: "Steps | None" = None

    @model_validator(mode="after")
    def _says_what_one_does_who_gives_up(self) -> Self:
        if self.gives_up_after is not None and self.then is None:
            raise ValueError("says when one gives up and not what then; write then: [steps], [] to go on")
        if self.gives_up_after is None and self.then is not None:
            raise ValueError("then: is for one who gives up; write gives_up_after: too, or leave then: out")
        return self


class Visit(Awaiting):
    """Go there, queue, be served; who waits too long, or finds no room, does other steps instead."""

    visit: Name
    if_full: "Steps | None" = None


class Travel(Step):
    """Go into a zone, or to a place, and stand there."""

    travel: Name


class Branch(Step):
    """A question: then or else for yes and no, cases for several answers."""

    branch: Annotated[str, PlainValidator(lambda value: _question(value))]
    then: "Steps" = ()
    else_: "Steps" = ()
    cases: Names["Steps"] = FrozenDict()


class Choose(Step):
    """One of several ways, by a rule."""

    choose: ChoiceRule
    of: Names["Steps"]
    jockeys: Yes = False


class Fork(Step):
    """Parts of the entity go their ways; the entity goes on at once."""

    fork: Name
    into: Names["Steps"]


class Join(Step):
    """Wait until `need` parts of the fork have ended; None: all of them."""

    join: Name
    need: Count | None = None


class Split(Step):
    """One becomes many; the steps behind it are those of the parts, until they are gathered."""

    split: Name
    count: Annotated[Several | str | None, PlainValidator(_number)] = None
    parent: Literal["waits", "ends"] = "waits"
    as_: Name | None = None


class FullAt(Record):
    """When a whole is full: whichever comes first."""

    count: Count | None = None
    length: PositiveLength | None = None
    mass: PositiveMass | None = None


class Gather(Step):
    """Many become one: the whole they were, or a new one of the class `into`."""

    gather: Name
    until: Literal["all"] | None = None
    into: Name | None = None
    full_at: FullAt | None = None
    timeout: PositiveDuration | None = None
    cut_off: Name | None = None
    fewest: Count = 1
    by: NameList = ()
    top_up: Yes = False
    as_: Name | None = None


class Match(Awaiting):
    """Wait for one of each other role, do something together, and go on each by itself."""

    match: Name


class Seize(Step):
    """Units of pools, all or nothing."""

    seize: Seized


class Release(Step):
    """Units of pools given back; None: all that are held."""

    release: Released


class Wait(Step):
    """For what has a name (a quota, slot, calendar, permission or mark), or for a duration."""

    wait: Annotated[str | Law, PlainValidator(_name_or_law)]
    as_: Name | None = None


class Set(Step):
    """Attributes of the entity."""

    set: Annotated[FrozenDict, PlainValidator(_plain)]


class Mark(Step):
    """That something is done, for the entity and all that belong to it."""

    mark: Name


class Do(Step):
    """A named part."""

    do: Name


class Leave(Step):
    """The end of a path: an exit."""

    leave: Name


class Return(Step):
    """The end of a path: home to the fleet."""

    return_: Name


class Again(Step):
    """Back to a named earlier step."""

    again: Name


VERBS: dict[Verb, type[Step]] = {
    "visit": Visit,
    "travel": Travel,
    "branch": Branch,
    "choose": Choose,
    "fork": Fork,
    "join": Join,
    "split": Split,
    "gather": Gather,
    "match": Match,
    "seize": Seize,
    "release": Release,
    "wait": Wait,
    "set": Set,
    "mark": Mark,
    "do": Do,
    "leave": Leave,
    "return": Return,
    "again": Again,
}
VERB_OF = {cls: verb for verb, cls in VERBS.items()}
ATTRIBUTE_OF = {cls: "return_" if verb == "return" else verb for verb, cls in VERBS.items()}


def _question(value: object) -> str:
    station, dot, what = str(value).partition(".")
    if dot and what not in ("alarm", "fails"):
        raise ValueError(f"a station is asked for alarm or fails{nearest(what, ['alarm', 'fails'])}")
    return f"{read_name(station)}{dot}{what}" if dot else read_name(value)


def _one_verb(raw: Any) -> Any:
    """A step as it is, once it is sure that it begins with exactly one verb."""
    if not isinstance(raw, dict) or not raw:
        raise ValueError(
            f"a step is written as verb: name, e.g. - visit: {raw if isinstance(raw, str) else 'gate'}"
        )
    found = [word for word in raw if word in VERBS]
    if len(found) > 1:
        raise ValueError(f"one step, one verb; here are {' and '.join(found)}; write them as two steps")
    if not found:
        word = next(iter(raw), "")
        raise ValueError(f"'{word}' is not a verb{nearest(word, VERBS)}; the verbs are {listed(VERBS)}")
    return raw


def _tag(raw: Any) -> str | None:
    return next((f"<{word}>" for word in raw if word in VERBS), None)


if TYPE_CHECKING:
    Steps = tuple[Step, ...]
else:
    _any = reduce(or_, (Annotated[cls, Tag(f"<{verb}>")] for verb, cls in VERBS.items()))
    Steps = tuple[Annotated[_any, Discriminator(_tag), BeforeValidator(_one_verb)], ...]
    for _cls in (Awaiting, *VERBS.values()):
        _cls.model_rebuild(_types_namespace={"Steps": Steps})
