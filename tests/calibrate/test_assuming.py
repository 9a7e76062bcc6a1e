"""What records hardly tell is assumed, with a range as wide as they are few, and a port is written."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from queueing import DAY, MONDAY, SERVICE, cleaned, visits

from twin.calibrate.assuming.assuming import assumptions, lacking
from twin.calibrate.assuming.few import law_of_few, law_of_none
from twin.calibrate.calibrating import calibrate
from twin.calibrate.fit import ASSUMED, NOT_IDENTIFIED, Arrivals
from twin.calibrate.port.demand import days_of
from twin.calibrate.port.texts import trees_of
from twin.model.profile import Profile
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan

DAYS = 2
SCANNED, EMPTY = 7, 12  # visits of the scan, and journeys of empty trucks, that are left


@pytest.fixture(scope="module")
def rows():
    """Two days in which the scan and the empty trucks are hardly seen."""
    rows = visits(1, DAYS)
    scans = rows.index[rows["station"] == "scan"]
    rows = rows.drop(scans[SCANNED:])
    empty = rows["case"][rows["cls"] == "empty"].unique()
    return rows[~rows["case"].isin(empty[EMPTY:])]


@pytest.fixture(scope="module")
def fit(rows):
    return calibrate(cleaned(rows, until=MONDAY + DAYS * DAY), seed=1)


def scenario_of(fit):
    trees = trees_of(fit, "thin")
    experiment = {**trees.pop("experiment"), "horizon": "1 d", "warm_up": "0 s", "replications": "1"}
    return Scenario.from_tree({"name": "thin", **trees, "experiment": experiment})


def assumed(fit):
    return {(one.kind, one.station or one.cls): one for one in assumptions(fit)}


def test_what_is_assumed_stays_not_identified(fit):
    verdicts = {(p.kind, p.station or p.cls): p.verdict for p in fit.parameters}
    for what in (("service_mean", "scan"), ("servers", "scan")):
        assert verdicts[what] == NOT_IDENTIFIED and assumed(fit)[what].verdict == ASSUMED


def test_an_assumption_holds_its_value_in_its_range_and_says_on_what_it_rests(fit):
    for one in assumptions(fit):
        assert 0 <= one.low <= one.value <= one.high and one.low < one.high and one.why


def test_the_few_that_were_seen_tell_what_is_assumed(fit):
    scan = assumed(fit)["service_mean", "scan"]
    assert scan.n == SCANNED and scan.low < SERVICE["scan"][0] < scan.high
    assert assumed(fit)["arrivals_a_day", "empty"].value == pytest.approx(EMPTY / DAYS, rel=0.1)


def test_the_port_runs_and_its_ledger_names_the_assumptions(fit):
    scenario = scenario_of(fit)
    assert compile_plan(scenario).horizon == DAY
    rows = {row.path: row for row in scenario.ledger if row.kind == "assumed"}
    assert rows["layout.stations.scan.service_time"].low and rows["layout.stations.scan.servers"].low
    assert rows["demand.flows.empty_weekday.volume"].high.endswith("/d")
    assert f"{SCANNED} services have a start and an end" in rows["layout.stations.scan.service_time"].text


def test_without_any_end_times_to_the_next_start_are_the_most_a_service_takes(rows):
    fit = calibrate(cleaned(rows.assign(ended=np.nan), until=MONDAY + DAYS * DAY), seed=1)
    desk = assumed(fit)["service_mean", "desk"]
    assert not fit.services and desk.low < SERVICE["desk"][0] < desk.high
    assert compile_plan(scenario_of(fit))


def test_without_any_start_times_from_the_last_end_are_the_most_a_service_takes(rows):
    ends = rows.assign(started=np.nan, joined=np.nan)
    fit = calibrate(cleaned(ends, until=MONDAY + DAYS * DAY), seed=1)
    desk = assumed(fit)["service_mean", "desk"]
    assert not fit.services and desk.low < SERVICE["desk"][0] < desk.high
    assert compile_plan(scenario_of(fit))


@pytest.mark.parametrize("unseen", [["started", "ended"], ["joined", "started"]])
def test_a_station_that_nobody_saw_serving_keeps_up_with_those_who_pass(rows, unseen):
    only = rows.copy()
    only.loc[only["station"] == "gate", unseen] = np.nan
    found = assumed(calibrate(cleaned(only, until=MONDAY + DAYS * DAY), seed=1))
    gate = only["joined" if "ended" in unseen else "ended"][only["station"] == "gate"]
    busiest = np.bincount(((gate % DAY) // 3600).astype(int)).max() / DAYS
    mean, servers = found["service_mean", "gate"], found["servers", "gate"]
    assert mean.value * busiest / 3600 <= servers.value <= 2


def test_a_port_without_any_duration_is_refused_with_the_reason(rows):
    gate = rows[rows["station"] == "gate"].assign(ended=np.nan)
    fit = calibrate(cleaned(gate, until=MONDAY + DAYS * DAY), seed=1)
    assert list(lacking(fit)) == ["how long services take at gate"]


@given(st.lists(st.floats(1.0, 1e5), min_size=1, max_size=19), st.floats(0.05, 3.0))
def test_a_range_of_few_holds_their_mean_and_knows_no_zero(values, cv):
    few = law_of_few(np.array(values), cv)
    assert 0 < few.mean_within[0] < few.mean < few.mean_within[1] < np.inf
    assert 0 < few.cv_within[0] < few.cv_within[1]
    none = law_of_none(np.array(values), cv)
    assert none.mean_within[0] <= none.mean <= none.mean_within[1]


@pytest.mark.parametrize("n", [2, 5, 15])
def test_nine_in_ten_ranges_of_few_hold_the_truth(n):
    generator = np.random.default_rng(n)
    s2 = np.log1p(0.6**2)
    samples = np.exp(generator.normal(-s2 / 2, np.sqrt(s2), (400, n)))
    ends = np.array([law_of_few(values, 0.6).mean_within for values in samples])
    assert ((ends[:, 0] < 1) & (ends[:, 1] > 1)).mean() > 0.87


def arrivals(days):
    flat = np.ones(24)
    return Arrivals("truck", days, flat, flat, flat, 300, 20.0, np.nan)


@settings(max_examples=25)
@given(
    st.sets(st.integers(0, 400), max_size=5),
    st.sampled_from([{"weekday"}, {"weekend"}, {"weekday", "weekend"}]),
)
def test_every_day_is_of_one_type(offsets, seen):
    first = date(2026, 1, 1)
    holidays = tuple(str(first + timedelta(days=n)) for n in sorted(offsets))
    types = seen | ({"holiday"} if holidays else set())
    profiles = [Profile.model_validate(days_of(arrivals(days), types, holidays)) for days in sorted(types)]
    for n in range(0, 400, 7):
        day = first + timedelta(days=n)
        assert sorted(profile.factor(day) for profile in profiles) == [0.0] * (len(types) - 1) + [1.0]
    assert all(profiles[0].factor(date.fromisoformat(day)) == ("holiday" in types) for day in holidays)
