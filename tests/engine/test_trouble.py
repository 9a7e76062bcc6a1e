"""A port that cannot go on says where, and who waits for whom."""

import pytest
from ports import plan_of, port, recorded

from twin.engine import DoesNotAdvance, Jam, run


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
