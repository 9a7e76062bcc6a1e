"""Timetables and appointments: who comes, how late, and who does not."""

import numpy as np
import pytest
from ports import plan_of, port, visits
from scipy import stats

from twin.plan.arrivals import windows
from twin.study.coming import arrivals_by_hour

DAY, HOUR = 86400.0, 3600.0
MONDAY = "2025-09-01 00:00"


def arrivals(arrives, *, days=7, start=MONDAY, replication=0, **sections):
    """All arrivals of a flow, in order of time."""
    rows = [rows for rows, _ in windows(made(arrives, days=days, start=start, **sections), replication)]
    return np.concatenate(rows)


def made(arrives, *, days=7, start=MONDAY, **sections):
    experiment = {"start": start, "horizon": f"{days} d"}
    stations = {"booth": {"service_time": "1 s"}}
    return plan_of(port(stations, visits("booth"), arrives, experiment=experiment, **sections))


def hours(rows):
    return (rows["time"] / HOUR).tolist()


def timetable(**fields):
    return {"arrives": "timetable", **fields}


def slots(slot, **fields):
    return {"arrives": "appointments", "slot": slot, **fields}


def test_a_train_comes_at_its_times_every_day():
    assert hours(arrivals(timetable(at=["18:30", "10:15"]), days=2)) == [10.25, 18.5, 34.25, 42.5]
    assert hours(arrivals(timetable(at="10:15"), days=1)) == [10.25]


def test_two_trains_may_have_one_time():
    rows = arrivals(timetable(at=["10:00", "10:00"]), days=1)
    assert hours(rows) == [10, 10] and len(set(rows["key"])) == 2


def test_so_many_a_day_are_evenly_spaced():
    assert hours(arrivals(timetable(per_day=4), days=1)) == [0, 6, 12, 18, 24]
    assert hours(arrivals(timetable(per_day=3, first="06:00"), days=1)) == [6, 14, 22]
    # The last of the day before comes in the morning.
    assert hours(arrivals(timetable(per_day=3, first="20:00"), days=1)) == [4, 12, 20]


def test_a_timetable_knows_days_and_holidays():
    roster = {"holidays": {"naadam": "09-02"}}
    rows = arrivals(timetable(at="10:00", days="mon to fri", closed="naadam"), roster=roster)
    assert hours(rows) == [10, 58, 82, 106]


def test_nobody_is_before_time_where_all_are_late():
    rows = arrivals(timetable(at="10:00", late="exponential mean 20 min"), days=1000)
    late = rows["time"] % DAY - 10 * HOUR
    assert late.min() > 0
    assert stats.kstest(late, "expon", args=(0, 1200)).pvalue > 1e-4


def test_some_come_early_by_the_same_law_or_by_their_own():
    law = "exponential mean 20 min"
    for early_by in ({}, {"early_by": law}):
        rows = arrivals(timetable(at="10:00", late=law, early="30 %", **early_by), days=2000)
        off = rows["time"] % DAY - 10 * HOUR
        assert (off < 0).mean() == pytest.approx(0.3, abs=4 * (0.21 / 2000) ** 0.5)
        for part in (off[off > 0], -off[off < 0]):
            assert stats.kstest(part, "expon", args=(0, 1200)).pvalue > 1e-4


def test_who_is_not_late_and_not_early_is_on_time():
    rows = arrivals(timetable(at="10:00", early="30 %", early_by="20 min"), days=500)
    assert set(rows["time"] % DAY / HOUR) == {10.0, 10.0 - 1 / 3}


def test_one_who_was_due_before_the_start_still_comes():
    assert hours(arrivals(timetable(at="20:00", late="5 h"), days=1)) == [1]
    assert hours(arrivals(timetable(at="04:00", early="100 %", early_by="5 h"), days=1)) == [23]
    assert hours(arrivals(timetable(at="10:00"), days=1, start="2025-09-01 12:00")) == [22]


def test_nobody_comes_more_than_a_day_early():
    rows = arrivals(timetable(at="12:00", early="100 %", early_by="exponential mean 20 h"), days=100)
    early = 12 * HOUR - (rows["time"] % DAY)
    assert (early % DAY == 0).sum() == pytest.approx(100 * np.exp(-1.2), abs=20)


