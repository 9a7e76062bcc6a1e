"""Changes planted in a record are found at their day, and records without one alarm as seldom as told."""

import logged
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.calibrate.drift.drifting import FEWEST_DAYS, RISK, drift, whole_days
from twin.calibrate.drift.queueing import by_hour
from twin.calibrate.drift.segments import cuts, differences
from twin.calibrate.drift.series import CAPACITY, SERVERS, Days, all_series
from twin.calibrate.synth.log import joined
from twin.calibrate.visited import DAY, visits_of
from twin.plan.compile import compile_plan

MONDAY = 1_772_409_600.0  # 2026-03-02 00:00 UTC
HOUR = 3600.0
LENGTH, AT = 14, 8
SLOW = {"service_time": "gamma mean 12.4 min cv 35 %"}  # 9.5 min before


def visits(plan, replication, days):
    return visits_of(plan, replication, until=days * DAY)


def dated(frame):
    return frame.assign(**{name: frame[name] + MONDAY for name in ("joined", "started", "ended")})


def found(frame, days=LENGTH):
    return drift(dated(frame), (MONDAY, MONDAY + days * DAY), "UTC")


@pytest.fixture(scope="module")
def usual():
    return visits(compile_plan(logged.scenario(days=LENGTH)), 0, LENGTH)


def changed(usual, **changes):
    """The usual days, from AT on those of a port that is changed."""
    return joined(usual, visits(compile_plan(logged.scenario(days=LENGTH, **changes)), 0, LENGTH), AT * DAY)


def busy(servers):
    """A port at whose scanner a queue stands for hours of each day."""
    return logged.scenario(days=LENGTH, volume="560/d", scanner={"servers": servers})


def of_kind(seen, kind, station=""):
    return [one for one in seen.changes if (one.kind, one.station) == (kind, station)]


def test_a_record_without_a_change_has_none(usual):
    seen = found(usual)
    assert seen.changes == () and seen.looked_at > 10 and seen.days == LENGTH
    assert np.isnan(seen.refit_from) and seen.risk == RISK


def test_a_slower_station_is_found_at_its_day_with_both_values_and_the_refit_begins_there(usual):
    seen = found(changed(usual, scanner=SLOW))
    (one,) = of_kind(seen, "service", "scanner")
    day = (one.day - MONDAY) / DAY
    assert abs(day - AT) <= 1 and one.earliest <= one.day <= one.latest and one.strength > 1
    assert one.before == pytest.approx(570, rel=0.08) and one.after == pytest.approx(744, rel=0.08)
    assert one.before_within[1] < one.after_within[0]
    assert seen.refit_from == max(each.day for each in seen.changes)


def test_more_demand_is_found_in_the_arrivals_alone(usual):
    seen = found(changed(usual, volume="560/d"))
    kinds = {one.kind for one in seen.changes}
    assert "arrivals" in kinds and not kinds & {"service", "share"}
    assert all(abs((one.day - MONDAY) / DAY - AT) <= 2 for one in seen.changes)


def test_fewer_servers_are_found_while_a_queue_stands_and_capacity_falls_with_them():
    before, after = (visits(compile_plan(busy(servers)), 0, LENGTH) for servers in (2, 1))
    seen = found(joined(before, after, AT * DAY))
    (one,) = of_kind(seen, "servers", "scanner")
    assert one.before == pytest.approx(2, abs=0.3) and one.after == pytest.approx(1, abs=0.3)
    assert one.capacity[1] < 0.7 * one.capacity[0]


@pytest.mark.prove
def test_of_forty_records_without_a_change_as_many_alarm_as_told():
    plan = compile_plan(logged.scenario(days=28))
    alarms = sum(bool(found(visits(plan, number, 28), 28).changes) for number in range(40))
    assert alarms <= 5  # of 2 expected; more than 5 have a chance of 1 %


