"""Every name that is used is the name of something: one bad port for each rule, with the exact text."""

import pytest
from trees import fault, one_booth, refused, steps

OUT = {"leave": "out"}


@pytest.mark.parametrize(
    ("changes", "path", "said"),
    [
        (
            {"layout__pools__car": {"size": 1}},
            "layout.classes.car",
            "car is a pool already; one name, one thing: rename one of them",
        ),
        (
            {"layout__places__line": ["0 m", "0 m"], "layout__stations__booth__at": "lin"},
            "layout.stations.booth.at",
            "there is no place lin; did you mean line?; there is line",
        ),
        (
            {"layout__flows__cars__starts_at": "line"},
            "layout.flows.cars.starts_at",
            "there is no place line; there is no place at all",
        ),
        (
            {
                "layout__places__a": ["0 m", "0 m"],
                "layout__links__ab": {"from": "a", "to": "b", "length": "9 m", "speed": "9 km/h"},
            },
            "layout.links.ab.to",
            "there is no place b; there is a",
        ),
        (
            {"layout__stations__booth__hours": "alway"},
            "layout.stations.booth.hours",
            "there is no calendar alway; did you mean always?; there is always",
        ),
        (
            {"layout__stations__booth__needs": {"officers": 1}},
            "layout.stations.booth.needs.officers",
            "there is no pool officers; there is no pool at all",
        ),
        (
            {"layout__stations__booth__fills": "pile"},
            "layout.stations.booth.fills",
            "there is no stock pile; there is no stock at all",
        ),
        (
            {"layout__stations__booth__service_time": {"cart": "5 s", "other": "9 s"}},
            "layout.stations.booth.service_time.cart",
            "there is no class cart; did you mean car?; there is car, other",
        ),
        (
            {
                "layout__stations__booth": {
                    "service_time": "3 s",
                    "queue": "lanes",
                    "servers": 2,
                    "reserved": {"bus": 1},
                }
            },
            "layout.stations.booth.reserved.bus",
            "there is no class bus; there is car",
        ),
        (
            {
                "layout__stations__booth": {"model": "e_gat"},
                "equipment__e_gate": {"does": "gate", "service_time": "3 s"},
            },
            "layout.stations.booth.model",
            "there is no equipment e_gat; did you mean e_gate?; there is e_gate",
        ),
        (
            {
                "layout__stations__booth": {"model": "bag_ct", "does": "scan"},
                "equipment__bag_ct": {"does": "bag_scan", "service_time": "3 s"},
            },
            "layout.stations.booth.model",
            "bag_ct does bag_scan, the station does scan",
        ),
        (
            {
                "layout__stations__booth": {"servers": {"x_ray": 2}, "does": "scan"},
                "equipment__x_ray": {"does": "scan", "service_time": "3 s", "needs": {"crew": 1}},
            },
            "equipment.x_ray.needs.crew",
            "there is no pool crew; there is no pool at all",
        ),
        (
            {"layout__stocks__pile": {"holds": "9 t", "only_when": "cleared"}},
            "layout.stocks.pile.only_when",
            "there is no mark cleared; there is no mark at all",
        ),
        (
            {"layout__flows__cars__classes": ["car", "bus"], "demand__flows__cars__mix": {"car": "100 %"}},
            "layout.flows.cars.classes",
            "there is no class bus; there is car",
        ),
        (
            {"demand__flows__crs": {"arrives": "profile", "volume": "1/d"}},
            "demand.flows.crs",
            "there is no flow crs; did you mean cars?; there is cars",
        ),
        (
            {"demand__flows__cars__mix": {"bus": "100 %"}},
            "demand.flows.cars.mix.bus",
            "there is no class in flow cars named bus; there is car",
        ),
        (
            {"demand__flows__cars__profile": "day"},
            "demand.flows.cars.profile",
            "there is no profile day; there is no profile at all",
        ),
        (
            {"demand__flows__cars": {"arrives": "fleet", "fleet": "trucks"}},
            "demand.flows.cars.fleet",
            "there is no fleet trucks; there is no fleet at all",
        ),
        (
            {"demand__fleets__trucks": {"class": "truck", "size": 3, "away": "1 h"}},
            "demand.fleets.trucks.class",
            "there is no class truck; there is car",
        ),
        (
            {"demand__flows__cars": {"arrives": "recorded", "rows": [{"time": 1, "class": "bus"}]}},
            "demand.flows.cars.rows",
            "there is no class in flow cars named bus; there is car",
        ),
        (
            {"demand__flows__cars": {"arrives": "recorded", "rows": [{"time": 1, "service": {"boot": 3}}]}},
            "demand.flows.cars.rows",
            "there is no visit to boot; did you mean booth?; there is booth",
        ),
        (
            {"demand__growth": {"bikes": "3 %"}},
            "demand.growth.bikes",
            "there is no flow bikes; there is cars, other",
        ),
        (
            {"roster__calendars__c": {"closed": "feast"}},
            "roster.calendars.c.closed",
            "there is no holiday feast; there is no holiday at all",
        ),
        (
            {"roster__shifts__officers__day": {"hours": "08:00-20:00", "size": 3}},
            "roster.shifts.officers",
            "there is no pool or station officers; there is booth",
        ),
        (
            {"policy__shares__picked": {"bus": "3 %"}},
            "policy.shares.picked.bus",
            "there is no class bus; there is car, other",
        ),
        (
            {"policy__priority": ["car", "bus"]},
            "policy.priority.bus",
            "there is no class or flow bus; there is car, cars",
        ),
    ],
)
def test_a_name_of_nothing_is_refused(changes, path, said):
    assert refused(one_booth(**changes)) == fault(path, said)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({"visit": "boot"}, "there is no station boot; did you mean booth?; there is booth"),
        ({"travel": "bay"}, "there is no zone or place bay; there is no zone or place at all"),
        ({"do": "checks"}, "there is no part checks; there is no part at all"),
        ({"wait": "daily"}, "there is no quota, slot, calendar, permission or mark daily; there is always"),
        ({"seize": "crew"}, "there is no pool crew; there is no pool at all"),
        ({"release": "crew"}, "there is no pool crew; there is no pool at all"),
        (
            {"branch": "booth.alarm"},
            "booth says nothing of alarm; give it alarm:, e.g. alarm: 1 %",
        ),
        ({"branch": "boot.alarm"}, "there is no station boot; did you mean booth?; there is booth"),
        (
            {"branch": "picked"},
            "nothing says how picked is answered; add it to policy.shares or policy.channels; "
            "what can be asked is class",
        ),
        (
            {"fork": "image", "into": {}},
            "a fork with no path; write into: {name: steps}, or leave the fork out",
        ),
    ],
)
def test_a_step_that_acts_on_nothing_is_refused(step, said):
    verb, about = next(iter(step.items()))
    assert refused(steps({"visit": "booth"}, step, OUT)) == fault(
        f"layout.flows.cars at {verb} {about}", said
    )


def test_a_path_ends_at_an_exit_or_a_fleet_that_is_there():
    assert refused(steps({"leave": "ot"})) == fault(
        "layout.flows.cars at leave ot", "there is no exit ot; did you mean out?; there is out"
    )
    assert refused(steps({"return": "trucks"})) == fault(
        "layout.flows.cars at return trucks", "there is no fleet trucks; there is no fleet at all"
    )


def test_a_list_of_names_stops_at_eight():
    stations = {f"booth_{i}": {"service_time": "3 s"} for i in range(9)}
    said = refused(one_booth(layout__stations=stations))
    assert said.endswith(
        "there is booth_0, booth_1, booth_2, booth_3, booth_4, booth_5, booth_6, booth_7, … (9 in all)"
    )


def test_a_fault_in_a_part_is_told_once_however_many_flows_do_it():
    tree = steps({"do": "checks"}, OUT, layout__parts__checks=[{"visit": "boot"}])
    tree["layout"]["flows"]["more"] = tree["layout"]["flows"]["cars"]
    assert refused(tree) == fault(
        "layout.parts.checks at visit boot", "there is no station boot; did you mean booth?; there is booth"
    )
