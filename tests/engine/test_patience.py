"""Who gives up, turns away or goes over to another queue, checked by hand."""

import numpy as np
import pytest
from ports import every, lasting, one_booth, plan_of, port, recorded, run_of, told, visits

from twin.engine import DoesNotAdvance, run

OUT = {"leave": "out"}
GONE = [{"leave": "gone"}]
EXITS = {"exits": {"out": {}, "gone": {}}}


def with_exits(tree):
    return {**tree, "layout": {**tree["layout"], **EXITS}}


def booth(step, times, service="60 s", **fields):
    """One booth whose visit has more words than its name."""
    stations = {"booth": {"service_time": service, **fields}}
    return with_exits(port(stations, [{"visit": "booth", **step}, OUT], recorded(times)))


def impatient(after, **more):
    return {"gives_up_after": after, "then": GONE, **more}


def exits(tree, engine):
    """The exit of each entity in order of arrival."""
    plan = plan_of(tree)
    return [plan.names.exits[row["exit"]] for row in run(plan, 0, engine=engine).trips]


def nan_as_none(rows):
    return [tuple(None if value != value else value for value in row) for row in rows]


def times(tree, engine, name, *fields):
    return nan_as_none(told(tree, engine, name, *(fields or ("asked", "joined", "started", "left"))))


# Giving up.


def test_one_whose_patience_is_over_leaves_the_queue(engine):
    tree = booth(impatient("30 s"), [0, 10])
    assert times(tree, engine, "booth") == [(0, 0, 0, 60), (10, 10, None, 40)]
    assert exits(tree, engine) == ["out", "gone"]


def test_one_whose_service_can_begin_at_that_instant_is_served(engine):
    assert times(booth(impatient("50 s"), [0, 10]), engine, "booth")[1] == (10, 10, 60, 120)


def test_one_whose_service_has_begun_does_not_give_up(engine):
    assert times(booth(impatient("30 s"), [0]), engine, "booth") == [(0, 0, 0, 60)]


def test_without_patience_one_is_served_at_once_or_goes(engine):
    tree = booth(impatient("0 s"), [0, 0, 60])
    assert times(tree, engine, "booth") == [(0, 0, 0, 60), (0, 0, None, 0), (60, 60, 60, 120)]


def test_patience_counts_from_the_queue_and_not_from_the_door(engine):
    tree = booth(impatient("50 s"), [0, 0, 0], waiting_room=1)
    # The third comes in when the second gives up.
    assert times(tree, engine, "booth") == [(0, 0, 0, 60), (0, 0, None, 50), (0, 50, 60, 120)]


def test_of_two_whose_patience_is_over_both_go_before_the_next_comes_in(engine):
    tree = booth(impatient("50 s"), [0, 0, 0, 0], waiting_room=2)
    assert [row[3] for row in times(tree, engine, "booth")] == [60, 50, 50, 120]


def test_who_gives_up_goes_on_with_what_follows(engine):
    steps = [{"visit": "first", "gives_up_after": "30 s", "then": []}, {"visit": "second"}, OUT]
    stations = {name: {"service_time": "60 s"} for name in ("first", "second")}
    tree = port(stations, steps, recorded([0, 10]))
    assert told(tree, engine, "second", "asked") == [(60,), (40,)]


def test_patience_may_be_said_by_class_and_others_wait(engine):
    step = {"visit": "booth", "gives_up_after": {"bus": "20 s"}, "then": []}
    tree = port(
        {"booth": {"service_time": "60 s"}},
        [step, OUT],
        recorded([0, 1, 2], classes=["bus", "truck", "bus"]),
        layout={"classes": {"truck": {}, "bus": {}}},
    )
    assert [row[3] for row in times(tree, engine, "booth")] == [60, 120, 22]


def test_the_better_class_pushes_out_nobody_who_can_be_served(engine):
    """Both give up at 60, when the booth is free: the first of the queue is served, the other goes."""
    tree = booth(impatient("50 s"), [0, 10, 10])
    assert times(tree, engine, "booth")[1:] == [(10, 10, 60, 120), (10, 10, None, 60)]


def test_a_loop_through_giving_up_has_new_patience_each_time(engine):
    step = {"visit": "booth", "gives_up_after": "exponential mean 20 s", "then": [{"again": "booth"}]}
    tree = port({"booth": {"service_time": "10 min"}}, [step, OUT], recorded([0, 0]))
    rows = run_of(tree, engine).visits
    waits = (rows["left"] - rows["joined"])[np.isnan(rows["started"])]
    assert len(waits) > 5 and len(set(waits)) == len(waits)


# Turning away.


def test_one_who_finds_no_room_turns_away_at_that_instant(engine):
    tree = booth({"if_full": GONE}, [0, 10], waiting_room=0)
    assert times(tree, engine, "booth") == [(0, 0, 0, 60), (10, None, None, 10)]
    assert exits(tree, engine) == ["out", "gone"]


