"""Lanes by modified offered load, the exact share that waits, and shifts that cover what is needed."""

import json
from pathlib import Path

import numpy as np
import pytest
from asserting import assert_fault
from ports import every, one_booth, plan_of, port, visits

from twin.model.errors import ScenarioError
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.study.rostering.checking import exact_shares, is_markov, seen_shares
from twin.study.rostering.covering import covered
from twin.study.rostering.day import Day, Demand, by_slot, day_of, demands_of, modified_load
from twin.study.rostering.exact import waiting_shares
from twin.study.rostering.planning import rostered
from twin.study.rostering.promise import Promise, lanes_for, promise_of
from twin.study.rostering.setting import Asked
from twin.study.rostering.shifts import Shift, shifts_in
from twin.study.rostering.writing import segments, with_roster
from twin.study.searching.queueing import waiting
from twin.study.target import target_of

CASES = Path(__file__).parents[1] / "data" / "oracles"
HOUR = 3600.0
HOURLY = Day(HOUR, 0.0, 86400.0)
FREELY = Promise(0.2)


@pytest.fixture(scope="module")
def h03():
    """The oracle: inputs, expected."""
    return json.loads((CASES / "H03-mol-roster.json").read_text(encoding="utf-8"))


def demand_of_h03(h03):
    """Three days, minute by minute, of which the last is periodic."""
    said = h03["inputs"]
    edges = np.arange(-48 * 60, 24 * 60 + 1) * 60.0
    middle = (edges[:-1] + edges[1:]) / 2 / HOUR
    rates = said["mean_rate"] * (1 + said["amplitude"] * np.sin(2 * np.pi * (middle - 6) / 24)) / HOUR
    shares = (np.arange(4000) + 0.5) / 4000
    return Demand("booths", edges, rates, -np.log1p(-shares) * said["mean_service_h"] * HOUR)


def test_the_roster_by_modified_offered_load_is_the_published_one(h03):
    minutes = np.arange(24 * 60 + 1) * 60.0
    load = modified_load(demand_of_h03(h03), minutes)
    largest = [load[hour * 60 : hour * 60 + 61].max() for hour in range(24)]
    lanes = lanes_for(largest, 900.0, Promise(h03["inputs"]["target"]))
    assert lanes.tolist() == h03["expected"]["roster"]
    assert lanes.sum() == h03["expected"]["server_hours"]


def test_the_exact_share_that_waits_is_the_published_one(h03):
    rates = demand_of_h03(h03).rates[-1440:]
    lanes = np.repeat(h03["expected"]["roster"], 60)
    found = waiting_shares(rates, lanes, 1 / 900.0, seconds=60.0)
    assert found[30::60] == pytest.approx(h03["expected"]["Pwait_halfhours"], abs=1e-4)
    mean = (found * rates).sum() / rates.sum()
    assert mean == pytest.approx(h03["expected"]["P_wait_arrivals"], abs=2e-3)


def test_more_than_can_be_served_on_a_day_all_wait():
    assert (waiting_shares(np.full(24, 2.0), np.ones(24), 1.0, seconds=1.0) == 1).all()


def test_a_hall_of_many_quick_gates_waits_as_erlang_says():
    shares = waiting_shares(np.full(2, 25.0), np.full(2, 30), 1.0, seconds=16.0)
    assert shares == pytest.approx(float(waiting(25.0, 30)), abs=1e-6)


def test_a_run_that_begins_within_a_slot_has_all_who_come_in_an_hour_of_it():
    day = Day(HOUR, 8.5 * HOUR, 24 * HOUR)
    demand = Demand("booth", np.arange(25) * HOUR, np.full(24, 10 / HOUR), np.array([60.0]))
    assert by_slot(day, demand)[1] == pytest.approx(np.full(24, 10.0))


def test_a_load_that_does_not_change_is_littles_law():
    edges = np.arange(0.0, 25 * HOUR, HOUR)
    demand = Demand("booth", edges, np.full(24, 10 / HOUR), np.array([600.0, 1800.0]))
    assert modified_load(demand, [20 * HOUR]) == pytest.approx(10 * 1200 / HOUR)


def test_who_waits_longer_is_promised_fewer_lanes():
    load = np.array([0.0, 4.0, 40.0])
    at_once = lanes_for(load, 600.0, promise_of("P(wait) <= 20 %"))
    later = lanes_for(load, 600.0, promise_of("P(wait > 5 min) <= 20 %"))
    assert at_once[0] == later[0] == 0
    assert (later <= at_once).all() and (later > load)[1:].all() and later[2] < at_once[2]


