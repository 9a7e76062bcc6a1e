"""What can be changed: every value has a name, a group and a path that the command line accepts."""

import pytest

from twin.config import compose, names
from twin.model.errors import ScenarioError
from twin.show.editable import DISCIPLINES, ORDER, editable

PORT = ["layout=ceke_road"]


@pytest.fixture(scope="module")
def values():
    return editable(compose(PORT))


def said(values):
    """The words that say values again; shifts are said one by one."""
    return [f"{value.path}={value.value}" for value in values if value.kind != "shifts"]


def test_every_value_is_listed_once_with_its_names(values):
    assert len({value.path for value in values}) == len(values) > 200
    for value in values:
        assert value.group in ORDER
        assert all(value.thing.values()) and all(value.label.values())


def test_no_station_is_missing(values):
    stations = compose(PORT).layout.stations
    for word in ("servers", "discipline"):
        said = {value.path for value in values if value.path.endswith(f".{word}")}
        assert said == {f"layout.stations.{name}.{word}" for name in stations}


def test_a_value_that_is_said_again_changes_no_number(values):
    again = compose([*PORT, *said(values)])
    assert again.layout == compose(PORT).layout


def test_what_is_known_has_its_source_in_words_and_what_is_assumed_its_range(values):
    by_path = {value.path: value for value in values}
    assert {value.origin for value in values} <= {"assumed", "source", "remark", "default"}
    known = [value for value in values if value.origin == "source"]
    assert known and all(len(value.because[lang]) > 8 for value in known for lang in ("zh", "en"))
    lanes = by_path["demand.growth"]
    assert (lanes.origin, lanes.unit, lanes.kind) == ("default", "%", "number")
    ranged = next(value for value in values if value.origin == "assumed" and value.low)
    assert ranged.high


@pytest.mark.parametrize("which", [0, -1])
def test_all_options_of_hours_and_disciplines_are_names_that_the_port_has(values, which):
    choices = [value for value in values if value.path.endswith((".hours", ".discipline")) and value.options]
    picked = {value.path: value.options[which]["value"] for value in choices}
    changed = compose([*PORT, *(f"{path}={name}" for path, name in picked.items())]).layout.stations
    for path, name in picked.items():
        *_, station, field = path.split(".")
        assert getattr(changed[station], field) == name


def test_disciplines_are_those_of_the_model():
    with pytest.raises(ScenarioError, match="earliest_due"):
        compose([*PORT, "layout.stations.border_gate.discipline=best"])
    assert "earliest_due" in DISCIPLINES


@pytest.mark.prove
@pytest.mark.parametrize("port", names("layouts"))
def test_every_value_of_every_shipped_port_can_be_said(port):
    found = editable(compose([f"layout={port}"]))
    compose([f"layout={port}", *said(found)])
