"""Numbers fit each other: one bad port for each rule, with the exact text."""

import pytest
from trees import fault, one_booth, port, refused, steps

OUT = {"leave": "out"}
TASKS = {"spray": {"service_time": "3 s"}}


@pytest.mark.parametrize(
    ("changes", "path", "said"),
    [
        (
            {"layout__stations__bay": {"tasks": TASKS}, "layout__stations__yard": {"tasks": TASKS}},
            "layout.stations.yard.tasks.spray",
            "spray is a task of bay already; give the task a name of its own",
        ),
        (
            {"layout__stations__bay": {"tasks": {"booth": {"service_time": "3 s"}}}},
            "layout.stations.bay.tasks.booth",
            "booth is a station already; give the task a name of its own",
        ),
        (
            {"layout__stocks__pile": {"holds": "9 t", "starts_with": "10 t"}},
            "layout.stocks.pile.starts_with",
            "starts with 10000 kg and holds 9000 kg; start with less",
        ),
        (
            {
                "layout__places__a": ["0 m", "0 m"],
                "layout__links__aa": {"from": "a", "to": "a", "length": "9 m", "speed": "9 km/h"},
            },
            "layout.links.aa",
            "leads from a to itself; name another place",
        ),
        (
            {"layout__places": {"a": ["5 m", "0 m"], "b": ["5 m", "0 km"]}},
            "layout.places.b",
            "a (5 m east, 0 m north) and b (5 m east, 0 m north) are in one point; move one of them, "
            "or let one place stand for both",
        ),
        (
            {
                "layout__places": {
                    "hall": {"at": ["0 m", "0 m"], "size": ["60 m", "40 m"]},
                    "shed": {"at": ["54 m", "-39 m"], "size": ["50 m", "40 m"]},
                }
            },
            "layout.places.shed",
            "hall (0 m east, 0 m north, 60 m x 40 m) and shed (54 m east, -39 m north, 50 m x 40 m) overlap; "
            "move one of them, or make its size: smaller",
        ),
        (
            {"experiment__warm_up": "1 d"},
            "experiment.warm_up",
            "leaves nothing to look at: 86400 s of warm-up, 86400 s of horizon; make the horizon longer",
        ),
        (
            {
                "policy__channels__verdict": {
                    "clear": "96 %",
                    "doubtful": "3 %",
                    "curable": "1.5 %",
                    "positive": "0.5 %",
                }
            },
            "policy.channels.verdict",
            "adds up to 101 %, not 100 %: clear 96 %, doubtful 3 %, curable 1.5 %, positive 0.5 %",
        ),
        (
            {"policy__channels__verdict": {}},
            "policy.channels.verdict",
            "has no answer; write e.g. {green: 90 %, red: 10 %}",
        ),
        (
            {"layout__classes__car": {"attributes": {"paper": {"red": "99 %"}}}},
            "layout.classes.car.attributes.paper",
            "adds up to 99 %, not 100 %: red 99 %",
        ),
        (
            {"demand__flows__cars__mix": {"car": "60 %"}},
            "demand.flows.cars.mix",
            "adds up to 60 %, not 100 %: car 60 %",
        ),
        (
            {"demand": {}},
            "demand.flows",
            "nobody arrives in any flow; say in demand.flows how one arrives, "
            "e.g. cars: {arrives: profile, volume: 660/d}",
        ),
        (
            {"demand__flows__cars__volume": "0/d"},
            "demand.flows",
            "nobody arrives in any flow; say in demand.flows how one arrives, "
            "e.g. cars: {arrives: profile, volume: 660/d}",
        ),
        (
            {"layout__classes__bus": {}, "layout__flows__cars__classes": ["car", "bus"]},
            "demand.flows.cars",
            "car, bus arrive here; say how many of each: mix: {car: 60 %, bus: 40 %}",
        ),
        (
            {
                "layout__classes__bus": {},
                "demand__fleets__trucks": {"class": "bus", "size": 3, "away": "1 h"},
                "demand__flows__cars": {"arrives": "fleet", "fleet": "trucks"},
            },
            "demand.flows.cars.fleet",
            "trucks is of class bus, cars is for car",
        ),
        (
            {"layout__pools__crew": {}},
            "layout.pools.crew",
            "has no size; write size:, or its shifts: roster.shifts.crew",
        ),
        (
            {"layout__pools__crew": {"size": 3}, "roster__shifts__crew__day": {"size": 3}},
            "layout.pools.crew.size",
            "roster.shifts.crew says how many there are; keep one of the two",
        ),
        (
            {"layout__pools__crew": {"size": 3}, "layout__stations__booth__needs": {"crew": 4}},
            "layout.stations.booth.needs",
            "wants 4 of crew, there are 3: it would wait for ever; claim fewer, or have more of it",
        ),
        (
            {
                "layout__pools__crew": {},
                "layout__stations__booth__needs": {"crew": 2},
                "roster__shifts__crew__sunday": {"hours": "08:00-20:00", "days": "sun", "size": 3},
            },
            "layout.stations.booth.needs",
            "wants 2 of crew, and none is on duty within the horizon; give crew a shift",
        ),
        (
            {
                "layout__pools__crew": {"size": 1},
                "layout__stations__booth": {"model": "x_ray", "does": "scan"},
                "equipment__x_ray": {"does": "scan", "service_time": "3 s", "needs": {"crew": 2}},
            },
            "layout.stations.booth",
            "wants 2 of crew, there are 1: it would wait for ever; claim fewer, or have more of it",
        ),
        (
            {"layout__stations__booth": {"service_time": "3 s", "waiting_room": "9 m"}},
            "layout.classes.car",
            "booth has a waiting room in metres; give car a length:, e.g. length: 18 m",
        ),
        (
            {"layout__classes__bus": {}, "layout__stations__booth__service_time": {"bus": "5 s"}},
            "layout.stations.booth.service_time",
            "says nothing of car, which comes here; add it, or other:",
        ),
        (
            {
                "layout__classes__bus": {},
                "layout__stations__booth": {"service_time": "3 s", "queue": "lanes", "reserved": {"bus": 1}},
            },
            "layout.stations.booth.reserved",
            "all 1 lanes are reserved, and car comes too; leave it a lane",
        ),
    ],
)
def test_numbers_that_do_not_fit_are_refused(changes, path, said):
    assert refused(one_booth(**changes)) == fault(path, said)


