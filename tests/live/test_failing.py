"""A server that holds somebody for too long is likely down, and futures of it go on from there."""

from types import SimpleNamespace

import numpy as np
import pytest
from heard import BEGINS, said
from hypothesis import given
from hypothesis import strategies as st
from now import asked, levels, small, world
from test_who_is_inside import NOW, TREE, truck, usual

from twin.live.forecast.forecasting import forecast
from twin.live.forecast.port import plan_from
from twin.live.forecast.repairing import DOWN_FOR, repair_left
from twin.live.records import QUEUEING, STUCK
from twin.live.state.failures import UNKNOWN, chance_down, learned
from twin.live.state.known import known
from twin.live.state.people import SOME
from twin.live.state.reading import END, START
from twin.live.state.tracker import Tracker
from twin.live.state.worlds import worlds

MINUTE, HOUR = 60.0, 3600.0
OFTEN = {"breakdowns": {"gate": {"mtbf": 240.0, "mttr": 60.0, "n": 9}}}
WAITS = [truck(NOW + 30 * i, f"QQ{1000 + 37 * i}QQ")[0] for i in range(1, 4)]
HELD = [*usual(), *truck(NOW, "XY7777WW")[:2]]


def present(events, after, tree=TREE):
    tracker = Tracker(known(tree))
    tracker.take(said(*events))
    return tracker.present(BEGINS + NOW + after)


@given(
    silent=st.floats(0, 1e6), mean=st.floats(10, 3600), cv=st.floats(0, 2),
    mtbf=st.floats(1e3, 1e7), mttr=st.floats(60, 1e5), lost=st.floats(0, 0.1),
)  # fmt: skip
def test_the_chance_is_a_chance_and_grows_with_how_often_it_fails(silent, mean, cv, mtbf, mttr, lost):
    one, oftener = (chance_down(silent, (mean, cv), (often, mttr), lost) for often in (mtbf, mtbf / 2))
    assert 0.0 <= one <= oftener <= 1.0


def test_a_service_as_long_as_usual_tells_nothing_and_one_that_is_much_longer_nearly_all():
    law, failing = (570.0, 0.35), (4 * HOUR, HOUR)
    assert chance_down(570.0, law, failing, SOME) < 0.1
    assert chance_down(2000.0, law, failing, SOME**2) > 0.95
    assert chance_down(2000.0, law, failing, SOME) < chance_down(2000.0, law, failing, SOME**2)


def test_who_is_held_while_others_wait_is_still_there_and_its_server_down():
    now = present([*HELD, *WAITS], 40 * MINUTE, TREE | OFTEN)
    [down] = now.down
    assert (down.station, down.server, down.since) == ("gate", "gate-1", BEGINS + NOW + 20)
    assert down.likely > 0.8
    assert now.inside.set_index("case").loc["XY7777WW", "likely"] >= down.likely


def test_where_nobody_waits_a_lost_word_may_explain_it():
    assert present(HELD, 40 * MINUTE).down[0].likely < present([*HELD, *WAITS], 40 * MINUTE).down[0].likely


@pytest.mark.parametrize("after", [40.0, 120.0])
def test_who_is_served_as_usual_is_at_no_server_that_is_down(after):
    assert present(HELD, after).down == ()


def test_who_passes_unseen_shows_that_the_device_is_down_and_not_the_server():
    passing = [event for i in range(5) for event in truck(NOW + 60 + 60 * i, f"RR{1000 + 37 * i}RR")[3:]]
    assert present([*HELD, *WAITS, *passing], 15 * MINUTE, TREE | OFTEN).down == ()


def test_nobody_is_told_to_be_down_before_a_service_is_known():
    tracker = Tracker()
    tracker.take(said(*HELD))
    now = tracker.present(BEGINS + NOW + 40 * MINUTE)
    assert now.down == () and now.number <= 1


def test_worlds_have_a_server_down_as_often_as_is_likely():
    now = present([*HELD, *WAITS], 40 * MINUTE)
    drawn = worlds(now, 400, 1)
    share = np.mean([STUCK in one.doing for one in drawn])
    assert share == pytest.approx(now.down[0].likely, abs=0.08)
    assert all(not one.down for one in drawn)  # whoever is in it is there


def test_a_server_that_is_down_and_empty_is_so_in_a_world():
    now = present([*HELD, *WAITS], 40 * MINUTE)
    empty = now._replace(inside=now.inside[now.inside["server"] != "gate-1"])
    [first, *_] = [one.down for one in worlds(empty, 50, 1) if one.down]
    assert first == (("gate", 40 * MINUTE - 20),)


BROKEN = small(breakdown={"mtbf": "1000 h", "mttr": "constant 40 min"})


def plan_of(port):
    plan = plan_from(port.scenario, asked().at, 3600.0)
    names = [point.name for point in plan.names.points]
    return plan.arrays, names.index("booth")


def test_a_repair_goes_on_from_how_long_it_has_taken():
    arrays, booth = plan_of(BROKEN)
    left = [repair_left(arrays, booth, age, 0.5) for age in (0.0, 900.0, 9000.0, -5.0)]
    assert left == [2400.0, 1500.0, 0.0, 2400.0]


def test_a_repair_that_nobody_knows_is_without_memory():
    arrays, booth = plan_of(small())
    assert repair_left(arrays, booth, 0.0, 0.5) == repair_left(arrays, booth, 5 * HOUR, 0.5)
    assert repair_left(arrays, booth, 0.0, 0.5) == pytest.approx(DOWN_FOR * np.log(2))


def test_who_is_stuck_holds_its_server_until_it_is_repaired():
    one = world(("booth", STUCK, 20 * MINUTE), ("booth", QUEUEING, 15 * MINUTE))
    told = forecast(BROKEN, [one], asked(futures=40, ahead=HOUR))
    serving, queue = (levels(told, measure, "booth") for measure in ("serving", "queue"))
    assert serving[15] == 1.0 and queue[15] == 1.0  # as all repairs still take 20 min at least
    assert queue[45] == 0.0  # and no service takes longer than 10 min behind


def passed(*services):
    """A Passing that has seen services of so many seconds."""
    return SimpleNamespace(steps={(("gate", START), ("gate", END)): sorted(services)})


def test_without_a_fit_of_failures_the_last_hours_tell_how_often_they_come():
    law = (600.0, 0.3)
    work, down = learned(passed(), "gate", law)
    assert (work, down) == UNKNOWN
    assert learned(passed(*[600.0] * 144), "gate", law) == (2 * work, down)
    oftener, longer = learned(passed(*[600.0] * 141, *[2.5 * HOUR] * 3), "gate", law)
    assert oftener == 2 * work / 4 and longer == (down + 3 * (2.5 * HOUR - 600.0)) / 4
