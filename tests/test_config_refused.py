"""What the door refuses, in which file and line, and with which way out."""

import pytest
from doors import LANGUAGE, PORT, refused, with_examples, write
from levers import cases


@pytest.fixture
def mine(tmp_path):
    """A user's folder that begins as the examples of the language."""
    return with_examples(tmp_path)


@pytest.mark.parametrize(("said", "wanted"), cases("refused_words.txt"))
def test_a_word_is_refused_with_the_way_out(said, wanted):
    words = [] if said == "(none)" else said.split("  ")
    assert refused(*words)[0].startswith(wanted.strip())


def test_all_words_that_are_wrong_are_told_at_once():
    assert len(refused("layot=x", "ganqimaodu", "layout.a=(", "experiment=")) == 4


def bad_layout(mine, line, new):
    """The example layout with one line changed, and what is said of it."""
    text = (LANGUAGE / "layouts" / "ganqimaodu.yaml").read_text("utf-8")
    assert line in text
    write(mine, "layouts/ganqimaodu.yaml", text.replace(line, new, 1))
    return refused(PORT, folder=mine)


@pytest.mark.parametrize(
    ("line", "new", "wanted"),
    (
        ("    - visit: border_gate", "    - vist: border_gate",
         "layout.parts.entry_checks[1] [layouts/ganqimaodu.yaml:95]: 'vist' is not a verb; "),
        ("servers: 8, hours: freight, service_time", "servers: 8, hours: freight, sevice_time",
         "layout.stations.weighbridge.sevice_time [layouts/ganqimaodu.yaml:60]: 'sevice_time' is not "
         "a word here; did you mean service_time?; the words here are label, note, "),
        ("storage: 3000 m}", "storage: 3000 m, ok: ${oc.env:HOME}}",
         "layout [layouts/ganqimaodu.yaml:24]: ${…} is not allowed; "),
        ("about:", "about:\n\tx: 1", "layout [layouts/ganqimaodu.yaml:3]: a tab; indent with spaces"),
        ("exits:", "pools: {}\nexits:",
         "layout.pools [layouts/ganqimaodu.yaml:87]: pools is written twice; keep one"),
        ("  hall_yard:", "   hall_yard:",
         "layout [layouts/ganqimaodu.yaml:28]: the indentation jumps; "),
    ),
)  # fmt: skip
def test_a_mistake_in_a_file_is_told_with_its_line(mine, line, new, wanted):
    assert bad_layout(mine, line, new)[0].startswith(wanted)


def test_a_file_of_another_coding_is_refused(mine):
    (mine / "layouts" / "ganqimaodu.yaml").write_bytes("about: {label: 甘其毛都}".encode("gbk"))
    assert refused(PORT, folder=mine) == [
        "layout [layouts/ganqimaodu.yaml]: is not written in UTF-8; save it as UTF-8 text"
    ]


def test_a_scenario_whose_word_is_not_its_name_is_refused(mine):
    write(mine, "scenarios/own.yaml", "other:\n  changes: [{remove: h986}]\n")
    text = "the file's only top-level word is its own name, own:; it has other"
    assert refused(PORT, "scenario=own", folder=mine) == [f"scenario.own [scenarios/own.yaml:1]: {text}"]


def test_files_that_name_each_other_in_a_circle_are_refused(mine):
    write(mine, "scenarios/one.yaml", "defaults: [two]\n")
    write(mine, "scenarios/two.yaml", "defaults: [one]\n")
    assert "scenarios/one.yaml [scenarios/one.yaml:1]: its defaults: lead back to itself" in refused(
        PORT, "scenario=one", folder=mine
    )


def test_a_bundle_that_names_no_file_is_refused_in_its_line(mine):
    write(mine, "scenarios/one.yaml", "defaults: [agv, tow]\n")
    assert refused(PORT, "scenario=one", folder=mine)[0].startswith(
        "scenario [scenarios/one.yaml:1]: there is no scenarios/tow.yaml; "
    )


def test_a_fault_of_a_scenarios_value_is_told_in_the_scenarios_line(mine):
    write(mine, "scenarios/own.yaml", "own:\n  changes:\n    - set: {layout.stations.h986.servers: 0}\n")
    assert refused(PORT, "scenario=own", folder=mine)[0].startswith(
        "layout.stations.h986.servers [scenarios/own.yaml:3]: at least 1 is needed"
    )


def test_a_fault_of_a_step_that_moved_is_told_in_the_line_of_the_step(mine):
    text = (LANGUAGE / "layouts" / "ganqimaodu.yaml").read_text("utf-8")
    write(mine, "layouts/ganqimaodu.yaml", text.replace("- visit: weighbridge", "- vist: weighbridge", 1))
    fault = refused(PORT, "scenario=one_area_sync", folder=mine)[0]
    assert fault.startswith(
        "layout.parts.entry_checks[7] [layouts/ganqimaodu.yaml:106]: 'vist' is not a verb"
    )
