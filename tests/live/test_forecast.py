"""A forecast goes on from who is where now, whatever they do, and futures differ by luck alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from now import AT, BY_DAY, NOBODY_COMES, asked, levels, small, tree, world
from ports import port

from twin.engine import run
from twin.live.forecast.changing import changed_plan, opened
from twin.live.forecast.coming import SPREAD, at_level, levels_of
from twin.live.forecast.duty import added, duty_of, with_duty
from twin.live.forecast.forecasting import forecast
from twin.live.forecast.placing import spots_of, standers_of, with_standers
from twin.live.forecast.port import plan_from, port_of
from twin.live.records import BETWEEN, QUEUEING, SERVED
from twin.model.errors import ScenarioError
from twin.model.scenario import Scenario

SMALL = small()
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["Gate 1", "gate", "booth"]),
        st.sampled_from([QUEUEING, SERVED, BETWEEN]),
        st.floats(1, 3600),
    ),
    max_size=12,
)


def run_of(port, one, engine="kernel"):
    """The run of a future in which nothing but a world is."""
    from dataclasses import replace

    plan = plan_from(port.scenario, AT, 3600.0)
    standers = standers_of(port, plan, spots_of(port, plan), one, np.random.default_rng(1))
    sources, _ = with_standers(plan, standers, np.random.default_rng(1))
    return plan, run(replace(plan, sources=sources), engine=engine)


def times(plan, found, name, *fields):
    points = [i for i, point in enumerate(plan.names.points) if point.name == name]
    rows = [row for row in found.visits if row["point"] in points]
    return sorted(tuple(row[field].item() for field in fields) for row in rows)


@settings(max_examples=20)
@given(rows=ROWS)
def test_everybody_is_there_at_the_start_and_both_engines_go_on_alike(rows):
    one = world(*rows)
    _, kernel = run_of(SMALL, one)
    _, reference = run_of(SMALL, one, "reference")
    assert kernel.visits.tobytes() == reference.visits.tobytes()
    assert len(kernel.trips) == len(rows)


def test_who_is_under_way_is_in_the_port_all_the_while():
    told = forecast(SMALL, [world(("booth", BETWEEN, 1.0), ("gate", SERVED, 1.0))], asked())
    assert levels(told, "number")[:10] == [2.0] * 10


def test_who_is_under_way_joins_when_the_rest_of_the_way_is_over():
    plan, found = run_of(SMALL, world(("booth", BETWEEN, 40.0)))
    assert times(plan, found, "booth", "joined", "ended") == [(60.0, 660.0)]


def test_a_way_may_be_a_station_that_everybody_passes():
    made = tree()
    made["layout"]["stations"]["road"] = {"servers": "unlimited", "service_time": "100 s"}
    made["layout"]["flows"]["through"]["steps"][1] = {"visit": "road"}
    plan, found = run_of(port_of(Scenario.from_tree(made)), world(("booth", BETWEEN, 40.0)))
    assert times(plan, found, "booth", "joined", "ended") == [(60.0, 660.0)]


def test_a_service_under_way_has_the_rest_and_who_queues_comes_after_it():
    plan, found = run_of(SMALL, world(("booth", QUEUEING, 30.0), ("booth", SERVED, 240.0)))
    assert times(plan, found, "booth", "started", "ended") == [(-240.0, 360.0), (360.0, 960.0)]


def test_no_more_are_served_than_there_are_servers():
    plan, found = run_of(SMALL, world(("booth", SERVED, 100.0), ("booth", SERVED, 500.0)))
    started = [(-500.0, 100.0), (100.0, 700.0)]
    assert times(plan, found, "booth", "started", "ended") == started


def test_a_service_older_than_any_is_about_to_end():
    plan, found = run_of(SMALL, world(("booth", SERVED, 99999.0)))
    [(ended,)] = times(plan, found, "booth", "ended")
    assert 0.0 <= ended < 1.0


@pytest.mark.parametrize("since", [float("nan"), float("inf"), -30.0])
def test_a_time_that_cannot_be_is_taken_for_now(since):
    plan, found = run_of(SMALL, world(("booth", SERVED, since), ("booth", QUEUEING, since)))
    assert times(plan, found, "booth", "ended") == [(600.0,), (1200.0,)]


def test_a_future_that_jams_is_told_with_those_who_stand_in_it():
    stations = {name: {"service_time": "60 s", "waiting_room": 0} for name in "ab"}
    steps = [{"visit": "a"}, {"visit": "b"}, {"visit": "a", "as": "again"}, {"leave": "out"}]
    jam = port_of(Scenario.from_tree(port(stations, steps, NOBODY_COMES)))
    told = forecast(jam, [world(("a", SERVED, 5.0), ("b", SERVED, 9.0))], asked())
    assert levels(told, "number")[-1] == 2.0


def test_who_stands_where_the_port_has_no_place_is_left_out():
    told = forecast(SMALL, [world(("customs hall", SERVED, 5.0), ("gate", SERVED, 5.0))], asked())
    assert levels(told, "number")[0] == 1.0


def test_the_clock_is_that_of_the_port():
    assert plan_from(small().scenario, AT, 60.0).start == "2026-03-18T16:00:00"


def test_a_server_that_is_down_serves_nobody_until_it_is_up():
    one = world(("booth", QUEUEING, 10.0), down=(("booth", 600.0),))
    told = forecast(SMALL, [one], asked(futures=40, ahead=3600.0))
    serving = levels(told, "serving", "booth")
    assert serving[0] == 0.0 and 0.0 < serving[10] < 0.5


def test_the_same_words_give_the_same_table_and_another_seed_another():
    port, one = small(BY_DAY), [world(("gate", SERVED, 5.0))]
    first, again = (forecast(port, one, asked(futures=5)).table for _ in range(2))
    assert first.equals(again)
    assert not first.equals(forecast(port, one, asked(futures=5, seed=2)).table)


def test_worlds_take_turns():
    told = forecast(SMALL, [world(), world(("booth", SERVED, 1.0))], asked(futures=4))
    assert levels(told, "number")[0] == 0.5


def test_waits_are_of_those_who_join_and_those_who_leave_are_counted():
    one = world(("booth", SERVED, 480.0), ("booth", BETWEEN, 50.0))
    told = forecast(SMALL, [one], asked(futures=1))
    waits = told.table[(told.table["measure"] == "wait") & (told.table["cls"] == "*")]
    assert waits[["time", "mean"]].values.tolist() == [[60.0, 70.0]]
    left = levels(told, "left")
    assert [i + 1 for i, n in enumerate(left) if n] == [2, 12] and sum(left) == 2


def test_a_queue_of_metres_is_told_in_metres():
    made = tree(waiting_room="100 m")
    made["layout"]["classes"] = {"truck": {"length": "16 m", "gap": "2 m"}}
    port = port_of(Scenario.from_tree(made))
    one = world(("booth", SERVED, 1.0), ("booth", QUEUEING, 1.0), ("booth", QUEUEING, 2.0))
    assert levels(forecast(port, [one], asked()), "storage", "booth")[0] == 36.0


BAD = [
    ({"step": 0.0}, "ahead"),
    ({"step": 3600.0}, "ahead"),
    ({"ahead": 1e9}, "ahead"),
    ({"futures": 0}, "futures"),
    ({"at": float("nan")}, "at"),
]


@pytest.mark.parametrize("changes, path", BAD)
def test_what_cannot_be_asked_is_refused(changes, path):
    with pytest.raises(ScenarioError) as error:
        forecast(SMALL, [world()], asked(**changes))
    assert path in [fault.path for fault in error.value.faults]


def test_without_a_world_nothing_is_forecast():
    with pytest.raises(ScenarioError, match="there is none"):
        forecast(SMALL, [], asked())


# ---- what if

QUEUE = world(("booth", SERVED, 10.0), *[("booth", QUEUEING, 5.0)] * 6)


def test_a_server_that_opens_helps_from_then_on_and_not_before():
    port = SMALL
    before, after = (
        forecast(port, [QUEUE], asked(futures=1, what_if=what_if))
        for what_if in ((), ("open 2 more at booth from 16:15",))
    )
    one, other = levels(before, "queue", "booth"), levels(after, "queue", "booth")
    assert one[:15] == other[:15] and (one[20], other[20]) == (4.0, 2.0)
    assert max(levels(after, "serving", "booth")) == 3.0


def test_a_server_that_closes_ends_what_it_does():
    told = forecast(SMALL, [QUEUE], asked(futures=1, what_if=("close 1 at booth until 16:20",)))
    serving = levels(told, "serving", "booth")
    assert serving[8:11] == [1.0, 1.0, 0.0] and serving[20] == 1.0


@pytest.mark.parametrize(
    "text, number, since, until",
    [
        ("open 1 more at booth", 1, 0.0, np.inf),
        ("Close 2 at Gate 1 from 16:30 to 17:00", -2, 1800.0, 3600.0),
        ("open 1 at gate from 15:00 to 17:00", 1, 0.0, 3600.0),  # it has begun
    ],
)
def test_short_words_are_read_by_the_clock_of_the_port(text, number, since, until):
    assert opened(SMALL, AT, text)[1:] == (number, since, until)


@pytest.mark.parametrize("text", ["open the gate", "open 1 at bridge", "close 1 at booth from 25:00", "x=1"])
def test_words_that_nobody_understands_are_refused_with_the_way_out(text):
    with pytest.raises(ScenarioError, match="open 1 more at scanner"):
        changed_plan(SMALL, AT, 600.0, (text,))


DUTY = st.lists(st.tuples(st.floats(1, 9999), st.integers(0, 9)), max_size=5).map(
    lambda rows: [(0.0, 3), *sorted(dict(rows).items())]
)


def on(duty, time):
    return next(servers for moment, servers in reversed(duty) if moment <= time)


@given(duty=DUTY, number=st.integers(-4, 4), span=st.tuples(st.floats(0, 9999), st.floats(0, 9999)))
def test_duty_changes_within_a_span_and_nowhere_else(duty, number, span):
    since, until = sorted(span)
    changed = added(duty, number, since, until)
    for time in [0.0, since, until, *(moment for moment, _ in duty)]:
        inside = since <= time < until
        assert on(changed, time) == max(0, on(duty, time) + number * inside)


@pytest.fixture(scope="module")
def arrays():
    return plan_from(small().scenario, AT, 600.0).arrays


@given(duty=DUTY)
def test_a_plan_keeps_the_duty_it_is_given(arrays, duty):
    duty = added(duty, 0)
    assert duty_of(with_duty(arrays, 0, duty), 0) == duty


# ---- who arrives next


def level(came):
    port = small(BY_DAY)
    plan = plan_from(port.scenario, AT, 3600.0)
    return plan, levels_of(port.scenario, plan, AT, came)[0]


def test_without_a_count_the_demand_is_believed():
    _, known = level(None)
    assert known.shape == known.rate == 1 / SPREAD**2


def test_a_busy_morning_raises_what_is_expected_and_a_quiet_one_lowers_it():
    expected = [360.0 * i for i in range(80)]  # 10 an hour, as the demand says
    means = [one.shape / one.rate for _, one in (level({"truck": expected * n}) for n in (0, 1, 3))]
    assert means[0] < 1 < means[2] and abs(means[1] - 1) < 0.02
    assert means[2] < 2  # it is believed in part only


def test_of_those_of_no_known_class_all_flows_have_one_level():
    port, expected = small(BY_DAY), [360.0 * i for i in range(80)]
    tables = [
        forecast(port, [world()], asked(came=came)).table
        for came in ({"truck": expected}, {"": expected}, {"van": expected}, {"truck": []})
    ]
    assert tables[0].equals(tables[1]) and tables[0].equals(tables[2])
    assert not tables[0].equals(tables[3])


def test_who_has_no_class_that_is_known_has_one_by_the_demand():
    one = world(("booth", SERVED, 5.0))._replace(cls=("",))
    assert levels(forecast(SMALL, [one], asked()), "serving", "booth")[0] == 1.0


def test_futures_carry_the_doubt_of_the_level():
    plan, known = level(None)
    rng = np.random.default_rng(3)
    volumes = [at_level(plan.sources, (known,), rng)[0].process.volume for _ in range(2000)]
    assert abs(np.mean(volumes) / 240 - 1) < 0.01 and abs(np.std(volumes) / 240 / SPREAD - 1) < 0.1
