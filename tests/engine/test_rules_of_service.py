"""Who is next, whose service stops, and how it goes on: small ports, checked by hand."""

import json
from pathlib import Path

import numpy as np
from asserting import assert_equal_to
from ports import lasting, one_booth, plan_of, port, recorded, run_of, told, visits, visits_at

from twin.engine import run

TRACES = json.loads((Path(__file__).parents[1] / "data" / "oracles" / "service.json").read_text("utf-8"))
HOUR = 3600.0


def booth_for(classes, times, *, services=None, priority=None, **fields):
    """One booth; each class is (name, fields); who comes is (time, class)."""
    tree = port(
        {"booth": {"service_time": "60 s", **fields}},
        visits("booth"),
        recorded([time for time, _ in times], classes=[cls for _, cls in times], **(services or {})),
        layout={"classes": dict(classes)},
        policy={"priority": priority or {}},
    )
    return tree


def of_two(times, **more):
    """A bus goes before a truck."""
    fields = {"discipline": "preemptive", **more}
    return booth_for({"bus": {}, "truck": {}}, times, priority=["bus", "truck"], **fields)


# Who is next.


def test_the_last_to_come_is_served_first(engine):
    tree = one_booth("60 s", recorded([0, 10, 20, 30]), discipline="last_come")
    assert told(tree, engine, "booth", "started") == [(0,), (180,), (120,), (60,)]


def test_of_those_who_come_together_the_first_by_number_is_served_first_even_by_last_come(engine):
    tree = one_booth("60 s", recorded([0, 10, 10]), discipline="last_come")
    assert told(tree, engine, "booth", "started") == [(0,), (60,), (120,)]


def test_the_shortest_service_goes_first_and_interrupts_nobody(engine):
    arrives = recorded([0, 1, 2, 3], booth=[60, 50, 10, 30])
    tree = one_booth(arrives=arrives, discipline="shortest_service")
    assert told(tree, engine, "booth", "started") == [(0,), (100,), (60,), (70,)]


def test_what_is_due_first_goes_first_and_what_has_no_promise_last(engine):
    classes = {"fish": {"promise": "5 min"}, "coal": {"promise": "2 h"}, "sand": {}}
    times = [(0, "sand"), (1, "sand"), (2, "coal"), (3, "fish"), (4, "sand")]
    tree = booth_for(classes, times, discipline="earliest_due")
    assert told(tree, engine, "booth", "started") == [(0,), (180,), (120,), (60,), (240,)]


def test_a_part_is_due_when_its_whole_is(engine):
    classes = {"fish": {"promise": "5 min"}, "coal": {"promise": "2 h"}, "paper": {"promise": "1 s"}}
    steps = [{"fork": "papers", "into": {"paper": [{"visit": "desk"}]}}, {"join": "papers"}, {"leave": "out"}]
    tree = port(
        {"desk": {"service_time": "60 s", "discipline": "earliest_due"}},
        steps,
        recorded([0, 10, 20], classes=["fish", "coal", "fish"]),
        layout={"classes": classes},
    )
    tree["layout"]["flows"]["through"]["classes"] = ["fish", "coal"]
    assert told(tree, engine, "desk", "started") == [(0,), (120,), (60,)]


def test_a_flow_goes_before_another_as_a_class_does(engine):
    tree = booth_for({"truck": {}}, [(0, "truck"), (10, "truck")], discipline="priority")
    tree["layout"]["flows"]["green"] = {"classes": ["truck"], "steps": visits("booth")}
    tree["demand"]["flows"]["green"] = recorded([20])
    tree["policy"]["priority"] = ["green"]
    assert told(tree, engine, "booth", "started") == [(0,), (60,), (120,)]  # the second is of the flow green


def urgent(value):
    """The second of three is urgent, or is told to be, and the first of them in the queue is a bus."""
    cases = {"car": [{"set": {"urgent": value}}], "other": []}
    steps = [{"branch": "class", "cases": cases}, *visits("booth")]
    tree = booth_for({"bus": {}, "truck": {}, "car": {}}, [(0, "truck"), (1, "bus"), (2, "car")],
                     priority=["bus", "truck"], discipline="priority")  # fmt: skip
    tree["layout"]["flows"]["through"]["steps"] = steps
    return tree


