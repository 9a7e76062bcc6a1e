"""Why-minutes on cases worked out on paper."""

import numpy as np
import pytest
from hand_made import link, plan, run, station, trip, visit

from twin.plan.plan import ON_DUTY, POOL_CHANGE
from twin.results.causes import causes, use_shares, waited_seconds, why_seconds
from twin.results.field import field_and_changes
from twin.results.spans import Window, spans
from twin.results.sweep import sweep

DOWNSTREAM, UPSTREAM = 0, 1


def tally(port, day):
    window = Window(port.warm_up, day.end)
    seen = spans(port, day)
    return sweep(*field_and_changes(port, day, seen, window), window), waited_seconds(seen, window)


def why(port, day):
    """{(cause, name): seconds}, having checked that the parts sum to the whole."""
    counted, whole = tally(port, day)
    seconds = why_seconds(port, counted)
    assert (seconds >= 0).all()
    assert seconds.sum() == pytest.approx(whole, rel=1e-9)
    return {tuple(cause): value for cause, value in zip(causes(port), seconds, strict=True) if value > 0}


def use(port, day):
    counted, _ = tally(port, day)
    shares = use_shares(port, counted)
    assert np.nansum(shares, axis=1)[~np.isnan(shares[:, 0])] == pytest.approx(1.0, abs=1e-12)
    return shares


def tandem():
    """B, with no waiting room, after A."""
    return plan([station("B", room=0), station("A")])


def blocked_day():
    """One is served at B until 60; a second, served at A until 20, holds A meanwhile; a third waits for A."""
    return run([
        visit(1, UPSTREAM, 0, 0, 0, 5, 5),
        visit(1, DOWNSTREAM, 5, 5, 5, 60, 60),
        visit(2, UPSTREAM, 5, 5, 5, 20, 60),
        visit(2, DOWNSTREAM, 20, 60, 60, 70, 70),
        visit(3, UPSTREAM, 10, 10, 60, 65, 70),
        visit(3, DOWNSTREAM, 65, 70, 70, 80, 80),
    ])  # fmt: skip


def test_a_wait_before_a_server_that_serves_is_its_service():
    port = plan([station("A")])
    day = run([visit(1, 0, 0, 0, 0, 30, 30), visit(2, 0, 10, 10, 30, 40, 40)])
    assert why(port, day) == {("service", "A"): 20.0}


def test_a_wait_before_a_blocked_server_is_caused_where_its_entity_wants_to_go():
    # Of the third's 50 s before A: 10 while A serves, 40 while it is blocked. At B's door: 40 s and 5 s.
    assert why(tandem(), blocked_day()) == pytest.approx({("service", "A"): 10.0, ("service", "B"): 85.0})


def test_servers_on_duty_share_a_wait():
    # A has two servers: one serves, one is blocked by B.
    port = plan([station("B", room=0), station("A", 2)])
    day = run([
        visit(1, DOWNSTREAM, 0, 0, 0, 60, 60),
        visit(2, UPSTREAM, 0, 0, 0, 20, 60),
        visit(2, DOWNSTREAM, 20, 60, 60, 70, 70),
        visit(3, UPSTREAM, 0, 0, 0, 60, 60, server=1),
        visit(4, UPSTREAM, 40, 40, 60, 65, 65),
    ])  # fmt: skip
    assert why(port, day) == pytest.approx({("service", "A"): 10.0, ("service", "B"): 40.0 + 10.0})


def test_with_nobody_on_duty_the_hours_are_the_cause():
    port = plan([station("A", on_duty=0)], calendar=[(50.0, 1, ON_DUTY, 0)])
    day = run([visit(1, 0, 10, 10, 50, 60, 60), visit(2, 0, 10, 10, 60, 70, 70)])
    assert why(port, day) == {("hours", "A"): 80.0, ("service", "A"): 10.0}


def test_a_server_that_is_down_is_a_breakdown():
    port = plan([station("A")])
    day = run([visit(1, 0, 10, 10, 30, 35, 35)], downs=[(0.0, 30.0, 0, 0)])
    assert why(port, day) == {("breakdown", "A"): 20.0}
    assert use(port, day)[0] == pytest.approx([0.05, 0, 0.65, 0.3, 0])


def test_a_service_interrupted_by_a_breakdown_is_a_breakdown_for_those_behind_it():
    port = plan([station("A")])
    day = run(
        [visit(1, 0, 0, 0, 0, 40, 40, stops=1), visit(2, 0, 5, 5, 40, 50, 50)],
        downs=[(10.0, 30.0, 0, 0)],
        stops=[(1, 10.0, 30.0, 0, 0, 0, 1)],
    )
    assert why(port, day) == {("service", "A"): 15.0, ("breakdown", "A"): 20.0}
    assert use(port, day)[0] == pytest.approx([0.3, 0, 0.5, 0.2, 0])


