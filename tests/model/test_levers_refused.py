"""A lever that cannot be applied is refused with the place, the reason and the way out."""

import pytest
from levers import example_levers, example_port, lever, refused

from twin.model.errors import ScenarioError
from twin.model.levers import apply, read_lever

STATIONS = "gate, health, wash, scan, review, search"
DOES = "disinfection, gate, health_check, image_review, scan, search"
VERBS = "add, swap, set, more, scale, insert, move, parallel, replace, merge, remove"


def text_of(changes):
    """What is said of the one change of a lever, without its path."""
    path, text = refused(lever("a", changes)).split("\n    ", 1)
    assert path.startswith("scenario.a.changes[1] (")
    return text


@pytest.mark.parametrize(
    ("changes", "wanted"),
    (
        ("[{set: {layout.stations.gat.servers: 3}}]", f"port has no layout.stations.gat; did you mean gate?; there is {STATIONS}"),
        ("[{set: {layot.stations.gate.servers: 3}}]",
         "'layot.stations.gate.servers' is not a path; did you mean layout?; "
         "a path begins with one of layout, demand, roster, policy, equipment, experiment"),
        ("[{set: {roster.calendars.freight.hours: x}}]", "port has no roster.calendars.freight; there is day"),
        ("[{set: {layout.stations: {}}}]", "layout.stations holds many things; name one of them and a field of it"),
        ("[{set: {layout.stations.gate.servers.old: 3}}]", "layout.stations.gate.servers is one value, '2'; give it whole"),
        ("[{set: {experiment.seed: 3}}]",
         "a lever changes the port; the experiment has its own file and the command line"),
        ("[{set: 3}]", "is written set: {path: value}, or with of: and a field"),
        ("[{set: {servers: 3}, of: gats}]",
         "port has no gats; did you mean gate?; there is gate, health, wash, scan, review, search, crew, truck, … (9 in all)"),
        ("[{set: {servers: 3}, of: every bag_scan}]", f"port has no station that does bag_scan; its stations do {DOES}"),
        ("[{more: {layout.stations.gate.service_time: 3}}]",
         "'20 s' is not a number of things; more: adds to one, scale: and set: change others"),
        ("[{more: {layout.stations.gate.servers: 3 s}}]",
         "'3 s' is not a number of things; write e.g. 2, or -1 for one fewer"),
        ("[{scale: {layout.stations.gate.servers: 3}}]", "'3': a share needs its percent sign; write '3 %'"),
        ("[{scale: {layout.stations.gate.hours: 90 %}}]",
         "'day' cannot be scaled; scale: takes a quantity, a law or a share; give it anew with set:"),
        ("[{scale: {layout.stations.gate.breakdown: 90 %}}]",
         "layout.stations.gate.breakdown is not written in port; give it with set:"),
        ("[{scale: {layout.places.line: 90 %}}]", "layout.places.line is a list; give it with set:"),
        ("[{swap: scan, to: fats}]", "the catalogue has no fats; did you mean fast?; there is slow, fast, ct"),
        ("[{swap: scan, to: ct}]", "ct does bag_scan, the station scan does scan"),
        ("[{swap: crew, to: fast}]",
         "is written swap: station, to: model, or swap: every scan, to: {model: 1, other: 1}"),
        ("[{add: {layout: {stations: {gate: {}}, pools: {crew: {}}}}}]",
         "port has layout.stations.gate already; add: brings only new things, change it with set: or more:"),
        ("[{add: {stations: {new: {}}}}]",
         "'stations' is not a part of a port; write one of layout, demand, roster, policy, equipment"),
        ("[{add: 3}]", "is written add: {layout: {stations: {…}}}"),
        ("[{insert: gate, after: weigh}]", "no step weigh in any flow of port"),
        ("[{insert: gate, after: serch}]", "no step serch in any flow of port; did you mean search?"),
        ("[{insert: gate, after: image}]", "image is a fork and a join; say which: fork image"),
        ("[{insert: gate, after: visit image}]", "no step visit image in any flow of port"),
        ("[{insert: gate, after: wash, in: laded}]",
         "port has no flow laded; did you mean loaded?; there is loaded, empty, checks, images"),
        ("[{insert: search, after: scan, in: empty}]", "no step scan in empty of port"),
        ("[{move: gate, after: wash}]", "gate and wash stand in different lists of steps; a step moves within its own"),
        ("[{parallel: [gate, wash], as: x}]",
         "gate and wash stand in different lists of steps, not one behind the other"),
        ("[{parallel: [gate, scan], as: x}]", "do checks stands between them; move one of them first"),
        ("[{parallel: gate, as: x}]", "is written parallel: [a, b], as: name"),
        ("[{replace: do checks, with: [{visit: gate}]}]", "do checks is a do; replace: is for visits of a station"),
        ("[{merge: [gate, weigh], into: one}]", f"port has no layout.stations.weigh; there is {STATIONS}"),
        ("[{merge: [gate], into: one}]", "is written merge: [a, b], into: name, with two or more stations"),
        ("[{merge: [gate, wash], into: scan}]", "port has layout.stations.scan already; choose another name for into:"),
        ("[{merge: [gate, wash], into: one, tasks: both}]",
         "tasks: both is not known; write one_after_another or side_by_side"),
        ("[{merge: [gate, search], into: one}]", "hours differ: gate says day, search is always open"),
        ("[{merge: [scan, review], into: one}]",
         "fork image would have no path left: the image is served elsewhere than the entity it came from; "
         "leave its station out of the merge"),
        ("[{remove: weigh}]", "no step weigh in any flow of port"),
        ("[{remove: layout.stations.gate.label}]", "port has no layout.stations.gate.label"),
        ("[{remove: policy.shares.no_one}]", "port has no policy.shares.no_one; there is selected, by_class"),
    ),
)  # fmt: skip
def test_a_change_is_refused_with_the_way_out(changes, wanted):
    assert text_of(changes) == wanted


