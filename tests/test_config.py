"""The door: words of the command line and YAML files become one scenario."""

import subprocess
import sys
from pathlib import Path

import pytest
from doors import LANGUAGE, PORT, composed, refused, with_examples, write

from twin.config import compose, differences, experiment_question, list_names, names, sweep, tree, write_lever
from twin.model.errors import ScenarioError

ROOT = Path(__file__).parents[1]


def row(scenario, path):
    return next(row for row in scenario.ledger if row.path == path)


# ------------------------------------------------------------------ what the words mean


def test_one_word_picks_a_port_and_the_rest_follows():
    scenario = composed(PORT)
    assert scenario.name == "ganqimaodu"
    assert scenario.layout.stations["h986"].servers == 2
    assert scenario.demand.fleets["mongolian_trucks"].size == 7600
    assert scenario.roster.shifts["officers"]["day"].size == 45
    assert scenario.policy.quotas["neighbour_in"].count == 1700
    assert scenario.experiment.horizon == 8 * 86400


def test_each_file_may_be_named():
    scenario = composed(PORT, "experiment=one_day", "experiment.seed=3", "experiment.replications=2")
    assert (scenario.experiment.horizon, scenario.experiment.seed, scenario.experiment.replications) == (
        86400,
        3,
        2,
    )


def test_a_value_is_the_last_word_and_says_so():
    scenario = composed(PORT, "layout.stations.h986.servers=3", "policy.shares.scan_selected=20 %")
    assert scenario.layout.stations["h986"].servers == 3
    assert row(scenario, "layout.stations.h986.servers").kind == "command line"
    assert scenario.policy.shares["scan_selected"] == 0.2


def test_a_value_may_be_a_mapping_or_stand_in_quotes_or_be_a_new_field():
    scenario = composed(
        PORT,
        "policy.shares.scan_selected={coal_truck: 7 %, copper_truck: 8 %}",
        "layout.stations.h986.servers='4 | S2 (a guess, really)'",
        "layout.stations.border_gate.needs.officers=2",
    )
    assert scenario.policy.shares["scan_selected"] == {"coal_truck": 0.07, "copper_truck": 0.08}
    assert scenario.layout.stations["h986"].servers == 4
    assert scenario.layout.stations["border_gate"].needs == {"officers": 2}


def test_a_tilde_removes_a_value():
    assert (
        composed(PORT, "~layout.stations.border_gate.waiting_room")
        .layout.stations["border_gate"]
        .waiting_room
        is None
    )


@pytest.mark.parametrize(
    "words", (["scenario=[agv,fast_scan]"], ["scenario=[fast_scan,agv]"], ["scenario=agv+fast_scan"])
)
def test_scenarios_are_named_in_any_order(words):
    scenario = composed(PORT, *words)
    assert scenario.levers == ("agv", "fast_scan")
    assert scenario.name == "ganqimaodu agv+fast_scan"
    assert scenario.layout.stations["h986"].model == "h986_fast"


def test_a_bundle_stands_for_the_scenarios_it_names():
    bundle = composed(PORT, "scenario=roadmap_2030")
    assert bundle.levers == ("ai_image_review", "one_area_sync", "round_the_clock")
    assert composed(PORT, "scenario=[roadmap_2030,one_area_sync]") == bundle


def test_a_knob_is_turned_before_the_scenario_is_applied():
    scenario = composed(PORT, "scenario=agv", "scenario.agv.with.vehicles=60")
    assert scenario.demand.fleets["agv_fleet"].size == 120


def test_a_value_may_be_given_to_what_only_a_scenario_makes():
    scenario = composed(PORT, "scenario=one_area_sync", "layout.stations.sync_area.servers=8")
    assert scenario.layout.stations["sync_area"].servers == 8


def test_what_a_scenario_leaves_out_is_in_the_ledger():
    rows = [row for row in composed(PORT, "scenario=one_area_sync").ledger if row.text.startswith("left out")]
    assert [row.path for row in rows] == ["scenario.one_area_sync.changes[2] (merge)"]


def test_a_sweep_is_the_words_of_each_run():
    assert sweep([PORT, "policy.shares.scan_selected=5 %,10 %", "scenario=agv,no_scan"]) == [
        [PORT, f"policy.shares.scan_selected={share} %", f"scenario={name}"]
        for share in (5, 10) for name in ("agv", "no_scan")
    ]  # fmt: skip
    assert sweep(["experiment.seed=range(1,3)", "scenario=[a,b]"]) == [
        ["experiment.seed=1", "scenario=[a,b]"], ["experiment.seed=2", "scenario=[a,b]"],
    ]  # fmt: skip


# ------------------------------------------------------------------ files over files


FOLLOW = ("demand=ganqimaodu", "roster=ganqimaodu", "policy=ganqimaodu")


@pytest.fixture
def mine(tmp_path):
    """A user's folder beside the examples of the language."""
    return with_examples(tmp_path)