@pytest.mark.parametrize("text", ["P(wait)", "wait <= 20 %", "P(wait) <= 0 %", "P(wait > 3) <= 5 %"])
def test_what_is_no_promise_is_refused(text):
    with pytest.raises(ScenarioError) as error:
        promise_of(text)
    assert_fault(error.value.faults, path="promise", text="")


def busy_booth(servers=8, **fields):
    """A booth with exponential services, whose day has a peak, open round the clock."""
    arrives = {"arrives": "profile", "volume": "240/d", "profile": "peak"}
    profiles = {"peak": {"00-08": "0.5", "08-12": "2", "12-24": "1"}}
    booth = {"service_time": "exponential mean 10 min", "servers": servers, **fields}
    tree = port({"booth": booth}, visits("booth"), arrives)
    tree["demand"]["profiles"] = profiles
    tree["experiment"]["replications"] = 4
    return Scenario.from_tree(tree)


def test_a_markov_station_is_known_by_its_words():
    for scenario, expected in (
        (busy_booth(), True),
        (busy_booth(service_time="lognormal mean 10 min cv 50 %"), False),
        (busy_booth(waiting_room=3), False),
        (Scenario.from_tree(one_booth("60 s", every(120))), False),
    ):
        assert is_markov(scenario, plan_of_scenario(scenario), "booth") is expected


def plan_of_scenario(scenario):
    return compile_plan(scenario)


def test_lanes_are_mended_and_slackened_until_the_exact_check_holds():
    roster = rostered(busy_booth(), Asked(("booth",), promise=FREELY))
    shares, lanes = roster.shares["booth"], roster.lanes["booth"]
    assert roster.check == "exact"
    assert shares.max() <= 0.2
    assert lanes[8:12].min() > lanes[:7].max()
    # One lane less at the fullest hour breaks the promise.
    fewer = lanes.copy()
    fewer[10] -= 1
    assert exact_shares(roster.setting.day, roster.setting.demands["booth"], fewer).max() > 0.2


def test_the_exact_check_agrees_with_the_port_as_it_runs():
    """From 04:00 on, when a day that began empty is as one that repeats; 99.9 % intervals of 200 days."""
    scenario = busy_booth(end_of_shift="hand_over")
    day, numbers = day_of(scenario, HOUR), range(200)
    lanes = np.where((np.arange(24) >= 8) & (np.arange(24) < 12), 5, 3)
    demand = demands_of(plan_of_scenario(scenario), ["booth"])["booth"]
    exact = exact_shares(day, demand, lanes)
    changed = with_roster(scenario, day, {"booth": lanes})
    mean, low, high = seen_shares(changed, day, "booth", FREELY, numbers)
    wide = (high - low) / 2 * 3.34 / 1.972
    assert (np.abs(mean - exact)[4:23] <= wide[4:23] + 0.01).all()


def test_more_lanes_than_there_are_is_refused_with_how_many_are_needed():
    with pytest.raises(ScenarioError) as error:
        rostered(busy_booth(servers=4), Asked(("booth",), promise=FREELY))
    assert_fault(error.value.faults, path="layout.stations.booth.servers", text="are needed at")


def test_a_target_gets_the_fewest_lanes_that_keep_it():
    loose, tight = (
        rostered(busy_booth(), Asked(("booth",), target=target_of(text), numbers=tuple(range(4))))
        for text in ("wait_mean <= 20", "wait_mean <= 1")
    )
    assert loose.check == "target"
    assert loose.lanes["booth"].sum() < tight.lanes["booth"].sum() < 8 * 24


def test_a_target_that_all_lanes_do_not_keep_is_refused():
    asked = Asked(("booth",), target=target_of("time_in_port_mean <= 5"), numbers=tuple(range(3)))
    with pytest.raises(ScenarioError) as error:
        rostered(busy_booth(), asked)
    assert_fault(error.value.faults, path="target", text="not kept even with all lanes open")


def test_a_station_that_is_not_there_is_refused():
    with pytest.raises(ScenarioError) as error:
        rostered(busy_booth(), Asked(("both",), promise=FREELY))
    assert_fault(error.value.faults, path="station", text="did you mean booth?")


