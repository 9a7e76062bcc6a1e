"""Measures of hand-made runs."""

import numpy as np
import pytest
from hand_made import link, plan, run, station, trip, visit

from twin.results.dictionary import ENTITY, LEVEL, VISIT
from twin.results.entities import subjects
from twin.results.grouped import ascending, describe
from twin.results.levels import levels
from twin.results.measures import reduce
from twin.results.spans import Window, bundle, changes
from twin.results.visited import time_grid


def of_subject(port, day, name="port", measures=ENTITY):
    """{measure: value} of the port, a flow or a class."""
    which = [subject[1] for subject in subjects(port)].index(name)
    values = reduce(port, day).entities[which]
    return {measure.name: value for measure, value in zip(measures, values, strict=True)}


def of_place(port, day, place=0, cls=0):
    """{measure: value} of a place, for all (0) or for one class (1, 2, ...)."""
    found = reduce(port, day)
    names = [measure.name for measure in (*VISIT, *LEVEL)]
    return dict(zip(names, [*found.visits[place, cls], *found.levels[place]], strict=True))


def queue_day():
    """Three come at 0, 0 and 10 and are served for 30 s each by one server."""
    return run([visit(1, 0, 0, 0, 0, 30, 30), visit(2, 0, 0, 0, 30, 60, 60), visit(3, 0, 10, 10, 60, 90, 90)])


def test_waits_and_times_in_port_are_those_of_the_entities():
    found = of_subject(plan([station("A")]), queue_day())
    assert (found["arrived"], found["finished"], found["inside_at_end"]) == (3, 3, 0)
    assert (found["wait_mean"], found["wait_p50"], found["wait_max"]) == (80 / 3, 30, 50)
    assert found["time_in_port_mean"] == pytest.approx((30 + 60 + 80) / 3)
    assert found["throughput_per_hour"] == pytest.approx(3 * 36)
    assert found["wait_p95"] == pytest.approx(np.quantile([0, 30, 50], 0.95))
    assert found["outside_mean"] == found["blocked_mean"] == 0


def test_those_who_still_wait_at_the_end_have_waited_so_far():
    day = run([visit(1, 0, 0, 0, 0), visit(2, 0, 40, 40), visit(3, 0, 90)])
    found = of_subject(plan([station("A")]), day)
    assert (found["arrived"], found["finished"], found["inside_at_end"]) == (3, 0, 3)
    assert found["wait_mean"] == pytest.approx((0 + 60 + 10) / 3)
    assert found["time_in_port_max"] == 100


def test_a_wait_with_no_place_in_the_port_is_outside_and_one_at_a_held_place_is_blocked():
    port = plan([station("B", room=0), station("A")])
    day = run([
        visit(1, 1, 0, 15, 20, 30, 70), visit(1, 0, 30, 70, 70, 80, 80),
    ])  # fmt: skip
    found = of_subject(port, day)
    assert (found["outside_mean"], found["blocked_mean"], found["wait_mean"]) == (15, 40, 60)


def test_one_who_stands_in_a_zone_is_not_outside():
    port = plan([station("team")], [("zone", "yard")])
    day = run([visit(1, 1, 0, 10, 10, 90, 90, server=-1), visit(1, 0, 20, 50, 50, 60, 60)])
    assert of_subject(port, day)["outside_mean"] == 10


def test_queues_are_weighted_by_time_and_count_the_door():
    port = plan([station("A", room=1)])
    day = run([visit(1, 0, 0, 0, 0, 30, 30), visit(2, 0, 0, 0, 30, 60, 60), visit(3, 0, 10, 30, 60, 90, 90)])
    found = of_place(port, day)
    assert found["queue_mean"] == pytest.approx((30 + 50) / 100)
    assert found["queue_max"] == 2 and found["queue_p95"] == 2
    assert found["door_queue_mean"] == pytest.approx(0.2) and found["door_queue_max"] == 1
    assert found["spillback_share"] == pytest.approx(0.2)
    assert found["queue_metres_max"] == 40 and found["queue_metres_mean"] == pytest.approx(16)
    assert (found["wait_mean"], found["door_mean"]) == (pytest.approx(80 / 3), pytest.approx(20 / 3))


