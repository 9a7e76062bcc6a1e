"""What a port carries is found where theory knows it, and said where there is no such flow."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from ports import crossing, every, lasting, plan_of, port, tandem, visits

from twin.model.errors import ScenarioError
from twin.model.scenario import Scenario
from twin.study.carrying import Capacity, Search, capacity, scaled_by
from twin.study.carrying.asked import Asked, carrying
from twin.study.carrying.carried import EVERY, FOUND, NONE
from twin.study.carrying.curve import flood, growth_of, year_reached
from twin.study.carrying.envelope import envelope, groups_of
from twin.study.carrying.points import Points
from twin.study.target import target_of

ORACLE = json.loads((Path(__file__).parents[1] / "data" / "oracles" / "H01-capacity-mm8.json").read_text())
NEAR = 0.01
THROUGH = ("through",)
COARSE = Search(near=8, most=16, within=0.02)


def lanes(seed, *, share=0.8, horizon="1 d"):
    """(Scenario, arrivals a minute) of the oracle's eight lanes at a share of what they can do at most."""
    rate = ORACLE["expected"]["lambda_stability"] * share
    service = f"exponential mean {60 * ORACLE['inputs']['mean_service']!r} s"
    stations = {"lanes": {"servers": ORACLE["inputs"]["servers"], "service_time": service}}
    tree = port(stations, visits("lanes"), every(f"exponential mean {60 / rate!r} s"))
    return Scenario.from_tree(lasting(tree, horizon, warm_up="6 h", seed=seed)), rate


def of(tree, line, search=COARSE):
    """The Capacity of a small port."""
    return capacity(scaled_by(Scenario.from_tree(tree), THROUGH), target_of(line), search=search)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "truth", "seed"),
    [
        pytest.param("wait_mean <= 2 min", "lambda_meanwait2", 1, marks=pytest.mark.prove),
        ("wait_p95 <= 5 min", "lambda_p95_5min", 2),
    ],
)
def test_the_root_of_erlangs_formula_is_found(line, truth, seed):
    scenario, rate = lanes(seed)
    found = capacity(scaled_by(scenario, THROUGH), target_of(line))
    known = ORACLE["expected"][truth]
    assert found.kind == FOUND
    assert abs(found.multiplier * rate / known - 1) <= NEAR
    assert found.low * rate <= known <= found.high * rate
    assert (found.high - found.low) / 2 / found.multiplier <= 1.2 * NEAR


@pytest.mark.prove
@pytest.mark.parametrize(
    ("line", "truth"), [("wait_mean <= 2 min", "lambda_meanwait2"), ("wait_p95 <= 5 min", "lambda_p95_5min")]
)
def test_the_interval_covers_the_root_in_93_of_100_seeds(line, truth):
    covered, errors = 0, []
    for seed in range(1, 101):
        scenario, rate = lanes(seed)
        found = capacity(scaled_by(scenario, THROUGH), target_of(line))
        known = ORACLE["expected"][truth] / rate
        covered += found.low <= known <= found.high
        errors.append(found.multiplier / known - 1)
    assert covered >= 93
    assert abs(np.mean(errors)) < NEAR / 4
    assert np.quantile(np.abs(errors), 0.95) <= NEAR


def test_without_room_between_two_stations_two_thirds_pass():
    stations = ["exponential mean 60 s"] * 2
    tree = lasting(tandem(stations, every("exponential mean 120 s"), rooms=(None, 0)), "1 d", warm_up="4 h")
    scenario = Scenario.from_tree(tree)
    points = Points(scaled_by(scenario, THROUGH), target_of("wait_mean <= 5 min"), flows=THROUGH)
    frame, is_plateau = flood(points, 4 / 3, (8, 0.999))
    passed = frame[frame["measure"] == "finished_per_day"].iloc[-1]
    assert is_plateau
    assert passed["low"] <= 2 / 3 * 1440 <= passed["high"]  # Hillier and Boling


def test_a_quota_of_a_hundred_a_day_carries_a_hundred_a_day():
    steps = [{"wait": "pass"}, {"visit": "booth"}, {"leave": "out"}]
    arrives = {"arrives": "profile", "volume": "50/d", "exact": "true"}
    tree = port({"booth": {"service_time": "10 s", "servers": 9}}, steps, arrives)
    tree = {**tree, "policy": {"quotas": {"pass": {"count": 100, "per": "d"}}}}
    found = of(tree, "wait_max <= 5 min")
    assert found.low <= 2.0 * 1.01 and found.high >= 2.0
    assert found.multiplier == pytest.approx(2.0, rel=0.02)


def test_no_flow_meets_what_the_opening_hours_forbid():
    tree = port(
        {"booth": {"service_time": "60 s", "hours": "late"}},
        visits("booth"),
        {"arrives": "timetable", "at": ["08:00", "08:00"]},
    )
    tree["roster"] = {"calendars": {"late": {"hours": "09:00-20:00"}}}
    found = of(tree, "wait_mean <= 30 min")
    assert found.kind == NONE and found.multiplier == 0.0
    multiplier, level, low, high = found.nearest
    assert low <= level <= high and 3600.0 <= level < 3660.0


def test_where_nothing_is_scarce_every_flow_that_is_tried_is_carried():
    tree = port({"booth": {"service_time": "60 s", "servers": "unlimited"}}, visits("booth"), every(600))
    found = of(tree, "wait_mean <= 1 min", COARSE._replace(highest=4.0))
    assert (found.kind, found.multiplier, found.high) == (EVERY, 4.0, math.inf)


