"""How full tracks are is what UIC 406 says where every train is known."""

import pytest
from ports import every, lasting, port

from twin.engine import run
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.study.carrying.tracks import compressed, occupation, sections

TRAIN = {"train": {"kind": "train", "length": "700 m", "gauge": "broad"}}
PLACES = {"border": ["0 m", "0 m"], "yard": ["10 km", "0 m"]}
LINE = {
    "from": "border",
    "to": "yard",
    "length": "10 km",
    "speed": "40 km/h",
    "kind": "track",
    "gauge": "broad",
}
TRACKS = {"at": "yard", "holds": 2, "gauge": "broad", "track_length": "900 m", "unit": "train"}


def railway(*, hours=None, batch=None):
    """A train each half hour over a line of 15 min, then a bay of two tracks for 20 min."""
    bay = {"at": "yard", "servers": 2, "gauge": "broad", "does": "gauge_change", "service_time": "20 min"}
    bay |= {"hours": hours} if hours else {}
    bay |= {"batch": batch} if batch else {}
    layout = {"classes": TRAIN, "places": PLACES, "links": {"line": LINE}}
    tree = port({"bay": bay}, [{"visit": "bay"}, {"leave": "out"}], every(1800.0), layout=layout)
    tree["layout"]["stations"] = {"bay": bay}
    tree["layout"]["flows"]["through"]["starts_at"] = "border"
    tree["roster"] = {"calendars": {"half": {"hours": "06:00-18:00"}}}
    return Scenario.from_tree(lasting(tree, "26 h", warm_up="2 h"))


def found(scenario):
    plan = compile_plan(scenario)
    frame = occupation(plan, scenario, [run(plan, 0)])
    return frame.set_index(["section", "measure"])["mean"]


def test_trains_one_behind_the_other_take_the_sum_and_on_two_tracks_half():
    assert compressed([60.0, 60.0, 60.0], 1) == 180.0
    assert compressed([60.0, 60.0, 60.0, 60.0], 2) == 120.0
    assert compressed([90.0, 30.0, 30.0, 30.0], 2) == 90.0


def test_a_line_of_a_quarter_of_an_hour_is_half_full_with_two_trains_an_hour():
    told = found(railway())
    assert told["line", "trains_per_day"] == pytest.approx(48, abs=1)
    assert told["line", "minutes_each"] == pytest.approx(15, rel=0.03)
    assert told["line", "occupied"] == pytest.approx(0.5, rel=0.02)
    assert told["line", "used"] == pytest.approx(0.5 / 0.6, rel=0.02)
    assert told["line", "remaining_per_day"] == pytest.approx(0.1 * 96, abs=1)
    assert told["line", "conflict_minutes"] == 0.0


def test_a_bay_of_two_tracks_is_a_third_full():
    told = found(railway())
    assert told["bay", "occupied"] == pytest.approx(1 / 3, rel=0.03)
    assert told["bay", "used"] == pytest.approx(1 / 3 / 0.65, rel=0.03)


def test_a_bay_that_works_half_the_day_is_as_full_as_its_hours_are():
    told = found(railway(hours="half"))
    assert told["bay", "occupied"] == pytest.approx(0.5, rel=0.03)  # 36 trains in twelve hours
    assert told["bay", "conflict_minutes"] > 1000


def test_trains_that_are_served_together_take_the_bay_once():
    told = found(railway(batch={"fewest": 2, "most": 2}))
    assert told["bay", "trains_per_day"] == pytest.approx(24, abs=1)
    assert told["bay", "occupied"] == pytest.approx(1 / 6, rel=0.05)


def test_a_road_has_no_tracks():
    scenario = Scenario.from_tree(
        port({"booth": {"service_time": "60 s"}}, [{"visit": "booth"}, {"leave": "out"}], every(60))
    )
    assert sections(compile_plan(scenario), scenario) == []
