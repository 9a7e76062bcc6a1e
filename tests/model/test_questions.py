"""What is asked is answered in one order, for preview and engines alike."""

import pytest
from trees import port

from twin.model.questions import answers, askable

TWO = {"coal": {}, "copper": {}}


def asked(question, classes=("coal", "copper"), **changes):
    """The answers at a port of two classes."""
    flow = {"classes": ["coal", "copper"], "steps": [{"visit": "booth"}, {"leave": "out"}]}
    mix = {"arrives": "profile", "volume": "1/d", "mix": {"coal": "50 %", "copper": "50 %"}}
    tree = {"layout__classes": TWO, "layout__flows__cars": flow, "demand__flows__cars": mix} | changes
    return answers(port(**tree), classes, question)


def test_a_share_is_a_yes_and_the_rest_a_no():
    found = asked("picked", policy__shares__picked="5 %")
    assert (found.kind, found.cases) == ("share", ("then", "else"))
    assert found.shares == {"coal": (0.05, 0.95), "copper": (0.05, 0.95)}
    assert found.is_yes_or_no


def test_a_share_by_class_says_nothing_of_a_class_that_is_left_out():
    assert asked("picked", policy__shares__picked={"coal": "5 %"}).shares == {"coal": (0.05, 0.95)}
    by_other = asked("picked", policy__shares__picked={"coal": "5 %", "other": "1 %"})
    assert by_other.shares["copper"] == (0.01, 0.99)


def test_a_station_is_asked_for_alarm_and_failure():
    booth = {"service_time": "3 s", "alarm": "2 %", "fails": {"coal": "1 %", "other": "0 %"}}
    assert asked("booth.alarm", layout__stations__booth=booth).shares["coal"] == (0.02, 0.98)
    assert asked("booth.fails", layout__stations__booth=booth).shares["copper"] == (0.0, 1.0)


def test_a_task_of_a_merged_station_answers_by_its_own_name():
    booth = {"tasks": {"radiation": {"service_time": "5 s", "alarm": "1.5 %"}}}
    assert asked("radiation.alarm", layout__stations__booth=booth).shares["coal"][0] == 0.015


def test_a_visit_that_is_named_answers_for_its_station():
    changes = {"layout__stations__booth": {"service_time": "3 s", "alarm": "2 %"}}
    changes["layout__parts__way_back"] = [{"visit": "booth", "as": "booth_out"}]
    assert asked("booth_out.alarm", **changes).shares["coal"][0] == 0.02


def test_a_channel_has_several_answers():
    found = asked("verdict", policy__channels__verdict={"green": "90 %", "red": "10 %"})
    assert (found.kind, found.cases, found.is_yes_or_no) == ("channel", ("green", "red"), False)
    assert found.shares == {"coal": (0.9, 0.1), "copper": (0.9, 0.1)}


def test_an_attribute_is_answered_class_by_class():
    classes = {
        "coal": {"attributes": {"paper": {"blue": "30 %", "red": "70 %"}}},
        "copper": {"attributes": {"paper": {"red": "50 %", "green": "50 %"}}},
    }
    found = asked("paper", layout__classes=classes)
    assert found.kind == "attribute"
    assert found.cases == ("blue", "red", "green")
    assert found.shares == {"coal": (0.3, 0.7, 0.0), "copper": (0.0, 0.5, 0.5)}


def test_the_class_answers_for_itself():
    found = asked("class")
    assert found.shares == {"coal": (1.0, 0.0), "copper": (0.0, 1.0)}


@pytest.mark.parametrize(
    ("kinds", "first"),
    [
        (("channel", "attribute", "share"), "channel"),
        (("attribute", "share"), "attribute"),
        (("share",), "share"),
    ],
)
def test_channels_come_before_attributes_and_those_before_shares(kinds, first):
    tables = {
        "channel": {"policy__channels__x": {"a": "100 %"}},
        "attribute": {"layout__classes": {name: {"attributes": {"x": {"a": "100 %"}}} for name in TWO}},
        "share": {"policy__shares__x": "5 %"},
    }
    changes = {path: value for kind in kinds for path, value in tables[kind].items()}
    assert asked("x", **changes).kind == first


def test_what_nobody_can_answer_has_no_answers():
    assert asked("mood") is None
    assert asked("boot.alarm") is None


def test_all_that_can_be_asked_is_listed_in_order():
    booth = {"service_time": "3 s", "alarm": "2 %"}
    scenario = port(
        layout__stations__booth=booth,
        layout__classes__car={"attributes": {"paper": {"red": "100 %"}}},
        policy__channels__verdict={"green": "100 %"},
        policy__shares__picked="5 %",
    )
    assert askable(scenario) == ["booth.alarm", "verdict", "paper", "class", "picked"]
