"""Arrivals by the hour are found again, whatever was dark, and those who come together are told."""

import numpy as np
import pytest
from queueing import DAY, HOUR, MONDAY, RATE, cleaned, month, visits

from twin.calibrate.arrivals.arriving import arrivals_of
from twin.calibrate.arrivals.counts import counts_of
from twin.calibrate.arrivals.spline import rates_of
from twin.calibrate.fit import NOT_IDENTIFIED
from twin.calibrate.recorded import on_the_wall, recorded, type_of


@pytest.fixture(scope="module")
def log():
    return recorded(month())


def test_rates_by_the_hour_are_found_again(log):
    made = {(each.cls, each.days): each for each in arrivals_of(log).arrivals}
    for cls, profiles in RATE.items():
        found = np.array([HOUR * made[cls, days].rate for days in ("weekday", "weekend")])
        assert np.abs(found - profiles).sum() / np.sum(profiles) < 0.08
        low = np.array([HOUR * made[cls, days].low for days in ("weekday", "weekend")])
        high = np.array([HOUR * made[cls, days].high for days in ("weekday", "weekend")])
        assert ((low < profiles) & (profiles < high)).mean() > 0.75


def test_smoothing_loses_nobody():
    generator = np.random.default_rng(6)
    number = generator.poisson(np.outer([20, 8], 3 + np.arange(24) % 7)).astype(float)
    watched = np.outer([20, 8], np.full(24, HOUR))
    rate = np.exp(rates_of(number, watched).log_rate)
    assert (rate * watched).sum(axis=1) == pytest.approx(number.sum(axis=1), rel=1e-5)


def test_hours_that_nobody_watched_are_no_quiet_hours():
    rows = visits(1)
    dark = MONDAY + 2 * DAY + 9 * HOUR, MONDAY + 2 * DAY + 21 * HOUR
    rows = rows[~rows["joined"].between(*dark) | (rows["number"] > 0)]
    rows = rows[rows.groupby("case")["number"].transform("min") == 0]
    spans = [(MONDAY, dark[0]), (dark[1], MONDAY + 28 * DAY)]
    whole = cleaned(rows, until=MONDAY + 28 * DAY)
    parts = [whole.watched.assign(begins=begin, ends=end) for begin, end in spans]
    watched = type(whole.watched)(np.vstack([p.to_numpy() for p in parts]), columns=whole.watched.columns)
    counts = counts_of(recorded(whole._replace(watched=watched)))
    assert counts.watched[2, 9:21].sum() == 0.0 and counts.watched[3].sum() == pytest.approx(DAY)


def test_an_arrival_that_no_device_saw_is_reckoned_from_the_start():
    rows = visits(1)
    gate = rows["number"] == 0
    lost = gate & (np.arange(len(rows)) % 20 == 0)
    rows.loc[lost, "joined"] = np.nan
    whole = cleaned(rows, until=MONDAY + 28 * DAY)
    unseen = whole.cases.assign(
        arrived=np.where(np.isnan(rows.loc[gate, "joined"]), np.nan, whole.cases["arrived"])
    )
    counts = counts_of(recorded(whole._replace(cases=unseen)))
    assert counts.number.sum() == pytest.approx(len(unseen), abs=2) and counts.reckoned > 0.01


def test_who_comes_in_platoons_is_told():
    generator = np.random.default_rng(8)
    starts = MONDAY + np.sort(generator.random(3000)) * 28 * DAY
    size = generator.geometric(1 / 3, 3000)
    times = np.sort(np.repeat(starts, size) + generator.random(size.sum()) * 20)
    rows = visits(1, 1).iloc[:1]
    rows = rows.loc[rows.index.repeat(len(times))].assign(case=np.arange(len(times)), joined=times)
    rows = rows.assign(started=times, ended=times + 60, number=0, station="gate")
    made = arrivals_of(recorded(cleaned(rows, until=MONDAY + 28 * DAY)))
    assert made.arrivals[0].platoon == pytest.approx(3.0, rel=0.15)
    platoon = next(each for each in made.parameters if each.kind == "platoon")
    assert platoon.low < 3.0 < platoon.high


def test_alone_is_alone(log):
    assert all(each.platoon == 1.0 for each in arrivals_of(log).arrivals)


def test_without_a_weekend_none_is_made_up():
    made = arrivals_of(recorded(month(days=3)))
    assert {each.days for each in made.arrivals} == {"weekday"}
    unknown = [each for each in made.parameters if each.verdict == NOT_IDENTIFIED]
    assert {"weekend", "day"} <= {each.key for each in unknown}
    assert all(np.isnan(each.value) for each in unknown)


def test_the_clock_is_the_ports_and_follows_summer_time():
    winter, summer = 1767225600.0, 1782864000.0  # 2026-01-01 and 2026-07-01, both 00:00 UTC
    berlin = on_the_wall(np.array([winter, np.nan, summer]), "Europe/Berlin")
    assert berlin[[0, 2]] - [winter, summer] == pytest.approx([HOUR, 2 * HOUR]) and np.isnan(berlin[1])
    assert on_the_wall([winter], "Asia/Shanghai")[0] - winter == 8 * HOUR


def test_saturday_sunday_and_holidays_are_days_of_their_own():
    days = MONDAY + DAY * np.arange(7)
    assert list(type_of(days, {"2026-03-04"})) == [0, 0, 2, 0, 0, 1, 1]


def test_where_nobody_ever_came_the_rate_may_be_none():
    rows = visits(1, 7)
    came = rows.groupby("case")["joined"].transform("min") % DAY // HOUR
    parameters = arrivals_of(recorded(cleaned(rows[~came.between(2, 4)], until=MONDAY + 7 * DAY))).parameters
    low = {int(p.key[-2:]): p.low for p in parameters if p.kind == "arrival_rate" and "weekday" in p.key}
    assert low[2] == low[3] == low[4] == 0.0 < low[10]