def test_one_who_finds_room_at_that_instant_comes_in(engine):
    assert times(booth({"if_full": GONE}, [0, 60], waiting_room=0), engine, "booth")[1] == (60, 60, 60, 120)


def test_one_behind_a_waiting_one_at_the_door_turns_away(engine):
    steps = [
        {"branch": "class", "cases": {
            "stays": [{"visit": "booth"}], "goes": [{"visit": "booth", "as": "look_in", "if_full": []}],
        }},
        OUT,
    ]  # fmt: skip
    classes = {"classes": {"stays": {}, "goes": {}}}
    comers = recorded([0, 1, 2], classes=["stays", "stays", "goes"])
    tree = port({"booth": {"service_time": "60 s", "waiting_room": 0}}, steps, comers, layout=classes)
    assert times(tree, engine, "booth") == [(0, 0, 0, 60), (1, 60, 60, 120), (2, None, None, 2)]


def test_one_who_turns_away_keeps_its_place_until_the_next_takes_it_in(engine):
    stations = {
        "first": {"service_time": "10 s"},
        "full": {"service_time": "100 s", "waiting_room": 0},
        "other": {"service_time": "50 s", "waiting_room": 0},
    }
    steps = [{"visit": "first"}, {"visit": "full", "if_full": [{"visit": "other"}]}, OUT]
    tree = port(stations, steps, recorded([0, 0, 0, 0]))
    assert times(tree, engine, "first", "ended", "left") == [(10, 10), (20, 20), (30, 70), (80, 120)]
    assert times(tree, engine, "other", "asked", "joined") == [(20, 20), (30, 70), (80, 120)]


def test_one_who_comes_back_later_finds_room(engine):
    steps = [{"visit": "booth", "if_full": [{"wait": "20 s"}, {"again": "booth"}]}, OUT]
    tree = port({"booth": {"service_time": "60 s", "waiting_room": 0}}, steps, recorded([0, 10]))
    assert times(tree, engine, "booth", "asked", "left")[1:] == [(10, 10), (30, 30), (50, 50), (70, 130)]


def test_a_loop_of_turning_away_without_time_is_stopped(engine):
    stations = {
        "booth": {"service_time": "60 s", "waiting_room": 0},
        "sign": {"service_time": "uniform 0 s to 0.001 s", "servers": "unlimited"},
    }
    steps = [{"visit": "booth", "if_full": [{"visit": "sign"}, {"again": "booth"}]}, OUT]
    tree = port(stations, steps, recorded([0, 0], sign=[0, 0]))
    with pytest.raises(DoesNotAdvance, match="truck 1 of through"):
        run_of(tree, engine)


# Changing lanes.


def lanes(times, services, servers=2, **fields):
    stations = {
        "gate": {"service_time": "1 s", "servers": servers, "queue": "lanes", "jockeys": True, **fields}
    }
    return port(stations, visits("gate"), recorded(times, gate=services))


def lane_rows(tree, engine):
    plan = plan_of(tree)
    rows = run(plan, 0, engine=engine).visits
    named = [(plan.names.points[row["point"]].lane, *(row[f].item() for f in ("joined", "started", "left")))
             for row in rows]  # fmt: skip
    return nan_as_none(named)


def test_the_last_of_a_queue_goes_over_to_a_lane_that_serves_at_once(engine):
    rows = lane_rows(lanes([0, 0, 1, 2], [100, 10, 50, 50]), engine)
    # The third queues in the first lane, the fourth in the second, which is free at 10 and then at 60.
    assert rows == [(0, 0, 0, 100), (1, 0, 0, 10), (0, 1, None, 60), (1, 60, 60, 110), (1, 2, 10, 60)]


def test_nobody_changes_for_one_place_less(engine):
    rows = lane_rows(lanes([0, 0, 1, 2, 3], [100, 100, 50, 50, 50]), engine)
    assert rows == [(0, 0, 0, 100), (1, 0, 0, 100), (0, 1, 100, 150), (1, 2, 100, 150), (0, 3, 150, 200)]


def test_two_places_less_are_worth_it(engine):
    # Lane 1 serves three short ones while lane 0 stands: then it has two fewer.
    tree = lanes([0, 0, 1, 2, 3, 4], [500, 10, 20, 10, 30, 40])
    rows = lane_rows(tree, engine)
    assert (0, 3, None, 20) in rows  # the fifth leaves lane 0, where three were, for lane 1, where one is


def test_a_change_of_lane_is_of_the_own_class_only(engine):
    tree = lanes([0, 0, 1], [100, 10, 10], reserved={"bus": 1})
    tree["layout"]["classes"] = {"truck": {}, "bus": {}}
    tree["layout"]["flows"]["through"]["classes"] = ["truck", "bus"]
    for row, cls in zip(tree["demand"]["flows"]["through"]["rows"], ("truck", "bus", "truck"), strict=True):
        row["class"] = cls
    assert [row[0] for row in lane_rows(tree, engine)] == [0, 1, 0]


