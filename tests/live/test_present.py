"""The present is what the set of events tells: any order, copies and losses, and it is near the truth."""

import numpy as np
import pandas as pd
import pytest
from heard import BEGINS, number_at, recorded, said, true_spans
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from twin.live.records import BETWEEN, QUEUEING, SERVED, SILENT
from twin.live.state.chances import mean, miscounted, number_of, quantile
from twin.live.state.tracker import Tracker
from twin.live.state.worlds import worlds

HOUR = 3600.0
COPIES = ["twice"]  # a count of deliveries, which are no set


def present_of(*tables, at, **how):
    tracker = Tracker(**how)
    for table in tables:
        tracker.take(table)
    return tracker.present(at)


def assert_same(one, two):
    pd.testing.assert_frame_equal(one.inside, two.inside)
    pd.testing.assert_frame_equal(one.stations, two.stations)
    pd.testing.assert_frame_equal(one.devices.drop(columns=COPIES), two.devices.drop(columns=COPIES))
    assert one[5:] == two[5:] and one[:2] == two[:2]


@settings(max_examples=6, deadline=None, phases=[Phase.generate])  # a shorter shuffle tells no more
@given(st.randoms(use_true_random=False), st.integers(1, 5))
def test_neither_order_nor_copies_nor_parts_change_the_present(chance, parts):
    rows = recorded(6000).iloc[:500]
    at = rows["received"].iloc[-1]
    every = [*range(len(rows)), *(chance.randrange(len(rows)) for _ in range(50))]
    chance.shuffle(every)
    shuffled = [rows.iloc[list(part)] for part in np.array_split(every, parts)]
    tracker = Tracker()
    for part in shuffled:
        tracker.take(part)
        tracker.people(at)  # asked meanwhile
    assert_same(tracker.present(at), present_of(rows, at=at))


def test_a_restart_from_the_last_hours_tells_the_same():
    rows, keeps = recorded(6000), 10 * HOUR
    at = rows["received"].iloc[-1]
    going = Tracker(keeps=keeps)
    for part in np.array_split(np.arange(len(rows)), 8):
        going.take(rows.iloc[part])
        going.present(rows["received"].iloc[part[-1]])
    again = rows[rows["received"] >= at - keeps - HOUR]
    one, two = going.present(at), present_of(again, at=at, keeps=keeps)
    counts = ["twice", "refused"]  # since the start
    assert_same(
        one._replace(devices=one.devices.drop(columns=counts).assign(twice=0)),
        two._replace(devices=two.devices.drop(columns=counts).assign(twice=0)),
    )


@pytest.fixture(scope="module")
def hours():
    """Of each hour of the second day: the present as it was told then, and the true number."""
    tracker, rows, told = Tracker(), recorded(6000), []
    received = rows["received"].to_numpy()
    begins = 0
    for hour in range(24, 37):
        at = BEGINS + HOUR * hour
        ends = np.searchsorted(received, at, side="right")
        tracker.take(rows.iloc[begins:ends])
        told.append((tracker.present(at), number_at(true_spans(), at)))
        begins = ends
    return told


def test_the_number_inside_is_within_two_of_the_truth(hours):
    assert all(abs(present.number - true) <= 2 for present, true in hours)
    assert sum(p.number_low <= true <= p.number_high for p, true in hours) >= 0.8 * len(hours)


def test_the_rows_sum_to_the_number_and_stations_to_the_rows(hours):
    for present, _ in hours:
        assert present.number == pytest.approx(present.inside["likely"].sum(), abs=1e-3)
        waiting = present.inside.query("doing == 'queueing'").groupby("station")["likely"].sum()
        queue = present.stations.set_index("station")["queue"]
        for station, number in waiting.items():
            assert queue[station] == pytest.approx(number, abs=1e-3)
        assert (present.stations["open"] >= present.stations["serving"].round() * 0.5).all()


def test_worlds_hold_as_many_as_the_present_expects(hours):
    present = max((present for present, _ in hours), key=lambda present: present.number)
    drawn = worlds(present, 400, 1)
    assert drawn == worlds(present, 400, 1)
    assert np.mean([len(world.cls) for world in drawn]) == pytest.approx(present.number, abs=0.2)
    assert {doing for world in drawn for doing in world.doing} <= {QUEUEING, SERVED, BETWEEN}
    assert all(age >= 0 for world in drawn for age in world.since)


