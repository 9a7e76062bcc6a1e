"""Who is on duty: shifts of a station, breaks, lanes that open, and the oracles of the calendar."""

import json
from pathlib import Path

import numpy as np
import pytest
from asserting import assert_equal_to, assert_within
from ports import every, lasting, one_booth, plan_of, port, recorded, run_of, told, visits

from twin.engine import run

ORACLES = json.loads((Path(__file__).parents[1] / "data" / "oracles" / "duty.json").read_text("utf-8"))
UNIT = 120.0  # seconds of an oracle's unit of time, so that its breaks begin on whole minutes
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


def test_shifts_count_only_within_the_hours(engine):
    rows = told(rostered([0, 0], {"all": shift("00:00-00:10", 1)}, hours="day"), engine, "booth", "started")
    assert rows == [(60,), (120,)]


def test_a_smaller_shift_opens_the_first_lanes(engine):
    tree = rostered([0, 0, 0], {"all": shift("00:00-00:20", 2)}, servers=3, queue="lanes")
    plan = plan_of(tree)
    rows = run(plan, 0, engine=engine).visits
    assert [plan.names.points[row["point"]].lane for row in rows] == [0, 1, 0]


def test_the_recursion_of_breaks_is_met(engine):
    given, wanted = ORACLES["G09"]["inputs"], ORACLES["G09"]["expected"]
    edges = [0.0, *np.ravel(given["breaks"]), 60.0]
    shifts = {
        f"shift{i}": shift(f"{_clock(start)}-{_clock(end)}", 1)
        for i, (start, end) in enumerate(zip(edges[::2], edges[1::2], strict=True))
    }
    times, services = (UNIT * np.array(given[name]) for name in ("arrivals", "services"))
    tree = one_booth(arrives=recorded(times.tolist(), booth=services.tolist()))
    rows = run_of({**tree, "roster": {"shifts": {"booth": shifts}}}, engine).visits
    assert_equal_to((rows["started"] - rows["joined"]) / UNIT, wanted["waits"])
    assert_equal_to(rows["left"] / UNIT, wanted["departures"])


def _clock(units):
    minutes = round(units * UNIT / 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def working_day():
    """Servers that come and go over a day, arrivals that do too; from empty."""
    given = ORACLES["F05"]["inputs"]
    hours = {f"{start:02d}-{end:02d}": rate for start, end, rate in given["rates"]}
    shifts = {f"from{a}": shift(f"{a:02d}:00-{b:02d}:00", n) for a, b, n in given["servers"]}
    volume = sum((end - start) * rate for start, end, rate in given["rates"])
    stations = {"desk": {"servers": 10, "service_time": f"exponential mean {60 / given['service_rate']} min"}}
    arrives = {"arrives": "profile", "volume": f"{volume}/d", "profile": "day"}
    tree = port(stations, visits("desk"), arrives, roster={"shifts": {"desk": shifts}})
    tree["demand"]["profiles"] = {"day": hours}
    return plan_of(tree)


def number_inside(plan, engine, replications):
    """{measure of the oracle: [replication]} how many are there at full hours."""
    hours = [int(name[3:]) for name in ORACLES["F05"]["expected"] if name.startswith("EN_")]
    found = {f"EN_{hour}": [] for hour in hours}
    for i in range(replications):
        rows = run(plan, i, engine=engine).visits
        left = np.where(np.isnan(rows["left"]), np.inf, rows["left"])
        for hour in hours:
            found[f"EN_{hour}"].append(((rows["joined"] <= hour * 3600) & (left > hour * 3600)).sum())
    return found


def test_the_number_inside_follows_the_calendar(engine):
    wanted = ORACLES["F05"]["expected"]
    for measure, values in number_inside(working_day(), engine, 40).items():
        assert_within(values, wanted[measure])


@pytest.mark.slow
def test_the_number_inside_follows_the_calendar_closely():
    wanted = ORACLES["F05"]["expected"]
    for measure, values in number_inside(working_day(), "kernel", 4000).items():
        assert_within(values, wanted[measure], half_width=0.05)


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
