"""What a lever costs is read with its range and its origin, or refused with the way to write it."""

import pytest

from twin.model import units
from twin.model.costs import amount_of, cost_faults, items_of, machine_of

PRICED = {
    "price": "2 M CNY | assumed 1 M CNY to 4 M CNY with its roof",
    "upkeep": "0.1 M CNY/y | assumed",
    "life": "10 y | assumed 8 y to 12 y",
}


def faults(said):
    return [str(fault) for fault in cost_faults("gate", said, lambda path: "")]


def test_an_amount_has_its_range_and_what_stands_behind_it():
    assert amount_of(PRICED["price"], units.MONEY) == (
        2e6,
        1e6,
        4e6,
        "assumed 1 M CNY to 4 M CNY with its roof",
    )
    assert amount_of("3 k CNY/y | S1", units.UPKEEP) == (3e3, 3e3, 3e3, "S1")


def test_a_model_costs_what_its_file_says_and_nothing_is_known_of_half_a_price():
    machine = machine_of(PRICED)
    assert (machine.price.high, machine.upkeep.value, machine.life) == (4e6, 1e5, 10.0)
    assert machine_of({"price": PRICED["price"]}) is None


def test_items_are_machines_money_nothing_or_not_known():
    tree = {
        "lane": "smart_lane",
        "bay": ["tunnel", "portal"],
        "software": "5 M CNY | assumed 2 M CNY to 9 M CNY",
        "night": "1 M CNY/y | assumed",
        "room": "none | assumed, it is there",
        "seals": "unknown | no price is published",
    }
    found = {item.name: item for item in items_of(tree)}
    assert [item.kind for item in found.values()] == [
        "machines", "machines", "once", "yearly", "none", "unknown",
    ]  # fmt: skip
    assert found["bay"].models == ("tunnel", "portal")
    assert found["software"].amount.low == 2e6
    assert (found["room"].why, found["seals"].why) == ("it is there", "no price is published")
    assert not faults(tree)


@pytest.mark.parametrize(
    ("said", "texts"),
    [
        ("2 M CNY", ["mapping"]),
        ({"lane": "2 M CNY"}, ["scenario.gate.cost.lane", "says not where 2 M CNY is from"]),
        ({"lane": "2 M | assumed"}, ["M"]),
        ({"lane": "2 h | assumed"}, ["amount of money"]),
        ({"lane": "5 M CNY | assumed 6 M CNY to 9 M CNY"}, ["within its range"]),
        ({"lane": "-5 M CNY | assumed"}, ["from 0 on"]),
        ({"lane": "none"}, ["says no reason", "none | why"]),
        ({"lane": "a smart lane"}, ["is no cost", "agv_heavy"]),
        ({"lane": ["tunnel", 3]}, ["'3' is no cost"]),
    ],
)
def test_what_is_no_cost_is_refused_with_the_way_to_write_it(said, texts):
    (told,) = faults(said)
    assert all(text in told for text in texts), told
