"""A road: its years, the order of its levers, and the bill of each."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ports import every, port, visits

from twin.model.costs import items_of, machine_of
from twin.model.errors import ScenarioError
from twin.model.scenario import Scenario
from twin.study.procurement.money import equivalent_annual_cost
from twin.study.roadmap.buying import LASTS, UNPRICED, UNSAID, bill, models_named
from twin.study.roadmap.ordering import greedy
from twin.study.roadmap.phases import phase_of

LUCK = np.array([0.0, 3.0, -3.0, 1.0])
MACHINE = machine_of(
    {"price": "2 M CNY | assumed 1 M CNY to 4 M CNY", "upkeep": "0.1 M CNY/y", "life": "10 y"}
)
MODELS = {"old": {"service_time": "60 s", "does": "gate"}, "new": {"service_time": "20 s", "does": "gate"}}


# the years


def test_what_is_built_for_a_year_is_there_in_the_next_and_is_no_step_of_it():
    phase = phase_of(
        2035, {"demand": ("up",), "then": ("up", "gate"), "all": ("up", "gate", "agv")}, ("gate",)
    )
    assert (phase.common, phase.levers, phase.steps) == (("up", "gate"), ("agv",), {"all": ("agv",)})


def test_what_stands_behind_all_is_no_step_but_may_come():
    phase = phase_of(2035, {"demand": ("up",), "all": ("up", "gate"), "worse": ("up", "gate", "neighbour")})
    assert (phase.levers, phase.doubts) == (("gate",), {"worse": ("neighbour",)})


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"demand": ("up",)}, "names no steps"),
        ({"demand": ("up",), "a": ("up", "gate"), "b": ("up", "agv")}, "leaves out gate of a"),
    ],
)
def test_what_is_no_road_is_refused(asked, text):
    with pytest.raises(ScenarioError, match=text):
        phase_of(2030, asked)


# the order


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(-50, 50), max_size=6))
def test_levers_that_add_up_are_ordered_by_what_each_does(worth):
    tried = []

    def level(chosen):
        tried.append(chosen)
        return LUCK + 1000.0 - sum(worth[lever] for lever in chosen)

    found = greedy(list(worth), level)
    assert [worth[choice.lever] for choice in found] == sorted(worth.values(), reverse=True)
    assert len(tried) == len(worth) * (len(worth) + 1) // 2
    for choice in found:
        if choice.second:
            ahead = worth[choice.lever] - worth[choice.second]
            assert choice.ahead.mean == pytest.approx(ahead) and choice.ahead.low == pytest.approx(ahead)


def test_where_more_is_better_the_largest_comes_first():
    worth = {"a": 1.0, "b": 5.0}
    found = greedy(list(worth), lambda chosen: LUCK + sum(map(worth.get, chosen)), less_is_better=False)
    assert [choice.lever for choice in found] == ["b", "a"]


def test_a_lever_that_does_nothing_before_another_one_comes_behind_it():
    def level(chosen):
        return LUCK + 100.0 - 10.0 * ("gate" in chosen) - 50.0 * ("gate" in chosen and "yard" in chosen)

    assert [choice.lever for choice in greedy(["yard", "gate"], level)] == ["gate", "yard"]


# the bill


def gate_port(stations, fleet=0, **layout):
    fleets = {"fleets": {"carriers": {"size": fleet, "class": "truck", "away": "1 h"}}} if fleet else {}
    tree = port(stations, visits(*stations), every(600), equipment=MODELS)
    tree["layout"] |= layout
    tree["demand"] |= fleets
    return Scenario.from_tree(tree)


def billed(before, after, cost=(), priced=MACHINE):
    costs = {"lever": items_of(dict(cost))}
    return bill("lever", before, after, costs=costs, priced=lambda model: priced)


def plain(servers):
    return {"scan": {"service_time": "60 s", "servers": servers}}


def of_models(**servers):
    return {"scan": {"does": "gate", "servers": servers}}


def test_machines_that_are_new_are_priced_by_the_model_of_the_layout():
    (line,) = billed(gate_port(of_models(old=2)), gate_port(of_models(old=1, new=3)))
    assert (line.number, line.model, line.known) == (3, "new", True)
    assert line.once == (6e6, 3e6, 12e6) and line.yearly == (3e5, 3e5, 3e5)
    yearly = equivalent_annual_cost(0.08, 6e6, 10) + 3e5
    assert line.spread[0] == pytest.approx(yearly)


def test_servers_without_a_model_are_priced_by_the_models_that_the_lever_names():
    before, after = gate_port(plain(2)), gate_port(plain(5))
    lines = billed(before, after, {"scan": ["new", "old"]})
    assert [(line.model, line.number, line.once[0]) for line in lines] == [("new", 3, 6e6), ("old", 3, 6e6)]
    assert models_named({"lever": items_of({"scan": ["new", "old"]})}) == {"new", "old"}


def test_what_has_no_price_is_not_known_and_says_why():
    before, after = gate_port(plain(2)), gate_port(plain(5))
    (unnamed,) = billed(before, after)
    assert (unnamed.known, unnamed.why, unnamed.number) == (False, UNPRICED, 3)
    (unpriced,) = billed(before, after, {"scan": "new"}, priced=None)
    assert not unpriced.known and "does not say what a new costs" in unpriced.why
    (unsaid,) = billed(before, before)
    assert (unsaid.known, unsaid.why) == (False, UNSAID)


def test_money_that_a_lever_names_is_paid_once_or_each_year():
    same = gate_port(plain(1))
    once, yearly = billed(same, same, {"software": "5 M CNY | assumed", "night": "1 M CNY/y | assumed"})
    assert (once.once[0], once.yearly[0]) == (5e6, 0) and (yearly.once[0], yearly.yearly[0]) == (0, 1e6)
    assert once.spread[0] == pytest.approx(equivalent_annual_cost(0.08, 5e6, LASTS))


def test_what_costs_nothing_is_told_where_it_is_there_or_nothing_else_is():
    before, after = gate_port(plain(1)), gate_port(plain(2))
    free = {"scan": "none | assumed, it stands there", "bay": "none | assumed, it stands there as well"}
    (line,) = billed(before, after, free)
    assert (line.item, line.known, line.once[0]) == ("scan", True, 0)


def test_a_cost_that_is_said_to_be_unknown_is_no_zero():
    same = gate_port(plain(1))
    (line,) = billed(same, same, {"seals": "unknown | no price is published"})
    assert (line.known, line.why) == (False, "no price is published")


def test_a_new_road_without_a_price_is_not_forgotten():
    places = {"places": {"a": ["0 m", "0 m"], "b": ["0 m", "100 m"]}}
    road = {"links": {"corridor": {"from": "a", "to": "b", "length": "100 m", "speed": "20 km/h"}}}
    (line,) = billed(gate_port(plain(1), **places), gate_port(plain(1), **places, **road))
    assert (line.item, line.known) == ("corridor", False)
