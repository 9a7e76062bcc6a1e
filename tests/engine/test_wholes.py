"""Many become one: gather into a new whole, checked by hand."""

import pytest
from ports import plan_of, port, recorded, told

from twin.engine import Jam, run

OUT = {"leave": "out"}
FERRY = {"visit": "ferry"}


def cars(steps, times, **fields):
    """Cars that board a ferry, which takes a minute."""
    stations = {"ferry": {"service_time": "60 s"}, "gate": {"service_time": "10 s"}}
    tree = port(stations, steps, recorded(list(times)), **fields)
    tree["layout"]["classes"] = {
        "car": {"length": "5 m", "carries": "1 t", "attributes": {"colour": {"red": "50 %", "blue": "50 %"}}},
        "boat": {},
    }
    tree["layout"]["flows"]["through"]["classes"] = ["car"]
    return tree


def gather(**fields):
    return {"gather": "car", "into": "boat", **fields}


def trips_of(tree, engine, cls):
    plan = plan_of(tree)
    trips = run(plan, 0, engine=engine).trips
    return trips[trips["cls"] == plan.names.classes.index(cls)]


def test_a_boat_sails_when_it_is_full(engine):
    tree = cars([gather(full_at={"count": 2}), FERRY, OUT], [0, 10, 20, 30, 40])
    assert told(tree, engine, "ferry", "asked", "ended") == [(10, 70), (30, 130)]
    assert told(tree, engine, "car", "asked", "joined")[:4] == [(0, 10), (10, 10), (20, 30), (30, 30)]


def test_members_leave_with_their_whole(engine):
    tree = cars([gather(full_at={"count": 2}), FERRY, OUT], [0, 10])
    assert trips_of(tree, engine, "car")["left"].tolist() == [70, 70]
    boat = trips_of(tree, engine, "boat")
    assert (boat["arrived"].tolist(), boat["left"].tolist(), boat["load"].tolist()) == ([10], [70], [2000])


def test_a_boat_is_full_by_length_or_by_mass_whichever_comes_first(engine):
    by_length = cars([gather(full_at={"length": "14 m", "mass": "9 t"}), FERRY, OUT], [0, 10, 20, 30])
    assert told(by_length, engine, "ferry", "asked") == [(20,)]
    by_mass = cars([gather(full_at={"length": "99 m", "mass": "3 t"}), FERRY, OUT], [0, 10, 20, 30])
    assert told(by_mass, engine, "ferry", "asked") == [(20,)]


def test_when_its_time_is_up_a_boat_sails_with_those_who_are_there(engine):
    tree = cars([gather(full_at={"count": 9}, timeout="60 s"), FERRY, OUT], [0, 10, 60, 61])
    assert told(tree, engine, "ferry", "asked") == [(60,), (121,)]
    assert told(tree, engine, "car", "joined") == [(60,), (60,), (60,), (121,)]


def test_too_few_wait_on_until_they_are_enough(engine):
    tree = cars([gather(full_at={"count": 9}, timeout="60 s", fewest=2), FERRY, OUT], [0, 100])
    assert told(tree, engine, "ferry", "asked") == [(100,)]


def test_a_boat_has_cars_of_one_colour(engine):
    steps = [
        gather(full_at={"count": 2}, by=["colour"]),
        {"branch": "colour", "cases": {"red": [FERRY], "blue": []}},
        OUT,
    ]
    tree = cars(steps, range(0, 400, 10))
    tree["layout"]["classes"]["boat"] = {"attributes": {"colour": {"red": "50 %", "blue": "50 %"}}}
    assert 5 <= len(told(tree, engine, "ferry", "asked")) <= 15


