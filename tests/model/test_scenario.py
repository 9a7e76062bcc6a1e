"""A scenario is one small tree, read once, and then frozen."""

import pickle
import subprocess
import sys
from datetime import datetime

import pytest
from trees import ONE_BOOTH, fault, one_booth, port, refused

from twin.model.errors import ScenarioError
from twin.model.scenario import Scenario


def test_the_smallest_port_is_a_class_a_station_a_flow_and_its_demand():
    scenario = Scenario.from_tree(ONE_BOOTH)
    assert (scenario.name, scenario.levers) == ("", ())
    experiment = scenario.experiment
    assert (experiment.start, experiment.horizon, experiment.warm_up) == (datetime(2025, 9, 1), 86400.0, 0.0)
    assert (experiment.replications, experiment.seed) == (20, 1)
    assert list(scenario.layout.exits) == ["out"]
    assert list(scenario.roster.calendars) == ["always"]
    assert scenario.layout.about.time_zone == "UTC+08:00"


def test_the_door_may_give_a_name_and_the_levers():
    scenario = port(name="small", levers=["agv", "fast_scan"])
    assert (scenario.name, scenario.levers) == ("small", ("agv", "fast_scan"))


def test_a_scenario_is_frozen():
    scenario = port()
    with pytest.raises(AttributeError):
        scenario.name = "other"
    with pytest.raises(ValueError, match="frozen"):
        scenario.layout.stations["booth"].servers = 2
    with pytest.raises(TypeError, match="a scenario is frozen; change the tree and read it again"):
        scenario.layout.stations["other"] = scenario.layout.stations["booth"]
    with pytest.raises(TypeError, match="frozen"):
        scenario.layout.stations.update({})


def test_a_scenario_travels_between_processes():
    scenario = port(policy__shares__picked={"car": "5 %"})
    assert pickle.loads(pickle.dumps(scenario)) == scenario


def test_the_same_tree_reads_the_same_twice():
    assert Scenario.from_tree(ONE_BOOTH) == Scenario.from_tree(ONE_BOOTH)


def test_all_faulty_fields_of_all_files_are_told_at_once():
    text = refused(
        one_booth(
            layout__stations__booth__servers=0,
            layout__classes__car__length="4",
            demand__flows__cars__volume="7",
            roster__calendars__c__hours="8-20",
            policy__shares__picked="6",
            equipment__e_gate={"does": "gate"},
            experiment__seed=-1,
        )
    )
    assert [line for line in text.splitlines() if not line.startswith(" ")] == [
        "layout.classes.car.length",
        "layout.stations.booth.servers",
        "demand.flows.cars.volume",
        "roster.calendars.c.hours",
        "policy.shares.picked",
        "equipment.e_gate",
        "experiment.seed",
    ]


def test_names_are_looked_at_when_all_fields_are_read():
    wrong = {"layout__stations__booth__servers": 0, "layout__stations__booth__hours": "freight"}
    assert "freight" not in refused(one_booth(**wrong))


def test_a_fault_says_the_file_and_line_of_its_path():
    seen = []

    def where(path):
        seen.append(path)
        return "layouts/small.yaml:7"

    text = refused(one_booth(layout__stations__booth__servers=0), where)
    assert text.startswith("layout.stations.booth.servers  [layouts/small.yaml:7]\n    is '0': ")
    assert ("layout", "stations", "booth", "servers") in seen


def test_a_step_is_placed_by_its_numbers_from_zero():
    tree = one_booth(
        layout__flows__cars__steps=[{"visit": "booth"}, {"branch": "class", "cases": {"car": []}}]
    )
    tree["layout"]["flows"]["cars"]["steps"].append({"visit": "boot"})
    text = refused(tree, lambda path: "/".join(map(str, path)))
    assert "layout.flows.cars at visit boot  [layout/flows/cars/steps/2]" in text


def test_faults_can_be_counted():
    with pytest.raises(ScenarioError) as error:
        Scenario.from_tree(one_booth(layout__stations__booth__servers=0, experiment__seed="x"))
    assert [found.path for found in error.value.faults] == [
        "layout.stations.booth.servers",
        "experiment.seed",
    ]


def test_a_section_that_is_not_known_is_answered_with_the_nearest():
    assert refused(one_booth(polcy={})) == fault(
        "polcy",
        "'polcy' is not a word here; did you mean policy?; the words here are "
        "layout, demand, roster, policy, equipment, experiment, name, levers, … (9 in all)",
    )


@pytest.mark.parametrize(
    "section, word, home",
    [("layout", "slots", "policy"), ("policy", "fleets", "demand"), ("demand", "shifts", "roster")],
)
def test_a_word_that_stands_in_another_section_is_told_its_own(section, word, home):
    said = f"'{word}' is a word of {home}; move it there from {section}"
    assert refused(one_booth(**{f"{section}__{word}": {}})) == fault(f"{section}.{word}", said)


def test_a_word_of_no_section_is_answered_with_those_of_its_own():
    assert "did you mean fleets?" in refused(one_booth(demand__fleet={}))


def test_hours_without_a_calendar_are_told_how_to_have_one():
    text = refused(one_booth(layout__stations__booth__hours="08:00-20:00"))
    assert "write roster.calendars: {NAME: {hours: 08:00-20:00}}, and NAME here" in text


def test_a_flow_that_nobody_ever_leaves_is_refused():
    tree = one_booth()
    steps = tree["layout"]["flows"]["cars"]["steps"]
    tree["layout"]["flows"]["cars"]["steps"] = [*steps[:-1], {"again": "booth"}]
    assert "nobody ever leaves" in refused(tree)


def test_days_off_without_a_name_are_told_how_to_have_one():
    text = refused(one_booth(roster__calendars={"day": {"closed": ["07-11 to 07-15"]}}))
    assert "write roster.holidays: {NAME: 07-11 to 07-15}, and closed: NAME" in text


def test_a_section_that_became_a_text_is_refused():
    said = "is 'ganqimaodu': a mapping of fields belongs here, word: value"
    assert refused(one_booth(layout="ganqimaodu")) == fault("layout", said)


def test_an_empty_tree_asks_for_flows():
    assert refused({}) == fault("layout", "needs flows:")


def test_observed_durations_are_lists_of_the_layout():
    scenario = port(
        layout__observed__gate=["30 s", "10 s"], layout__stations__booth__service_time="observed gate"
    )
    assert scenario.layout.stations["booth"].service_time.values == (10.0, 30.0)


def test_reading_the_model_needs_no_heavy_library():
    heavy = ("numpy", "pandas", "numba", "scipy", "hydra", "networkx", "matplotlib")
    code = f"import sys, twin.model.scenario; print([name for name in {heavy} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