def test_one_who_goes_over_has_the_patience_it_had(engine):
    stations = {"gate": {"service_time": "1 s", "servers": 2, "queue": "lanes", "jockeys": True}}
    steps = [{"visit": "gate", "gives_up_after": "25 s", "then": []}, OUT]
    tree = port(stations, steps, recorded([0, 0, 1, 2, 3, 4], gate=[500, 10, 20, 10, 30, 40]))
    rows = lane_rows(tree, engine)
    # The fifth goes over at 20 and still gives up 25 s after it first joined.
    changed = rows.index((0, 3, None, 20))
    assert rows[changed + 1][1:] in [(20, None, 28), (20, 20, 50)]


def test_ways_of_a_choice_may_be_changed_too(engine):
    stations = {name: {"service_time": "1 s"} for name in ("left", "right")}
    ways = {name: [{"visit": name}] for name in stations}
    steps = [{"choose": "shortest_queue", "of": ways, "jockeys": True}, OUT]
    tree = port(stations, steps, recorded([0, 0, 1], left=[100, 0, 50], right=[0, 10, 7]))
    assert times(tree, engine, "left", "joined", "started", "left") == [(0, 0, 100), (1, None, 10)]
    assert times(tree, engine, "right", "joined", "started", "left") == [(0, 0, 10), (10, 10, 17)]


# Choosing.


def choice(rule, times, **stations):
    fields = {"left": {"service_time": "60 s"}, "right": {"service_time": "10 s"}} | stations
    ways = {name: [{"visit": name}] for name in fields}
    return port(fields, [{"choose": rule, "of": ways}, OUT], recorded(times))


def places(tree, engine):
    """Which station each took, in order of arrival."""
    plan = plan_of(tree)
    rows = run(plan, 0, engine=engine).visits
    return [plan.names.points[row["point"]].name for row in rows]


def test_least_work_goes_where_less_time_is_waited_for(engine):
    assert places(choice("least_work", [0, 0, 0, 0]), engine) == ["left", "right", "right", "right"]


def test_least_work_counts_the_servers_on_duty(engine):
    tree = choice("least_work", [0, 0, 0, 0], right={"service_time": "60 s", "servers": 3})
    assert places(tree, engine) == ["left", "right", "right", "right"]
    tree = choice("least_work", [0, 0, 0, 0, 0], right={"service_time": "60 s", "servers": 3})
    assert places(tree, engine)[-1] == "left"  # 60 s for one server, as 180 s for three; the first named


def test_least_work_does_not_count_who_has_gone(engine):
    tree = choice("least_work", [0, 0, 60], right={"service_time": "100 s"})
    assert places(tree, engine) == ["left", "right", "left"]


def test_preference_is_for_the_first_that_could_serve_at_once(engine):
    tree = choice("preference", [0, 1, 2, 70])
    assert places(tree, engine) == ["left", "right", "left", "right"]


def test_preference_without_a_free_server_is_for_the_first_with_room(engine):
    tree = choice("preference", [0, 0, 0, 0, 0, 0], left={"service_time": "60 s", "waiting_room": 1},
                  right={"service_time": "60 s", "waiting_room": 1})  # fmt: skip
    assert places(tree, engine) == ["left", "right", "left", "right", "left", "right"]


def test_closed_ways_come_last_by_every_rule(engine):
    for rule in ("shortest_queue", "least_work", "preference"):
        tree = choice(rule, [0, 0], left={"service_time": "60 s", "hours": "late"})
        tree["roster"] = {"calendars": {"late": {"hours": "12:00-13:00"}}}
        assert places(tree, engine) == ["right", "right"]


def test_the_lanes_of_a_station_have_a_rule_of_their_own(engine):
    stations = {"gate": {"service_time": "60 s", "servers": 2, "queue": "lanes", "lane_rule": "preference"}}
    tree = port(stations, visits("gate"), recorded([0, 0, 0, 0]))
    assert [row[0] for row in lane_rows(tree, engine)] == [0, 1, 0, 0]


def test_patience_costs_nobody_else_luck(engine):
    """Patience that is never over changes nothing: its draws are its own."""
    plain = lasting(one_booth("exponential mean 50 s", every("exponential mean 60 s")), "6 h")
    stays = {"visit": "booth", "gives_up_after": "uniform 30 d to 31 d", "then": [], "if_full": []}
    flow = {**plain["layout"]["flows"]["through"], "steps": [stays, OUT]}
    patient = {**plain, "layout": {**plain["layout"], "flows": {"through": flow}}}
    one, other = run_of(plain, engine).visits, run_of(patient, engine).visits
    assert (one["left"][~np.isnan(one["left"])] == other["left"][~np.isnan(other["left"])]).all()