def test_what_a_boat_has_from_its_cars_means_the_same_in_whatever_order_its_class_names_it(engine):
    steps = [
        {"set": {"colour": "red"}},
        gather(full_at={"count": 2}, by=["colour"]),
        {"branch": "colour", "cases": {"red": [FERRY], "blue": []}},
        OUT,
    ]
    tree = cars(steps, [0, 10])
    tree["layout"]["classes"]["boat"] = {"attributes": {"colour": {"blue": "50 %", "red": "50 %"}}}
    assert told(tree, engine, "ferry", "asked") == [(10,)]


def test_the_place_held_is_given_up_when_all_go(engine):
    tree = cars([{"visit": "gate"}, gather(full_at={"count": 2}), FERRY, OUT], [0, 0, 0])
    tree["layout"]["stations"]["gate"]["servers"] = 2
    assert told(tree, engine, "gate", "started", "left")[:2] == [(0, 10), (0, 10)]


def test_cars_get_out_and_go_on_as_who_they_were(engine):
    steps = [
        {"visit": "gate"},
        gather(full_at={"count": 2}),
        FERRY,
        {"split": "car", "parent": "ends"},
        {"visit": "gate", "as": "gate_out"},
        OUT,
    ]
    tree = cars(steps, [0, 0])
    tree["layout"]["stations"]["gate"]["servers"] = 2
    assert told(tree, engine, "gate", "asked") == [(0,), (70,), (0,), (70,)]
    assert trips_of(tree, engine, "boat")["left"].tolist() == [70]
    assert trips_of(tree, engine, "car")["left"].tolist() == [80, 80]


def test_what_a_car_unloads_before_and_after_the_boat_is_not_the_same(engine):
    unload = [{"split": "box", "count": 2}, {"visit": "gate"}, {"gather": "box", "until": "all"}]
    steps = [*unload, gather(full_at={"count": 2}), FERRY, {"split": "car", "parent": "ends"}, *unload, OUT]
    tree = cars(steps, [0, 0])
    tree["layout"]["classes"]["box"] = {}
    keys = trips_of(tree, engine, "box")["key"].tolist()
    assert len(keys) == len(set(keys)) == 8


def test_a_boat_may_wait_for_its_cars_and_take_them_on_again(engine):
    steps = [
        gather(full_at={"count": 2}),
        {"split": "car"},
        {"visit": "gate"},
        {"gather": "car", "until": "all"},
        FERRY,
        OUT,
    ]
    tree = cars(steps, [0, 0])
    assert told(tree, engine, "ferry", "asked", "ended") == [(20, 80)]
    assert trips_of(tree, engine, "car")["left"].tolist() == [80, 80]


def test_wholes_may_be_gathered_too(engine):
    boats = {"gather": "boat", "into": "fleet", "full_at": {"count": 2}}
    steps = [gather(full_at={"count": 2}), boats, FERRY, OUT]
    tree = cars(steps, [0, 0, 5, 5])
    tree["layout"]["classes"]["fleet"] = {}
    assert told(tree, engine, "ferry", "asked") == [(5,)]
    assert trips_of(tree, engine, "car")["left"].tolist() == [65] * 4


def test_those_who_gather_where_the_others_must_pass_jam_the_port(engine):
    tree = cars([{"visit": "gate"}, gather(full_at={"count": 2}), FERRY, OUT], [0, 0, 0])
    with pytest.raises(Jam) as jam:
        run(plan_of(tree), 0, engine=engine)
    assert "car 0 of through at gate waits for others in gather car" in str(jam.value)
    assert "car 1 of through in the queue of gate waits for a server" in str(jam.value)


def test_those_who_gather_do_not_jam_the_port_while_others_may_come_another_way(engine):
    by_gate = {"branch": "by_gate", "then": [{"visit": "gate"}]}
    tree = cars([by_gate, gather(full_at={"count": 40}), FERRY, OUT], range(0, 400, 10))
    tree["policy"] = {"shares": {"by_gate": "50 %"}}
    tree["demand"]["flows"]["through"] = {"arrives": "every", "every": "1 min"}
    run(plan_of(tree), 0, engine=engine)
