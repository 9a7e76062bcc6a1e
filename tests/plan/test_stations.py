"""Stations as rows: servers, lanes, room, needs, services and the order of settle."""

import pytest
from listing import listing, needs
from ports import every, plan_of, port, recorded, tandem, visits

from twin.model.errors import ScenarioError
from twin.plan.draws import GIVEN, mix, name_key
from twin.plan.plan import BY_LOAD, LONGEST, NO_DIST, OPERATING, PAUSE, SUM, UNLIMITED, Point
from twin.plan.stations import ALL
from twin.plan.visits import NOBODY


def one(fields, **sections):
    """The plan of one station."""
    return plan_of(
        port({"booth": {"service_time": "10 s", **fields}}, visits("booth"), every(60), **sections)
    )


def classes(**layout_classes):
    return {"classes": layout_classes}


def services(plan, pc):
    """[class][model] the tasks of a visit, as (key, dist row)."""
    step, a = plan.arrays.step[pc], plan.arrays
    rows = a.tab[step["b"] : step["b"] + len(a.cls) * step["c"]]
    tasks = [
        [tuple(a.task[i].item()) for i in range(s["first"], s["first"] + s["n"])] for s in a.service[rows]
    ]
    return [tasks[i : i + step["c"]] for i in range(0, len(tasks), step["c"])]


def test_servers_have_luck_of_their_own():
    plan = one({"servers": 3})
    row = plan.arrays.station[0]
    assert (row["servers"], row["first_server"], row["on_duty"], row["room"]) == (3, 0, 3, UNLIMITED)
    assert plan.arrays.server["key"].tolist() == [mix(name_key("booth"), i) for i in range(3)]
    assert plan.arrays.server["up"].tolist() == [NO_DIST] * 3


def test_a_station_without_limit_counts_no_servers():
    row = one({"servers": "unlimited"}).arrays.station[0]
    assert (row["servers"], row["on_duty"]) == (0, ALL)


def test_a_lane_is_a_station_of_one_server():
    fields = {
        "servers": 3,
        "queue": "lanes",
        "waiting_room": "100 m",
        "move_up": "8 s",
        "service_time": "10 s",
    }
    tree = port({"booth": fields}, visits("booth"), every(60))
    tree["layout"]["classes"] = {"truck": {"length": "18 m"}}
    plan = plan_of(tree)
    assert plan.names.points == tuple(Point("station", "booth", lane) for lane in range(3))
    assert listing(plan) == [
        "choose 1 3 5",
        "visit booth#0",
        "goto 6",
        "visit booth#1",
        "goto 6",
        "visit booth#2",
        "leave out",
    ]
    rows = plan.arrays.station
    assert rows["room"].tolist() == [33_333] * 3 and rows["metric"].tolist() == [1] * 3
    assert rows["servers"].tolist() == [1] * 3 and rows["first_server"].tolist() == [0, 1, 2]
    assert rows["move_up"].tolist() == [8.0] * 3
    assert plan.arrays.server["key"].tolist() == [mix(name_key("booth"), lane) for lane in range(3)]
    assert set(plan.arrays.step["key"][[1, 3, 5]]) == {name_key("booth")}  # which lane changes no service


def test_the_last_lanes_are_reserved():
    stations = {"booth": {"service_time": "10 s", "servers": 3, "queue": "lanes", "reserved": {"bus": 1}}}
    tree = port(stations, visits("booth"), every(60, mix={"bus": "50 %", "truck": "50 %"}))
    tree["layout"]["classes"] = {"bus": {}, "truck": {}}
    tree["layout"]["flows"]["through"]["classes"] = ["bus", "truck"]
    assert listing(plan_of(tree))[0] == "choose 1 3 5 | 1 3"


def test_ways_to_choose_are_stations_and_their_lanes():
    stations = {
        "old": {"service_time": "20 s"},
        "new": {"service_time": "5 s", "servers": 2, "queue": "lanes"},
    }
    steps = [
        {"choose": "shortest_queue", "of": {"a": [{"visit": "old"}], "b": [{"visit": "new"}]}},
        {"leave": "out"},
    ]
    assert listing(plan_of(port(stations, steps, every(60)))) == [
        "choose 1 3 5",
        "visit old",
        "goto 6",
        "visit new#0",
        "goto 6",
        "visit new#1",
        "leave out",
    ]


def test_room_in_entities_is_not_metric():
    row = one({"waiting_room": "12"}).arrays.station[0]
    assert (row["room"], row["metric"], row["holds_all"]) == (12, 0, 0)


def test_classes_are_whole_millimetres_and_kilograms():
    layout_classes = {
        "truck": {"length": "16.5 m", "gap": "2 m", "carries": "65 t"},
        "lot": {"kind": "cargo"},
    }
    tree = port({"booth": {"service_time": "10 s"}}, visits("booth"), every(60))
    tree["layout"]["classes"] = layout_classes
    cls = plan_of(tree).arrays.cls
    assert cls["size"].tolist() == [18_500, 0] and cls["load"].tolist() == [65_000, 0]


