"""Who is on duty: shifts of a station, breaks, lanes that open."""

from ports import every, lasting, one_booth, plan_of, recorded, told

from twin.engine import run
from twin.study.oracles import oracles
from twin.study.verification import holds

CALENDARS = {"day": {"hours": "00:01-00:20"}}


def rostered(times, shifts, service="60 s", **fields):
    tree = one_booth(service, recorded(times), **fields)
    return lasting({**tree, "roster": {"calendars": CALENDARS, "shifts": {"booth": shifts}}}, "20 min")


def shift(hours, size):
    return {"hours": hours, "size": size}


def test_a_shift_says_how_many_servers_are_on_duty(engine):
    shifts = {"few": shift("00:00-00:02", 1), "many": shift("00:02-00:10", 3)}
    rows = told(rostered([0] * 6, shifts, servers=3), engine, "booth", "started", "server")
    assert rows == [(0, 0), (60, 0), (120, 0), (120, 1), (120, 2), (180, 0)]


def test_shifts_that_overlap_add_up(engine):
    shifts = {"one": shift("00:00-00:10", 1), "other": shift("00:01-00:10", 1)}
    rows = told(rostered([0] * 4, shifts, servers=2), engine, "booth", "started")
    assert rows == [(0,), (60,), (60,), (120,)]


def test_a_break_is_a_gap_between_shifts_and_the_work_in_hand_is_finished(engine):
    shifts = {"before": shift("00:00-00:02", 1), "after": shift("00:05-00:10", 1)}
    rows = told(rostered([0, 90, 100], shifts), engine, "booth", "started", "ended", "stops")
    assert rows == [(0, 60, 0), (90, 150, 0), (300, 360, 0)]


def test_a_service_pauses_when_its_station_has_a_break(engine):
    shifts = {"before": shift("00:00-00:02", 1), "after": shift("00:05-00:10", 1)}
    rows = told(rostered([90], shifts, end_of_shift="pause"), engine, "booth", "started", "ended", "stops")
    assert rows == [(90, 330, 1)]


def test_at_a_drop_the_service_that_began_last_pauses(engine):
    shifts = {"two": shift("00:00-00:02", 2), "one": shift("00:02-00:10", 1)}
    tree = rostered([80, 90], shifts, servers=2, end_of_shift="pause")
    assert told(tree, engine, "booth", "started", "ended", "stops") == [(80, 140, 0), (90, 170, 1)]


def test_who_is_on_duty_at_a_booth_that_fails_serves_at_another(engine):
    breakdown = {"mtbf": "constant 30 s", "mttr": "1 h", "clock": "operating"}
    tree = rostered(
        [0, 0], {"all": shift("00:00-00:20", 1)}, servers=2, breakdown=breakdown, needs={"crew": 1}
    )
    tree["layout"]["pools"] = {"crew": {"size": 2}}
    assert told(tree, engine, "booth", "started", "server") == [(0, 0), (30, 1)]


def test_shifts_count_only_within_the_hours(engine):
    rows = told(rostered([0, 0], {"all": shift("00:00-00:10", 1)}, hours="day"), engine, "booth", "started")
    assert rows == [(60,), (120,)]


def test_a_smaller_shift_opens_the_first_lanes(engine):
    tree = rostered([0, 0, 0], {"all": shift("00:00-00:20", 2)}, servers=3, queue="lanes")
    plan = plan_of(tree)
    rows = run(plan, 0, engine=engine).visits
    assert [plan.names.points[row["point"]].lane for row in rows] == [0, 1, 0]


def test_the_recursion_of_breaks_is_met_by_shifts_too(engine):
    (given,) = (oracle for oracle in oracles() if oracle.name == "g09")
    layout, roster = given.tree["layout"], given.tree["roster"]
    desk = {word: value for word, value in layout["stations"]["desk"].items() if word != "hours"}
    shifts = {"desk": {"work": {**roster["calendars"]["open"], "size": 1}}}
    tree = {**given.tree, "layout": {**layout, "stations": {"desk": desk}}, "roster": {"shifts": shifts}}
    missed = [held for held in holds(given._replace(tree=tree), engine=engine) if not held.passed]
    assert not missed, missed


def test_one_more_on_duty_by_the_hour_serves_more(engine):
    few, many = (
        told(rostered([0] * 9, {"all": shift("00:00-00:20", size)}, servers=8), engine, "booth", "started")
        for size in (3, 4)
    )
    assert sum(few, ()) > sum(many, ()) and all(a >= b for a, b in zip(few, many, strict=True))


def test_a_station_with_its_hours_alone_is_as_it_was(engine):
    tree = lasting(one_booth("10 s", every(60, count=9), hours="day"), "20 min")
    tree["roster"] = {"calendars": CALENDARS}
    same = {**tree, "roster": {"calendars": CALENDARS, "shifts": {"booth": {"all": shift("00:01-00:20", 1)}}}}
    assert told(tree, engine, "booth", "started") == told(same, engine, "booth", "started")
