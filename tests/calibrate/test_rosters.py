"""Servers by the hour are told by who was busy and who waited, and only as far as they can be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from queueing import DAY, DESKS, HOUR, MONDAY, month

from twin.calibrate.recorded import NOBODY, recorded
from twin.calibrate.rosters.closing import closed_hours
from twin.calibrate.rosters.counting import servers_of
from twin.calibrate.rosters.evidence import Evidence, evidence_at
from twin.calibrate.rosters.lanes import lanes_of
from twin.calibrate.rosters.steps import roster_of, steps_of


@pytest.fixture(scope="module")
def manned():
    return servers_of(recorded(month()))


def test_the_roster_behind_the_records_is_found(manned):
    desks = {made.days: made for made in manned.servers if made.station == "desk"}
    assert (desks["weekday"].number == DESKS).all()
    assert (desks["weekday"].low == DESKS).all() and (desks["weekday"].high == DESKS).all()


def test_what_never_changes_has_no_steps(manned):
    gate = next(made for made in manned.servers if made.station == "gate")
    assert (gate.number == 2).all()


def test_a_number_that_nobody_waited_for_has_no_end_above():
    times = MONDAY + np.arange(200) * HOUR
    busy = 1 + np.arange(200) % 4
    roster = roster_of(Evidence(times, busy, np.zeros(200, bool), 0.0), (np.arange(200) % 24))
    assert (roster.number == 4).all() and (roster.proofs == 0).all()


def test_a_few_starts_that_fit_nothing_change_nothing():
    generator = np.random.default_rng(8)
    hours = generator.integers(0, 24, 4000)
    waited = generator.random(4000) < 0.3
    busy = np.where(waited, 3, generator.integers(1, 4, 4000))
    odd = generator.random(4000) < 0.02
    busy = np.where(odd, generator.integers(1, 7, 4000), busy)
    roster = roster_of(Evidence(MONDAY + DAY * np.arange(4000.0), busy, waited, 0.0), hours)
    assert (roster.number == 3).all()


def test_visits_that_no_device_reported_leave_the_number_as_it_is():
    generator = np.random.default_rng(9)
    hours, waited = generator.integers(0, 24, 3000), generator.random(3000) < 0.3
    seen = np.where(waited, 1 + generator.binomial(4, 0.9, 3000), generator.integers(1, 5, 3000))
    roster = roster_of(Evidence(MONDAY + DAY * np.arange(3000.0), seen, waited, 0.1), hours)
    assert (roster.number == 5).all()


def test_a_few_that_overlap_are_no_third_server_where_many_would_be():
    generator = np.random.default_rng(10)
    hours = generator.integers(0, 24, 10_000)
    busy = np.where(generator.random(10_000) < 0.22, 2, 1)
    busy[:5] = 3
    times = MONDAY + HOUR * (24 * generator.integers(0, 28, 10_000) + hours)
    waited = np.zeros(10_000, bool)
    assert (roster_of(Evidence(times, busy, waited, 0.02, 100.0), hours).number == 2).all()


@pytest.fixture(scope="module")
def log():
    return recorded(month())


def desk_of(log):
    return log.station == log.stations.index("desk")


def test_names_that_serve_one_at_a_time_are_lanes(log):
    assert [lanes_of(log, log.station == s) for s in range(3)] == [2, DESKS.max(), 2]


def test_a_name_that_stands_for_several_servers_is_no_lane(log):
    assert np.isnan(lanes_of(log._replace(server=log.station.astype(np.int64)), desk_of(log)))
    assert np.isnan(lanes_of(log._replace(server=np.full_like(log.server, NOBODY)), desk_of(log)))


def test_services_that_were_mistaken_for_others_make_no_more_servers_than_there_are_lanes(log):
    generator = np.random.default_rng(11)
    here = np.flatnonzero(desk_of(log))
    moved = generator.choice(here, len(here) // 20, replace=False)
    started, ended = log.started.copy(), log.ended.copy()
    shift = generator.uniform(-600, 600, len(moved))
    started[moved] += shift
    ended[moved] += shift
    off = log._replace(started=started, ended=ended)
    assert evidence_at(off, desk_of(off)).busy.max() > DESKS.max()
    desks = [made for made in servers_of(off).servers if made.station == "desk"]
    assert max(made.number.max() for made in desks) == DESKS.max()


@given(st.lists(st.integers(0, 3), min_size=24, max_size=24))
@settings(max_examples=30)
def test_steps_are_all_hours_each_once_and_alike_within(numbers):
    numbers = np.array(numbers)
    groups = steps_of(numbers)
    assert sorted(np.concatenate(groups)) == list(range(24))
    assert all(len(set(numbers[group])) == 1 for group in groups)


def test_hours_in_which_all_wait_and_nobody_is_served_are_closed(log):
    here = desk_of(log)
    clock = log.clock(log.started)
    night = here & (clock % DAY >= 2 * HOUR) & (clock % DAY < 5 * HOUR)
    wait = np.where(night, 5 * HOUR - clock % DAY + 60.0, 0.0)
    shut = log._replace(started=log.started + wait, ended=log.ended + wait)
    assert list(np.flatnonzero(closed_hours(shut, here))) == [2, 3, 4]
    assert not closed_hours(log, here).any()
    desks = [made for made in servers_of(shut).servers if made.station == "desk"]
    assert all((made.number[2:5] == 0).all() and (made.number[5:] > 0).all() for made in desks)


def test_hours_in_which_nobody_comes_are_not_closed(log):
    quiet = log.clock(log.started) % DAY // HOUR != 3
    here = desk_of(log) & quiet
    assert not closed_hours(log, here).any()