def test_priorities_make_levels_where_they_count():
    tree = port(
        {"booth": {"service_time": "10 s", "discipline": "priority"}, "desk": {"service_time": "10 s"}},
        visits("booth", "desk"),
        every(60),
        policy={"priority": ["bus", "van"]},
    )
    tree["layout"]["classes"] = {"truck": {}, "van": {}, "bus": {}}
    plan = plan_of(tree)
    assert plan.arrays.level.tolist() == [[2, 1, 0]]  # who has none comes last
    assert plan.arrays.station["levels"].tolist() == [1, 3]  # desk, booth
    assert plan.arrays.station["first_level"].tolist() == [0, 2]  # at 1 the urgent stand before the booth


def test_of_its_flow_and_its_class_the_better_says_the_level():
    tree = port({"booth": {"service_time": "10 s", "discipline": "preemptive"}}, visits("booth"), every(60))
    tree["layout"]["classes"] = {"truck": {}, "bus": {}}
    tree["layout"]["flows"]["green"] = {"classes": ["truck", "bus"], "steps": visits("booth")}
    tree["policy"] = {"priority": {"bus": 5, "green": 9}}
    assert plan_of(tree).arrays.level.tolist() == [[2, 0], [1, 0]]  # levels that nobody has are left out


def test_needs_of_a_service_are_claimed_together():
    stations = {
        "booth": {"service_time": "10 s", "needs": {"officers": 2, "dogs": 1}},
        "desk": {"service_time": "10 s"},
    }
    tree = port(stations, [{"seize": {"officers": 1}}, *visits("booth", "desk")], every(60))
    tree["layout"]["pools"] = {"officers": {"size": 5}, "dogs": {"size": 1}, "vets": {"size": 1}}
    plan = plan_of(tree)
    desk, booth = plan.arrays.station
    assert needs(plan, booth["first_need"], booth["needs"]) == [("officers", 2), ("dogs", 1)]
    assert (booth["group"], desk["group"]) == (0, NOBODY)
    assert plan.arrays.pool["group"].tolist() == [0, 0, 1]
    assert plan.arrays.group_station.tolist() == [1] and plan.arrays.group_first.tolist() == [0, 1, 1]
    assert plan.arrays.step["d"][0] == 0  # the seize is in the same group


def test_what_is_unloaded_fills_a_stock():
    tree = port({"tip": {"service_time": "10 s", "fills": "pile"}}, visits("tip"), every(60))
    tree["layout"]["stocks"] = {"pile": {"holds": "900 t", "starts_with": "200 t"}}
    plan = plan_of(tree)
    row = plan.arrays.station[0]
    assert needs(plan, row["first_need"], row["needs"]) == [("pile", BY_LOAD)]
    assert plan.arrays.need["back"].tolist() == [0]
    assert plan.arrays.pool["units"].tolist() == [700_000]
    assert plan.arrays.stock.tolist() == [(200_000, 0, NOBODY)]
    assert row["fills"] == 0


def test_a_load_larger_than_the_stock_is_refused():
    tree = port({"tip": {"service_time": "10 s", "fills": "pile"}}, visits("tip"), every(60))
    tree["layout"]["classes"] = {"truck": {"carries": "65 t"}}
    tree["layout"]["stocks"] = {"pile": {"holds": "60 t"}}
    with pytest.raises(
        ScenarioError, match="there is room for 60 t, truck takes 65 t and would wait for ever"
    ):
        plan_of(tree)


def test_old_and_new_equipment_stand_side_by_side():
    equipment = {
        "old": {"does": "scan", "service_time": "150 s", "move_up": "10 s"},
        "new": {
            "does": "scan",
            "service_time": "25 s",
            "breakdown": {"mtbf": "500 h", "mttr": "12 h", "clock": "operating"},
        },
    }
    stations = {"scan": {"does": "scan", "servers": {"old": 1, "new": 2}}, "gate": {"service_time": "9 s"}}
    plan = plan_of(port(stations, visits("scan", "gate"), every(60), equipment=equipment))
    servers = plan.arrays.server[
        plan.arrays.server["station"] == plan.names.points.index(Point("station", "scan"))
    ]
    assert servers["model"].tolist() == [1, 2, 2]  # 0 is no model
    assert (servers["up"] == NO_DIST).tolist() == [True, False, False] and servers["clock"][1] == OPERATING
    times = [[plan.arrays.dist["p"][dist] for _, dist in tasks] for tasks in services(plan, 0)[0]]
    assert times[1:] == [[150.0], [25.0]]
    assert len(services(plan, 1)[0]) == 3


