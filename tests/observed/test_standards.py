"""Exports are what their standards say: held against the schemas, and the schemas against spoiled exports."""

import copy
import json
import re
import xml.etree.ElementTree as tree
from datetime import datetime
from pathlib import Path

import jsonschema
import pytest
from storing import log, message, stored

from twin.observed.exporting.forms import export
from twin.observed.store.store import open_store

SCHEMAS = Path(__file__).parents[1] / "data" / "schemas"
FILES = {"epcis": SCHEMAS / "epcis" / "EPCISDocument.schema.json", "ocel": SCHEMAS / "ocel.schema.json"}
FORMATS = jsonschema.FormatChecker(formats=())
SPACE = "{http://www.xes-standard.org/}"


@FORMATS.checks("uri")
def is_uri(text):
    return not isinstance(text, str) or re.match(r"^[A-Za-z][A-Za-z0-9+.\-]*:[!-~]+$", text) is not None


@FORMATS.checks("date-time", raises=ValueError)
def is_time(text):
    return not isinstance(text, str) or datetime.fromisoformat(text).tzinfo is not None


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Events with all that an event may say, and with next to nothing, in every form that has a standard."""
    folder = tmp_path_factory.mktemp("standards")
    nobody = dict(plate="", plate_conf="", weight_kg="", received_time="")
    lines = [
        message(i, **(nobody if i % 5 == 0 else {}), station=("", "scan <&> 库")[i % 2]) for i in range(30)
    ]
    place = str(folder / "store.db")
    stored(place, log(folder / "gate.csv", lines), zone="Asia/Shanghai")
    for form in ("epcis", "ocel", "xes"):
        assert export(open_store(place), form, folder / form) == 30
    return folder


def faults(form, told):
    schema = json.loads(FILES[form].read_text(encoding="utf-8"))
    judge = jsonschema.Draft7Validator(schema, format_checker=FORMATS)
    return [error.message for error in judge.iter_errors(told)]


@pytest.mark.parametrize("form", FILES)
def test_an_export_is_valid(exported, form):
    assert faults(form, json.loads((exported / form).read_bytes())) == []


def with_event(**changed):
    return lambda told: told["epcisBody"]["eventList"][7].update(changed)


SPOILED = {
    "epcis": (
        lambda told: told.pop("creationDate"),
        lambda told: told["epcisBody"]["eventList"][7].pop("eventTimeZoneOffset"),
        with_event(eventTime="soon"), with_event(recordTime="2026-03-02"), with_event(action="SEE"),
        with_event(bizStep="waving"), with_event(epcList=["AB 12"]), with_event(speed=3),
    ),
    "ocel": (
        lambda told: told.pop("objects"),
        lambda told: told["events"][7].update(time="2026-03-02 08:00"),
        lambda told: told["events"][7].pop("type"),
        lambda told: told["events"][7]["relationships"][0].pop("qualifier"),
        lambda told: told["eventTypes"][0]["attributes"][0].update(type="date"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("form", "number"), [(form, i) for form in SPOILED for i in range(len(SPOILED[form]))]
)
def test_a_spoiled_export_is_not(exported, form, number):
    told = copy.deepcopy(json.loads((exported / form).read_bytes()))
    SPOILED[form][number](told)
    assert faults(form, told)


def test_what_an_event_of_ocel_names_is_declared(exported):
    told = json.loads((exported / "ocel").read_bytes())
    declared = {one["name"]: {a["name"]: a["type"] for a in one["attributes"]} for one in told["eventTypes"]}
    objects = {one["id"]: one["type"] for one in told["objects"]}
    assert set(objects.values()) <= {one["name"] for one in told["objectTypes"]}
    for one in told["events"]:
        assert {a["name"] for a in one["attributes"]} <= set(declared[one["type"]])
        assert {row["objectId"] for row in one["relationships"]} <= set(objects)


# Of XES 1849-2016: the order of what stands in a log, and how the value of an attribute is written.
ORDER = ("extension", "global", "classifier", "attribute", "trace", "event")
VALUES = {
    "string": str, "id": str, "int": int, "float": float, "date": datetime.fromisoformat,
    "boolean": ("true", "false", "0", "1").index,
}  # fmt: skip


def test_a_log_in_xes_is_in_the_order_and_the_words_of_its_standard(exported):
    root = tree.parse(exported / "xes").getroot()
    assert root.tag == f"{SPACE}log" and float(root.get("xes.version")) == 1849.2016
    kinds = [element.tag.removeprefix(SPACE) for element in root]
    places = [ORDER.index("attribute" if kind in VALUES else kind) for kind in kinds]
    assert places == sorted(places) and kinds.count("trace") == 11 and "event" not in kinds
    prefixes = {element.get("prefix") for element in root.iter(f"{SPACE}extension")}
    for element in root.iter():
        if (kind := element.tag.removeprefix(SPACE)) in VALUES:
            VALUES[kind](element.get("value"))
            assert re.fullmatch(r"[A-Za-z_][\w.\-]*(:[\w.\-]+)?", element.get("key"))
            assert element.get("key").rpartition(":")[0] in {"", *prefixes}
    for trace in root.iter(f"{SPACE}trace"):
        kinds = [element.tag.removeprefix(SPACE) for element in trace]
        assert kinds[0] == "string" and set(kinds[1:]) == {"event"}