@pytest.mark.prove
@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("service", {"scanner": {"service_time": "gamma mean 11.9 min cv 35 %"}}),
        ("service", {"inspection": {"service_time": "lognormal mean 66 min cv 75 %"}}),
        ("arrivals", {"volume": "500/d"}),
    ],
)
def test_changes_of_a_fifth_are_found_within_two_days_of_a_month(what, change):
    before, after = (compile_plan(logged.scenario(days=28, **each)) for each in ({}, change))
    days = []
    for number in range(5):
        seen = found(joined(visits(before, number, 28), visits(after, number, 28), 16 * DAY), 28)
        days += [(one.day - MONDAY) / DAY for one in seen.changes if one.kind == what][:1]
    assert len(days) >= 4 and np.median(np.abs(np.array(days) - 16)) <= 2


def test_too_few_days_tell_nothing(usual):
    short = found(usual[usual["ended"] < 3 * DAY], 3)
    assert short.changes == () and short.looked_at == 0 and short.days == 3 < FEWEST_DAYS


def test_a_day_that_the_record_has_less_than_whole_does_not_count():
    days = whole_days((MONDAY + 5 * HOUR, MONDAY + 3 * DAY + 2 * HOUR), "UTC")
    assert (days.begin, days.number, days.weekday) == (MONDAY + DAY, 2, 1)
    assert whole_days((MONDAY + 60, MONDAY + 3 * DAY), "UTC") == Days(MONDAY, 3, 0)
    assert whole_days((MONDAY, MONDAY + 2 * DAY), "Asia/Shanghai").begin == MONDAY + 16 * HOUR


def test_what_servers_do_while_a_queue_stands_by_hand():
    rows = [(0, 0, 600), (0, 600, 1500), (0, 1500, 1800), (7200, 7200, 7300)]
    frame = pd.DataFrame(rows, columns=["joined", "started", "ended"]).astype(float)
    stood = by_hour(frame, Days(0.0, 1, 0))
    assert stood.hours[0, :3].tolist() == pytest.approx([1500 / 3600, 0, 0])
    assert stood.busy[0, 0] == stood.hours[0, 0]
    # From the first end, at 600, to the last with a queue, at 1500, one service ended.
    assert stood.counted[0, 0] == pytest.approx(900 / 3600) and stood.ended[0].sum() == 1


def test_a_capacity_is_that_of_the_hours_in_which_a_queue_stood():
    busiest = dated(visits(compile_plan(busy(2)), 0, LENGTH))
    series = {(one.kind, one.station): one for one in all_series(busiest, Days(MONDAY, LENGTH, 0))}
    servers, served = (series[kind, "scanner"] for kind in (SERVERS, CAPACITY))
    assert servers.top.sum() / servers.bottom.sum() == pytest.approx(2, abs=0.2)
    assert served.top.sum() / served.bottom.sum() == pytest.approx(2 * 60 / 9.5, rel=0.15)


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(3, 12))
def test_a_clear_step_is_cut_where_it_is(seed, day):
    rng = np.random.default_rng(seed)
    level = np.where(np.arange(16) < day, 10.0, 14.0) + rng.normal(0, 0.2, 16)
    seen = cuts(level[None], np.ones((1, 16)), risk=0.05, rng=rng)
    cut = next(one for one in seen if one.day == day)
    assert cut.earliest <= day <= cut.latest and len(seen) <= 2


def test_two_steps_are_two_cuts():
    rng = np.random.default_rng(1)
    level = np.repeat([10.0, 14.0, 8.0], 10) + rng.normal(0, 0.3, 30)
    other = rng.normal(5, 1, 30)
    seen = cuts(np.stack([level, other]), np.ones((2, 30)), risk=0.05, rng=rng)
    assert [(cut.series, cut.day) for cut in seen] == [(0, 10), (0, 20)]


def test_days_without_weight_neither_count_nor_are_cut_off():
    level, weight = np.array([1.0, 1, 99, 1, 1, 1]), np.array([1.0, 1, 0, 1, 1, 1])
    assert differences(level[None], weight[None]).max() == 0
    assert cuts(level[None], weight[None], risk=0.05, rng=np.random.default_rng(0)) == []