def test_stations_with_other_hours_are_not_merged():
    changes = "[{set: {layout.stations.wash.hours: night}}, {merge: [gate, wash], into: one}]"
    assert refused(lever("a", changes)).endswith(
        "hours differ: gate says day, wash says night; make them alike in the layout"
    ) or "changes layout.stations.wash.hours, but a merges wash into one" in refused(lever("a", changes))


def test_a_station_that_only_some_have_met_is_not_merged():
    changes = "[{insert: {branch: selected, then: [{visit: scan}]}, before: gate, in: empty}, {merge: [scan, search], into: one}]"
    visit = "{insert: {visit: search}, before: leave out, in: empty}"
    text = refused(lever("a", changes[:-1] + f", {visit}]"))
    assert "only some of those who come to search have been at scan; move: one of them first" in text


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    (
        ("[{set: {policy.shares.selected: 20 %}}]", "[{set: {policy.shares.selected: 100 %}}]",
         "scenario.b.changes[1] (set)\n    policy.shares.selected is set to '20 %' by a and to '100 %' by b; "
         "leave one out, or give it on the command line, which is heard last"),
        ("[{set: {policy.shares.by_class: 20 %}}]", "[{set: {policy.shares.by_class.truck: 1 %}}]",
         "scenario.b.changes[1] (set)\n    policy.shares.by_class is set by a and policy.shares.by_class.truck by b, "
         "one inside the other; leave one out, or give it on the command line, which is heard last"),
        ("[{swap: scan, to: fast}]", "[{swap: every scan, to: {slow: 1, fast: 1}}]",
         "scenario.b.changes[1] (swap)\n    scan becomes fast by a and {slow: 1, fast: 1} by b; leave one out"),
        ("[{add: {policy: {shares: {x: 1 %}}}}]", "[{add: {policy: {shares: {x: 2 %}}}}]",
         "scenario.b.changes[1] (add)\n    policy.shares.x is added by a and, differently, by b; "
         "leave one out, or give one of them another name"),
        ("[{merge: [health, wash], into: one}]", "[{merge: [gate, wash], into: two}]",
         "scenario.b.changes[1] (merge)\n    wash is merged into one by a and into two by b; "
         "leave one out, or merge all of them in one lever"),
        ("[{merge: [health, wash], into: one}]", "[{more: {servers: 1}, of: health}]",
         "scenario.b\n    changes layout.stations.health.servers, but a merges health into one; "
         "change layout.stations.one instead, or leave one of the two out"),
        ("[{move: gate, after: do checks}]", "[{move: gate, after: scan}]",
         "scenario.b.changes[1] (move)\n    gate is moved by a and by b, in different ways; leave one out"),
        ("[{replace: review, with: [{visit: gate}]}]", "[{replace: every image_review, with: [{visit: wash}]}]",
         "scenario.b.changes[1] (replace)\n    review is replaced by a and by b, in different ways; leave one out"),
        ("[{remove: scan}]", "[{set: {servers: 1}, of: every scan}]",
         "scenario.a.changes[1] (remove)\n    removes layout.stations.scan, which b changes (set); "
         "leave one of the two out"),
        ("[{remove: wash}]", "[{merge: [health, wash], into: one}]",
         "scenario.a.changes[1] (remove)\n    removes layout.stations.wash, which b changes (merge); "
         "leave one of the two out"),
    ),
)  # fmt: skip
def test_a_contradiction_is_refused_alike_in_both_orders(one, other, wanted):
    assert refused(lever("a", one), lever("b", other)) == wanted


