"""A port that cannot go on says where, and who waits for whom."""

import pytest
from ports import every, plan_of, port, recorded

from twin.engine import DoesNotAdvance, EngineError, Jam, run


def _two_way_jam():
    stations = {
        "north": {"service_time": "10 s", "waiting_room": 0},
        "south": {"service_time": "10 s", "waiting_room": 0},
    }
    steps = [
        {
            "branch": "class",
            "cases": {
                "down": [{"visit": "north"}, {"visit": "south"}],
                "up": [{"visit": "south"}, {"visit": "north"}],
            },
        },
        {"leave": "out"},
    ]
    tree = port(stations, steps, recorded([0.0, 0.0], classes=["down", "up"]))
    tree["layout"]["classes"] = {"down": {}, "up": {}}
    tree["layout"]["flows"]["through"]["classes"] = ["down", "up"]
    return tree


def test_a_jam_names_its_circle(engine):
    with pytest.raises(Jam) as caught:
        run(plan_of(_two_way_jam()), 0, engine=engine)
    text = str(caught.value)
    assert "at north waits for south" in text
    assert "at south waits for north" in text


def test_a_loop_that_takes_no_time_is_stopped_and_named(engine):
    tree = port(
        {"booth": {"service_time": "uniform 0 s to 0.001 s"}},
        [{"visit": "booth"}, {"branch": "again_please", "then": [{"again": "booth"}]}, {"leave": "out"}],
        recorded([3.0], booth=[0.0]),
        policy={"shares": {"again_please": "100 %"}},
    )
    with pytest.raises(DoesNotAdvance) as caught:
        run(plan_of(tree), 0, engine=engine)
    assert "truck 0 of through" in str(caught.value)
    assert "3 s" in str(caught.value)


def turning(classes, service):
    """Trucks that go round a booth that takes hardly any time."""
    tree = port(
        {"booth": {"servers": "unlimited", "service_time": service}},
        [{"visit": "booth"}, {"branch": "again_please", "then": [{"again": "booth"}]}, {"leave": "out"}],
        recorded([3.0] * classes),
        policy={"shares": {"again_please": "100 %"}},
    )
    return plan_of(tree)


def trouble_of(plan, engine):
    with pytest.raises(EngineError) as caught:
        run(plan, 0, engine=engine)
    return str(caught.value).splitlines()


def test_a_loop_that_takes_hardly_any_time_is_stopped_and_named(engine):
    lines = trouble_of(turning(1, "0.0005 s"), engine)
    assert lines == [
        "the clock stands still at 3.5005 s; give a step of that loop a duration above 0",
        "    truck 0 of through keeps going round its steps, 1000 times within 1 s",
    ]


def test_of_several_who_turn_at_an_instant_the_first_is_named(engine):
    assert trouble_of(turning(3, "0.0005 s"), engine) == trouble_of(turning(1, "0.0005 s"), engine)


def test_a_port_that_fills_up_says_where_they_are(engine, monkeypatch):
    monkeypatch.setattr("twin.plan.rules.MOST_INSIDE", 40)
    stations = {"gate": {"service_time": "50 s", "waiting_room": 3}, "booth": {"service_time": "100 s"}}
    tree = port(stations, [{"visit": "gate"}, {"visit": "booth"}, {"leave": "out"}], every(10))
    assert trouble_of(plan_of(tree), engine) == [
        "41 are inside at 430 s, more than the 40 a run can hold; where most are, give servers or room, or "
        "let fewer come",
        "    32 truck of through at the door of gate",
        "    5 truck of through at booth",
        "    4 truck of through at gate",
    ]


def test_a_port_of_one_queue_fills_up_as_any_other(engine, monkeypatch):
    monkeypatch.setattr("twin.plan.rules.MOST_INSIDE", 40)
    tree = port({"booth": {"service_time": "100 s"}}, [{"visit": "booth"}, {"leave": "out"}], every(10))
    # 45 have come by 440 s, and 4 have left.
    assert trouble_of(plan_of(tree), engine) == [
        "41 are inside at 440 s, more than the 40 a run can hold; where most are, give servers or room, or "
        "let fewer come",
        "    40 truck of through at booth",
        "    1 truck of through at the door of booth",
    ]


def test_parts_that_are_made_of_parts_are_stopped_before_the_instant_is_over(engine, monkeypatch):
    monkeypatch.setattr("twin.plan.rules.MOST_INSIDE", 4000)
    many = {"count": 1000, "parent": "ends"}
    steps = [{"split": "box", **many}, {"split": "parcel", **many}, {"wait": "1 s"}, {"leave": "out"}]
    tree = port({"booth": {"service_time": "1 s"}}, steps, recorded([7.0]))
    tree["layout"]["classes"] |= {"box": {}, "parcel": {}}
    assert trouble_of(plan_of(tree), engine) == [
        "more than 8000 are inside while the clock stands still at 7 s; let fewer come at once, or parts "
        "be made of fewer parts"
    ]