def test_a_blocked_server_that_goes_down_counts_as_blocked():
    day = blocked_day()._replace(downs=run([], downs=[(30.0, 50.0, UPSTREAM, 0)]).downs)
    assert use(tandem(), day)[UPSTREAM] == pytest.approx([0.25, 0.45, 0.3, 0, 0])


def test_a_free_server_without_crew_blames_the_scarcest_pool():
    port = plan([station("A", 2, needs=[(1, 0), (2, 1)])], pools=[("officers", 5), ("experts", 2)])
    day = run([visit(1, 0, 0, 0, 0, 30, 30), visit(2, 0, 10, 10, 30, 40, 40)])
    # One server serves, the other is free and wants two experts.
    assert why(port, day) == {("service", "A"): 10.0, ("pool", "experts"): 10.0}


def test_a_pool_that_has_no_shift_is_scarcer_than_one_in_use():
    calendar = [(20.0, 2, POOL_CHANGE, 0)]
    pools = [("officers", 0), ("experts", 2)]
    port = plan([station("A", needs=[(1, 0), (2, 1)])], pools=pools, calendar=calendar)
    assert why(port, run([visit(1, 0, 10, 10, 20, 30, 30)])) == {("pool", "officers"): 10.0}


def test_a_bay_that_cannot_unload_blames_the_stock():
    port = plan([station("A", needs=[(-1, 0)])], pools=[("heap", 100)], stocks=[("heap", 0)])
    day = run([visit(1, 0, 10, 10, 30, 40, 40)])
    assert why(port, day) == {("stock", "heap"): 20.0}


def test_quotas_and_pools_are_their_own_cause():
    port = plan([station("A")], [("quota", "exit"), ("pool", "crew")])
    day = run([visit(1, 1, 0, 30, 30, 30, 30), visit(1, 2, 30, 40, 40, 40, 40), visit(2, 1, 60)])
    assert why(port, day) == {("quota", "exit"): 30.0 + 40.0, ("pool", "crew"): 10.0}


def test_a_full_link_passes_a_wait_on_to_where_those_at_its_end_want_to_go():
    port = plan([station("B", room=0), link("road", 20), station("A")])
    day = run([
        visit(1, 0, 0, 0, 0, 60, 60),
        visit(2, 1, 0, 0, 0, 10, 60, server=-1), visit(2, 0, 10, 60, 60, 70, 70),
        visit(3, 2, 0, 0, 0, 5, 60), visit(3, 1, 5, 60, 60, 70, 80, server=-1),
    ])  # fmt: skip
    # The third waits 55 s at the road's door: 5 while the second rolls, 50 while it stands before B.
    assert why(port, day) == pytest.approx({("road", "road"): 5.0, ("service", "B"): 50.0 + 50.0})


def test_a_full_zone_passes_a_wait_on_by_all_who_stand_in_it():
    port = plan([station("team"), station("B", room=0)], [("zone", "yard")])
    day = run([
        visit(1, 1, 0, 0, 0, 90, 90),
        visit(2, 2, 0, 0, 0, 80, 80, server=-1), visit(2, 0, 0, 0, 0, 80, 80),
        visit(3, 2, 0, 0, 0, 90, 90, server=-1), visit(3, 1, 0, 90, 90, 95, 95),
        visit(4, 2, 20, 80, 80, 100, 100, server=-1),
    ])  # fmt: skip
    # The fourth waits 60 s: half for the team that works on the second, half for B that the third waits for.
    assert why(port, day) == pytest.approx({("service", "team"): 30.0, ("service", "B"): 30.0 + 90.0})


def test_a_wait_for_parts_is_that_of_the_last_part():
    port = plan([station("review"), station("lab")], [("join", "image")], classes=("truck", "image"))
    day = run([
        visit(1, 2, 0, 50, 50, 50, 50, server=-1),
        visit(11, 0, 0, 0, 20, 50, 50, parent=1, cls=1), visit(12, 1, 0, 0, 0, 30, 30, parent=1, cls=1),
        visit(99, 0, 0, 0, 0, 20, 20, parent=98, cls=1),
    ])  # fmt: skip
    assert why(port, day) == {("service", "review"): 50.0}


