"""The map of a log: which column is which field of an event, and how it is written."""

from typing import NamedTuple

import yaml

from twin.model.errors import Fault, ScenarioError, listed, nearest
from twin.observed.event import ARRIVE, END, KINDS, START
from twin.observed.mapping.numbers import COMMA, POINT
from twin.observed.mapping.times import FORMATS

AT, RECEIVED = "at", "received"
MESSAGES, VISITS = "messages", "visits"  # what a record is: one event, or the times of one visit
VISIT_TIMES = {ARRIVE: "arrived", START: "started", END: "ended"}  # kind of event -> field of a visit
TIMES = (AT, RECEIVED, *VISIT_TIMES.values())
NUMBERS = ("seq", "sureness", "weight")
WORDS = ("message", "device", "case", "station", "kind", "plate", "tag", "declaration", "cls")
FIELDS = (*WORDS, *NUMBERS, *TIMES)
OTHER_FORM = {MESSAGES: tuple(VISIT_TIMES.values()), VISITS: (AT, "kind", "seq")}
SIZE = 1 << 20  # bytes that a map may have at most


class Field(NamedTuple):
    """Where a field comes from, and how it is written there."""

    columns: tuple[str, ...] = ()  # more than one: date and time of day, joined by a blank
    value: str = ""  # of every record, where there is no column
    format: str = ""  # of a time, one of FORMATS
    decimal: str = POINT
    scale: float = 1.0  # what a number is multiplied with, to be in kg or a share
    values: tuple[tuple[str, str], ...] = ()  # of a kind: as written, as meant
    confidence: float = 1.0  # of a proposal
    because: str = ""


class Map(NamedTuple):
    """How the records of a log are read."""

    form: str  # MESSAGES or VISITS
    zone: str  # IANA name: of times that name none
    fields: dict[str, Field]
    left_out: tuple[str, ...] = ()  # columns that no field has


def columns_used(map_):
    """The names of all columns that a map reads."""
    return tuple(dict.fromkeys(name for field in map_.fields.values() for name in field.columns))


def written(map_):
    """A map as the text of its file."""
    tree = {"form": map_.form, "zone": map_.zone, "fields": {}, "left_out": list(map_.left_out)}
    for name in FIELDS:
        if name in map_.fields:
            tree["fields"][name] = field_tree(map_.fields[name])
    about = (
        "# How a log is read: which column is which field of an event. Correct what is wrong, and keep it.\n"
        "# confidence and because say how sure the proposal is, and why; they change nothing.\n"
    )
    return about + yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=100)


def field_tree(field):
    """One field, without what is as usual."""
    tree = {"column": list(field.columns) if len(field.columns) > 1 else "".join(field.columns)}
    tree = {"value": field.value} if not field.columns else tree
    plain = Field()
    for name in ("format", "decimal", "scale"):
        if getattr(field, name) != getattr(plain, name):
            tree[name] = getattr(field, name)
    if field.values:
        tree["values"] = dict(field.values)
    return tree | ({"confidence": field.confidence, "because": field.because} if field.because else {})


def read_map(path):
    """The Map that a file says; what is wrong in it is refused, all at once."""
    try:
        with open(path, "rb") as file:
            return read_text(file.read(SIZE + 1).decode("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise no_map(path, error) from None


def read_text(text, place):
    """The Map that a text says."""
    try:
        tree = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise no_map(place, error) from None
    if not isinstance(tree, dict) or len(text) > SIZE:
        raise no_map(place, "it has no fields")
    faults = []
    fields = tree.get("fields") if isinstance(tree.get("fields"), dict) else {}
    found = {name: field_of(name, value, faults) for name, value in fields.items()}
    form = tree.get("form", MESSAGES)
    faults += faults_of(tree, form, found)
    if faults:
        raise ScenarioError(fault._replace(place=place) for fault in faults)
    return Map(form, str(tree.get("zone", "UTC")), found, tuple(map(str, tree.get("left_out") or ())))


def no_map(place, why):
    text = f"is no map that can be read ({str(why).splitlines()[0]}); --dry-run writes one"
    return ScenarioError([Fault(str(place), "", text)])


def faults_of(tree, form, fields):
    """What is wrong with a map as a whole."""
    known = ("form", "zone", "fields", "left_out")
    for name in tree:
        if name not in known:
            yield Fault(
                str(name), "", f"is nothing a map has{nearest(name, known)}; there is {listed(known)}"
            )
    if form not in (MESSAGES, VISITS):
        yield Fault("form", str(form), f"a record is one of {MESSAGES} or of {VISITS}")
        return
    if (zone := tree.get("zone", "UTC")) and not is_zone(zone):
        yield Fault("zone", str(zone), "is no name of a time zone; write one as Asia/Shanghai or UTC")
    yield from lacking(form, fields)
    for name in fields:
        if name in OTHER_FORM[form]:
            yield Fault(f"fields.{name}", "", f"is no field of {form}")


def lacking(form, fields):
    """The fields that a map needs and does not have."""
    if form == MESSAGES and AT not in fields:
        yield Fault("fields.at", "", "is missing: the column with the time of an event")
    if form == MESSAGES and "kind" not in fields:
        yield Fault("fields.kind", "", f"is missing: a column, or a value of {listed(KINDS)}")
    if form == VISITS and not any(name in fields for name in VISIT_TIMES.values()):
        yield Fault("fields", "", f"has no time of a visit: {listed(VISIT_TIMES.values())}")
    if "station" not in fields and "device" not in fields:
        yield Fault(
            "fields.station", "", "is missing, and so is device: a column, or a value for all records"
        )


def field_of(name, value, faults):
    """One Field; what is wrong with it joins the faults."""
    path = f"fields.{name}"
    if name not in FIELDS:
        faults.append(
            Fault(path, "", f"is no field of an event{nearest(name, FIELDS)}; there is {listed(FIELDS)}")
        )
        return Field()
    tree = {"column": value} if isinstance(value, (str, list)) else value
    if not isinstance(tree, dict) or not ("column" in tree or "value" in tree):
        faults.append(Fault(path, str(value), "needs a column, or a value"))
        return Field()
    columns = tree.get("column", [])
    columns = tuple(map(str, columns)) if isinstance(columns, list) else (str(columns),)
    values = tree.get("values") or {}
    values = tuple((str(a), str(b)) for a, b in values.items()) if isinstance(values, dict) else ()
    meant = [b for _, b in values] + ([str(tree["value"])] if name == "kind" and "value" in tree else [])
    for one in meant:
        if name == "kind" and one not in KINDS:
            faults.append(Fault(f"{path}.values", one, f"an event is one of {listed(KINDS)}"))
    if (how := tree.get("format", "")) and how not in FORMATS:
        faults.append(Fault(f"{path}.format", str(how), f"a time is written as one of {listed(FORMATS)}"))
    if (mark := tree.get("decimal", POINT)) not in (POINT, COMMA):
        faults.append(Fault(f"{path}.decimal", str(mark), "is '.' or ','"))
    scale = tree.get("scale", 1.0)
    if not isinstance(scale, (int, float)) or not scale > 0:
        faults.append(Fault(f"{path}.scale", str(scale), "is a number above 0"))
        scale = 1.0
    said = Field(columns, str(tree.get("value", "")), str(how), mark, float(scale), values)
    return said


def is_zone(name):
    """Whether there is a time zone of a name."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(str(name))
    except (ValueError, OSError, KeyError):  # which of them hangs on the name
        return False
    return True
