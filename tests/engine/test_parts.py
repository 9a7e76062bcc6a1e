"""One becomes many: split, and gather until all, checked by hand."""

import numpy as np
from ports import plan_of, port, recorded, told

from twin.engine import run

OUT = {"leave": "out"}
ALL = {"gather": "pax", "until": "all"}


def bus(steps, times=(0.0,), **stations):
    """Buses and their passengers, with a desk of ten seconds."""
    stations = {"desk": {"service_time": "10 s"}, "lot": {"service_time": "1 s"}} | stations
    tree = port(stations, steps, recorded(list(times)))
    tree["layout"]["classes"] = {"bus": {"size": "2 to 4", "carries": "7 kg"}, "pax": {}, "bag": {}}
    tree["layout"]["flows"]["through"]["classes"] = ["bus"]
    return tree


def split(count, **fields):
    return {"split": "pax", "count": count, **fields}


def trips_of(tree, engine, cls):
    plan = plan_of(tree)
    trips = run(plan, 0, engine=engine).trips
    return trips[trips["cls"] == plan.names.classes.index(cls)]


def test_the_bus_goes_on_with_its_last_passenger(engine):
    tree = bus([split(3), {"visit": "desk"}, ALL, {"visit": "lot"}, OUT])
    assert told(tree, engine, "desk", "started", "ended") == [(0, 10), (10, 20), (20, 30)]
    assert told(tree, engine, "lot", "asked") == [(30,)]
    assert told(tree, engine, "pax", "asked", "joined") == [(0, 30)]


def test_the_bus_keeps_its_place_while_its_passengers_are_out(engine):
    tree = bus([{"visit": "lot"}, split(2), {"visit": "desk"}, ALL, OUT], times=(0, 0))
    assert told(tree, engine, "lot", "started", "left") == [(0, 21), (21, 42)]


def test_a_passenger_who_leaves_has_ended_too(engine):
    steps = [split(2), {"visit": "desk"}, {"branch": "ill", "then": [OUT]}, ALL, {"visit": "lot"}, OUT]
    tree = bus(steps) | {"policy": {"shares": {"ill": "100 %"}}}
    assert told(tree, engine, "lot", "asked") == [(20,)]


def test_a_bus_that_ends_at_the_split_frees_its_place_at_once(engine):
    tree = bus([{"visit": "lot"}, split(2, parent="ends"), {"visit": "desk"}, OUT], times=(0, 0))
    assert told(tree, engine, "lot", "left") == [(1,), (2,)]
    assert trips_of(tree, engine, "bus")["left"].tolist() == [1, 2]
    assert trips_of(tree, engine, "pax")["left"].tolist() == [11, 21, 31, 41]


def test_parts_may_have_parts(engine):
    bags = [{"split": "bag", "count": 2}, {"visit": "desk"}, {"gather": "bag", "until": "all"}]
    tree = bus([split(2), *bags, ALL, {"visit": "lot"}, OUT])
    assert len(told(tree, engine, "desk", "started")) == 4
    assert told(tree, engine, "lot", "asked") == [(40,)]


def test_a_bus_of_some_size_has_so_many_passengers_whenever_it_is_asked(engine):
    steps = [split("size"), ALL, split("size", **{"as": "second"}), ALL, OUT]
    trips = trips_of(bus(steps, times=range(60)), engine, "pax")
    per_bus = np.unique(trips["parent"], return_counts=True)[1]
    assert set(per_bus.tolist()) == {4, 6, 8}


def test_a_number_is_drawn_anew_at_every_split(engine):
    steps = [split("1 to 3"), ALL, split("1 to 3", **{"as": "second"}), ALL, OUT]
    per_bus = np.unique(trips_of(bus(steps, times=range(60)), engine, "pax")["parent"], return_counts=True)[1]
    assert set(per_bus.tolist()) == {2, 3, 4, 5, 6}


def test_parts_without_a_load_of_their_own_share_that_of_the_whole(engine):
    trips = trips_of(bus([split(3), ALL, OUT]), engine, "pax")
    assert sorted(trips["load"].tolist()) == [2, 2, 3]


def test_no_part_changes_its_luck_when_the_whole_has_other_parts_too(engine):
    plain = bus([split(3), {"visit": "desk"}, ALL, OUT])
    paper = {"fork": "paper", "into": {"paper": [{"wait": "1 s"}]}}
    forked = bus([paper, split(3), {"visit": "desk"}, ALL, OUT])
    assert told(plain, engine, "desk", "key") == told(forked, engine, "desk", "key")