def test_a_lever_may_not_lean_on_a_step_that_another_inserts():
    text = refused(lever("a", "[{insert: {wait: 5 s, as: rest}, after: gate}]"), lever("b", "[{insert: scan, after: rest}]"))
    assert text == "scenario.b.changes[1] (insert)\n    no step rest in any flow of port; did you mean gate?" or (
        text == "scenario.b.changes[1] (insert)\n    no step rest in any flow of port"
    )


def test_every_fault_of_all_levers_is_told_at_once():
    text = refused(lever("a", "[{remove: x}, {remove: y}]"), lever("b", "[{swap: scan, to: z}]"))
    assert [line for line in text.splitlines() if line.startswith("scenario")] == [
        "scenario.a.changes[1] (remove)", "scenario.a.changes[2] (remove)", "scenario.b.changes[1] (swap)",
    ]  # fmt: skip


def test_what_a_lever_needs_is_said_before_its_changes():
    text = refused(lever("a", "[{remove: x}]", needs=["every agv_gate"]))
    assert text == (
        f"scenario.a.needs\n    port has no station that does agv_gate; its stations do {DOES}. "
        "Leave the scenario out, or add such a station to the layout"
    )


def test_a_lever_of_which_nothing_is_left_is_refused():
    text = refused(lever("a", "[{remove: x, if_present: true}]"))
    assert text == "scenario.a\n    port has nothing that a changes: no step x in any flow of port. Leave the scenario out"


def test_what_is_left_out_is_told():
    from levers import port

    applied = apply(port(), [lever("a", "[{remove: x, if_present: true}, {remove: scan}]")], "port")
    assert [(fault.path, fault.text) for fault in applied.left_out] == [
        ("scenario.a.changes[1] (remove)", "no step x in any flow of port")
    ]


