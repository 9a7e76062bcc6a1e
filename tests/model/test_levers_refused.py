"""A lever that cannot be applied is refused with the place, the reason and the way out."""

import pytest
from levers import cases, example_levers, example_port, lever, port, refused

from twin.model import yaml_text
from twin.model.errors import ScenarioError
from twin.model.levers import apply, read_lever


@pytest.mark.parametrize(("changes", "wanted"), cases("refused_changes.txt"))
def test_a_change_is_refused_with_the_way_out(changes, wanted):
    path, text = refused(lever("a", changes)).split("\n", 1)
    assert path.startswith("scenario.a.changes[1] (")
    assert text == wanted


@pytest.mark.parametrize(("one", "rest"), cases("contradictions.txt"))
def test_a_contradiction_is_refused_alike_in_both_orders(one, rest):
    other, wanted = rest.split("\n", 1)
    assert refused(lever("a", one), lever("b", other)) == wanted


@pytest.mark.parametrize(("written", "wanted"), cases("ill_written_levers.txt"))
def test_a_lever_that_is_not_well_written_is_refused(written, wanted):
    with pytest.raises(ScenarioError) as caught:
        read_lever("a", yaml_text.read(f"a: {written}", "").tree["a"])
    assert [f"{fault.path}: {fault.text}" for fault in caught.value.faults] == [wanted.strip()]


@pytest.mark.parametrize(("named", "wanted"), cases("levers_that_do_not_fit.txt"))
def test_a_lever_that_a_port_cannot_take_says_why(named, wanted):
    place, name = named.split()
    with pytest.raises(ScenarioError) as caught:
        apply(example_port(place), [example_levers()[name]], place)
    assert str(caught.value) == wanted


def test_stations_with_other_hours_are_not_merged():
    add = "{add: {layout: {stations: {night_gate: {hours: night, service_time: 5 s}}}}}"
    text = refused(lever("a", f"[{add}, {{merge: [gate, night_gate], into: one}}]"))
    assert text.endswith("hours differs: gate says day, night_gate says night; make them alike in the layout")


def test_a_station_that_only_some_have_met_is_not_merged():
    some = "{insert: {branch: selected, then: [{visit: scan}]}, before: gate, in: empty}"
    all_ = "{insert: search, before: leave out, in: empty}"
    text = refused(lever("a", f"[{some}, {all_}, {{merge: [scan, search], into: one}}]"))
    assert text.endswith("only some of those who come to search have been at scan; move: one of them first")


def test_a_lever_may_not_lean_on_a_step_that_another_inserts():
    rest = lever("a", "[{insert: {wait: 5 s, as: rest}, after: gate}]")
    text = refused(rest, lever("b", "[{insert: scan, after: rest}]"))
    assert text == "scenario.b.changes[1] (insert)\n    no step rest in any flow of port"


def test_every_fault_of_all_levers_is_told_at_once():
    text = refused(lever("a", "[{remove: x}, {remove: y}]"), lever("b", "[{swap: scan, to: z}]"))
    assert [line for line in text.splitlines() if line.startswith("scenario")] == [
        "scenario.a.changes[1] (remove)",
        "scenario.a.changes[2] (remove)",
        "scenario.b.changes[1] (swap)",
    ]


def test_what_a_lever_needs_is_said_before_its_changes():
    text = refused(lever("a", "[{remove: x}]", needs=["every agv_gate", "weigh"]))
    assert [line.split(";")[0] for line in text.splitlines()] == [
        "scenario.a.needs",
        "    port has no station that does agv_gate",
        "scenario.a.needs",
        "    port has no weigh",
    ]
    assert "Leave the scenario out, or add such a station to the layout" in text


def test_a_lever_of_which_nothing_is_left_is_refused():
    text = refused(lever("a", "[{remove: x, if_present: true}]"))
    why = "port has nothing that a changes: no step x in any flow of port"
    assert text == f"scenario.a\n    {why}. Leave the scenario out"


def test_what_is_left_out_is_told():
    levers = [lever("a", "[{remove: x, if_present: true}, {remove: scan}]")]
    assert [(fault.path, fault.text) for fault in apply(port(), levers, "port").left_out] == [
        ("scenario.a.changes[1] (remove)", "no step x in any flow of port")
    ]


def test_a_knob_that_a_lever_has_not_got_is_refused():
    written = {"with": {"vehicles": "4"}, "changes": [{"more": {"x": "$vehicles"}}]}
    with pytest.raises(ScenarioError) as caught:
        read_lever("agv", written, {"vehicels": "6"})
    fault = caught.value.faults[0]
    assert (fault.path, fault.place) == ("scenario.agv.with.vehicels", "command line")
    assert fault.text == "agv has no knob vehicels; did you mean vehicles?; its knobs are vehicles"
