"""Ways between places, and what an entity passes on them."""

import pytest
from listing import listing
from ports import every, plan_of, port

from twin.model.errors import ScenarioError
from twin.model.scenario import Scenario
from twin.plan.places import Ways
from twin.plan.plan import UNLIMITED, Point

PLACES = {name: [f"{i} m", "0 m"] for i, name in enumerate("abcd")}


def link(start, end, metres, **fields):
    return {"from": start, "to": end, "length": f"{metres} m", "speed": "10 m/s", **fields}


LINKS = {
    "ab": link("a", "b", 100),
    "bc": link("b", "c", 100, both_ways=True),
    "ac": link("a", "c", 300, storage="unlimited"),
    "cd": link("c", "d", 50, kind="footpath"),
}


def tree(stations, steps, links=LINKS, starts_at="a"):
    out = port(stations, steps, every(60))
    out["layout"].update(places=PLACES, links=links, classes={"truck": {"length": "18 m"}})
    out["layout"]["flows"]["through"]["starts_at"] = starts_at
    return out


def at(place, **fields):
    return {"at": place, "service_time": "10 s", **fields}


def legs(links, start, end):
    raw = tree({"gate": at("a")}, [{"visit": "gate"}, {"leave": "out"}], links)
    return [leg.point.name for leg in Ways(Scenario.from_tree(raw).layout).legs(start, end)]


def test_the_fastest_way_is_taken():
    assert legs(LINKS, "a", "c") == ["ab", "bc"]
    assert legs(LINKS | {"ac": link("a", "c", 300, speed="20 m/s")}, "a", "c") == ["ac"]


def test_the_way_back_is_a_link_of_its_own():
    assert legs(LINKS, "c", "b") == ["bc:back"]


def test_of_two_links_between_the_same_places_the_faster_is_used():
    assert legs(LINKS | {"new": link("a", "b", 90), "old": link("a", "b", 90)}, "a", "b") == ["new"]


def test_no_way_is_no_step():
    assert legs(LINKS, "a", "a") == []


def test_links_with_storage_are_stations_and_others_are_walked():
    stations = {"gate": at("a"), "yard": at("c"), "hall": at("d")}
    steps = [{"visit": "gate"}, {"visit": "yard"}, {"visit": "hall"}, {"leave": "out"}]
    plan = plan_of(tree(stations, steps))
    assert listing(plan) == [
        "visit gate",
        "visit ab",
        "visit bc",
        "visit yard",
        "walk 5",
        "visit hall",
        "leave out",
    ]
    row = plan.arrays.station[plan.names.points.index(Point("link", "ab"))]
    assert (row["room"], row["metric"], row["holds_all"], row["servers"], row["sited"]) == (
        100_000,
        1,
        1,
        0,
        1,
    )
    task = plan.arrays.task[plan.arrays.service[plan.arrays.tab[plan.arrays.step["b"][1]]]["first"]]
    assert plan.arrays.dist[task["dist"]]["p"] == 10.0


def test_storage_is_length_times_lanes_unless_said():
    links = {"ab": link("a", "b", 100, lanes=3), "bc": link("b", "c", 100, storage="70 m")}
    stations = {"yard": at("c")}
    plan = plan_of(tree(stations, [{"visit": "yard"}, {"leave": "out"}], links))
    rooms = dict(zip(plan.names.points, plan.arrays.station["room"].tolist(), strict=True))
    assert rooms[Point("link", "ab")] == 300_000 and rooms[Point("link", "bc")] == 70_000
    assert rooms[Point("station", "yard")] == UNLIMITED


def test_a_team_comes_to_the_entity():
    stations = {"gate": at("b"), "team": {"service_time": "10 s"}, "yard": at("c")}
    steps = [{"visit": "gate"}, {"visit": "team"}, {"visit": "yard"}, {"leave": "out"}]
    assert listing(plan_of(tree(stations, steps)))[1:] == [
        "visit gate",
        "visit team",
        "visit bc",
        "visit yard",
        "leave out",
    ]


def test_who_comes_from_different_places_goes_different_ways():
    stations = {"gate": at("a", fails="5 %"), "desk": at("b"), "yard": at("c")}
    steps = [
        {"visit": "gate"},
        {"branch": "gate.fails", "then": [{"visit": "desk"}]},
        {"visit": "yard"},
        {"leave": "out"},
    ]
    assert listing(plan_of(tree(stations, steps))) == [
        "visit gate",
        "branch 2 6",
        "visit ab",
        "visit desk",
        "visit bc",
        "goto 8",
        "visit ab",
        "visit bc",
        "visit yard",
        "leave out",
    ]


def test_again_travels_back_to_where_the_step_is():
    stations = {"gate": at("b", fails="5 %"), "yard": at("c", fails="5 %")}
    steps = [
        {"visit": "gate"},
        {"visit": "yard"},
        {"branch": "yard.fails", "then": [{"again": "gate"}]},
        {"leave": "out"},
    ]
    assert listing(plan_of(tree(stations, steps))) == [
        "visit ab",
        "visit gate",
        "visit bc",
        "visit yard",
        "branch 5 7",
        "visit bc:back",
        "goto 1",
        "leave out",
    ]


def test_a_part_begins_where_the_whole_stands():
    stations = {"gate": at("b"), "yard": at("c")}
    steps = [{"visit": "gate"}, {"fork": "half", "into": {"one": [{"visit": "yard"}]}}, {"leave": "out"}]
    assert listing(plan_of(tree(stations, steps)))[-3:] == ["visit bc", "visit yard", "end"]


def test_a_zone_is_entered_where_it_lies():
    raw = tree(
        {"gate": at("a"), "yard": at("c")},
        [{"visit": "gate"}, {"travel": "siding"}, {"visit": "yard"}, {"leave": "out"}],
    )
    raw["layout"]["zones"] = {"siding": {"at": "b", "holds": "60 m"}}
    plan = plan_of(raw)
    assert listing(plan) == [
        "visit gate",
        "visit ab",
        "enter ('siding', -2)",
        "visit bc",
        "visit yard",
        "leave out",
    ]
    assert plan.arrays.pool["units"].tolist() == [60_000]
    assert plan.names.points[plan.arrays.step["c"][2]] == Point("zone", "siding")


def test_a_place_is_travelled_to():
    raw = tree({"gate": at("a")}, [{"visit": "gate"}, {"travel": "b"}, {"leave": "out"}])
    assert listing(plan_of(raw)) == ["visit gate", "visit ab", "leave out"]


def test_a_truck_longer_than_a_link_is_refused():
    links = {"ab": link("a", "b", 100, storage="19 m")}
    with pytest.raises(ScenarioError) as refused:
        plan_of(tree({"gate": at("b")}, [{"visit": "gate"}, {"leave": "out"}], links))
    assert str(refused.value) == (
        "layout.links.ab\n    there is room for 19 m, truck takes 20 m and would wait for ever; give it more"
    )
