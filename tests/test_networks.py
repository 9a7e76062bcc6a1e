"""Several ports in one run: what they are called, what they share, and who goes elsewhere."""

import numpy as np
import pytest
from doors import refused, write
from networks import DEMAND, NETWORK, NORTH, OTHER_HOURS, WIDER, shipped_ports, two_ports

import twin
from twin.config import compose, differences, list_names, names, tree
from twin.plan.compile import compile_plan
from twin.study.replications import replicate
from twin.study.sameness import examine

WITH_A_ROAD = """
ports: {a: north, b: south}
links: {between: {from: a_line, to: b_line, length: 40 km, speed: 40 km/h, storage: unlimited}}
"""
BY_SHARE = WITH_A_ROAD + "diversions: {to_b: {from: a_trucks_in, to: b_trucks_in, share: 40 % | assumed}}\n"


@pytest.fixture
def folder(tmp_path):
    return two_ports(tmp_path)


def network(folder, *words):
    return compose(["layout=both", *words], folder)


# ------------------------------------------------------------------ names


def test_each_port_of_a_network_is_what_it_is_alone_under_names_of_its_own(folder):
    alone, both = compose(["layout=north"], folder), network(folder)
    for kind in ("stations", "classes", "flows", "links", "pools", "exits", "parts"):
        ours = getattr(both.layout, kind)
        theirs = getattr(alone.layout, kind)
        assert list(ours) == [f"{port}_{name}" for port in "ab" for name in theirs]
    gate = both.layout.stations["b_gate"]
    assert (gate.at, gate.hours, gate.servers, gate.fails) == ("b_line", "b_day", 2, 0.1)
    assert list(gate.service_time) == ["b_truck", "other"]
    assert both.layout.stations["a_review"].needs == {"a_analysts": 1}
    assert both.policy.shares["a_selected"] == {"a_truck": 0.3, "other": 0.05}
    assert both.policy.priority == {"a_truck": 0, "b_truck": 0}
    assert both.roster.calendars["a_day"].closed == ("a_feast",)
    assert both.demand.fleets["b_lorries"].class_ == "b_truck"


def test_a_network_of_one_port_compiles_to_the_arrays_of_the_port(folder):
    write(folder, "layouts/one.yaml", "ports: {a: north}\n")
    alone, one = (compile_plan(compose([f"layout={name}"], folder)) for name in ("north", "one"))
    for name in ("station", "cls", "calendar"):
        ours, theirs = (getattr(plan.arrays, name) for plan in (one, alone))
        assert len(ours) == len(theirs), name
    assert [name.removeprefix("a_") for name in one.names.classes] == list(alone.names.classes)


@pytest.mark.parametrize("layout", shipped_ports())
def test_every_shipped_port_can_be_a_port_of_a_network(tmp_path, layout):
    write(tmp_path, "layouts/one.yaml", f"ports: {{a: {layout}}}\n")
    words = ["experiment=one_week"]  # a port may ask for another by itself, a network does not
    alone, one = (compile_plan(compose([f"layout={name}", *words], tmp_path)) for name in (layout, "one"))
    for ours, theirs in zip(one.arrays, alone.arrays, strict=True):
        assert getattr(ours, "shape", None) == getattr(theirs, "shape", None)


def test_both_engines_agree_on_a_network(folder):
    write(folder, "layouts/both.yaml", BY_SHARE + "shared: {analysts: all, day: all, feast: all}\n")
    outcome = examine(compile_plan(network(folder)))
    assert (outcome.stopped, outcome.wrong) == ("", "")
    assert outcome.visits > 200


def test_a_source_is_that_of_its_port_and_an_origin_keeps_its_range(folder):
    rows = {row.path: row for row in network(folder).ledger}
    assert (rows["layout.stations.b_gate.servers"].kind, rows["layout.stations.b_gate.servers"].text) == (
        "source",
        "b_S1",
    )
    assert network(folder).layout.sources["a_S1"] == "a yearbook"


def test_things_are_labelled_with_their_port(folder):
    assert network(folder).layout.stations["b_gate"].label == ("南 卡口", "South, gate")


def test_ports_lie_beside_each_other_or_where_they_are_said_to_lie(folder):
    places = network(folder).layout.places
    assert places["a_line"][:2] == (0.0, 0.0)
    assert places["b_line"][0] > places["a_yard"][0]
    said = NETWORK.replace("b: south", "b: {layout: south, at: [-3 km, 5 m]}")
    write(folder, "layouts/both.yaml", said)
    assert network(folder).layout.places["b_yard"][:2] == (-2900.0, 5.0)
    ground = NORTH.replace("yard: [100 m, 0 m]", "yard: {at: [100 m, 0 m], size: [9 m, 7 m], label: yard}")
    write(folder, "layouts/south.yaml", ground)
    assert network(folder).layout.places["b_yard"][:4] == (-2900.0, 5.0, 9.0, 7.0)


