"""What the calendar of a plan says: hours, crews, quotas and drains."""

import numpy as np
from ports import every, plan_of, port, visits

from twin.plan.plan import DRAIN, ON_DUTY, POOL_CHANGE, POOL_RESET

H = 3600.0


def tree(fields=(), *, days=2, start="2025-09-01 00:00", **sections):
    stations = {"booth": {"service_time": "10 s", **dict(fields)}}
    experiment = {"start": start, "horizon": f"{days} d"}
    return port(stations, visits("booth"), every(3600), experiment=experiment, **sections)


def entries(plan, kind):
    rows = plan.arrays.calendar[plan.arrays.calendar["kind"] == kind]
    return [(row["time"] / H, int(row["value"]), int(row["index"])) for row in rows]


DAY_SHIFT = {"calendars": {"freight": {"hours": "08:00-20:00"}}}


def test_always_open_has_no_entries():
    plan = plan_of(tree())
    assert len(plan.arrays.calendar) == 0 and plan.arrays.station["on_duty"][0] == 1


def test_a_station_opens_and_closes():
    plan = plan_of(tree({"hours": "freight", "servers": 3}, roster=DAY_SHIFT))
    assert plan.arrays.station["on_duty"][0] == 0
    assert entries(plan, ON_DUTY) == [(8, 3, 0), (20, 0, 0), (32, 3, 0), (44, 0, 0)]


def test_a_run_may_start_within_the_hours():
    plan = plan_of(tree({"hours": "freight"}, start="2025-09-01 10:00", roster=DAY_SHIFT, days=1))
    assert plan.arrays.station["on_duty"][0] == 1
    assert entries(plan, ON_DUTY) == [(10, 0, 0), (22, 1, 0)]


def test_each_lane_opens():
    plan = plan_of(tree({"hours": "freight", "servers": 2, "queue": "lanes"}, roster=DAY_SHIFT, days=1))
    assert entries(plan, ON_DUTY) == [(8, 1, 0), (8, 1, 1), (20, 0, 0), (20, 0, 1)]


def test_hours_through_midnight_do_not_close_at_midnight():
    roster = {"calendars": {"night": {"hours": "20:00-06:00"}}}
    plan = plan_of(tree({"hours": "night"}, roster=roster))
    assert entries(plan, ON_DUTY) == [(6, 0, 0), (20, 1, 0), (30, 0, 0), (44, 1, 0)]


def test_the_neighbour_has_a_clock_of_its_own():
    roster = {"calendars": {"there": {"hours": "08:00-20:00", "time_zone": "UTC+09:00"}}}
    plan = plan_of(tree({"hours": "there"}, roster=roster, days=1))
    assert entries(plan, ON_DUTY) == [(7, 1, 0), (19, 0, 0)]


def test_crews_come_and_go_by_shifts():
    sections = {
        "roster": {
            "shifts": {
                "officers": {
                    "day": {"hours": "08:00-20:00", "size": 5},
                    "late": {"hours": "16:00-24:00", "size": 2},
                }
            }
        }
    }
    raw = tree({"needs": {"officers": 1}}, days=1, **sections)
    raw["layout"]["pools"] = {"officers": {}}
    plan = plan_of(raw)
    assert plan.arrays.pool["units"].tolist() == [0]
    assert entries(plan, POOL_CHANGE) == [(8, 5, 0), (16, 2, 0), (20, -5, 0)]


def test_quotas_are_full_again_at_their_reset():
    raw = tree(policy={"quotas": {"daily": {"count": 17, "per": "d", "resets": "06:00"}}})
    raw["layout"]["flows"]["through"]["steps"].insert(0, {"wait": "daily"})
    assert entries(plan_of(raw), POOL_RESET) == [(6, 17, 0), (30, 17, 0)]


def test_a_drain_takes_whole_kilograms_and_loses_none():
    raw = tree({"fills": "pile"}, roster=DAY_SHIFT, days=2)
    raw["layout"]["stocks"] = {"pile": {"holds": "900 kt", "drain": "175 kt/d", "hours": "freight"}}
    plan = plan_of(raw)
    rows = plan.arrays.calendar[plan.arrays.calendar["kind"] == DRAIN]
    assert rows["value"].sum() == 175_000_000  # twice half a day
    assert rows["time"].min() == 8 * H + 600 and rows["time"].max() == 44 * H
    assert set(np.diff(rows["value"])) <= {-1, 0, 1}


def test_a_slow_drain_takes_a_kilogram_at_a_time():
    raw = tree({"fills": "pile"}, days=2)
    raw["layout"]["stocks"] = {"pile": {"holds": "900 kg", "drain": "48 kg/d"}}
    drained = entries(plan_of(raw), DRAIN)
    assert len(drained) == 96 and {value for _, value, _ in drained} == {1}


def test_entries_stand_in_order_of_time():
    raw = tree({"hours": "freight", "fills": "pile"}, roster=DAY_SHIFT)
    raw["layout"]["stocks"] = {"pile": {"holds": "900 kt", "drain": "175 kt/d"}}
    rows = plan_of(raw).arrays.calendar
    assert (np.diff(rows["time"]) >= 0).all() and {ON_DUTY, DRAIN} == set(rows["kind"])