def test_a_flow_too_weak_to_fill_a_batch_misses_the_target_as_well():
    batch = {"fewest": 10, "most": 10}
    tree = port({"booth": {"service_time": "5 min", "batch": batch}}, visits("booth"), every(60.0))
    found = of(lasting(tree, "1 d", warm_up="2 h"), "wait_mean <= 6 min")
    assert found.kind == FOUND and found.multiplier > 1.2
    ((first, last),) = found.missed
    assert first < 0.1 and 0.5 <= last < 0.75


def test_a_port_that_jams_is_said_to_jam():
    tree = crossing()
    tree["demand"]["flows"]["through"] = {
        "arrives": "every", "every": "100 s", "platoon": 2, "mix": {"down": "50 %", "up": "50 %"},
    }  # fmt: skip
    found = of(tree, "wait_mean <= 1 h", COARSE._replace(lowest=0.5, highest=2.0))
    assert found.kind == NONE
    assert found.stuck and found.nearest == ()


def test_a_target_without_a_bound_and_one_that_nobody_has_are_refused():
    scenario, _ = lanes(1, horizon="7 h")
    with pytest.raises(ScenarioError, match="has no bound that a flow could meet"):
        capacity(scaled_by(scenario, THROUGH), target_of("wait_mean"))
    with pytest.raises(ScenarioError, match="those that have it: port, through, truck"):
        capacity(scaled_by(scenario, THROUGH), target_of("wait_mean of coal <= 3"))


@pytest.mark.prove
def test_two_flows_of_one_station_share_what_it_carries():
    tree = port(
        {"booth": {"service_time": "exponential mean 60 s"}}, visits("booth"), every("exponential mean 150 s")
    )
    tree["layout"]["flows"]["other"] = tree["layout"]["flows"]["through"]
    tree["demand"]["flows"]["other"] = every("exponential mean 150 s")
    scenario = Scenario.from_tree(lasting(tree, "2 d", warm_up="6 h"))
    groups = groups_of(scenario, ["through", "other:0:4"])
    frame = envelope(scenario, groups, target_of("wait_mean <= 3 min"), search=COARSE)
    whole = frame.groupby("ray")["multiplier"].sum()
    assert len(whole) == 7
    assert np.allclose(whole, 1.875, rtol=0.08)  # M/M/1: 3 min is waited at a load of 3/4
    assert frame["multiplier"].min() == 0.0


def test_groups_that_overlap_or_are_alone_are_refused():
    scenario, _ = lanes(1, horizon="7 h")
    for words, told in (
        (["through"], "of two groups"),
        (["through", "truck"], "stands in two groups"),
        (["through:2:1", "truck"], "is no group of flows"),
        (["coal", "truck"], "no flow, and no class"),
    ):
        with pytest.raises(ScenarioError, match=told):
            groups_of(scenario, words)


@pytest.mark.prove
def test_what_binds_is_what_relieves_and_the_next_one_is_named():
    stations = {
        "slow": {"service_time": "exponential mean 60 s"},
        "slower": {"service_time": "exponential mean 80 s"},
        "quick": {"service_time": "exponential mean 10 s"},
    }
    tree = lasting(
        port(stations, visits("slow", "slower", "quick"), every("exponential mean 200 s")),
        "1 d",
        warm_up="4 h",
    )
    asked = Asked(target_of("wait_mean <= 5 min"), THROUGH, search=COARSE, parts=("binding",))
    found = carrying(Scenario.from_tree(tree), asked)
    assert found.tables["reliefs"].iloc[0]["name"] == "slower"
    carried = found.tables["carried"].set_index("with")
    assert carried.loc["plenty", "next"] == "slow"
    assert found.capacity.multiplier < carried.loc["one_more", "multiplier"] <= carried.loc["plenty", "high"]


def test_the_year_follows_the_growth():
    found = Capacity(FOUND, 1.08**3, 1.08**2, 1.08**4, 16, (), (), {})
    assert year_reached(found, growth_of("8 %/y"), 2026.0) == pytest.approx((2029.0, 2028.0, 2030.0))
    assert year_reached(found, growth_of("-2 %"), 2026.0)[0] == math.inf
    fewer = Capacity(FOUND, 0.9, 0.9**3, 0.9**-1, 16, (), (), {})  # too much today, and less every year
    assert year_reached(fewer, -0.1, 2026.0) == pytest.approx((2027.0, 2025.0, 2029.0))
    nothing = Capacity(NONE, 0.0, 0.0, 0.0, 16, (), (), {})
    assert year_reached(nothing, -0.1, 2026.0)[0] == math.inf
    assert year_reached(nothing, 0.1, 2026.0)[0] == -math.inf
    for text, told in (("0 %/y", "never reached"), ("eight", "write e.g."), ("-100 %", "leaves nobody")):
        with pytest.raises(ScenarioError, match=told):
            growth_of(text)


def test_a_flow_is_never_run_twice():
    scenario, _ = lanes(1, horizon="7 h")
    seen = []

    def measured(port_, numbers):
        from twin.study.carrying.points import run_now

        mean = port_.demand.flows["through"].every.mean
        seen.extend((mean, number) for number in numbers)
        return run_now(port_, numbers)

    line = target_of("wait_mean <= 2 min")
    points = Points(scaled_by(scenario, THROUGH), line, measured=measured)
    capacity(points.scenario_at, line, search=COARSE, points=points)
    assert len(seen) == len(set(seen)) > 0


def test_the_plan_of_a_scaled_port_is_the_plan_of_the_port_that_says_so():
    tree = port({"booth": {"service_time": "60 s"}}, visits("booth"), every("exponential mean 100 s"))
    twice = scaled_by(Scenario.from_tree(tree), THROUGH)(2.0)
    said = port({"booth": {"service_time": "60 s"}}, visits("booth"), every("exponential mean 50 s"))
    assert twice.demand == Scenario.from_tree(said).demand
    assert plan_of(said).sources[0].process.mean == 50.0