@pytest.mark.parametrize(
    ("raw", "wanted"),
    (
        ({"changes": [{"swop": "x"}]},
         f"scenario.a.changes[1]: 'swop' is not a change; did you mean swap?; a change begins with one of {VERBS}"),
        ({"changes": ["x"]}, f"scenario.a.changes[1]: a change is written verb: what; a change begins with one of {VERBS}"),
        ({"changes": [{"set": {}, "more": {}}]},
         "scenario.a.changes[1] (set): one change, one verb; here are set and more; write them as two changes"),
        ({"changes": [{"set": {"x": "1"}, "off": "y"}]},
         "scenario.a.changes[1] (set): 'off' is not a word here; did you mean of?; the words here are of, if_present, note"),
        ({"changes": [{"swap": "x"}]}, "scenario.a.changes[1] (swap): needs to:"),
        ({"changes": [{"insert": "x"}]}, "scenario.a.changes[1] (insert): needs one of before: and after:"),
        ({"with": {"vehicles": "1", "gates": "2"}, "changes": [{"more": {"x": "$vehicels"}}]},
         "scenario.a.changes[1] (more): $vehicels is not among its knobs (with: vehicles, gates); did you mean vehicles?"),
        ({"changes": [{"more": {"x": "$y"}}]}, "scenario.a.changes[1] (more): $y is not among its knobs (it has none)"),
        ({"changes": [{"set": {"x": "lognormal mean $y"}}]},
         "scenario.a.changes[1] (set): 'lognormal mean $y' has a knob inside; a knob stands alone: $name"),
        ({"lable": "x", "changes": [{"remove": "x"}]},
         "scenario.a.lable: 'lable' is not a word here; did you mean label?; "
         "the words here are label, note, task, source, assumed, needs, with, changes"),
        ({"label": "x"}, "scenario.a.changes: a lever has changes: with at least one change"),
        ({"needs": {"x": "1"}, "changes": [{"remove": "x"}]}, "scenario.a.needs: is a list: [every scan, h986]"),
        ({"with": "x", "changes": [{"remove": "x"}]}, "scenario.a.with: knobs are a mapping: name: value"),
        ("x", "scenario.a: is wanted as a mapping with changes:"),
    ),
)  # fmt: skip
def test_a_lever_that_is_not_well_written_is_refused(raw, wanted):
    with pytest.raises(ScenarioError) as caught:
        read_lever("a", raw)
    assert [f"{fault.path}: {fault.text}" for fault in caught.value.faults] == [wanted]


def test_a_knob_that_a_lever_has_not_got_is_refused():
    with pytest.raises(ScenarioError) as caught:
        read_lever("agv", {"with": {"vehicles": "4"}, "changes": [{"more": {"x": "$vehicles"}}]}, {"vehicels": "6"})
    fault = caught.value.faults[0]
    assert (fault.path, fault.place) == ("scenario.agv.with.vehicels", "command line")
    assert fault.text == "agv has no knob vehicels; did you mean vehicles?; its knobs are vehicles"


@pytest.mark.parametrize(
    ("port", "name", "wanted"),
    (
        ("erenhot_hall", "agv",
         "scenario.agv.needs  [scenarios/agv.yaml:4]\n    erenhot_hall has no station that does agv_gate; its stations do "
         "bag_scan, body_check, disinfection, health_check, identity_check, search, temperature_check, verification. "
         "Leave the scenario out, or add such a station to the layout"),
        ("erenhot_hall", "round_the_clock",
         "scenario.round_the_clock.changes[1] (set)  [scenarios/round_the_clock.yaml:7]\n"
         "    erenhot_hall has no roster.calendars.freight; there is always, people"),
        ("ganqimaodu", "customs_with_gauge_change",
         "scenario.customs_with_gauge_change.changes[1] (parallel)  [scenarios/customs_with_gauge_change.yaml:5]\n"
         "    no step customs_check in any flow of ganqimaodu; did you mean customs_gate?"),
        ("ganqimaodu", "agv_corridor",
         "scenario.agv_corridor.changes[1] (add)  [scenarios/agv_corridor.yaml:6]\n    ganqimaodu has "
         "layout.places.agv_line already; add: brings only new things, change it with set: or more:"),
    ),
)  # fmt: skip
def test_a_lever_that_a_port_cannot_take_says_why(port, name, wanted):
    with pytest.raises(ScenarioError) as caught:
        apply(example_port(port), [example_levers()[name]], port)
    assert str(caught.value) == wanted