def need(**by_hour):
    """[hour] people: h08=3 is three from 08:00 on, until the next that is named."""
    out, level = [], 0
    for hour in range(24):
        level = by_hour.get(f"h{hour:02d}", level)
        out.append(level)
    return out


def test_one_shift_covers_what_one_shift_can():
    day = Shift("day", (8 * HOUR,), 8 * HOUR)
    cover = covered("booth", need(h08=3, h16=0), (day,), day=HOURLY)
    assert [(duty.start, duty.people) for duty in cover.duties] == [(8 * HOUR, 3)]
    assert (cover.hours, cover.staff.tolist()) == (24.0, need(h08=3, h16=0))


def test_a_break_is_covered_by_somebody_else():
    day = Shift("day", (8 * HOUR,), 8 * HOUR, rest=HOUR, rest_after=3 * HOUR)
    cover = covered("booth", need(h08=1, h16=0), (day,), day=HOURLY)
    assert sum(duty.people for duty in cover.duties) == 2
    assert (cover.staff[8:16] >= 1).all()


def test_dear_hours_at_night_are_taken_only_where_they_must():
    shifts = (Shift("day", (6 * HOUR, 14 * HOUR), 8 * HOUR), Shift("night", (22 * HOUR,), 8 * HOUR, cost=1.5))
    cover = covered("booth", [1] * 24, shifts, day=HOURLY)
    assert (cover.hours, cover.cost) == (24.0, 28.0)


def test_a_night_that_no_shift_covers_is_refused():
    with pytest.raises(ScenarioError) as error:
        covered("booth", [1] * 24, (Shift("day", (6 * HOUR,), 16 * HOUR),), day=HOURLY)
    assert_fault(error.value.faults, path="shifts", text="no shift covers 00:00, 01:00")


def test_too_few_who_may_be_given_are_refused():
    with pytest.raises(ScenarioError) as error:
        covered("booth", need(h08=3, h16=0), (Shift("day", (8 * HOUR,), 8 * HOUR, most=2),), day=HOURLY)
    assert_fault(error.value.faults, path="shifts", text="3 are needed from 08:00")


def test_shifts_are_read_with_all_their_faults(tmp_path):
    path = tmp_path / "shifts.yaml"
    path.write_text('day: {starts: ["06:00", "14:00"], length: 8 h, break: 30 min, cost: 100 %}\n', "utf-8")
    (shift,) = shifts_in(path)
    assert (shift.starts, shift.rest, shift.rest_after) == ((21600.0, 50400.0), 1800.0, 14400.0)
    path.write_text("day: {starts: 6 pm, length: 30 h, color: red}\nnight: {starts: '22:00'}\n", "utf-8")
    with pytest.raises(ScenarioError) as error:
        shifts_in(path)
    said = {fault.path for fault in error.value.faults}
    assert said == {"shifts.day.starts", "shifts.day", "shifts.day.color", "shifts.night"}


def test_neighbouring_slots_of_one_size_are_one_shift():
    assert segments(HOURLY, need(h08=2, h12=3, h20=0)) == [
        ("from_0800", "08:00-12:00", 2),
        ("from_1200", "12:00-20:00", 3),
    ]
    assert segments(HOURLY, [1] * 6 + [0] * 16 + [1] * 2) == [("from_2200", "22:00-06:00", 1)]
    assert segments(HOURLY, [2] * 24) == [("all_day", "00:00-24:00", 2)]


def test_people_of_a_pool_are_rostered_for_all_who_claim_it():
    booth = {"service_time": "exponential mean 10 min", "servers": 6, "needs": {"crew": 2}}
    beside = {"service_time": "exponential mean 20 min", "servers": 4, "needs": {"crew": 1}}
    arrives = {"arrives": "profile", "volume": "240/d"}
    tree = port({"booth": booth, "bench": beside}, visits("booth", "bench"), arrives)
    tree["layout"]["pools"] = {"crew": {}}
    tree["roster"] = {"shifts": {"crew": {"all": {"hours": "00:00-24:00", "size": "14"}}}}
    roster = rostered(
        Scenario.from_tree(tree), Asked(("booth",), promise=promise_of("P(wait > 20 min) <= 50 %"))
    )
    lanes, crew = roster.lanes["booth"], roster.covers["crew"].staff
    assert list(roster.covers) == ["crew"]
    assert (crew >= 2 * lanes + 3).all()
    assert plan_of(tree).names.pools == ("crew",)
