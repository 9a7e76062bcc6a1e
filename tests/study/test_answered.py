"""An answer is found again by the port it is about, and only by that port."""

import pandas as pd
import pytest
from ports import one_booth

import twin
from twin.model.scenario import Scenario
from twin.study.answered import answers, keep
from twin.study.kept import study_of

TABLE = pd.DataFrame({"rate": [1.0, 2.0], "wait": [3.0, 5.0]})


@pytest.fixture
def scenario(folder):
    return twin.load("layout=little_gate")


def test_an_answer_is_found_with_its_question_and_its_tables(scenario):
    path = keep(scenario, "capacity", {"target": "p95 truck <= 60"}, {"curve": TABLE})
    (answer,) = answers(scenario).values()
    assert (answer.kind, answer.question, answer.path) == ("capacity", {"target": "p95 truck <= 60"}, path)
    pd.testing.assert_frame_equal(answer.tables["curve"], TABLE)


def test_the_latest_of_a_kind_is_the_one_that_is_found(scenario):
    keep(scenario, "capacity", {"target": "first"}, {"curve": TABLE})
    keep(scenario, "capacity", {"target": "second"}, {"curve": TABLE})
    assert answers(scenario)["capacity"].question == {"target": "second"}


def test_a_port_that_was_changed_has_no_answers_yet(scenario):
    keep(scenario, "capacity", {}, {"curve": TABLE})
    assert answers(twin.load("layout=little_gate", "experiment.seed=9")) == {}


def test_a_damaged_answer_is_none(scenario):
    path = keep(scenario, "roster", {}, {"lanes": TABLE})
    (path / "lanes.csv").write_text("rate,wait\n9,9\n")
    assert answers(scenario) == {}


def test_a_kind_that_no_report_knows_is_refused(scenario):
    with pytest.raises(ValueError, match="horoscope is no kind of study"):
        keep(scenario, "horoscope", {}, {"stars": TABLE})


def test_a_scenario_of_many_levers_has_a_folder_that_file_systems_take_and_of_its_own():
    tree = one_booth()
    long = [Scenario.from_tree(tree | {"name": f"port {'+lever' * 60}{last}"}) for last in "ab"]
    folders = {study_of(each, "kept").name for each in long}
    assert len(folders) == 2 and all(len(name.encode()) < 200 for name in folders)
    assert study_of(Scenario.from_tree(tree | {"name": "port a+b"}), "kept").name == "port-a+b"