def test_a_model_of_the_catalogue_needs_the_pools_of_each_port(folder):
    write(
        folder,
        "layouts/equipment/catalogue.yaml",
        "big: {does: gate, service_time: 5 s, needs: {analysts: 1}}",
    )
    for name in ("north", "south"):
        write(
            folder,
            f"layouts/{name}.yaml",
            NORTH.replace("at: yard, service_time: 10 s", "at: yard, model: big"),
        )
    assert network(folder).layout.stations["b_yard_gate"].needs == {"b_analysts": 1}


def test_recorded_arrivals_and_laws_are_read_for_each_port(folder):
    write(folder, "layouts/seen.csv", "time,class,service.gate\n12,truck,30\n")
    write(
        folder,
        "layouts/demand/south.yaml",
        DEMAND.replace(
            "{arrives: profile, volume: 100/d | S1, profile: flat}", "{arrives: recorded, file: seen.csv}"
        ),
    )
    laws = NORTH.replace("at: yard, service_time: 10 s", "at: yard, service_time: observed slow | S1")
    write(folder, "layouts/south.yaml", laws + "observed: {slow: [5 s, 9 s]}\n")
    both = network(folder)
    assert both.demand.flows["b_cars_in"].rows[0].class_ == "b_truck"
    assert both.demand.flows["b_cars_in"].rows[0].service == {"b_gate": 30.0}
    assert list(both.layout.observed) == ["b_slow"]


# ------------------------------------------------------------------ peaks


def test_a_port_has_its_own_peak_and_the_networks_peak_may_say_another(folder):
    for port, volume in (("north", "200/d"), ("south", "300/d")):
        write(folder, f"layouts/demand/{port}/rush.yaml", f"flows: {{cars_in: {{volume: {volume}}}}}\n")
    write(folder, "layouts/both.yaml", "ports: {a: {layout: north, peak: rush}, b: south}\n")
    write(folder, "layouts/demand/both/storm.yaml", "ports: {b: rush}\nflows: {a_cars_in: {volume: 7/d}}\n")
    volume = {port: network(folder).demand.flows[f"{port}_cars_in"].volume for port in "ab"}
    assert volume == {"a": 200, "b": 100}
    stormy = network(folder, "peak=storm")
    assert [stormy.demand.flows[f"{port}_cars_in"].volume for port in "ab"] == [7, 300]
    assert stormy.name == "both storm"
    assert names("peaks", "both", folder=folder) == ["typical", "storm"]
    assert [one.label_en for one in list_names("layouts", folder=folder) if one.name == "both"] == ["both"]


# ------------------------------------------------------------------ what is shared


def test_a_shared_pool_has_the_people_of_all(folder):
    write(folder, "layouts/both.yaml", NETWORK + "shared: {analysts: [a, b]}\n")
    both = network(folder)
    assert list(both.layout.pools) == ["analysts"]
    assert list(both.roster.shifts["analysts"]) == ["a_early", "b_early"]
    assert both.layout.stations["b_review"].needs == {"analysts": 1}


def test_a_shared_pool_with_a_size_has_the_units_of_all(folder):
    for name in ("north", "south"):
        write(folder, f"layouts/{name}.yaml", NORTH.replace("analysts: {}", "analysts: {size: 3}"))
        write(folder, f"layouts/roster/{name}.yaml", "calendars: {day: {hours: 08:00-20:00}}\n")
    write(folder, "layouts/both.yaml", NETWORK + "shared: {analysts: all}\n")
    assert network(folder).layout.pools["analysts"].size == 6


def test_what_is_shared_and_not_the_same_everywhere_is_said_by_the_network(folder):
    write(folder, "layouts/roster/south.yaml", OTHER_HOURS)
    write(folder, "layouts/roster/both.yaml", "calendars: {day: {hours: 07:00-21:00}}\n")
    write(folder, "layouts/both.yaml", NETWORK + "shared: {day: all}\n")
    assert network(folder).layout.stations["b_gate"].hours == "day"


def test_the_network_adds_things_of_its_own(folder):
    sea = """
ports: {a: north}
places: {port: [9 km, 0 m]}
links: {railway: {from: a_yard, to: port, length: 9 km, speed: 60 km/h}}
stations: {berth: {at: port, service_time: 5 min, servers: 1, fills: pile}}
stocks: {pile: {holds: 10 kt, drain: 5 kt/d}}
flows: {to_sea: {classes: a_truck, starts_at: a_yard, steps: [{visit: berth}, {leave: a_inland}]}}
"""
    write(folder, "layouts/both.yaml", sea)
    write(
        folder,
        "layouts/demand/both.yaml",
        "flows: {to_sea: {arrives: profile, volume: 50/d, profile: a_flat}}\n",
    )
    (run,) = replicate(compile_plan(network(folder)), [0])
    assert run.balance[0].sum() > 100


# ------------------------------------------------------------------ who goes elsewhere


def arrived_at(scenario, station):
    plan = compile_plan(scenario)
    numbers = [i for i, point in enumerate(plan.names.points) if point.name == station]
    return int(np.isin(twin.run(plan, 0).visits["point"], numbers).sum())