@pytest.mark.parametrize("defaults", ("[ganqimaodu, _self_]", "[ganqimaodu]"))
def test_a_port_made_from_another_has_the_last_word(mine, defaults):
    write(mine, "layouts/mine.yaml", f"defaults: {defaults}\nstations:\n  h986: {{servers: 5}}\n")
    scenario = compose(["layout=mine", *FOLLOW], mine)
    assert (scenario.layout.stations["h986"].servers, scenario.layout.stations["h986"].model) == (
        5,
        "h986_relocatable",
    )


def test_a_port_made_from_another_needs_its_other_files_named(mine):
    write(mine, "layouts/mine.yaml", "defaults: [ganqimaodu]\n")
    faults = refused("layout=mine", *FOLLOW[1:], folder=mine)
    assert len(faults) == 1
    assert faults[0].startswith("demand []: there is no layouts/demand/mine.yaml; there is ")
    assert "; write it, {} where it has nothing to say, or name one: demand=" in faults[0]


def test_files_that_change_are_chosen_anew(mine):
    def servers(below, said):
        write(mine, "layouts/mine.yaml", f"defaults: [{below}]\n{said}")
        return compose(["layout=mine", *FOLLOW], mine).layout.stations["h986"].servers

    write(mine, "layouts/other.yaml", "defaults: [ganqimaodu]\nstations: {h986: {servers: 9}}\n")
    shipped = servers("ganqimaodu", "")
    # The same words: a file that says another thing, is laid over another file, over the first, and is gone.
    assert servers("ganqimaodu", "stations: {h986: {servers: 7}}\n") == 7
    assert servers("other", "") == 9 != shipped
    assert servers("ganqimaodu", "") == shipped
    (mine / "layouts" / "mine.yaml").unlink()
    (fault,) = refused("layout=mine", *FOLLOW, folder=mine)
    assert "there is no layouts/mine.yaml" in fault


def test_a_peak_is_laid_over_the_demand_and_may_set_quotas_and_calendars(mine):
    write(
        mine, "layouts/demand/ganqimaodu/busy.yaml",
        "label: {zh: 忙, en: busy}\nexperiment: one_day\n"
        "flows: {coal_in: {arrives: profile, volume: 900/d}}\n"
        "quotas: {neighbour_in: {count: 2000}}\n"
        "calendars: {freight: {hours: 06:00-22:00}}\n",
    )  # fmt: skip
    scenario = compose([PORT, "peak=busy"], mine)
    assert scenario.name == "ganqimaodu busy"
    assert scenario.demand.flows["coal_in"].volume == 900
    assert scenario.demand.flows["copper_in"].volume == 67
    assert scenario.policy.quotas["neighbour_in"].count == 2000
    assert scenario.roster.calendars["freight"].hours[0].start == 6 * 3600
    assert scenario.experiment.horizon == 86400


def test_a_wrong_word_of_a_peak_is_refused_in_its_line(mine):
    write(mine, "layouts/demand/ganqimaodu/busy.yaml", "label: x\nflow: {}\n")
    fault = refused(PORT, "peak=busy", folder=mine)[0]
    assert fault.startswith(
        "peak.flow [layouts/demand/ganqimaodu/busy.yaml:2]: 'flow' is not a word here; did you mean flows?"
    )


def test_recorded_arrivals_are_read_from_a_file_beside_the_layouts(mine):
    write(
        mine,
        "layouts/recorded/day.csv",
        "time,class,service.border_gate\n10,copper_truck,25\n40.5,copper_truck,\n",
    )
    word = "demand.flows.copper_in={arrives: recorded, file: recorded/day.csv}"
    rows = compose([PORT, word], mine).demand.flows["copper_in"].rows
    assert [(row.time, row.class_, dict(row.service)) for row in rows] == [
        (10.0, "copper_truck", {"border_gate": 25.0}), (40.5, "copper_truck", {}),
    ]  # fmt: skip


@pytest.mark.parametrize("file", ("../secret.csv", "/etc/passwd", "link.csv", "nothing.csv"))
def test_recorded_arrivals_lie_nowhere_else(mine, file):
    write(mine, "secret.csv", "time\n1\n")
    (mine / "layouts" / "link.csv").symlink_to(mine / "secret.csv")
    faults = refused(PORT, f"demand.flows.copper_in={{arrives: recorded, file: {file}}}", folder=mine)
    assert faults[0].startswith("demand.flows.copper_in.file [command line]: ")


def test_a_link_out_of_the_folder_is_no_file(mine):
    write(mine, "secret.yaml", "flows: {}\n")
    (mine / "layouts" / "secret.yaml").symlink_to(mine / "secret.yaml")
    assert "there is no layouts/secret.yaml" in refused("layout=secret", folder=mine)[0]


