"""Every assumption with a range becomes an input; what a position means is written as the port has it."""

import numpy as np
import pytest

from twin.config.varying import varied
from twin.model.errors import ScenarioError
from twin.model.origin import Assumption
from twin.study.sensitivity.inputs import inputs_of, same_inputs, snapped
from twin.study.sensitivity.narrowing import narrowed
from twin.study.sensitivity.texts import ranged, spread_of
from twin.study.sensitivity.wholes import filled

GATE = "layout.stations.gate.service_time"


def row(value, low="", high="", path="layout.stations.gate.x"):
    return Assumption(path, value, "assumed", "", low, high)


@pytest.mark.parametrize(
    ("value", "low", "high", "texts"),
    [
        ("25 s", "15 s", "40 s", ("15 s", "27.5 s", "40 s")),
        ("0.3 km", "200 m", "1 km", ("200 m", "600 m", "1000 m")),
        ("25/d", "10", "50", ("10 /d", "30 /d", "50 /d")),
        ("3", "1", "4", ("1", "3", "4")),
        ("1.1", "0.8", "1.6", ("0.8", "1.2", "1.6")),
        ("30 %", "5 %", "100 %", ("5 %", "52.5 %", "100 %")),
        ("13:00", "12:00", "15:00", ("12:00", "13:30", "15:00")),
        ("08:00-20:30", "09:00-18:00", "07:00-22:00", ("09:00-18:00", "08:00-20:00", "07:00-22:00")),
        ("20:00-04:00", "20:00-02:00", "20:00-06:00", ("20:00-02:00", "20:00-04:00", "20:00-06:00")),
        ("08:00-20:00", "8 h", "12 h", ("08:00-16:00", "08:00-18:00", "08:00-20:00")),
        ("lognormal mean 40 s cv 50 %", "30 s", "60 s", (
            "lognormal mean 30 s cv 50 %", "lognormal mean 45 s cv 50 %", "lognormal mean 60 s cv 50 %")),
        ("exponential mean 2 min", "1 min", "3 min", (
            "exponential mean 60 s", "exponential mean 120 s", "exponential mean 180 s")),
        ("erlang mean 60 s stages 3", "30 s", "90 s", (
            "erlang mean 30 s stages 3", "erlang mean 60 s stages 3", "erlang mean 90 s stages 3")),
        ("triangular 10 s 20 s 60 s", "15 s", "45 s", (
            "triangular 5 s 10 s 30 s", "triangular 10 s 20 s 60 s", "triangular 15 s 30 s 90 s")),
        # The range is not of the mean, 40 s, but of the longest.
        ("triangular 0 s 0 s 120 s", "60 s", "180 s", (
            "triangular 0 s 0 s 60 s", "triangular 0 s 0 s 120 s", "triangular 0 s 0 s 180 s")),
    ],
)  # fmt: skip
def test_a_position_is_written_as_the_value_is(value, low, high, texts):
    made = ranged(row(value, low, high), {})
    assert tuple(made.text(u) for u in (0.0, 0.5, 1.0)) == texts


@pytest.mark.parametrize(
    ("value", "low", "high", "told"),
    [
        ("25 s", "15 m", "40 m", "is in another unit than 25 s"),
        ("12 to 45", "10", "60", "is itself from one number to another"),
        ("triangular 1 s 2 s 3 s", "10 s", "20 s", "does not hold what"),
        ("observed gate_2024", "10 s", "20 s", "is no law that a range could stretch"),
        ("08:00-20:00", "1 m", "2 m", "is no pair of hours"),
    ],
)
def test_a_range_that_says_nothing_of_its_value_is_passed_with_the_reason(value, low, high, told):
    assert told in ranged(row(value, low, high), {"gate_2024": (12.0, 15.0)})


def test_a_value_without_a_range_gets_one_only_where_that_is_asked_for():
    assert spread_of(row("100 s"), 0.2, {})[:2] == ("80 s", "120 s")
    assert spread_of(row("95 %"), 0.2, {})[:2] == ("76 %", "100 %")
    assert spread_of(row("1"), 0.2, {})[:2] == ("1", "2")
    assert spread_of(row("unlimited"), 0.2, {}) is None


def test_each_whole_number_of_a_range_is_as_probable_as_the_others():
    made = ranged(row("3", "1", "4"), {})
    said = [int(made.text(u)) for u in np.linspace(0, 1, 4001)[:-1]]
    assert np.bincount(said).tolist() == [0, 1000, 1000, 1000, 1000]


def test_the_ledger_of_a_port_becomes_inputs(folder):
    port = varied(["layout=little_gate"])
    inputs, passed = inputs_of(port.scenario())
    assert [each.path for each in inputs] == [GATE, "policy.shares.selected"]
    assert {each.reason for each in passed} == {"no range is given"}
    wide, _ = inputs_of(port.scenario(), spread=0.2)
    assert len(wide) > len(inputs)
    assert not next(each for each in wide if each.path == "layout.stations.gate.servers").given


def test_a_port_is_built_with_other_values_as_if_they_had_been_said(folder):
    port = varied(["layout=little_gate"])
    said = port.scenario({GATE: "lognormal mean 30 s cv 50 %"})
    words = varied(["layout=little_gate", f"{GATE}=lognormal mean 30 s cv 50 %"]).scenario()
    assert said.layout == words.layout and said.layout != port.scenario().layout
    assert [each.path for each in inputs_of(said)[0]] == [GATE, "policy.shares.selected"]