def test_the_urgent_goes_before_all_others(engine):
    assert told(urgent(1), engine, "booth", "started") == [(0,), (120,), (60,)]


def test_one_who_is_urgent_no_more_goes_by_its_class(engine):
    assert told(urgent(0), engine, "booth", "started") == [(0,), (60,), (120,)]


def test_the_urgent_waits_its_turn_where_there_is_no_priority(engine):
    tree = urgent(1)
    tree["layout"]["stations"]["booth"]["discipline"] = "fifo"
    assert told(tree, engine, "booth", "started") == [(0,), (60,), (120,)]


# Whose service stops.


def test_the_better_interrupts_and_the_worse_goes_on_with_what_was_left(engine):
    rows = told(of_two([(0, "truck"), (20, "bus")]), engine, "booth", "started", "ended", "stops")
    assert rows == [(0, 120, 1), (20, 80, 0)]


def test_an_equal_interrupts_nobody(engine):
    rows = told(of_two([(0, "bus"), (20, "bus")]), engine, "booth", "started", "stops")
    assert rows == [(0, 0), (60, 0)]


def test_a_service_that_is_due_now_is_not_interrupted(engine):
    rows = told(of_two([(0, "truck"), (60, "bus")]), engine, "booth", "started", "ended", "stops")
    assert rows == [(0, 60, 0), (60, 120, 0)]


def test_who_was_interrupted_goes_before_those_of_its_level_who_came_later(engine):
    rows = told(of_two([(0, "truck"), (10, "truck"), (20, "bus")]), engine, "booth", "started", "ended")
    assert rows == [(0, 120), (120, 180), (20, 80)]


def test_the_last_to_start_is_interrupted_and_the_better_takes_its_server(engine):
    tree = of_two([(0, "truck"), (5, "truck"), (20, "bus")], servers=2)
    rows = told(tree, engine, "booth", "started", "server", "stops", "ended")
    assert rows == [(0, 0, 0, 60), (5, 0, 1, 105), (20, 1, 0, 80)]


def test_a_service_may_be_interrupted_more_than_once(engine):
    rows = told(of_two([(0, "truck"), (20, "bus"), (100, "bus")]), engine, "booth", "ended", "stops")
    assert rows == [(180, 2), (80, 0), (160, 0)]


def test_one_at_the_door_interrupts_nobody(engine):
    tree = of_two([(0, "truck"), (20, "bus")], waiting_room=0)
    assert told(tree, engine, "booth", "joined", "stops") == [(0, 0), (60, 0)]


# How it goes on.

CALENDARS = {"calendars": {"day": {"hours": "00:01-00:05 and 00:10-00:20"}}}


def handed_over(times, **fields):
    tree = one_booth("60 s", recorded(times), hours="day", end_of_shift="hand_over", **fields)
    return lasting({**tree, "roster": CALENDARS}, "20 min")


def test_a_service_is_handed_over_to_the_next_shift_before_all_who_wait(engine):
    rows = told(handed_over([270, 290]), engine, "booth", "started", "ended", "stops")
    assert rows == [(270, 630, 1), (630, 690, 0)]


def test_a_service_that_was_handed_over_may_go_on_at_another_server(engine):
    tree = handed_over([250, 270], servers=2)
    plan = plan_of(tree)
    rows = run(plan, 0, engine=engine).stops
    assert rows[["stopped", "resumed", "server", "stays"]].tolist() == [(300, 600, 0, 0), (300, 600, 1, 0)]


def test_a_crew_that_hands_over_is_free_for_others(engine):
    stations = {
        "hall": {"service_time": "60 s", "needs": {"crew": 1}, "hours": "day", "end_of_shift": "hand_over"},
        "yard": {"service_time": "600 s", "needs": {"crew": 1}},
    }
    steps = [{"branch": "class", "cases": {"bus": [{"visit": "hall"}], "truck": [{"visit": "yard"}]}}]
    tree = port(
        stations,
        [*steps, {"leave": "out"}],
        recorded([270, 280], classes=["bus", "truck"]),
        layout={"classes": {"bus": {}, "truck": {}}, "pools": {"crew": {"size": 1}}},
        roster=CALENDARS,
    )
    tree = lasting(tree, "20 min")
    assert told(tree, engine, "yard", "started", "ended") == [(300, 900)]
    assert told(tree, engine, "hall", "started", "ended", "stops") == [(270, 930, 1)]