def test_ways_on_exclude_each_other_in_a_world(hours):
    present = max((present for present, _ in hours), key=lambda p: p.inside["case"].duplicated().sum())
    twice = present.inside["case"].duplicated(keep=False)
    assert twice.any()
    one = present._replace(inside=present.inside[twice], stations=present.stations.iloc[:0])
    cases = one.inside["case"].nunique()
    assert max(len(world.cls) for world in worlds(one, 200, 1)) <= cases


def test_offsets_of_clocks_are_seen_within_a_day(hours):
    offset = hours[-1][0].devices.set_index("device")["offset"]
    assert offset["weighbridge-1"] == pytest.approx(40, abs=2)
    assert offset["scanner-1"] == pytest.approx(-75, abs=2)
    assert offset["gate_in-1"] == pytest.approx(0, abs=2)


def test_rubbish_is_counted_and_harms_nothing():
    rows = recorded(6000).iloc[:300]
    at = rows["received"].iloc[-1]
    wrong = [
        (BEGINS, "???", "start", {}),
        (BEGINS, "gate_in-1", "vanish", {}),
        (BEGINS, "gate_in-1", "start", {"station": "???"}),
        (np.nan, "gate_in-1", "start", {}),
        (BEGINS - 1e9, "gate_in-1", "start", {"received": BEGINS}),
        (BEGINS + 1e9, "gate_in-1", "start", {"received": BEGINS}),
    ]
    tracker = Tracker()
    tracker.take(said(*wrong))
    tracker.take(rows)
    assert tracker.refused["gate_in-1"] == 5 and sum(tracker.reasons.values()) >= 6
    assert_same(
        tracker.present(at)._replace(devices=pd.DataFrame(columns=COPIES)),
        present_of(rows, at=at)._replace(devices=pd.DataFrame(columns=COPIES)),
    )


def test_a_name_that_a_thousand_bear_is_nobodys():
    flood = said(*((BEGINS + i, "gate-1", "arrive", {"plate": "AA1111"}) for i in range(1000)))
    present = present_of(flood, at=BEGINS + 1000)
    assert len(present.inside) == 1000


def test_what_has_happened_too_long_ago_is_let_go():
    tracker = Tracker(keeps=2 * HOUR)
    for hour in range(6):
        at = BEGINS + hour * HOUR
        tracker.take(said(*((at + i, "gate-1", "arrive", {"plate": f"P{hour}X{i}"}) for i in range(50))))
        tracker.present(at + 50)
    assert len(tracker.links.events) <= 4 * 50
    assert len(tracker.company) == len(tracker.links.events)


@given(likelies=st.lists(st.floats(0, 1), max_size=30))
def test_a_number_that_may_be_miscounted_is_as_large_and_less_sure(likelies):
    number = number_of(likelies)
    other = miscounted(number)
    assert other.sum() == pytest.approx(1) and mean(other) == pytest.approx(mean(number), abs=0.1)
    assert quantile(other, 0.05) <= quantile(number, 0.05) and quantile(other, 0.95) >= quantile(number, 0.95)


def test_nobody_yet_is_nobody():
    present = Tracker().present(BEGINS)
    assert present.number == 0 and present.number_high == 0
    assert worlds(present, 2, 1)[0].cls == ()


def test_a_device_that_is_silent_at_its_busy_hour_is_told(hours):
    rows = recorded(6000)
    at = BEGINS + 36 * HOUR
    cut = (rows["station"] == "weighbridge") & (rows["received"] > BEGINS + 33 * HOUR)
    present = present_of(rows[~cut & (rows["received"] <= at)], at=at)
    devices = present.devices.set_index("device")
    assert devices["status"]["weighbridge-1"] != "up" and devices["status"]["gate_in-1"] == "up"
    assert present.stations.set_index("station")["trust"]["weighbridge"] < 0.1
    assert SILENT not in hours[-1][0].devices["status"].tolist()
