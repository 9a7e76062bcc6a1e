"""Events leave a store in forms that others read, and come back from them as they were."""

import csv
import json
import xml.etree.ElementTree as tree

import pytest
from storing import log, message, stored

from twin.model.errors import ScenarioError
from twin.observed.exporting.forms import FORMS, export
from twin.observed.store.store import open_store

EVIL = "=HYPERLINK(1)"
LINES = [message(i, station=("gate", "scan <&>")[i // 3 % 2]) for i in range(24)]
LINES[4] = message(4, plate=EVIL, plate_conf="", weight_kg="")


def written(place, folder, forms):
    """The events of a store, and the files that they were written to, by their form."""
    _, events = stored(place, log(folder / "gate.csv", LINES), zone="Asia/Shanghai")
    store = open_store(place)
    for form in forms:
        assert export(store, form, folder / f"out.{form}") == len(events) == 24
    return events, {form: folder / f"out.{form}" for form in forms}


def test_every_form_says_what_is_in_the_store(place, tmp_path):
    events, files = written(place, tmp_path, FORMS)
    for form in ("csv", "parquet", "xes"):
        _, again = stored(str(tmp_path / f"{form}.db"), files[form], zone="Asia/Shanghai")
        again = again.sort_values(["at", "seq"], ignore_index=True)
        wanted = events.sort_values(["at", "seq"], ignore_index=True)
        for name in wanted.columns.drop(["row", "source", "case"]):
            said = again[name].astype(str).tolist()
            assert said == wanted[name].astype(str).tolist(), f"{name} of {form}"
    check_ocel(json.loads(files["ocel"].read_bytes()), events)
    check_epcis(json.loads(files["epcis"].read_bytes()), events)
    check_xes(tree.parse(files["xes"]).getroot(), events)


def check_ocel(told, events):
    assert set(told) == {"eventTypes", "objectTypes", "objects", "events"}
    types, kinds = ({one["name"] for one in told[name]} for name in ("eventTypes", "objectTypes"))
    objects = {one["id"]: one["type"] for one in told["objects"]}
    assert len(objects) == len(told["objects"]) and set(objects.values()) <= kinds
    assert len(told["events"]) == len(events) and {one["type"] for one in told["events"]} == types
    for one in told["events"]:
        assert one["time"].endswith("Z") and {row["objectId"] for row in one["relationships"]} <= set(objects)
        assert all(row["qualifier"] == objects[row["objectId"]] for row in one["relationships"])


def check_epcis(told, events):
    assert told["type"] == "EPCISDocument" and told["schemaVersion"] == "2.0" and told["creationDate"]
    found = told["epcisBody"]["eventList"]
    assert len(found) == len(events)
    for one in found:
        assert (one["type"], one["action"], one["eventTimeZoneOffset"]) == (
            "ObjectEvent",
            "OBSERVE",
            "+08:00",
        )
        assert one["bizStep"] in ("arriving", "inspecting", "departing") and one["eventTime"].endswith("Z")
        assert all(name.startswith("urn:") and " " not in name for name in one["epcList"])
    assert any(one["bizLocation"]["id"] == "urn:porttwin:station:scan%20%3C%26%3E" for one in found)


def check_xes(root, events):
    space = "{http://www.xes-standard.org/}"
    traces = root.findall(f"{space}trace")
    names = [trace.find(f"{space}string").get("value") for trace in traces]
    assert len(names) == len(set(names)) == events["plate"].nunique()
    assert sum(len(trace.findall(f"{space}event")) for trace in traces) == len(events)


def test_no_text_of_a_csv_file_can_be_a_formula(tmp_path):
    _, files = written(str(tmp_path / "store.db"), tmp_path, ["csv"])
    with files["csv"].open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert f"'{EVIL}" in cells and not [cell for cell in cells if cell[:1] in tuple("=+@")]


def test_an_export_that_fails_leaves_what_was_there(tmp_path, monkeypatch):
    _, files = written(str(tmp_path / "store.db"), tmp_path, ["csv"])
    before = files["csv"].read_bytes()
    monkeypatch.setitem(FORMS, "csv", lambda store, file: file.write(b"half") and 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export(None, "csv", files["csv"])
    assert files["csv"].read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".out")]
    with pytest.raises(ScenarioError, match="no folder"):
        export(None, "csv", tmp_path / "no" / "out.csv")


def test_a_store_with_nothing_in_it_exports_as_nothing(tmp_path):
    from twin.observed.store.store import store_for

    store = store_for(str(tmp_path / "empty.db"))
    for form in FORMS:
        assert export(store, form, tmp_path / f"none.{form}") == 0
    assert json.loads((tmp_path / "none.ocel").read_bytes())["events"] == []
    assert json.loads((tmp_path / "none.epcis").read_bytes())["epcisBody"] == {"eventList": []}
