"""Where a lever does not apply, and which do not go together: each is refused with the reason."""

import pytest

from twin.config import compose
from twin.model.errors import ScenarioError

ROAD = "layout=ganqimaodu_road"
LEVERS = [
    ("drug_explosive_detection", "has no station that does bag_scan"),
    ("agv_corridor", "has layout.places.agv_line already"),
]
PORTS = [
    ("erenhot_road", "agv", "has no station that does agv_gate"),
    ("erenhot_road", "sea_port_link", "has nothing that sea_port_link changes"),
    ("erenhot_road", "round_the_clock", "has roster.shifts.officers.night already"),
    ("erenhot_hall", "one_lock", "has no policy.shares.scan_selected"),
    ("erenhot_hall", "remote_yard", "has no station that does unloading"),
    ("erenhot_hall", "rail_front_intercept", "has no rail_scan"),
    ("erenhot_hall", "smart_loading", "has no policy.slots"),
    ("erenhot_hall", "rail_counterpart", "has no station that does shunting"),
    ("erenhot_hall", "air_paperless", "has no sorting_line"),
    ("manzhouli_rail", "one_box", "has no customs_gate"),
    ("manzhouli_rail", "remote_yard", "has no customs_gate"),
    ("erenhot_air", "linked_unloading", "has no customs_gate"),
    ("erenhot_rail", "customs_with_gauge_change", "has no seal_check"),
    ("erenhot_rail", "rail_zones", "has no policy.shares"),
    ("erenhot_rail", "boxes_in_place", "has no platform"),
    ("erenhot_rail", "loose_goods_in_boxes", "has no fertiliser_gang"),
    ("erenhot_rail", "hall_dynamic_lanes", "has nothing that hall_dynamic_lanes changes"),
    ("erenhot_air", "shared_search_room", "has no bag_search"),
    ("erenhot_air", "hall_counterpart", "has no neighbour_entry_gate"),
    ("erenhot_air", "joint_inspection", "has nothing that joint_inspection changes"),
    ("ganqimaodu_road", "diverted_trains", "has no station that does shunting"),
    ("ganqimaodu_road", "health_kiosks", "has no declaration"),
]
PAIRS = [
    ("fast_scan", "no_scan", "scan_selected is set to '100 %' by fast_scan and to '0 %' by no_scan"),
    (
        "platform_outage",
        "smart_gate",
        "is set to '100 %' by platform_outage and to '0.3 %' by smart_gate",
    ),
    (
        "dynamic_lanes",
        "smart_gate",
        "but smart_gate merges customs_gate into smart_gate",
    ),
    (
        "one_area_sync",
        "security_first",
        "removes layout.stations.radiation, which one_area_sync changes (merge)",
    ),
]


def refusal(*words):
    with pytest.raises(ScenarioError) as caught:
        compose([*words])
    return str(caught.value)


@pytest.mark.parametrize(("lever", "reason"), LEVERS)
def test_a_lever_whose_things_are_not_there_is_refused(lever, reason):
    assert reason in refusal(ROAD, f"scenario={lever}")


@pytest.mark.parametrize(("port", "lever", "reason"), PORTS)
def test_a_lever_is_refused_by_a_port_of_another_kind(port, lever, reason):
    assert reason in refusal(f"layout={port}", f"scenario={lever}")


@pytest.mark.parametrize(("one", "other", "reason"), PAIRS)
def test_two_levers_that_contradict_each_other_are_refused_in_any_order(one, other, reason):
    said = refusal(ROAD, f"scenario=[{one},{other}]")
    assert reason in said
    assert refusal(ROAD, f"scenario=[{other},{one}]") == said


@pytest.mark.parametrize("said", ["[one_lock,aeo,one_lock]", "one_lock+one_lock"])
def test_a_lever_that_is_named_twice_is_refused(said):
    assert "names one_lock twice; a scenario is applied once, so leave one out" in refusal(
        ROAD, f"scenario={said}"
    )


def test_a_lever_that_a_bundle_has_already_may_be_named_beside_it():
    assert compose([ROAD, "scenario=[roadmap_2030,agv]"]) == compose([ROAD, "scenario=[agv,roadmap_2030]"])


def test_a_knob_that_a_lever_has_not_is_refused_with_those_it_has():
    said = refusal(ROAD, "scenario=one_lock", "scenario.one_lock.with.select=10 %")
    assert "did you mean selected?" in said


@pytest.mark.parametrize(
    "knob", ["patrol_mix.with.robots=-1", "staff_gates.with.seconds=5", "rapid_test.with.unclear=130 %"]
)
def test_a_knob_turned_to_what_cannot_be_is_refused(knob):
    lever = knob.split(".")[0]
    assert refusal(ROAD, f"scenario={lever}", f"scenario.{knob}")
