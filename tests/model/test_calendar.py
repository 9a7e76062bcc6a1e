"""Hours, shifts and resets as seconds from the start."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trees import fault, one_booth, port, refused

from twin.model.calendar import open_intervals, pool_sizes, quota_resets

H = 3600.0
D = 24 * H
MONDAY = "2025-09-01 00:00"


def opened(calendar, *, start=MONDAY, horizon="1 d", **roster):
    """When a calendar is open."""
    changes = {f"roster__{word}": value for word, value in roster.items()}
    scenario = port(
        roster__calendars__c=calendar, experiment__start=start, experiment__horizon=horizon, **changes
    )
    return open_intervals(scenario, "c")


def staffed(*, start=MONDAY, horizon="1 d", **shifts):
    """How many officers there are."""
    scenario = port(
        layout__pools__officers={},
        roster__shifts__officers=shifts,
        experiment__start=start,
        experiment__horizon=horizon,
    )
    return pool_sizes(scenario, "officers")


def full_again(*, start=MONDAY, horizon="1 d", **quota):
    """When a quota is full again."""
    scenario = port(policy__quotas__q=quota, experiment__start=start, experiment__horizon=horizon)
    return quota_resets(scenario, "q")


def test_hours_of_one_day():
    assert opened({"hours": "08:00-20:00"}) == [(8 * H, 20 * H)]


def test_always_is_there_and_open_from_end_to_end():
    assert open_intervals(port(), "always") == open_intervals(port(), None) == [(0.0, D)]


def test_days_that_touch_are_one_interval():
    assert opened({"hours": "00:00-24:00"}, horizon="3 d") == [(0.0, 3 * D)]


def test_hours_over_midnight_belong_to_the_day_they_begin():
    assert opened({"hours": "22:00-06:00"}) == [(0.0, 6 * H), (22 * H, D)]
    assert opened({"hours": "22:00-06:00", "days": "mon"}, horizon="2 d") == [(22 * H, 30 * H)]


def test_hours_in_several_pieces():
    pieces = [(8 * H, 12 * H), (14 * H, 18 * H)]
    assert opened({"hours": "08:00-12:00 and 14:00-18:00"}) == pieces
    assert opened({"hours": ["14:00-18:00", "08:00-12:00"]}) == pieces


def test_weekdays():
    week = opened({"hours": "08:00-09:00", "days": "mon to fri"}, horizon="1 week")
    assert [start // D for start, _ in week] == [0, 1, 2, 3, 4]
    assert opened({"hours": "08:00-09:00", "days": ["sun"]}, horizon="1 week") == [
        (6 * D + 8 * H, 6 * D + 9 * H)
    ]
    assert len(opened({"hours": "08:00-09:00", "days": "sat to mon"}, horizon="1 week")) == 3


def test_holidays_close_a_calendar_that_names_them():
    holidays = {"feast": "09-02 to 09-03"}
    days = opened({"hours": "08:00-09:00", "closed": "feast"}, horizon="4 d", holidays=holidays)
    assert [start // D for start, _ in days] == [0, 3]
    assert len(opened({"hours": "08:00-09:00"}, horizon="4 d", holidays=holidays)) == 4


def test_a_holiday_may_have_a_year_or_go_over_the_new_year():
    holidays = {"once": "2025-09-02", "winter": "12-30 to 01-02"}
    closed = {"hours": "08:00-09:00", "closed": ["once", "winter"]}
    assert len(opened(closed, horizon="2 d", holidays=holidays)) == 1
    assert len(opened(closed, start="2026-09-01 00:00", horizon="2 d", holidays=holidays)) == 2
    days = opened(closed, start="2025-12-29 00:00", horizon="6 d", holidays=holidays)
    assert [start // D for start, _ in days] == [0, 5]


def test_a_shift_of_the_eve_runs_into_the_holiday():
    closed = {"hours": "22:00-06:00", "closed": "feast"}
    assert opened(closed, horizon="2 d", holidays={"feast": "09-02"}) == [(0.0, 6 * H), (22 * H, 30 * H)]


def test_another_time_zone_opens_earlier_or_later():
    assert opened({"hours": "08:00-20:00", "time_zone": "UTC+09:00"}) == [(7 * H, 19 * H)]
    assert opened({"hours": "08:00-20:00", "time_zone": "UTC+07:00"}) == [(9 * H, 21 * H)]
    assert opened({"hours": "08:00-20:00", "time_zone": "Asia/Ulaanbaatar"}) == [(8 * H, 20 * H)]


def test_a_zone_with_summer_time_moves_by_an_hour():
    berlin = {"hours": "08:00-09:00", "time_zone": "Europe/Berlin"}
    first, _, third = opened(berlin, start="2025-10-25 00:00", horizon="3 d")
    assert (first[0], third[0]) == (14 * H, 2 * D + 15 * H)


def test_a_start_within_the_hours_cuts_them():
    assert opened({"hours": "08:00-20:00"}, start="2025-09-01 10:30") == [(0.0, 9.5 * H), (21.5 * H, D)]


def test_hours_outside_the_horizon_are_left_out():
    assert opened({"hours": "08:00-20:00"}, horizon="8 h") == []


@given(
    st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda hours: hours[0] != hours[1]),
    st.integers(0, 23),
    st.integers(1, 200),
)
def test_intervals_are_apart_in_order_and_within_the_horizon(hours, hour, horizon):
    said = f"{hours[0]:02d}:00-{hours[1]:02d}:00"
    found = opened({"hours": said}, start=f"2025-09-01 {hour:02d}:00", horizon=f"{horizon} h")
    assert all(0 <= start < end <= horizon * H for start, end in found)
    assert all(before[1] < after[0] for before, after in zip(found, found[1:], strict=False))


@given(st.integers(0, 23), st.integers(1, 24), st.integers(1, 9))
def test_a_calendar_is_open_as_long_as_its_hours_say(first, length, days):
    last = (first + length) % 24 or 24
    found = (
        opened({"hours": f"{first:02d}:00-{last:02d}:00"}, horizon=f"{days} d")
        if first != last
        else [(0, days * D)]
    )
    assert sum(end - start for start, end in found) == days * (length if first != last else 24) * H


def test_a_pool_with_a_size_is_that_large_all_the_time():
    scenario = port(layout__pools__officers={"size": 45})
    assert pool_sizes(scenario, "officers") == [(0.0, 45)]


def test_shifts_add_up_and_change_at_one_time_once():
    day, night = {"hours": "08:00-20:00", "size": 14}, {"hours": "20:00-08:00", "size": 10}
    assert staffed(day=day, night=night) == [(0.0, 10), (8 * H, 14), (20 * H, 10)]
    assert staffed(day=day) == [(0.0, 0), (8 * H, 14), (20 * H, 0)]


def test_a_change_that_changes_nothing_is_none():
    half = {"hours": "08:00-14:00", "size": 3}, {"hours": "14:00-20:00", "size": 3}
    assert staffed(morning=half[0], afternoon=half[1]) == [(0.0, 0), (8 * H, 3), (20 * H, 0)]


def test_shifts_of_weekdays():
    week = staffed(day={"hours": "08:00-20:00", "size": 2, "days": ["sat"]}, horizon="1 week")
    assert week == [(0.0, 0), (5 * D + 8 * H, 2), (5 * D + 20 * H, 0)]


@given(st.lists(st.tuples(st.integers(0, 23), st.integers(1, 12), st.integers(0, 9)), min_size=1, max_size=4))
def test_pool_sizes_begin_at_0_and_rise_in_time(shifts):
    named = {
        f"s{i}": {"hours": f"{start:02d}:00-{(start + length) % 24:02d}:00", "size": size}
        for i, (start, length, size) in enumerate(shifts)
    }
    sizes = staffed(**named, horizon="3 d")
    times = [time for time, _ in sizes]
    assert times[0] == 0.0
    assert times == sorted(set(times))
    assert all(0 <= size <= sum(size for _, _, size in shifts) for _, size in sizes)


def test_a_quota_of_a_day_is_full_again_at_its_hour():
    assert full_again(count=9, horizon="3 d") == [D, 2 * D, 3 * D]
    assert full_again(count=9, resets="07:00", horizon="2 d") == [7 * H, 31 * H]
    assert full_again(count=9, resets="07:00", start="2025-09-01 08:00") == [23 * H]


def test_a_quota_of_hours_and_weeks():
    assert full_again(count=9, per="h", horizon="3 h") == [H, 2 * H, 3 * H]
    assert full_again(count=9, per="6 h", resets="02:00") == [2 * H, 8 * H, 14 * H, 20 * H]
    assert full_again(count=9, per="week", start="2025-09-03 00:00", horizon="2 week") == [5 * D, 12 * D]


@pytest.mark.parametrize(
    ("calendar", "path", "said"),
    [
        (
            {"hours": "8-20"},
            ".hours",
            "is '8-20': a time of day is written '08:30', in quotes, from 00:00 to 24:00",
        ),
        (
            {"hours": "08:00"},
            ".hours",
            "is '08:00': hours are written 08:00-20:00, round the clock 00:00-24:00",
        ),
        (
            {"hours": "08:00-08:00"},
            ".hours",
            "is '08:00-08:00': hours begin and end at the same time; round the clock is 00:00-24:00",
        ),
        (
            {"hours": 620},
            ".hours",
            "is '620': YAML read a time of day as a number; put it in quotes: '10:20'",
        ),
        (
            {"hours": ["08:00-12:00", "11:00-13:00"]},
            ".hours",
            "hours overlap; write each hour of the day once",
        ),
        (
            {"hours": ["22:00-06:00", "05:00-08:00"]},
            ".hours",
            "hours overlap; write each hour of the day once",
        ),
        (
            {"days": ["mon", "tus"]},
            ".days",
            "tus is not a day; did you mean tue?; days are mon, tue, wed, thu, fri, sat, sun",
        ),
        (
            {"time_zone": "Ulaanbaatar"},
            ".time_zone",
            "is 'Ulaanbaatar': a time zone is written UTC+08:00, or by name: Asia/Ulaanbaatar",
        ),
    ],
)
def test_a_calendar_that_cannot_be_read_is_refused(calendar, path, said):
    assert refused(one_booth(roster__calendars__c=calendar)) == fault(f"roster.calendars.c{path}", said)


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ("02-30", "is '02-30': 02-30 is not a date; write month-day 07-11, or 2025-07-11"),
        (
            "07-11 to 2025-07-12",
            "is '07-11 to 2025-07-12': dates are written 07-11 to 07-15, or 2025-10-01 to 2025-10-07",
        ),
        ("2025-07-12 to 2025-07-11", "is '2025-07-12 to 2025-07-11': the last day comes before the first"),
    ],
)
def test_holidays_that_are_no_dates_are_refused(dates, said):
    assert refused(one_booth(roster__holidays__feast=dates)) == fault("roster.holidays.feast", said)


def test_a_quota_that_resets_at_an_unquoted_time_is_told_so():
    tree = one_booth(policy__quotas__q={"count": 9, "resets": 620})
    said = "is '620': YAML read a time of day as a number; put it in quotes: '10:20'"
    assert refused(tree) == fault("policy.quotas.q.resets", said)
