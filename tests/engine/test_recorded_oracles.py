"""Exact recursions on fixed traces: every wait and every departure, in both engines."""

import json
from pathlib import Path

from asserting import assert_equal_to
from ports import one_booth, port, recorded, run_of, tandem, visits

CASES = json.loads((Path(__file__).parents[1] / "data" / "oracles" / "engine.json").read_text("utf-8"))


def _of(name):
    case = CASES[name]
    return case["inputs"], case["expected"]


def _waits(run):
    return run.visits["started"] - run.visits["joined"]


def test_one_server_follows_lindley(engine):
    given, wanted = _of("G01")
    run = run_of(one_booth(arrives=recorded(given["arrivals"], booth=given["services"])), engine)
    assert_equal_to(_waits(run), wanted["waits"])
    assert_equal_to([_waits(run).mean(), run.visits["left"].max()], [wanted["mean_Wq"], wanted["end"]])


def test_two_servers_follow_kiefer_and_wolfowitz(engine):
    given, wanted = _of("G02")
    run = run_of(one_booth(arrives=recorded(given["arrivals"], booth=given["services"]), servers=2), engine)
    assert_equal_to(_waits(run), wanted["waits"])
    assert_equal_to([run.visits["left"].max()], [wanted["end"]])


def test_the_first_class_goes_first_and_interrupts_nobody(engine):
    given, wanted = _of("G04")
    classes = {f"class{i}": {} for i in (0, 1)}
    arrives = recorded(
        given["arrivals"], classes=[f"class{i}" for i in given["classes"]], booth=given["services"]
    )
    tree = port(
        {"booth": {"service_time": "1 s", "discipline": "priority"}},
        visits("booth"),
        arrives,
        layout={"classes": classes},
        policy={"priority": {"class0": 0, "class1": 1}},
    )
    tree["layout"]["flows"]["through"]["classes"] = list(classes)
    assert_equal_to(_waits(run_of(tree, engine)), wanted["waits"])


def test_a_served_truck_holds_its_server_until_there_is_room(engine):
    given, wanted = _of("G07")
    services = {"station0": given["services1"], "station1": given["services2"]}
    arrives = recorded(given["arrivals"], **services)
    rows = run_of(tandem(["1 s", "1 s"], arrives, rooms=[None, given["waiting_places"]]), engine).visits
    assert_equal_to(rows["left"][rows["visit"] == 0], wanted["leave1"])
    assert_equal_to(rows["left"][rows["visit"] == 1], wanted["depart"])