def test_a_cap_keeps_the_first_of_each_calendar_day():
    fields = {"per_day": 20, "late": "exponential mean 6 h"}
    everyone, kept = arrivals(timetable(**fields), days=50), arrivals(timetable(**fields, cap=10), days=50)
    wanted = []
    for day in range(50):
        of_day = everyone[everyone["time"] // DAY == day]
        wanted += of_day["key"][:10].tolist()
    assert kept["key"][kept["time"] < 50 * DAY].tolist() == wanted


def test_some_are_cancelled_and_no_others_move():
    fields = {"per_day": 40, "late": "exponential mean 6 h"}
    everyone = arrivals(timetable(**fields), days=50)
    kept = arrivals(timetable(**fields, cancelled="5 %"), days=50)
    assert set(kept["key"]) < set(everyone["key"])
    assert len(kept) / len(everyone) == pytest.approx(0.95, abs=0.02)
    still = everyone[np.isin(everyone["key"], kept["key"])]
    assert (still["time"] == kept["time"]).all()


def test_one_train_more_shifts_nobodys_luck():
    fields = {"late": "exponential mean 1 h"}
    few = arrivals(timetable(at=["10:00", "14:00"], **fields))
    more = arrivals(timetable(at=["08:00", "10:00", "14:00"], **fields))
    times = dict(zip(more["key"].tolist(), more["time"].tolist(), strict=True))
    assert all(times[row["key"].item()] == row["time"] for row in few)


def test_a_bus_brings_all_its_passengers():
    rows = arrivals(timetable(at=["10:00", "14:00"], platoon=45), days=1)
    assert np.bincount((rows["time"] // HOUR).astype(int)).tolist()[10:15] == [45, 0, 0, 0, 45]


def test_slots_follow_each_other_from_midnight():
    assert hours(arrivals(slots("12 h"), days=1)) == [0, 12, 24]
    assert hours(arrivals(slots("12 h"), days=1, start="2025-09-01 06:00")) == [6, 18]
    assert hours(arrivals(slots("36 h"), days=3)) == [0, 36, 72]
    assert hours(arrivals(slots("12 h", per_slot=2), days=1)) == [0, 0, 12, 12, 24, 24]


def test_slots_lie_within_the_hours():
    roster = {"calendars": {"day": {"hours": ["08:00-12:00", "13:00-20:00"], "days": "mon to sat"}}}
    rows = arrivals(slots("3 h", hours="day"), roster=roster, days=7)
    assert hours(rows)[:4] == [8, 13, 16, 32]
    assert len(rows) == 18


def test_a_share_is_booked_and_a_share_of_that_shows():
    rows = arrivals(slots("20 min", booked="80 %", no_show="10 %"), days=100)
    n = 100 * 72
    assert len(rows) == pytest.approx(0.72 * n, abs=4 * (0.72 * 0.28 * n) ** 0.5)


def test_off_by_a_normal_time_is_early_too():
    rows = arrivals(slots("24 h", off_by="normal mean 1 h cv 100 %"), days=2000)
    off = (rows["time"] + 12 * HOUR) % DAY / HOUR - 12
    assert stats.kstest(off, "norm", args=(1, 1)).pvalue > 1e-4


def test_misusers_come_at_any_time():
    rows = arrivals(slots("24 h", per_slot=10, misuse="20 %"), days=100)
    other = rows["time"][rows["time"] % DAY != 0] % DAY
    assert len(other) == pytest.approx(200, abs=4 * (0.16 * 1000) ** 0.5)
    assert stats.kstest(other, "uniform", args=(0, DAY)).pvalue > 1e-4


def test_more_appointments_a_slot_move_none():
    few, many = (
        arrivals(slots("2 h", per_slot=n, no_show="10 %", late="exponential mean 1 h")) for n in (2, 3)
    )
    times = dict(zip(many["key"].tolist(), many["time"].tolist(), strict=True))
    assert len(many) > len(few)
    assert all(times[row["key"].item()] == row["time"] for row in few)


@pytest.mark.parametrize(
    "arrives",
    [
        timetable(per_day=8, late="exponential mean 2 h", early="30 %", cancelled="10 %", platoon="1 to 3"),
        timetable(at=["10:20", "22:50"], late="exponential mean 3 h", days="mon to fri"),
        slots("4 h", per_slot=3, booked="80 %", off_by="normal mean 1 h cv 100 %", misuse="20 %"),
        slots("4 h", per_slot=3, late="exponential mean 2 h", early="30 %", no_show="10 %"),
    ],
)
def test_what_is_expected_is_what_comes_on_average(arrives):
    plan = made(arrives)
    (expected,) = arrivals_by_hour(plan, plan.sources[0]).values()
    found = np.zeros(168)
    for i in range(100):
        times = np.concatenate([rows for rows, _ in windows(plan, i)])["time"]
        found += np.histogram(times, 168, (0, 168 * HOUR))[0]
    wanted = 100 * expected
    assert (abs(found - wanted) < 6 * (3 * wanted) ** 0.5 + 6).all()  # platoons vary more than single ones
    assert found.sum() == pytest.approx(wanted.sum(), rel=0.02)


def test_a_cap_is_expected_as_well():
    plan = made(timetable(per_day=20, cap=10))
    (expected,) = arrivals_by_hour(plan, plan.sources[0]).values()
    assert expected.sum() == pytest.approx(70, abs=0.6)
