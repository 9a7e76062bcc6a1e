"""Waits by name become claims on pools that the calendar fills, or instructions of their own."""

import math

import pytest
from listing import listing
from ports import every, lasting, plan_of, port

from twin.model.errors import ScenarioError
from twin.plan.draws import name_key
from twin.plan.plan import PERMIT, POOL_RESET, UNLIMITED
from twin.study.loads import loads

DESK = {"desk": {"service_time": "10 s"}}
CASES = {
    "at_once": {"share": "70 %", "after": "0 s"},
    "later": {"share": "30 %", "after": "exponential mean 2 h"},
}


def waiting(*names, **sections):
    steps = [*({"wait": name} for name in names), {"leave": "out"}]
    return port(DESK, steps, every(60), **sections)


def resets(plan, name):
    """[(time, units)] of a pool, the first what it begins with."""
    pool = plan.names.pools.index(name)
    entries = plan.arrays.calendar[plan.arrays.calendar["kind"] == POOL_RESET]
    rows = [(entry["time"].item(), entry["value"].item()) for entry in entries if entry["index"] == pool]
    return [(0, plan.arrays.pool["units"][pool].item()), *rows]


def test_a_slot_is_a_pool_for_an_instant():
    slots = {"slots": {"path": {"every": "9 h", "first": "03:00", "takes": 2}}}
    plan = plan_of(waiting("path", policy=slots))
    assert listing(plan) == ["seize ('path', 1)", "leave out"]
    times = [3600.0 * hour for hour in (3, 12, 21)]
    shut = [math.nextafter(time, math.inf) for time in times]
    wanted = [change for time, after in zip(times, shut, strict=True) for change in ((time, 2), (after, 0))]
    assert resets(plan, "path") == [(0, 0), *wanted]


def test_a_departure_at_second_0_is_over_before_any_other_time():
    plan = plan_of(waiting("path", policy={"slots": {"path": {"every": "30 h"}}}))
    (_, units), (shut, after) = resets(plan, "path")
    assert (units, after) == (1, 0)
    assert 0 < shut < 1e-300


def test_hours_that_are_waited_for_are_a_pool_without_limit():
    calendars = {"calendars": {"day": {"hours": "08:00-20:00"}, "night": {"hours": "20:00-08:00"}}}
    plan = plan_of(waiting("day", "night", roster=calendars))
    assert resets(plan, "day") == [(0, 0), (8 * 3600, UNLIMITED), (20 * 3600, 0)]
    assert resets(plan, "night") == [(0, UNLIMITED), (8 * 3600, 0), (20 * 3600, UNLIMITED)]


def test_only_what_is_waited_for_is_in_the_plan():
    calendars = {"calendars": {"day": {"hours": "08:00-20:00"}}}
    plan = plan_of(waiting(roster=calendars, policy={"slots": {"path": {"every": "30 h"}}}))
    assert plan.names.pools == () and len(plan.arrays.calendar) == 0


def test_a_permission_has_purposes_of_its_own_and_a_number_if_it_counts_from_asking():
    permissions = {"first": {"cases": CASES}, "second": {"cases": CASES, "counted_from": "asking"}}
    tree = waiting("first", "second", policy={"permissions": permissions})
    tree["layout"]["flows"]["through"]["steps"].insert(2, {"wait": "second", "as": "once_more"})
    plan = plan_of(tree)
    assert listing(plan) == [
        "permit first arrival",
        "permit second asking 0",
        "permit second asking 0",
        "leave out",
    ]
    first, second, again = plan.arrays.step[plan.arrays.step["op"] == PERMIT]
    assert plan.arrays.tab[first["d"]] == name_key("first.after")
    assert first["key"] == name_key("first.case")
    assert second["key"] == again["key"]
    assert plan.arrays.cum[first["a"] : first["a"] + 2].tolist() == [0.7, 1.0]
    kinds = [plan.arrays.dist["kind"][dist] for dist in plan.arrays.tab[first["d"] + 1 :][:2]]
    assert len(set(kinds)) == 2


def test_a_mark_may_be_for_a_stock_and_for_those_who_wait():
    papers = {"fork": "papers", "into": {"p": [{"mark": "done"}]}}
    tree = port(DESK, [papers, {"wait": "done"}, {"leave": "out"}], every(60))
    tree["layout"]["stocks"] = {"pile": {"holds": "9 t", "only_when": "done"}}
    assert listing(plan_of(tree)) == [
        "spawn 3 same 3",
        "await_mark done",
        "leave out",
        "clear 0",
        "mark 0",
        "end",
    ]


def test_more_marks_than_can_be_told_apart_are_refused():
    marks = [step for i in range(63) for step in ({"mark": f"m{i}"}, {"wait": f"m{i}"})]
    with pytest.raises(ScenarioError, match="63 marks are waited for; at most 62 can be kept apart"):
        plan_of(port(DESK, [*marks, {"leave": "out"}], every(60)))


def test_a_preview_counts_the_units_of_slots_and_quotas_however_often_they_are_asked_for():
    policy = {
        "slots": {"path": {"every": "1 h", "takes": 30}},
        "quotas": {"daily": {"count": 2000}},
        "shares": {"once_more": "50 %"},
    }
    tree = waiting("path", "daily", policy=policy)
    tree["layout"]["flows"]["through"]["steps"][2:2] = [{"branch": "once_more", "then": [{"again": "path"}]}]
    found, _ = loads(plan_of(lasting(tree, "10 h")))
    slot, quota = found["slot", "path"], found["quota", "daily"]
    assert slot.offered.tolist() == [30.0] * 10
    assert slot.work == pytest.approx(quota.work)
    assert quota.work == pytest.approx(2 * 600, rel=0.01)
