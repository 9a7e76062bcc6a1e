"""The order in which scenarios are named changes nothing: neither the port, nor a refusal."""

from functools import cache
from itertools import combinations, permutations

import pytest
from levers import example_levers, example_port

from twin.model.errors import ScenarioError
from twin.model.levers import apply

PORTS = ("ganqimaodu", "erenhot_hall", "manzhouli_rail")
LEVERS = example_levers()
# What the language promises of its ten levers on its three ports.
FITTING = {
    "ganqimaodu": {
        "agv",
        "ai_image_review",
        "fast_scan",
        "joint_inspection",
        "no_scan",
        "one_area_sync",
        "round_the_clock",
    },
    "erenhot_hall": {"agv_corridor", "joint_inspection", "one_area_sync", "security_first"},
    "manzhouli_rail": {
        "agv_corridor",
        "ai_image_review",
        "customs_with_gauge_change",
        "joint_inspection",
        "no_scan",
    },
}


@cache
def tree_of(port):
    return example_port(port)


def outcome(port, names):
    """What becomes of a port: the applied tree and notes, or the text of the refusal."""
    try:
        return apply(tree_of(port), [LEVERS[name] for name in names], port)
    except ScenarioError as error:
        return str(error)


@pytest.mark.parametrize("port", PORTS)
def test_these_levers_fit_this_port_and_the_others_are_refused(port):
    assert {name for name in LEVERS if not isinstance(outcome(port, [name]), str)} == FITTING[port]


@pytest.mark.parametrize("port", PORTS)
def test_every_pair_is_the_same_in_both_orders(port):
    for one, other in combinations(LEVERS, 2):
        assert outcome(port, (one, other)) == outcome(port, (other, one)), (one, other)


def test_one_pair_that_fits_is_a_contradiction():
    found = [
        pair
        for port in PORTS
        for pair in combinations(sorted(FITTING[port]), 2)
        if isinstance(outcome(port, pair), str)
    ]
    assert found == [("fast_scan", "no_scan")]


@pytest.mark.parametrize("port", PORTS)
def test_every_subset_that_fits_is_the_same_in_any_order(port):
    fitting = sorted(FITTING[port] - {"no_scan"})
    for size in range(3, len(fitting) + 1):
        for names in combinations(fitting, size):
            orders = list(permutations(names))
            first, *others = (
                outcome(port, order) for order in (orders[0], orders[len(orders) // 2], orders[-1])
            )
            assert not isinstance(first, str), first
            assert all(other == first for other in others), names
