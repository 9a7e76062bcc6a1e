"""Who is next, whose service stops, and how it goes on: small ports, checked by hand."""

from ports import lasting, one_booth, plan_of, port, recorded, told, visits

from twin.engine import run
from twin.study.oracles import oracles
from twin.study.verification import holds


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


def one_that_breaks(**fields):
    """Two scanners, of which the first fails after 40 s; one of three is served there then."""
    breakdown = {"mtbf": "constant 40 s", "mttr": "constant 1 h", "clock": "calendar", "after": "goes_back"}
    models = {"old": {"service_time": "60 s", "breakdown": breakdown}, "new": {"service_time": "60 s"}}
    tree = one_booth("60 s", recorded([0, 10, 20]), servers={"old": 1, "new": 1}, **fields)
    del tree["layout"]["stations"]["booth"]["service_time"]
    tree["equipment"] = {name: {"does": "service", **said} for name, said in models.items()}
    return lasting(tree, "160 s")


def test_who_goes_back_is_served_first_at_another_server_and_only_the_rest(engine):
    """The first stands before the third at 70 s, when the new one is free, and needs 20 s more."""
    assert told(one_that_breaks(), engine, "booth", "started", "ended", "server", "stops") == [
        (0, 90, 1, 1),
        (10, 70, 1, 0),
        (90, 150, 1, 0),
    ]


def test_who_goes_back_gives_its_people_to_the_next(engine):
    tree = one_that_breaks(needs={"crew": 1})
    tree["layout"]["pools"] = {"crew": {"size": 1}}
    # One officer: the first goes back at 40 s and at once goes on with the new one.
    assert told(tree, engine, "booth", "started", "ended", "server", "stops")[0] == (0, 60, 1, 1)


def test_with_one_server_to_go_back_is_to_resume(engine):
    assert told(broken("goes_back"), engine, "booth", "started", "ended", "stops") == [(10, 150, 1)]


def test_with_one_server_to_hand_over_is_to_pause(engine):
    oracle = next(one for one in oracles() if one.name == "g08")
    oracle.tree["layout"]["stations"]["desk"]["end_of_shift"] = "hand_over"
    assert all(held.passed for held in holds(oracle, engine=engine))