def test_service_times_differ_by_class():
    stations = {"booth": {"service_time": {"bus": "60 s", "other": "20 s"}}}
    tree = port(stations, visits("booth"), every(60))
    tree["layout"]["classes"] = {"truck": {}, "bus": {}}
    plan = plan_of(tree)
    assert [plan.arrays.dist["p"][cls[0][0][1]] for cls in services(plan, 0)] == [20.0, 60.0]


@pytest.mark.parametrize("run, how", (("one_after_another", SUM), ("side_by_side", LONGEST)))
def test_a_merged_station_keeps_the_luck_of_its_tasks(run, how):
    tasks = {"weighing": {"service_time": "10 s"}, "disinfection": {"service_time": "exponential mean 40 s"}}
    stations = {"bay": {"tasks": tasks, "tasks_run": run}}
    steps = [{"visit": "bay"}, {"visit": "bay", "as": "bay_out"}, {"leave": "out"}]
    plan = plan_of(port(stations, steps, every(60)))
    assert plan.arrays.service["how"].tolist() == [how, how]
    assert [key for key, _ in services(plan, 0)[0][0]] == [name_key("weighing"), name_key("disinfection")]
    assert [key for key, _ in services(plan, 1)[0][0]] == [
        name_key("bay_out.weighing"),
        name_key("bay_out.disinfection"),
    ]


def test_recorded_services_replace_the_draw():
    plan = plan_of(tandem(["30 s", "exponential mean 20 s"], recorded([1.0, 2.0], station1=[5.0, 6.0])))
    laws = [plan.arrays.dist[services(plan, pc)[0][0][0][1]] for pc in (0, 1)]
    assert laws[0]["p"] == 30.0
    assert (laws[1]["kind"], laws[1]["first"]) == (GIVEN, 0)
    assert plan.arrays.dist["p"][laws[1]["n"]] == 20.0  # for those without a record
    assert plan.arrays.given.tolist() == [[5.0], [6.0]]


def test_end_of_shift_is_a_rule():
    assert one({"end_of_shift": "pause"}).arrays.station["shift_rule"].tolist() == [PAUSE]


def test_stations_are_settled_downstream_first():
    plan = plan_of(tandem(["1 s"] * 4, every(60)))
    assert [point.name for point in plan.names.points] == ["station3", "station2", "station1", "station0"]


def test_a_loop_of_stations_has_an_order():
    stations = {name: {"service_time": "9 s", "fails": "5 %"} for name in ("a", "b", "c")}
    steps = [{"visit": "a"}, {"visit": "b"}, {"branch": "b.fails", "then": [{"again": "a"}]}, *visits("c")]
    plan = plan_of(port(stations, steps, every(60)))
    assert [point.name for point in plan.names.points] == ["c", "b", "a"]


def test_flows_that_go_against_each_other_have_an_order():
    stations = {name: {"service_time": "9 s"} for name in ("a", "b")}
    tree = port(stations, visits("a", "b"), every(60))
    tree["layout"]["flows"]["back"] = {"classes": "truck", "steps": visits("b", "a")}
    tree["demand"]["flows"]["back"] = every(60)
    assert [point.name for point in plan_of(tree).names.points] == ["b", "a"]


def test_a_station_that_nobody_visits_is_left_out():
    plan = plan_of(port({"a": {"service_time": "9 s"}, "b": {"service_time": "9 s"}}, visits("a"), every(60)))
    assert [point.name for point in plan.names.points] == ["a"]


def test_quotas_are_seized_and_never_given_back():
    tree = port(
        {"gate": {"service_time": "9 s"}},
        [{"wait": "daily"}, *visits("gate")],
        every(60),
        policy={"quotas": {"daily": {"count": 17, "per": "d"}}},
    )
    plan = plan_of(tree)
    assert listing(plan) == ["seize ('daily', 1)", "visit gate", "leave out"]
    assert plan.names.points[plan.arrays.step["c"][0]] == Point("quota", "daily")
    assert plan.arrays.pool["units"].tolist() == [17]


def test_a_wait_is_a_walk_with_a_name():
    tree = port(
        {"gate": {"service_time": "9 s"}}, [{"wait": "30 min", "as": "lunch"}, *visits("gate")], every(60)
    )
    plan = plan_of(tree)
    assert listing(plan)[0] == "walk 1800"
    assert plan.arrays.step["key"][0] == name_key("lunch")


def test_all_that_is_held_is_released():
    steps = [
        {"seize": {"vets": 2}},
        {"seize": {"vets": 1}},
        {"visit": "gate"},
        {"release": "vets"},
        {"leave": "out"},
    ]
    tree = port({"gate": {"service_time": "9 s"}}, steps, every(60))
    tree["layout"]["pools"] = {"vets": {"size": 5}}
    plan = plan_of(tree)
    assert listing(plan)[3] == "release ('vets', 3)"
    assert plan.names.points[-1] == Point("pool", "vets")
