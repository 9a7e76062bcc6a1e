"""The shipped catalogue: every model can be compared with every other, and its ranges hold its values."""

from functools import cache

import pytest

from twin.config import compose, names
from twin.model import units
from twin.model.errors import ScenarioError

COMPARED = ("service_time", "breakdown", "power", "footprint", "price", "life", "upkeep")


@cache
def scenario():
    return compose([f"layout={names('layouts')[0]}"])


def models():
    return sorted(scenario().equipment)


@cache
def tree_of_the_ledger():
    """Rows of the ledger on models of the catalogue; a run keeps those of its own stations only."""
    import twin.config.composing as composing
    from twin.config.library import library
    from twin.model.origin import strip

    run = composing.composed(library(), [f"layout={names('layouts')[0]}"])
    return strip({"equipment": run.tree["equipment"]}, lambda path: "").ledger


@pytest.mark.parametrize("name", models())
def test_every_model_says_what_is_compared_when_one_is_bought(name):
    model = scenario().equipment[name]
    assert [word for word in COMPARED if getattr(model, word) is None] == []
    assert model.label is not None and model.label.zh != model.label.en


@pytest.mark.parametrize("name", models())
def test_whoever_finds_something_finds_more_than_it_raises_false_alarms(name):
    model = scenario().equipment[name]
    assert (model.detection is None) == (model.false_alarm is None)
    if model.detection is not None:
        assert model.detection > model.false_alarm


def test_every_value_of_the_catalogue_lies_in_the_range_that_it_is_believed_in():
    rows = [row for row in tree_of_the_ledger() if row.low and units.split(row.value)]
    assert len(rows) > 5 * len(models())
    outside = [row for row in rows if not amount(row.low) <= amount(row.value) <= amount(row.high)]
    assert outside == []


def amount(text):
    number, unit = units.split(text)
    return number * next((kind.units[unit] for kind in units.KINDS if unit in kind.units), 1)


def test_only_how_many_people_are_needed_has_no_origin_of_its_own():
    bare = [row for row in tree_of_the_ledger() if row.kind == "assumed" and not (row.low or row.text)]
    assert {row.path.split(".")[2] for row in bare} <= {"needs"}


@pytest.mark.parametrize(
    ("word", "value", "said"),
    [
        ("power", "40", "no unit; write e.g. '40 kW'"),
        ("power", "40 m2", "'m2' is a unit of area; a power is in W, kW, MW"),
        ("power", "-1 kW", "a power is not below 0"),
        ("footprint", "40 m", "'m' is a unit of length; an area is in m2, ha, km2"),
    ],
)
def test_power_and_ground_are_read_with_their_units(word, value, said):
    with pytest.raises(ScenarioError) as caught:
        compose([f"layout={names('layouts')[0]}", f"equipment.e_gate.{word}={value}"])
    assert f"equipment.e_gate.{word}" in str(caught.value) and said in str(caught.value)
