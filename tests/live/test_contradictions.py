"""What cannot all be true ends nothing: the state stays within what was said, and believes it less."""

import numpy as np
import pytest
from heard import BEGINS, said
from hypothesis import given, settings
from hypothesis import strategies as st
from test_who_is_inside import NOW, TREE, truck, usual

from twin.live.state.known import known
from twin.live.state.tracker import Tracker
from twin.live.state.worlds import worlds

DEVICES = ["gate-camera", "gate-1", "gate-2", "exit-1", "exit-2"]
EVENTS = st.lists(
    st.tuples(
        st.floats(0, 4 * 3600.0), st.sampled_from(DEVICES), st.sampled_from(["arrive", "start", "end"]),
        st.sampled_from(["AB1234CD", "AB1235CD", "XY7777WW", ""]).map(lambda plate: {"plate": plate}),
    ),
    max_size=40,
)  # fmt: skip


def present(events, after, tree=TREE):
    tracker = Tracker(known(tree) if tree else None)
    tracker.take(said(*events))
    return tracker.present(BEGINS + after)


def likely(present, case):
    return present.inside.set_index("case")["likely"].get(case, 0.0)


@settings(max_examples=40)
@given(events=EVENTS, after=st.floats(0, 5 * 3600.0), tree=st.sampled_from([TREE, None]))
def test_any_events_at_all_give_a_state_within_what_was_said(events, after, tree):
    now = present([(BEGINS + at, *rest) for at, *rest in events], after, tree)
    inside, stations = now.inside, now.stations
    unseen = stations["unseen"].sum()
    assert 0.0 <= now.number_low <= now.number_high <= len(events) + 3 * unseen + 10
    assert inside["likely"].between(0.0, 1.0).all()
    assert (inside.groupby("case")["likely"].sum() <= 1 + 1e-9).all()
    assert (stations[["queue", "queue_low", "serving", "open", "up", "age"]] >= 0).all(axis=None)
    assert stations["trust"].between(0.0, 1.0).all() and np.isfinite(now.number)
    assert all(0.0 <= one.likely <= 1.0 for one in now.down)
    assert all(len(one.cls) == len(one.doing) == len(one.since) for one in worlds(now, 5, 1))


@pytest.mark.parametrize("first", [3, 4])
def test_who_leaves_and_never_came_is_nobody_inside(first):
    events = [*usual(), *truck(NOW, "XY7777WW")[first:]]
    assert present(events, NOW + 300.0).number == pytest.approx(0, abs=0.05)


def test_who_is_seen_at_two_places_at_once_is_inside_once():
    both = [(BEGINS + NOW + 20, device, "start", {"plate": "XY7777WW"}) for device in ("gate-1", "exit-1")]
    now = present([*usual(), *both], NOW + 40.0)
    assert now.number == pytest.approx(1, abs=0.1)
    assert now.inside["likely"].sum() == pytest.approx(1, abs=0.1)


def test_who_is_served_at_two_lanes_at_once_holds_one_of_them():
    both = [(BEGINS + NOW + 20 + i, f"exit-{i}", "start", {"plate": "XY7777WW"}) for i in (1, 2)]
    now = present([*usual(), *truck(NOW - 200, "XY7777WW")[:3], *both], NOW + 40.0)
    assert now.stations.set_index("station").loc["exit", "serving"] <= 1.0


def test_who_left_and_is_heard_of_again_is_believed_less_than_one_who_only_came():
    came = truck(NOW, "XY7777WW")[:2]
    left = truck(NOW - 300, "XY7777WW")
    late = [(BEGINS + NOW + 60, "exit-1", "end", {"plate": "XY7777WW"})]
    once = present([*usual(), *came], NOW + 70.0)
    doubted = present([*usual(), *left, *came, *late], NOW + 70.0)
    assert likely(doubted, "XY7777WW") < likely(once, "XY7777WW")


def test_an_end_without_a_start_makes_no_fewer_than_nobody():
    ends = [(BEGINS + NOW + 10 * i, "exit-1", "end", {"plate": f"QQ{1000 + 37 * i}QQ"}) for i in range(30)]
    now = present([*usual(), *ends], NOW + 400.0)
    assert now.number == pytest.approx(0, abs=0.2) and now.number_low == 0
    assert (now.stations["serving"] >= 0).all()
