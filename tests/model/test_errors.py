"""A fault names the place, the value and the way out; examples in docstrings do as they say."""

import doctest
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ports import one_booth

from twin.model.called import label_at
from twin.model.errors import Fault, ScenarioError, listed, nearest, path_text, unknown
from twin.model.scenario import Scenario

WITH_EXAMPLES = ("called", "errors", "law", "origin", "units", "values")


def test_a_fault_has_its_path_place_value_and_text():
    found = Fault("a.b", "5", "no unit; write e.g. '5 s'", "a.yaml:7")
    assert str(found) == "a.b  [a.yaml:7]\n    is '5': no unit; write e.g. '5 s'"
    assert str(Fault("a.b", "", "needs c:")) == "a.b\n    needs c:"


def test_all_faults_are_told_at_once():
    error = ScenarioError([Fault("a", "", "one"), Fault("b", "", "two")])
    assert str(error) == "a\n    one\nb\n    two"
    assert [found.path for found in error.faults] == ["a", "b"]


def test_a_list_stops_at_eight_names_and_says_how_many_there_are():
    names = [f"n{i}" for i in range(9)]
    assert listed(names[:8]) == "n0, n1, n2, n3, n4, n5, n6, n7"
    assert listed(names) == "n0, n1, n2, n3, n4, n5, n6, n7, … (9 in all)"


def test_only_a_near_name_is_offered():
    assert nearest("h968", ["h986", "gate"]) == "; did you mean h986?"
    assert nearest("scanner", ["h986", "gate"]) == ""
    assert unknown("pool", "vets", []) == "there is no pool vets; there is no pool at all"


@given(st.lists(st.one_of(st.integers(0, 9), st.sampled_from(["a", "b"])), min_size=1))
def test_a_path_counts_lists_from_one(path):
    text = path_text(["layout", *path])
    assert text.count("[") == sum(isinstance(part, int) for part in path)
    assert "[0]" not in text


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_in_docstrings_do_as_they_say(name):
    found = doctest.testmod(import_module(f"twin.model.{name}"))
    assert found.attempted > 0
    assert found.failed == 0


BOOTH = {"zh": "卡口", "en": "gate"}


@pytest.mark.parametrize("wrong", [{"servers": "0"}, {"at": "nowhere"}], ids=["a field", "a rule"])
def test_a_fault_of_a_thing_with_a_label_says_it_in_both_languages(wrong):
    with pytest.raises(ScenarioError) as refused:
        Scenario.from_tree(one_booth(label=BOOTH, **wrong))
    fault = refused.value.faults[0]
    assert fault.told("zh").startswith("layout.stations.booth") and " (卡口)" in fault.told("zh")
    assert " (gate)" in str(fault) and fault.tree()["label"] == BOOTH


def test_a_fault_of_what_has_no_label_says_its_path_alone():
    with pytest.raises(ScenarioError) as refused:
        Scenario.from_tree(one_booth(servers="0"))
    fault = refused.value.faults[0]
    assert fault.label is None and "(" not in str(fault).split("\n", 1)[0] and "label" not in fault.tree()


def test_a_label_that_is_at_fault_itself_is_no_label():
    assert label_at({"layout": {"stations": {"booth": {"label": ["gate"]}}}}, "layout.stations.booth") is None


def test_a_shift_has_the_label_of_the_pool_that_works_it():
    port = {"layout": {"pools": {"officers": {"label": BOOTH}}}, "roster": {"shifts": {"officers": {}}}}
    assert label_at(port, "roster.shifts.officers.day.size") == ("卡口", "gate")
