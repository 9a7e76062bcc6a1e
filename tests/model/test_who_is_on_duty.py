"""Shifts of stations: how many servers are on duty when, and what is refused."""

import pytest
from trees import fault, one_booth, port, refused

from twin.model.calendar import open_intervals, servers_on_duty
from twin.model.checks.warnings import warnings

H, D = 3600.0, 86400.0


def on_duty(hours=None, servers=8, **shifts):
    changes = (
        {"roster__calendars__c": {"hours": hours}, "layout__stations__booth__hours": "c"} if hours else {}
    )
    scenario = port(
        layout__stations__booth__servers=servers,
        roster__shifts__booth=shifts,
        experiment__horizon="1 d",
        **changes,
    )
    return servers_on_duty(scenario, "booth", open_intervals(scenario, "c" if hours else None))


def shift(hours, size):
    return {"hours": hours, "size": size}


def test_without_shifts_all_are_on_duty_while_it_is_open():
    assert on_duty("08:00-20:00") == [(0, 0), (8 * H, 8), (20 * H, 0)]
    assert on_duty() == [(0, 8)]


def test_shifts_that_overlap_add_up():
    early, late = shift("06:00-14:00", 3), shift("12:00-20:00", 5)
    wanted = [(0, 0), (6 * H, 3), (12 * H, 8), (14 * H, 5), (20 * H, 0)]
    assert on_duty(early=early, late=late) == wanted


def test_shifts_that_follow_each_other_are_no_change():
    assert on_duty(a=shift("00:00-12:00", 4), b=shift("12:00-24:00", 4)) == [(0, 4)]


def test_shifts_count_within_the_hours_only():
    assert on_duty("08:00-20:00", a=shift("00:00-24:00", 4)) == [(0, 0), (8 * H, 4), (20 * H, 0)]


def test_a_night_shift_runs_over_midnight():
    assert on_duty(night=shift("22:00-06:00", 2)) == [(0, 2), (6 * H, 0), (22 * H, 2)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"layout__stations__booth__servers": 8,
             "roster__shifts__booth": {"a": shift("06:00-14:00", 4), "b": shift("12:00-20:00", 5)}},
            "9 are on duty from 2025-09-01 12:00, booth has 8 servers; "
            "make a shift smaller, or give it servers",
        ),
        (
            {"layout__stations__booth__servers": "unlimited",
             "roster__shifts__booth__a": shift("06:00-14:00", 4)},
            "its servers are not counted; give it servers:, or hours: instead of shifts",
        ),
    ],
)  # fmt: skip
def test_more_than_there_are_is_refused(changes, said):
    assert refused(one_booth(**changes)) == fault("roster.shifts.booth", said)


def test_a_shift_of_nothing_is_refused():
    said = "there is no pool or station boot; did you mean booth?; there is booth"
    assert refused(one_booth(roster__shifts__boot__a=shift("06:00-14:00", 1))) == fault(
        "roster.shifts.boot", said
    )


def odd(hours, **shifts):
    changes = (
        {"roster__calendars__c": {"hours": hours}, "layout__stations__booth__hours": "c"} if hours else {}
    )
    return [str(one) for one in warnings(port(roster__shifts__booth=shifts, **changes))]


def test_a_gap_within_the_hours_is_told():
    early, late = shift("08:00-12:00", 1), shift("13:00-20:00", 1)
    said = "nobody is on duty from 2025-09-01 12:00, though c is open; is that a break?"
    assert odd("08:00-20:00", early=early, late=late) == [fault("roster.shifts.booth", said)]


def test_gaps_outside_the_hours_are_nothing_odd():
    assert odd("08:00-20:00", all=shift("06:00-22:00", 1)) == []
    assert odd(None, early=shift("08:00-12:00", 1), late=shift("13:00-20:00", 1)) == []


def test_shifts_outside_the_hours_are_told():
    said = "no shift falls into c: nobody is ever on duty"
    assert odd("08:00-20:00", night=shift("22:00-06:00", 1)) == [fault("roster.shifts.booth", said)]