def broken(after):
    breakdown = {"mtbf": "constant 45 s", "mttr": "100 s", "clock": "calendar", "after": after}
    return one_booth("40 s", recorded([10]), breakdown=breakdown)


def test_a_service_that_broke_off_goes_on_with_the_rest_or_from_its_beginning(engine):
    assert told(broken("resume"), engine, "booth", "started", "ended", "stops") == [(10, 150, 1)]
    assert told(broken("repeat"), engine, "booth", "started", "ended", "stops") == [(10, 185, 1)]


# Traces of which every departure is known.


def trace(**fields):
    """One booth and twenty customers; a unit of the trace is an hour."""
    given = TRACES["inputs"]
    seconds = [HOUR * time for time in given["services"]]
    times = [HOUR * time for time in given["arrivals"]]
    classes = [("first", "second")[cls] for cls in given["classes"]]
    tree = port(
        {"booth": {"service_time": "1 h", **fields}},
        visits("booth"),
        recorded(times, classes=classes, booth=seconds),
        layout={"classes": {"first": {}, "second": {}}},
        policy={"priority": ["first", "second"]},
        roster={"calendars": {"breaks": {"hours": "00:00-08:00 and 09:30-15:00 and 16:00-24:00"}}},
    )
    return lasting(tree, "2 d")


def departures(tree, engine):
    return run_of(tree, engine).visits["left"] / HOUR


def test_a_first_class_that_interrupts_follows_its_recursion(engine):
    assert_equal_to(departures(trace(discipline="preemptive"), engine), TRACES["preemptive"])


def test_a_break_that_suspends_work_follows_its_recursion(engine):
    for rule in ("pause", "hand_over"):  # with one server and one queue the two are the same
        assert_equal_to(departures(trace(hours="breaks", end_of_shift=rule), engine), TRACES["suspended"])


def test_a_break_that_waits_for_the_work_in_hand_follows_its_recursion(engine):
    assert_equal_to(departures(trace(hours="breaks"), engine), TRACES["finished"])


# Vacations: a fleet of one for each server, which comes back at once and is served when nobody else is.


def vacations(customers):
    tree = port(
        {"desk": {"discipline": "priority",
                  "service_time": {"customer": "exponential mean 60 s", "rest": "uniform 0 s to 2 min"}}},
        visits("desk"),
        {"arrives": "every", "every": "exponential mean 2 min", "count": customers},
        layout={"classes": {"customer": {}, "rest": {}}},
        policy={"priority": ["customer", "rest"]},
    )  # fmt: skip
    tree["layout"]["flows"]["through"]["classes"] = ["customer"]
    steps = [{"visit": "desk"}, {"return": "rests"}]
    tree["layout"]["flows"]["resting"] = {"classes": ["rest"], "steps": steps}
    tree["demand"]["fleets"] = {"rests": {"class": "rest", "size": 1, "away": "0 s", "starts": "0 s"}}
    tree["demand"]["flows"]["resting"] = {"arrives": "fleet", "fleet": "rests"}
    return lasting(tree, f"{2 * customers} min")


def test_a_server_that_rests_when_nobody_waits_adds_the_rest_that_is_left(engine):
    # Wq = lambda E[S^2] / 2 (1 - rho) + E[V^2] / 2 E[V] = 60 + 40 s; a rest is from 0 to 120 s.
    customers = 300 if engine == "reference" else 4000
    means = []
    plan = plan_of(vacations(customers))
    for replication in range(8 if engine == "reference" else 20):
        rows = visits_at(plan, run(plan, replication, engine=engine), "desk")
        rows = rows[(rows["flow"] == 0) & ~np.isnan(rows["started"])]
        means.append((rows["started"] - rows["joined"]).mean())
    mean, error = np.mean(means), np.std(means, ddof=1) / np.sqrt(len(means))
    assert abs(mean - 100.0) < 4 * error
    assert error < (15 if engine == "reference" else 2.5)