def test_a_claim_of_a_step_that_is_above_its_pool_is_refused():
    tree = steps({"seize": {"bogies": 960}}, OUT, layout__pools__bogies={"size": 120})
    said = "wants 960 of bogies, there are 120: it would wait for ever; claim fewer, or have more of it"
    assert refused(tree) == fault("layout.flows.cars at seize bogies", said)


def test_a_claim_fits_if_two_shifts_together_have_it():
    shifts = {"a": {"hours": "08:00-14:00", "size": 3}, "b": {"hours": "12:00-20:00", "size": 3}}
    port(layout__pools__crew={}, layout__stations__booth__needs={"crew": 6}, roster__shifts__crew=shifts)


def test_a_fleet_runs_in_one_flow():
    tree = one_booth(
        demand__fleets__trucks={"class": "car", "size": 3, "away": "1 h"},
        demand__flows__cars={"arrives": "fleet", "fleet": "trucks"},
        demand__flows__more={"arrives": "fleet", "fleet": "trucks"},
    )
    tree["layout"]["flows"]["more"] = tree["layout"]["flows"]["cars"]
    said = "trucks runs in cars already; give more a fleet of its own"
    assert refused(tree) == fault("demand.flows.more.fleet", said)


def test_thirds_written_in_percent_add_up_closely_enough():
    thirds = {"a": "33.3333333333 %", "b": "33.3333333333 %", "c": "33.3333333334 %"}
    port(policy__channels__verdict=thirds)


def test_recorded_arrivals_with_their_class_need_no_mix():
    rows = [{"time": 1, "class": "car"}, {"time": 2, "class": "bus"}]
    port(
        layout__classes={"car": {}, "bus": {}},
        layout__flows__cars__classes=["car", "bus"],
        demand__flows__cars={"arrives": "recorded", "rows": rows},
    )
