"""Words for those who give up, turn away, choose and change lanes: what reads, and what is refused."""

import pytest
from trees import fault, one_booth, port, refused, steps

from twin.model.checks.warnings import warnings
from twin.model.law import Law
from twin.model.scenario import Scenario

OUT = {"leave": "out"}
BOOTH = "layout.flows.cars.steps[1]"
FULL = {"layout__stations__booth__waiting_room": "2"}
LANES = {"layout__stations__booth__queue": "lanes", "layout__stations__booth__servers": 3}
WAYS = {"of": {"a": [{"visit": "left"}], "b": [{"visit": "right"}]}}
TWO = {f"layout__stations__{name}": {"service_time": "3 s"} for name in ("left", "right")}


def visit(**words):
    return {"visit": "booth", **words}


def first(*written, **changes):
    """The first step of one booth's cars."""
    return Scenario.from_tree(steps(*written, OUT, **changes)).layout.flows["cars"].steps[0]


def test_a_visit_may_say_when_one_gives_up_and_what_then():
    step = first(visit(gives_up_after="exponential mean 2 h | assumed 1 h to 3 h", then=[{"leave": "out"}]))
    assert step.gives_up_after == Law("exponential", (7200.0,))
    assert [one.verb for one in step.then] == ["leave"] and step.if_full is None


def test_patience_may_be_by_class():
    step = first(visit(gives_up_after={"car": "10 min", "other": "1 h"}, then=[]))
    assert step.gives_up_after["car"] == Law("constant", (600.0,)) and step.then == ()


def test_a_visit_may_say_what_one_does_who_finds_no_room():
    step = first(visit(if_full=[{"wait": "5 min"}, {"again": "booth"}]), **FULL)
    assert [one.verb for one in step.if_full] == ["wait", "again"]


@pytest.mark.parametrize("rule", ["shortest_queue", "least_work", "preference"])
def test_a_choice_has_a_rule_and_so_have_lanes(rule):
    choice = first({"choose": rule, "jockeys": True, **WAYS}, **TWO)
    assert (choice.choose, choice.jockeys) == (rule, True)
    booth = port(**LANES, layout__stations__booth__lane_rule=rule).layout.stations["booth"]
    assert (booth.lane_rule, booth.jockeys) == (rule, False)


@pytest.mark.parametrize(
    ("step", "path", "said"),
    [
        (
            visit(gives_up_after="10 min"),
            BOOTH,
            "says when one gives up and not what then; write then: [steps], [] to go on",
        ),
        (
            visit(then=[]),
            BOOTH,
            "then: is for one who gives up; write gives_up_after: too, or leave then: out",
        ),
        (
            visit(gives_up_after="10", then=[]),
            f"{BOOTH}.gives_up_after",
            "is '10': no unit; write e.g. '5 s' or '5 min'",
        ),
        (visit(if_full=[{"leev": "out"}]), f"{BOOTH}.if_full[1]", None),
        (visit(if_full={"leave": "out"}), f"{BOOTH}.if_full", None),
        ({"choose": "least_wrok", **WAYS}, f"{BOOTH}.choose", None),
        ({"choose": "preference", "jockeys": "maybe", **WAYS}, f"{BOOTH}.jockeys", None),
    ],
)
def test_what_cannot_be_meant_is_refused(step, path, said):
    text = refused(steps(step, OUT, **TWO))
    assert text.startswith(f"{path}\n")
    assert said is None or text == fault(path, said)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("jockeys", True, "only lanes are changed by those who wait; write queue: lanes"),
        ("lane_rule", "preference", "only lanes are chosen by a rule; write queue: lanes"),
        ("reserved", {"car": 1}, "only lanes can be reserved; write queue: lanes"),
    ],
)
def test_words_of_lanes_are_for_lanes(field, value, said):
    text = refused(one_booth(**{f"layout__stations__booth__{field}": value}))
    assert text == fault("layout.stations.booth", said)


def test_those_who_do_not_wait_come_to_an_end_too():
    told = refused(steps(visit(if_full=[{"wait": "1 min"}, OUT, {"mark": "seen"}]), OUT, **FULL))
    where = "layout.flows.cars at visit booth if_full at mark seen"
    assert told == fault(where, "comes after the entity has left; nobody reaches it")


def test_to_come_again_at_once_would_turn_for_ever():
    for words in ({"if_full": [{"again": "booth"}]}, {"gives_up_after": "0 s", "then": [{"again": "booth"}]}):
        told = refused(steps(visit(**words), OUT, **FULL))
        assert "from booth to here may take no time at all and would turn for ever" in told
    assert first(visit(gives_up_after="5 min", then=[{"again": "booth"}]))


def test_names_are_known_on_the_ways_of_those_who_do_not_wait():
    told = refused(steps(visit(gives_up_after="5 min", then=[{"visit": "boot"}]), OUT))
    assert "there is no station boot; did you mean booth?" in told


def test_a_second_visit_to_the_place_one_gave_up_has_a_name_of_its_own():
    told = refused(steps(visit(gives_up_after="5 min", then=[visit()]), OUT))
    assert "give the second a name: as: booth_2" in told


def test_a_class_that_is_not_there_has_no_patience():
    told = refused(steps(visit(gives_up_after={"bus": "5 min"}, then=[]), OUT))
    assert "bus" in told and "gives_up_after" in told


def test_a_room_that_is_never_full_is_odd():
    tree = steps(visit(if_full=[]), OUT)
    (told,) = [str(one) for one in warnings(Scenario.from_tree(tree))]
    assert told == fault(
        "layout.flows.cars at visit booth",
        "is never full: give booth a waiting_room:, or leave if_full: out",
    )
    assert not warnings(Scenario.from_tree(steps(visit(if_full=[]), OUT, **FULL)))


def test_one_lane_cannot_be_changed():
    changes = LANES | {"layout__stations__booth__servers": 1, "layout__stations__booth__jockeys": True}
    (told,) = [str(one) for one in warnings(port(**changes))]
    assert told == fault("layout.stations.booth.jockeys", "has one lane, and nobody can change it")
