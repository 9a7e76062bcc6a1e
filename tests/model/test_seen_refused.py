"""Who cannot have been seen so is refused, with the row."""

import pytest
from trees import fault, one_booth, refused

ROW = "demand.flows.cars.seen[1]"
BOOTH = {"at": "booth"}


def seen(*rows, **changes):
    return one_booth(demand__flows__cars__seen=list(rows), **changes)


@pytest.mark.parametrize(
    ("row", "path", "said"),
    [
        ({"at": "both"}, f"{ROW}.at", "cars has no visit called both; did you mean booth?"),
        ({**BOOTH, "class": "bus"}, f"{ROW}.class", "class bus does not come to booth; those are car"),
    ],
)
def test_one_is_seen_at_a_visit_of_its_class(row, path, said):
    assert refused(seen(row)) == fault(path, said)


def test_of_several_classes_it_is_said_which():
    tree = seen(BOOTH, layout__classes__bus={}, layout__flows__cars__classes=["car", "bus"])
    tree["demand"]["flows"]["cars"]["mix"] = {"car": "50 %", "bus": "50 %"}
    assert refused(tree) == fault(f"{ROW}.class", "class: is one of car, bus at booth; say which")


def test_of_several_visits_of_a_name_it_is_not_known_which():
    arms = {"then": [{"visit": "booth"}], "else": [{"wait": "1 min"}, {"visit": "booth"}]}
    steps = [{"branch": "chosen", **arms}, {"leave": "out"}]
    tree = seen(BOOTH, layout__flows__cars__steps=steps, policy__shares={"chosen": "50 %"})
    said = "cars has 2 visits called booth; give each a name of its own by as:"
    assert refused(tree) == fault(f"{ROW}.at", said)


def test_lanes_are_not_a_place():
    tree = seen(BOOTH, layout__stations__booth={"service_time": "30 s", "servers": 2, "queue": "lanes"})
    said = "booth has a queue for each server; write its lanes as stations, and choose: between them"
    assert refused(tree) == fault(f"{ROW}.at", said)


def test_what_one_holds_besides_its_place_is_not_known():
    steps = [{"seize": "crew"}, {"visit": "booth"}, {"release": "crew"}, {"leave": "out"}]
    tree = seen(BOOTH, layout__pools={"crew": {"size": 1}}, layout__flows__cars__steps=steps)
    said = "one holds crew there; begin before the seize, or claim it by needs:"
    assert refused(tree) == fault(f"{ROW}.at", said)


def test_one_is_not_seen_in_parts():
    fork = {"fork": "papers", "into": {"desk": [{"wait": "1 min"}]}}
    steps = [fork, {"visit": "booth"}, {"join": "papers"}, {"leave": "out"}]
    said = "one is there in parts, as a part, or with others; begin before it is forked or gathered"
    assert refused(seen(BOOTH, layout__flows__cars__steps=steps)) == fault(f"{ROW}.at", said)


def test_no_more_are_at_servers_than_there_are():
    said = "2 are at the servers of booth, and it has 1; write doing: queueing for those who wait"
    served = {**BOOTH, "doing": "served"}
    assert refused(seen(served, {**BOOTH, "doing": "blocked"})) == fault("demand.flows.cars.seen[2]", said)


def test_no_more_people_are_with_them_than_there_are():
    station = {"service_time": "30 s", "servers": 2, "needs": {"crew": 1}}
    tree = seen(
        {**BOOTH, "doing": "served", "count": 2},
        layout__stations__booth=station,
        layout__pools={"crew": {"size": 1}},
    )
    said = "2 of crew are with those who are served, and there are 1; fewer are served, or there are more"
    assert refused(tree) == fault(ROW, said)


def test_a_fleet_says_it_otherwise():
    tree = seen(BOOTH)
    steps = [{"visit": "booth"}, {"return": "carts"}]
    tree["layout"]["flows"]["cars"]["steps"] = steps
    tree["demand"]["fleets"] = {"carts": {"class": "car", "size": 5, "away": "1 h"}}
    tree["demand"]["flows"]["cars"] = {"arrives": "fleet", "fleet": "carts", "seen": [BOOTH]}
    said = "cars is run by a fleet; say in at_start: how many of it are at the port"
    assert refused(tree) == fault(ROW, said)


def test_what_one_does_is_one_of_three_things():
    assert "queueing" in refused(seen({**BOOTH, "doing": "waiting"}))