def test_a_path_that_the_port_has_not_is_refused_with_the_nearest_one(folder):
    port = varied(["layout=little_gate"])
    with pytest.raises(ScenarioError, match=r"policy\.shares\.selektedd?[\s\S]*did you mean"):
        inputs_of(port.scenario(), chosen=("policy.shares.selekted",))
    with pytest.raises(ScenarioError, match="did you mean policy"):
        port.scenario({"policy.shares.selekted": "3 %"})


def test_a_value_that_is_known_is_no_input(folder):
    port = varied(["layout=little_gate"])
    with pytest.raises(ScenarioError, match="it is no assumption: source S1"):
        inputs_of(port.scenario(), chosen=("layout.links.in.length",))
    with pytest.raises(ScenarioError, match="no range is given"):
        inputs_of(port.scenario(), chosen=("layout.stations.gate.servers",))


def test_a_measured_value_with_an_interval_is_an_input(folder):
    length, gate = "layout.links.in.length", "layout.stations.gate.service_time"
    for path in folder.rglob("little_gate.yaml"):
        text = path.read_text().replace("600 m | S1", "'600 m | source S1, assumed 580 m to 620 m'")
        path.write_text(text)
    port = varied(["layout=little_gate"])
    inputs = inputs_of(port.scenario())[0]
    assert {length, gate} <= {each.path for each in inputs}
    other = port.scenario({length: "590 m"})
    assert [each.path for each, same in zip(inputs, same_inputs(inputs, other), strict=True) if not same] == [
        length
    ]


def test_a_port_without_any_range_says_how_to_write_one(folder):
    for path in folder.rglob("little_gate.yaml"):
        path.write_text(path.read_text().replace("30 s to 60 s", "").replace("8 % to 20 %", ""))
    with pytest.raises(ScenarioError, match="no value with a range.*--spread"):
        inputs_of(varied(["layout=little_gate"]).scenario())


def test_shares_of_a_whole_make_room_for_the_one_that_is_varied():
    path = "demand.flows.in.mix"
    ledger = [row("60 %", path=f"{path}.a"), row("30 %", path=f"{path}.b"), row("10 %", path=f"{path}.c")]
    one = filled({f"{path}.a": "20 %"}, ledger)
    assert one == {f"{path}.a": "20 %", f"{path}.b": "60 %", f"{path}.c": "20 %"}
    every = filled({f"{path}.a": "50 %", f"{path}.b": "100 %", f"{path}.c": "50 %"}, ledger)
    assert every == {f"{path}.a": "25 %", f"{path}.b": "50 %", f"{path}.c": "25 %"}
    assert filled({"policy.shares.x": "20 %"}, [row("80 %", path="policy.shares.x")]) == {
        "policy.shares.x": "20 %"
    }


def test_a_range_is_cut_back_to_what_the_port_accepts():
    inputs = [
        made_input("layout.stations.gate.servers", "3", "1", "8"),
        made_input("layout.links.in.speed", "20 km/h", "10 km/h", "30 km/h"),
        made_input("layout.links.in.length", "1 km", "1 km", "2 km"),
    ]

    def build(values):
        ((path, text),) = values.items()
        wrong = {
            "layout.stations.gate.servers": int(text) > 5 if text.isdigit() else False,
            "layout.links.in.speed": text.endswith("km/h") and float(text.split()[0]) < 20,
            "layout.links.in.length": True,
        }[path]
        if wrong:
            raise ScenarioError([fault(path)])

    kept, passed, cut = narrowed(inputs, {0, 1, 2}, build)
    servers, speed = kept
    assert (servers.low, servers.high, servers.of.steps) == ("1", "5", 5)
    assert [servers.text(u) for u in (0.0, 0.3, 1.0)] == ["1", "2", "5"]
    assert float(speed.low.split()[0]) == pytest.approx(20.0, abs=0.1) and speed.high == "30 km/h"
    assert [each.path for each in passed] == ["layout.links.in.length"]
    assert "too many" in passed[0].reason and len(cut) == 2


def test_whole_numbers_stand_in_the_middle_of_their_steps():
    inputs = [made_input("a.b.c", "2", "1", "2"), made_input("a.b.d", "2 s", "1 s", "3 s")]
    assert snapped(inputs, np.array([[0.1, 0.1], [1.0, 1.0]])).tolist() == [[0.25, 0.1], [0.75, 1.0]]


def test_what_a_lever_sets_is_no_longer_unsure(folder):
    port = varied(["layout=little_gate"]).scenario()
    inputs, _ = inputs_of(port)
    other = varied(["layout=little_gate", "scenario=quick_gate"]).scenario()
    assert same_inputs(inputs, port).tolist() == [True, True]
    assert same_inputs(inputs, other).tolist() == [False, True]


def made_input(path, value, low, high):
    from twin.study.sensitivity.inputs import Input

    return Input(path, value, low, high, ranged(row(value, low, high, path), {}), True)


def fault(path):
    from twin.model.errors import Fault

    return Fault(path, "", "too many")