def test_a_part_between_places_leaves_the_wait_with_the_parts():
    port = plan([station("review")], [("join", "image")], classes=("truck", "image"))
    day = run([
        visit(1, 1, 0, 50, 50, 50, 50, server=-1), visit(11, 0, 30, 30, 30, 50, 50, parent=1, cls=1),
    ], [trip(1, 0, 50), trip(11, 0, 50, parent=1, cls=1)])  # fmt: skip
    assert why(port, day) == {("parts", "image"): 30.0, ("service", "review"): 20.0}


def test_a_wait_for_parts_that_is_not_over_is_that_of_the_youngest_part_not_ended():
    port = plan([station("review"), station("lab")], [("join", "image")], classes=("truck", "image"))
    day = run([
        visit(1, 2, 10, server=-1),
        visit(11, 1, 0, 0, 0, parent=1, cls=1), visit(12, 0, 5, 5, 5, parent=1, cls=1),
    ])  # fmt: skip
    assert why(port, day) == {("service", "review"): 90.0}


def test_a_place_held_while_waiting_for_parts_passes_the_cause_upstream():
    port = plan([station("review"), station("scan")], [("join", "image")], classes=("truck", "image"))
    day = run([
        visit(1, 1, 0, 0, 0, 10, 50), visit(1, 2, 10, 50, 50, 50, 50, server=-1),
        visit(11, 0, 10, 10, 10, 50, 50, parent=1, cls=1),
        visit(2, 1, 20, 20, 50, 60, 60),
    ])  # fmt: skip
    assert why(port, day) == {("service", "review"): 40.0 + 30.0}


def test_a_circle_of_the_blocked_is_a_jam():
    port = plan([station("A", room=0), station("B", room=0)])
    day = run([
        visit(1, 0, 0, 0, 0, 10), visit(1, 1, 10),
        visit(2, 1, 0, 0, 0, 20), visit(2, 0, 20),
    ])  # fmt: skip
    found = why(port, day)
    assert {cause for cause, _ in found} == {"jam", "service"}
    assert found["service", "B"] == pytest.approx(10.0)
    assert sum(value for (cause, _), value in found.items() if cause == "jam") == pytest.approx(160.0)


def test_a_circle_with_a_way_out_is_no_jam():
    # Both of A's servers want B; at B one serves and one wants A: all waiting ends at B's service.
    port = plan([station("A", 2, room=0), station("B", 2, room=0)])
    day = run([
        visit(1, 0, 0, 0, 0, 10), visit(1, 1, 10),
        visit(2, 0, 0, 0, 0, 10, server=1), visit(2, 1, 10),
        visit(3, 1, 0, 0, 0, 10), visit(3, 0, 10),
        visit(4, 1, 0, 0, 0, server=1),
    ])  # fmt: skip
    assert why(port, day) == pytest.approx({("service", "B"): 270.0})


def test_a_paused_service_is_off_shift_and_a_finished_one_is_not():
    port = plan([station("A")], calendar=[(50.0, 0, ON_DUTY, 0), (80.0, 1, ON_DUTY, 0)])
    finished = run([visit(1, 0, 0, 0, 0, 70, 70)])
    paused = run([visit(1, 0, 0, 0, 0, 100, 100, stops=1)], stops=[(1, 50.0, 80.0, 0, 0, 0, 1)])
    assert use(port, finished)[0] == pytest.approx([0.7, 0, 0.2, 0, 0.1])
    assert use(port, paused)[0] == pytest.approx([0.7, 0, 0, 0, 0.3])


def test_who_is_back_in_the_queue_keeps_no_server_busy():
    port = plan([station("A")])
    day = run(
        [
            visit(1, 0, 0, 0, 0, 50, 50, stops=1),
            visit(2, 0, 20, 20, 20, 40, 40),
            visit(3, 0, 30, 30, 50, 60, 60),
        ],
        stops=[(1, 20.0, 40.0, 0, 0, 0, 0)],
    )
    assert use(port, day)[0] == pytest.approx([0.6, 0, 0.4, 0, 0])
    assert why(port, day) == {("service", "A"): 20.0}


def test_the_warm_up_is_not_counted():
    port = plan([station("A")], warm_up=20.0)
    day = run([visit(1, 0, 0, 0, 0, 30, 30), visit(2, 0, 10, 10, 30, 40, 40)])
    assert why(port, day) == {("service", "A"): 10.0}
    assert use(port, day)[0] == pytest.approx([20 / 80, 0, 60 / 80, 0, 0])


def test_parts_that_wait_are_not_counted_by_themselves():
    port = plan([station("A")])
    day = run([visit(1, 0, 0, 0, 0, 30, 30), visit(2, 0, 10, 10, 30, 40, 40, parent=1)])
    assert why(port, day) == {}