def test_a_share_of_a_flow_goes_to_another_port_and_home_to_its_own_fleet(folder):
    write(folder, "layouts/both.yaml", BY_SHARE)
    scenario = network(folder)
    first = scenario.layout.flows["a_trucks_in"].steps[0]
    assert (first.branch, first.then[0].travel, first.then[-1].return_) == ("to_b", "b_line", "a_lorries")
    assert scenario.policy.shares["to_b"] == 0.4
    assert scenario.layout.stations["b_gate"].service_time["a_truck"].values == (30.0,)
    assert scenario.policy.shares["b_selected"]["a_truck"] == 0.3
    none = network(folder, "policy.shares.to_b=0 %")
    assert arrived_at(scenario, "b_gate") > arrived_at(none, "b_gate") + 10


def test_who_waits_too_long_or_finds_no_room_goes_to_another_port(folder):
    for way in ("gives_up_after: 20 min", "if_full: true"):
        diversion = f"diversions: {{to_b: {{from: a_trucks_in, to: b_trucks_in, {way}}}}}\n"
        write(folder, "layouts/both.yaml", WITH_A_ROAD + diversion)
        visit = network(folder).layout.flows["a_trucks_in"].steps[0]
        instead = visit.then if "gives" in way else visit.if_full
        assert visit.visit == "a_gate" and instead[0].travel == "b_line"
        assert examine(compile_plan(network(folder))).wrong == ""


def test_ports_may_send_each_other_traffic_without_sending_it_to_and_fro(folder):
    road = WITH_A_ROAD.replace("storage: unlimited", "storage: unlimited, both_ways: true")
    write(
        folder,
        "layouts/both.yaml",
        road
        + (
            "diversions:\n  to_b: {from: a_trucks_in, to: b_trucks_in, share: 5 %}\n"
            "  to_a: {from: b_trucks_in, to: a_trucks_in, share: 5 %}\n"
        ),
    )
    flows = network(folder).layout.flows
    assert [step.verb for step in flows["b_trucks_in"].steps[0].then] == ["travel", "do", "visit", "return"]


def test_a_diversion_needs_a_way_to_the_other_port(folder):
    write(folder, "layouts/both.yaml", BY_SHARE.replace("links:", "conditions: {}\n#"))
    told = " ".join(refused("layout=both", folder=folder))
    assert "there is no way from a_line to b_line" in told


# ------------------------------------------------------------------ levers and values


def test_a_lever_goes_to_every_port_that_has_what_it_changes(folder):
    write(folder, "scenarios/wider.yaml", WIDER)
    stations = network(folder, "scenario=wider").layout.stations
    assert (stations["a_gate"].servers, stations["b_gate"].servers) == (3, 3)
    without = (
        NORTH.replace("  gate:\n", "  portal:\n")
        .replace("visit: gate", "visit: portal")
        .replace("gate.fails", "portal.fails")
    )
    write(folder, "layouts/south.yaml", without)
    scenario = network(folder, "scenario=wider")
    assert (scenario.layout.stations["a_gate"].servers, scenario.layout.stations["b_portal"].servers) == (
        3,
        2,
    )
    assert [row.path for row in scenario.ledger if "left out" in row.text] == [
        "ports.b.scenario.wider.changes[1] (more)"
    ]


def test_a_lever_may_be_for_one_port(folder):
    write(folder, "scenarios/wider.yaml", WIDER)
    scenario = network(folder, "scenario=[b.wider]")
    assert (scenario.layout.stations["a_gate"].servers, scenario.layout.stations["b_gate"].servers) == (2, 3)
    assert scenario.name == "both b.wider"


def test_a_lever_that_fits_no_port_is_for_the_network(folder):
    write(folder, "layouts/both.yaml", BY_SHARE)
    write(folder, "scenarios/more_to_b.yaml", "more_to_b: {changes: [{set: {policy.shares.to_b: 80 %}}]}\n")
    assert network(folder, "scenario=more_to_b").policy.shares["to_b"] == 0.8


def test_merged_stations_of_two_ports_keep_their_tasks_apart(folder):
    merge = "one_stop: {changes: [{merge: [gate, yard_gate], into: stop, servers: 2}]}\n"
    for name in ("north", "south"):
        write(
            folder,
            f"layouts/{name}.yaml",
            NORTH.replace("at: yard, service", "at: yard, hours: day, service"),
        )
    write(folder, "scenarios/one_stop.yaml", merge)
    stations = network(folder, "scenario=one_stop").layout.stations
    assert [task.name for task in stations["b_stop"].tasks] == ["b_gate", "b_yard_gate"]
    assert refused("layout=both", "scenario=one_stop", "layout.stations.a_gate.servers=3", folder=folder) == [
        "layout.stations.a_gate.servers [command line]: a_gate was merged into a_stop by one_stop; "
        "give layout.stations.a_stop.servers instead"
    ]


def test_a_value_is_given_by_the_name_in_the_network(folder):
    before, after = (
        tree(["layout=both"], folder),
        tree(["layout=both", "layout.stations.b_gate.servers=5"], folder),
    )
    assert [one.path for one in differences(before, after)] == ["layout.stations.b_gate.servers"]
