"""Two levers on one port: the same scenario in either order, or refused in the same words."""

from itertools import combinations

import pytest

from twin.config import compose, fitting
from twin.model.errors import ScenarioError

ROAD = "layout=ganqimaodu_road"
EVERY = 29  # of over a thousand pairs; a prime, so that each lever is met with others


def pairs():
    """A sample of all pairs of levers that fit, the same each time."""
    fit = [name for name, reason in fitting([ROAD]).items() if not reason]
    return list(combinations(fit, 2))[::EVERY]


def outcome(one, other):
    try:
        return compose([ROAD, f"scenario=[{one},{other}]"])
    except ScenarioError as error:
        return str(error)


@pytest.mark.parametrize(("one", "other"), pairs())
def test_a_pair_of_levers_is_the_same_in_either_order(one, other):
    assert outcome(one, other) == outcome(other, one)


def test_levers_of_many_tasks_go_together():
    together = [
        "advance_declaration", "aeo", "agv", "ai_image_review", "combined_port", "e_manifest",
        "explosive_trace", "incident_drill", "joint_inspection", "linked_unloading", "local_lab",
        "mutual_trade_market", "one_area_sync", "one_entry_two_declarations", "one_lock", "patrol_mix",
        "perimeter", "port_clinic", "predictive_maintenance", "rapid_test", "remote_yard", "single_window",
        "smart_trucks", "spares_on_site", "staff_gates", "tir",
    ]  # fmt: skip
    scenario = compose([ROAD, f"scenario=[{','.join(together)}]"])
    assert scenario.levers == tuple(sorted(together))
    assert compose([ROAD, f"scenario=[{','.join(reversed(together))}]"]) == scenario
