"""A record of the port that is simulated holds, and one of another port does not, or is refused."""

import logged
import numpy as np
import pytest

from twin.calibrate.validation.distances import circadian_event
from twin.calibrate.validation.floor import BAR
from twin.calibrate.validation.sample import DAY, recorded, seen_as, simulated
from twin.calibrate.validation.validating import (
    DIFFERS,
    HOLDS,
    REFUSED,
    simulated_days,
    validate,
)
from twin.plan.compile import compile_plan

DAYS, MONDAY = 5, 0
OTHER = 100  # a replication that is none of the simulated ones
SLOW = {"service_time": "gamma mean 14 min cv 35 %"}


def plan(**changes):
    return compile_plan(logged.scenario(days=DAYS + 1, **changes))


@pytest.fixture(scope="module")
def samples():
    return simulated_days([plan()] * 9, simulated(plan(), OTHER, DAYS, MONDAY))


def found(samples, **changes):
    other = plan(**changes)
    earlier = simulated(other, OTHER + 1, DAYS, MONDAY)
    return validate(simulated(other, OTHER, DAYS, MONDAY), samples, earlier=earlier)


def test_the_port_itself_holds(samples):
    same = found(samples)
    assert same.verdict == HOLDS and not same.why
    assert all(one.ratio < 1.5 * BAR for one in same.distances)
    assert {one.days for one in same.criteria} == {"weekday"}  # five days, none of a weekend
    covered = [one.coverage for one in same.forecasts if one.measure == "arrivals"]
    assert covered[0] > 0.75 and same.replications == 9 and same.days == DAYS


def test_a_slower_station_is_named_and_nothing_else(samples):
    slower = found(samples, scanner=SLOW)
    assert slower.verdict == DIFFERS and slower.why == ("service scanner",)


def test_a_tenth_at_a_station_is_seen_where_the_times_in_port_do_not_show_it(samples):
    slower = found(samples, weighbridge={"service_time": "gamma mean 112.2 s cv 30 %"})
    assert slower.verdict == DIFFERS and slower.why == ("service weighbridge",)
    assert {one.name for one in slower.distances if not one.holds} == {"service"}


def test_what_ends_after_the_last_day_is_no_weekday_of_its_own(samples):
    late = samples[0].visits.assign(ended=samples[0].visits["ended"].where(lambda end: end < DAYS * DAY))
    found = circadian_event([samples[0], samples[0]._replace(visits=late)])
    assert found[0, 1] == 0


def test_services_whose_times_are_too_coarse_for_them_are_not_compared(samples):
    record = simulated(plan(), OTHER, DAYS, MONDAY)
    named = record.visits.assign(started_within=0.0, ended_within=0.0)
    named.loc[named["station"] == "gate_in", "ended_within"] = 30.0  # of services of a minute
    coarse = validate(recorded(named, 0.0, DAYS, MONDAY), samples)
    compared = {one.station for one in coarse.distances if one.station}
    assert compared == set(record.visits["station"]) - {"gate_in"}


def test_another_demand_is_named_by_what_is_counted(samples):
    busier = found(samples, volume="520/d")
    assert busier.verdict in (DIFFERS, REFUSED) and "n_gram" in busier.why
    failed = {(one.measure, one.criterion) for one in busier.criteria if not one.holds}
    assert ("arrivals", "systematic_error") in failed


def test_a_port_with_other_stations_is_refused_by_their_names(samples):
    record = simulated(plan(), OTHER, DAYS, MONDAY)
    strange = record.visits.assign(station=record.visits["station"].replace({"scanner": "x_ray"}))
    refused = validate(record._replace(visits=strange), samples)
    assert refused.verdict == REFUSED and set(refused.why) == {"x_ray", "scanner"} and not refused.distances


def test_a_port_far_beyond_the_floor_is_refused(samples):
    slow = {
        name: {"service_time": "gamma mean 20 min cv 50 %", "servers": 60} for name in ("gate_in", "gate_out")
    }
    refused = found(samples, volume="900/d", **slow)
    assert refused.verdict == REFUSED and {"n_gram", "cycle_time", "relative_event"} <= set(refused.why)


def test_simulated_days_are_seen_as_the_record_was(samples):
    record = simulated(plan(), OTHER, DAYS, MONDAY)
    blind = record._replace(visits=record.visits.assign(joined=np.nan))
    record = blind._replace(visits=blind.visits[blind.visits["station"] == "documents"])
    seen = [
        seen_as(each._replace(visits=each.visits[each.visits["station"] == "documents"]), record)
        for each in samples
    ]
    assert all(each.visits["joined"].isna().all() and each.visits["ended"].notna().all() for each in seen)
    assert validate(record, seen).verdict == HOLDS


def test_a_handful_of_visits_says_nothing(samples):
    record = simulated(plan(), OTHER, DAYS, MONDAY)
    few = validate(record._replace(visits=record.visits.head(20)), samples)
    assert few.verdict == REFUSED and few.why == ()


def test_cleaned_visits_become_a_sample_of_who_came_within_the_days():
    own = simulated(plan(), OTHER, 2, MONDAY)
    shift = 1_772_409_600.0  # 2026-03-02 00:00 UTC
    visits = own.visits.assign(**{name: own.visits[name] + shift for name in ("joined", "started", "ended")})
    visits = visits.assign(started_within=0.0, ended_within=0.0)
    again = recorded(visits, shift, 2, MONDAY)
    assert list(again.visits["station"]) == list(own.visits["station"])
    assert list(again.visits["case"]) == list(own.visits["case"])
    first = recorded(visits, shift, 1, MONDAY)
    assert 0 < len(first.arrived) < len(own.arrived) and first.arrived.max() < DAY
