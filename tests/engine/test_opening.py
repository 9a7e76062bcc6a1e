"""How many servers are open: by the queue, by the wait, and never more than are on duty."""

import pytest
from ports import lasting, one_booth, plan_of, recorded, told

from twin.engine import run
from twin.results.conservation import violations

QUEUE = {"open_at_queue": 2, "close_at_queue": 0}


def desks(times, rule, service="60 s", *, servers=3, **fields):
    roster = {"roster": fields.pop("roster")} if "roster" in fields else {}
    tree = one_booth(service, recorded(times), servers=servers, **fields)
    return {**lasting(tree, "1 h"), "policy": {"opening": {"booth": rule}}, **roster}


def test_one_more_opens_when_so_many_wait(engine):
    tree = desks([0, 10, 20, 30, 40], {"open_at_queue": 3}, "100 s")
    rows = told(tree, engine, "booth", "started", "server")
    assert rows == [(0, 0), (30, 1), (40, 2), (100, 0), (130, 1)]


def test_those_who_come_at_once_open_one_after_the_other(engine):
    rows = told(desks([0] * 5, {"open_at_queue": 2}), engine, "booth", "started", "server")
    assert rows == [(0, 0), (0, 1), (0, 2), (60, 0), (60, 1)]


def test_one_that_closes_finishes_what_it_does_and_takes_nobody_more(engine):
    rows = told(desks([0, 0, 0, 70, 130], QUEUE, servers=2), engine, "booth", "started", "server")
    # Two wait at 0, so a second opens; none waits at 60, so it closes, idle as it is at 70.
    assert rows == [(0, 0), (0, 1), (60, 0), (120, 0), (180, 0)]


def test_one_more_opens_at_the_instant_at_which_the_first_has_waited_so_long(engine):
    rows = told(desks([0, 10, 20], {"open_at_wait": "15 s"}, "100 s"), engine, "booth", "started")
    assert rows == [(0,), (25,), (35,)]


def test_a_short_queue_closes_none_while_its_first_waits_too_long(engine):
    rule = {"open_at_wait": "15 s", "close_at_queue": 5}
    breakdown = {"mtbf": "constant 5 s", "mttr": "1 h", "clock": "calendar"}
    tree = desks([10, 10], rule, servers=3, breakdown=breakdown)
    assert [start == start for (start,) in told(tree, engine, "booth", "started")] == [False, False]


def test_no_more_open_than_the_rule_says_or_are_on_duty(engine):
    assert told(desks([0] * 4, QUEUE | {"most": 2}), engine, "booth", "started") == [(0,), (0,), (60,), (60,)]
    shifts = {"shifts": {"booth": {"all": {"hours": "00:00-01:00", "size": 2}}}}
    tree = desks([0] * 4, QUEUE | {"fewest": 1}, roster=shifts)
    assert told(tree, engine, "booth", "started") == [(0,), (0,), (60,), (60,)]


def test_the_fewest_are_open_without_a_queue(engine):
    rows = told(desks([0] * 2, {"open_at_queue": 9, "fewest": 2}), engine, "booth", "started", "server")
    assert rows == [(0, 0), (0, 1)]


def test_after_a_night_the_day_begins_with_the_fewest(engine):
    roster = {"calendars": {"day": {"hours": "00:00-00:02 and 00:10-00:20"}}}
    tree = desks([0, 0, 600, 610], QUEUE, "90 s", servers=2, hours="day", roster=roster)
    rows = told(tree, engine, "booth", "started", "server")
    assert rows == [(0, 0), (90, 0), (600, 0), (690, 0)]
    tree = desks([0, 0, 0, 600, 610, 610], QUEUE, "100 s", servers=2, hours="day", roster=roster)
    rows = told(tree, engine, "booth", "started", "server")
    assert rows == [(0, 0), (0, 1), (100, 0), (600, 0), (610, 1), (700, 0)]


def test_closing_one_pauses_nobody(engine):
    roster = {"calendars": {"day": {"hours": "00:00-00:20"}}}
    tree = desks([0] * 3, QUEUE, servers=2, hours="day", end_of_shift="pause", roster=roster)
    rows = told(tree, engine, "booth", "started", "ended", "stops")
    assert rows == [(0, 60, 0), (0, 60, 0), (60, 120, 0)]


def test_the_end_of_a_shift_pauses_those_who_were_opened_too(engine):
    roster = {"shifts": {"booth": {"one": {"hours": "00:00-00:05", "size": 1},
                                   "other": {"hours": "00:00-00:01", "size": 1}}}}  # fmt: skip
    tree = desks([0] * 3, QUEUE, "90 s", servers=2, end_of_shift="pause", roster=roster)
    rows = told(tree, engine, "booth", "started", "ended", "stops")
    assert rows == [(0, 90, 0), (0, 120, 1), (120, 210, 0)]


def test_one_more_opens_where_the_open_ones_are_busy_and_not_where_people_are_missing(engine):
    tree = desks([0] * 5, QUEUE, servers=3, needs={"crew": 1})
    tree["layout"]["pools"] = {"crew": {"size": 2}}
    assert told(tree, engine, "booth", "started") == [(0,), (0,), (60,), (60,), (120,)]
    tree["layout"]["pools"] = {"crew": {"size": 9}}
    assert told(tree, engine, "booth", "started") == [(0,), (0,), (0,), (60,), (60,)]


def test_a_batch_that_is_opened_for_takes_all_it_can(engine):
    tree = desks([0, 0, 0, 0, 10], QUEUE, servers=2, batch={"fewest": 1, "most": 2})
    rows = told(tree, engine, "booth", "started", "server")
    assert rows == [(0, 0), (0, 0), (0, 1), (0, 1), (60, 0)]


@pytest.mark.parametrize("rule", [QUEUE, {"open_at_wait": "10 s", "close_at_queue": 2}])
@pytest.mark.parametrize("room", ["unlimited", "2"])
def test_services_without_duration_open_and_close_at_one_instant_without_end(engine, rule, room):
    tree = desks([0, 5, 5, 5, 5, 5, 5], rule, "0 s", servers=2, waiting_room=room)
    plan = plan_of(tree)
    found = run(plan, 0, engine=engine)
    assert not violations(plan, found) and (found.visits["left"] == found.visits["asked"]).all()


def test_a_rule_that_opens_all_at_once_is_no_rule(engine):
    times = [0, 0, 5, 40, 41, 90, 91]
    always = one_booth("60 s", recorded(times), servers=2)
    same = desks(times, {"open_at_queue": 1, "close_at_queue": 0, "fewest": 2}, servers=2)
    fields = ("started", "ended", "server")
    assert told(always, engine, "booth", *fields) == told(same, engine, "booth", *fields)