def test_crowding_counts_those_who_were_let_in_and_wait_by_square_metre():
    # One waits inside from 10 to 30, one from 30 to 60; who is at the door until then stands elsewhere.
    port = plan([station("A", room=1)], areas={"A": 4.0})
    day = run([
        visit(1, 0, 0, 0, 0, 30, 30), visit(2, 0, 10, 10, 30, 60, 60), visit(3, 0, 20, 30, 60, 90, 90),
    ])  # fmt: skip
    found = of_place(port, day)
    assert found["crowding_mean"] == pytest.approx((20 + 30) / 100 / 4)
    assert (found["crowding_p95"], found["crowding_max"]) == (0.25, 0.25)


def test_in_a_zone_all_who_stand_there_crowd_it_also_while_a_team_serves_them():
    port = plan([station("team")], [("zone", "yard")], areas={"yard": 2.0})
    day = run([
        visit(1, 1, 0, 0, 0, 0, 80, server=-1), visit(1, 0, 0, 0, 0, 80, 80),
        visit(2, 1, 20, 60, 60, 60, 100, server=-1),
    ])  # fmt: skip
    found = of_place(port, day, place=1)
    assert found["crowding_mean"] == pytest.approx((80 + 40) / 100 / 2)
    assert (found["crowding_p95"], found["crowding_max"]) == (1.0, 1.0)
    assert np.isnan(of_place(port, day)["crowding_mean"])


def test_a_lane_has_the_area_of_its_station_not_one_of_its_own():
    port = plan([station("gate", lane=0), station("gate", lane=1)], areas={"gate": 5.0})
    day = run([visit(1, 0, 0, 0, 50, 60, 60), visit(2, 1, 0, 0, 50, 60, 60)])
    found = of_place(port, day)
    assert (found["crowding_mean"], found["crowding_max"]) == (pytest.approx(0.2), pytest.approx(0.4))


def test_a_place_whose_area_is_not_said_has_no_crowding():
    found = of_place(plan([station("A")]), queue_day())
    assert np.isnan([found["crowding_mean"], found["crowding_p95"], found["crowding_max"]]).all()


def test_a_queue_that_lasts_no_time_is_no_maximum():
    day = run([visit(1, 0, 0, 0, 0, 30, 30), visit(2, 0, 30, 30, 30, 60, 60)])
    assert of_place(plan([station("A")]), day)["queue_max"] == 0


def test_at_a_link_all_who_stand_there_count():
    port = plan([link("road", 100)])
    day = run([visit(1, 0, 0, 0, 0, 10, 50, server=-1), visit(2, 0, 0, 0, 0, 10, 100, server=-1)])
    found = of_place(port, day)
    assert found["queue_metres_mean"] == pytest.approx((40 * 50 + 20 * 50) / 100)
    assert found["queue_metres_max"] == 40
    assert found["blocked_mean"] == pytest.approx((40 + 90) / 2)
    assert reduce(port, day).queues[0].tolist() == [40.0, 20.0]


def test_storage_without_limit_has_no_spillback():
    assert np.isnan(of_place(plan([station("A")]), queue_day())["spillback_share"])


def test_lanes_of_one_name_are_one_place():
    port = plan([station("gate", lane=0), station("gate", lane=1)])
    day = run([visit(1, 0, 0, 0, 10, 20, 20), visit(2, 1, 0, 0, 30, 40, 40)])
    found = reduce(port, day)
    assert found.visits.shape[0] == 1
    assert found.visits[0, 0, 0] == 2
    assert found.use[0] == pytest.approx([20 / 200, 0, 180 / 200, 0, 0])


def test_after_the_warm_up_those_count_who_arrive_after_it():
    port = plan([station("A")], warm_up=20.0)
    day = run(
        [*(visit(k, 0, t, t, t, t + 5, t + 5) for k, t in ((1, 0), (2, 50))), visit(3, 0, 10, 10, 15, 30, 30)]
    )
    found = of_subject(port, day)
    assert (found["arrived"], found["finished"], found["inside_at_end"]) == (1, 2, 0)
    assert found["time_in_port_mean"] == 5
    assert of_place(port, day)["arrived"] == 1


def test_an_entity_that_leaves_after_midnight_is_not_of_the_same_day():
    port = plan([station("A")], start="2026-03-02T23:59:00+08:00", horizon=200.0)
    day = run(
        [visit(k, 0, 0, 0, 0, t, t, server=k) for k, t in ((0, 59), (1, 61))],
        [trip(0, 0, 59), trip(1, 0, 61)],
    )
    assert of_subject(port, day)["same_day_share"] == 0.5