def test_the_users_own_file_comes_first(mine):
    write(mine, "scenarios/local_lab.yaml", "local_lab:\n  label: mine\n  changes: [{remove: laboratory}]\n")
    listed = {one.name: one for one in list_names("scenarios", folder=mine)}
    assert (listed["local_lab"].label_en, listed["local_lab"].origin) == ("mine", "here")
    assert listed["smart_gate"].origin == "shipped"


# ------------------------------------------------------------------ what there is


def test_names_and_labels_of_what_there_is():
    assert {"ganqimaodu", "erenhot_hall", "manzhouli_rail", "ganqimaodu_road"} <= set(
        names("layouts", folder=LANGUAGE)
    )
    assert names("peaks", "ganqimaodu", folder=LANGUAGE) == ["typical"]
    one = next(one for one in list_names("layouts", folder=LANGUAGE) if one.name == "ganqimaodu")
    assert one == ("ganqimaodu", "甘其毛都公路口岸", "Ganqimaodu road port", "here")


def test_an_experiment_tells_its_question(mine):
    write(
        mine,
        "experiments/two.yaml",
        "asks: compare\nscenarios: {A: [agv], A+B: agv+no_scan}\nseed: 4\nlayout: ganqimaodu\n",
    )
    question = experiment_question("two", mine)
    assert (question["asks"], question["seed"]) == ("compare", "4")
    assert question["scenarios"] == {"A": ["agv"], "A+B": ["agv", "no_scan"]}
    assert compose(["experiment=two"], mine).experiment.seed == 4


def test_an_experiment_that_names_nothing_there_is_refused(mine):
    write(mine, "experiments/two.yaml", "ask: compare\nscenarios:\n  A: [avg]\n")
    with pytest.raises(ScenarioError) as caught:
        experiment_question("two", mine)
    assert [(fault.path, fault.place) for fault in caught.value.faults] == [
        ("experiment.ask", "experiments/two.yaml:1"), ("experiment.scenarios.A", "experiments/two.yaml:3"),
    ]  # fmt: skip
    assert "did you mean agv?" in caught.value.faults[1].text


def test_differences_are_told_path_by_path():
    before, after = (
        tree([PORT], LANGUAGE),
        tree([PORT, "scenario=fast_scan", "~layout.stations.h986.waiting_room"], LANGUAGE),
    )
    assert differences(before, after) == [
        ("layout.stations.h986.model", "h986_relocatable", "h986_fast | scenario fast_scan"),
        ("layout.stations.h986.waiting_room", "12", ""),
        (
            "policy.shares.scan_selected",
            "{coal_truck: 5 %, copper_truck: 30 %}",
            "100 % | scenario fast_scan",
        ),
    ]


def test_a_written_scenario_reads_back_as_itself(mine):
    changes = [
        {"set": {"layout.stations.h986.servers": "3 | S2: a, b"}},
        {"more": {"servers": "1"}, "of": "every gate", "if_present": True},
        {"insert": [{"visit": "weighbridge", "as": "second"}], "after": "radiation"},
    ]
    path = write_lever(mine / "scenarios" / "own.yaml", "own", changes, {"zh": "我的", "en": "my own: one"})
    scenario = compose([PORT, "scenario=own"], mine)
    assert scenario.layout.stations["h986"].servers == 3
    assert scenario.layout.stations["customs_gate"].servers == 13
    assert path.read_text("utf-8").startswith(
        'own:\n  label:\n    zh: 我的\n    en: "my own: one"\n  changes:\n    - set:\n'
    )
    assert [file.name for file in path.parent.glob("own*")] == ["own.yaml"]


@pytest.mark.parametrize("name", ("Own", "own/../x", "other"))
def test_a_scenario_is_written_under_its_own_name(mine, name):
    with pytest.raises(ScenarioError, match="is called as itself"):
        write_lever(mine / "scenarios" / "own.yaml", name, [{"remove": "h986"}])


def test_a_scenario_that_would_not_read_back_is_not_written(mine):
    with pytest.raises(ScenarioError, match="'swop' is not a change; did you mean swap"):
        write_lever(mine / "scenarios" / "own.yaml", "own", [{"swop": "h986"}])
    assert not (mine / "scenarios" / "own.yaml").exists()


# ------------------------------------------------------------------ hydra


def test_hydra_is_left_as_it_was_found():
    from hydra import initialize
    from hydra.core.global_hydra import GlobalHydra

    composed(PORT)
    assert not GlobalHydra().is_initialized()
    with initialize(config_path=None, version_base="1.3"):
        composed(PORT)
        assert GlobalHydra().is_initialized()


def test_the_door_costs_nothing_until_it_is_opened():
    loaded = "{name.split('.')[0] for name in sys.modules} & {'hydra', 'pydantic', 'yaml'}"
    program = f"import sys, twin.config; print(*{loaded})"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert ran.stdout.strip() == ""