def test_a_release_counts_from_the_arrival_of_the_whole():
    port = plan([station("lab")], classes=("truck", "lot", "sample"))
    trips = [
        trip(1, 0, 20, load=40_000), trip(1, 50, 60, trip=1), trip(11, 10, 80, parent=1, cls=1),
        trip(12, 55, 70, parent=1, cls=1, origin=50), trip(111, 30, parent=11, cls=2),
    ]  # fmt: skip
    day = run([], trips)
    assert of_subject(port, day, "lot")["release_time_mean"] == pytest.approx((80 + 20) / 2)
    assert of_subject(port, day, "sample")["release_time_mean"] == 100
    assert np.isnan(of_subject(port, day)["release_time_mean"])
    assert of_subject(port, day)["arrived"] == 2
    assert of_subject(port, day)["tonnes_in"] == 40
    assert of_subject(port, day, "lot")["arrived"] == 2


def test_a_fleet_entity_that_is_away_has_not_arrived():
    port = plan([station("A")])
    day = run([], [trip(1, 0, 20), trip(1, float("nan"), trip=1)])
    found = of_subject(port, day)
    assert (found["arrived"], found["inside_at_end"]) == (1, 0)
    assert reduce(port, day).balance[:, 0].tolist() == [1, 1, 0]


def test_queues_and_curves_are_sampled_every_minute():
    port = plan([station("A")], horizon=300.0)
    day = run(
        [visit(1, 0, 0, 0, 60, 90, 90), visit(2, 0, 30, 30, 90, 240, 240), visit(3, 0, 61, 61)], end=300.0
    )
    found = reduce(port, day)
    assert time_grid(300.0).tolist() == [0, 60, 120, 180, 240, 300]
    assert found.queues[0].tolist() == [1, 1, 1, 1, 1, 1]
    assert found.curves[0, 0].tolist() == [1, 2, 3, 3, 3, 3]
    assert found.curves[1, 0].tolist() == [0, 0, 1, 1, 2, 2]


def test_waits_belong_to_the_hour_in_which_they_begin():
    day = run(
        [visit(1, 0, 3500, 3500, 3700, 3710, 3710), visit(2, 0, 3600, 3600, 3710, 3720, 3720)], end=7200.0
    )
    mean, _, number = reduce(plan([station("A")], horizon=7200.0), day).hourly[:, 0]
    assert mean.tolist() == [200, 110]
    assert number.tolist() == [1, 1]


def test_a_day_without_anybody_has_no_waits_and_no_fault():
    found = of_subject(plan([station("A")]), run([]))
    assert found["arrived"] == 0 and np.isnan(found["wait_mean"])
    assert reduce(plan([station("A")]), run([])).use[0].tolist() == [0, 0, 1, 0, 0]


def test_descriptions_of_groups_are_those_of_numpy():
    draw = np.random.default_rng(3)
    values, group = draw.exponential(1.0, 500), draw.integers(0, 7, 500)
    group[group == 4] = 3
    table = describe(values, ascending(values), group, 8)
    for g in (0, 1, 2, 3, 5, 6):
        own = values[group == g]
        assert table[g] == pytest.approx(
            [own.mean(), *np.quantile(own, (0.5, 0.85, 0.95)), own.max()], rel=1e-12
        )
    assert np.isnan(table[[4, 7]]).all()


def test_levels_are_those_of_a_plain_count():
    draw = np.random.default_rng(4)
    start = draw.integers(0, 900, 400).astype(float)
    end, index = start + draw.integers(0, 90, 400), draw.integers(0, 3, 400)
    window = Window(100.0, 900.0)
    found = levels(changes(window, [bundle(start, end, index, 5)]), window, 4)
    instants = np.arange(100.0, 900.0)[:, None]
    for k in range(3):
        count = 5 * ((start[index == k] <= instants) & (instants < end[index == k])).sum(axis=1)
        assert found.mean[k] == pytest.approx(count.mean())
        assert found.max[k] == count.max()
        assert found.p95[k] == np.quantile(count, 0.95, method="inverted_cdf")
        assert found.share_above_zero[k] == pytest.approx((count > 0).mean())
    assert [found.mean[3], found.p95[3], found.max[3], found.share_above_zero[3]] == [0, 0, 0, 0]
