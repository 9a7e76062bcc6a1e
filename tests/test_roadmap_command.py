"""`twin roadmap` on the small port: years that build on each other, order, cost, and what it refuses."""

from contextlib import chdir
from pathlib import Path

import pytest
from answering import refusal
from examples import ROOT, blocks

import twin
from twin.cli import main
from twin.config import compose
from twin.study.answered import answers

PORT = ["layout=little_gate", "experiment=roadmap_2030,roadmap_2035"]
FILES = {
    "scenarios/more_trucks.yaml": "more_trucks: {assumed: x, changes: [{set: {demand.growth: 20 %}}]}",
    "scenarios/third_gate.yaml": """third_gate:
  label: {zh: 第三通道, en: third gate}
  cost: {gate: manual_booth}
  changes: [{more: {layout.stations.gate.servers: 1}}]""",
    "scenarios/quick_papers.yaml": """quick_papers:
  label: {zh: 快速单证, en: quick papers}
  assumed: nearly nothing
  cost:
    software: unknown | no price is published
  changes: [{scale: {layout.stations.gate.service_time: 97 %}}]""",
    "scenarios/slow_gate.yaml": """slow_gate:
  assumed: x
  changes: [{scale: {layout.stations.gate.service_time: 150 %}}]""",
    "scenarios/by_rail.yaml": "by_rail: {assumed: x, needs: [rmg], changes: [{remove: rmg}]}",
    "scenarios/whole.yaml": "defaults: [quick_papers, by_rail, third_gate]",
    "scenarios/misspelt_gate.yaml": """misspelt_gate:
  assumed: x
  cost: {gate: manual_both}
  changes: [{more: {layout.stations.gate.servers: 1}}]""",
    "experiments/misspelt_2030.yaml": "scenarios: {demand: [more_trucks], all: [more_trucks, misspelt_gate]}",
    "experiments/roadmap_2030.yaml": """asks: compare
layout: little_gate
scenarios: {demand: [more_trucks], papers: [more_trucks, quick_papers], all: [more_trucks, whole]}
replications: 3
seed: 1
start: "2025-09-01 00:00"
horizon: 1 d""",
    "experiments/roadmap_2035.yaml": """asks: compare
layout: little_gate
scenarios:
  demand: [more_trucks]
  all: [more_trucks, whole, quick_gate]
  worse: [more_trucks, whole, quick_gate, slow_gate]
replications: 3
seed: 1
start: "2025-09-01 00:00"
horizon: 1 d""",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with the small port and its road."""
    folder = tmp_path_factory.mktemp("road")
    named = {
        block.how[1].removeprefix("file="): block.text
        for block in blocks(ROOT / "docs" / "language.md")
        if block.how[:1] == ("yaml",) and len(block.how) > 1
    }
    for name, text in (named | FILES).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def told(place):
    """The answer about the road, asked once."""
    with chdir(place):
        return twin.ask("roadmap", *PORT, "--target", "wait_mean <= 1 s")


@pytest.fixture
def road(place, monkeypatch):
    monkeypatch.chdir(place)
    return place


def stands(told, order):
    rows = [row for row in told["steps"] if row["order"] == order]
    return [(row["year"], row["position"], row["step"]) for row in rows]


def test_a_road_is_told_year_by_year_and_kept_for_a_report(road, told):
    assert stands(told, "found") == [
        (2030, 0, ""), (2030, 1, "third_gate"), (2030, 2, "quick_papers"),
        (2035, 0, ""), (2035, 1, "quick_gate"),
    ]  # fmt: skip
    assert stands(told, "given")[1:3] == [(2030, 1, "papers"), (2030, 2, "all")]
    assert stands(told, "doubt") == [(2035, 1, "worse")]
    assert told["built"] == {"2030": [], "2035": ["quick_papers", "third_gate"]}
    assert list(told["left_out"]) == ["by_rail"] and "rmg" in told["left_out"]["by_rail"]
    kept = answers(compose([PORT[0], "experiment=roadmap_2035"]))["roadmap"]
    assert len(kept.tables["levels"]) == len(told["levels"])
    assert kept.question["line"][:2] == ["roadmap", PORT[0]]
    assert "experiments/roadmap_2030.yaml" in kept.question["read"]


def test_all_of_a_year_is_the_same_stand_in_either_order_and_costs_as_much(told):
    ends = {
        row["order"]: (row["mean"], row["low"])
        for row in told["levels"]
        if (row["year"], row["position"], row["measure"]) == (2030, 2, "wait_mean")
    }
    assert ends["found"] == ends["given"]
    bills = {
        order: sum(row["cost_once"] for row in told["steps"] if row["order"] == order)
        for order in ("found", "given")
    }
    assert bills["found"] == bills["given"] == 200_000  # one manual booth, nothing else has a known price
    lines = {row["lever"]: row for row in told["costs"] if row["order"] == "found"}
    assert lines["third_gate"]["number"] == 1 and lines["third_gate"]["cost_once_high"] == 400_000
    assert not lines["quick_papers"]["known"] and lines["quick_papers"]["why"] == "no price is published"
    assert lines["quick_gate"]["why"] == "no model of the catalogue is named for it"


def test_the_text_names_what_does_most_the_target_and_what_is_left_out(road, capsys):
    assert main(["roadmap", *PORT, "--target", "wait_mean <= 500 h", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    for text in (
        "2030: third gate does most, pulled first",
        "the target is kept with nothing added",
        "by rail is left out, as it does not apply here",
        "if this comes on top (slow gate)",
        "at least 0.2 [0.1, 0.4] M CNY",
        "not known, because no price is published",
        "next: twin report layout=little_gate experiment=roadmap_2030",
    ):
        assert text in said, text


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        (["quick_gate"], ["quick_gate", "say the levers"]),
        (["scenario=quick_gate"], ["say the levers"]),
        (["experiment=one_day"], ["its name ends in its year"]),
        (["experiment=roadmap_2030,again_2030"], ["of one year"]),
        (["experiment=roadmap_2031"], ["roadmap_2031"]),
        (["--target", "speed"], ["there is no measure speed"]),
    ],
)
def test_what_is_no_road_is_refused_with_the_way_out(road, capsys, words, texts):
    told = refusal(capsys, "roadmap", PORT[0], *words)
    assert all(text in told for text in texts), told


def test_a_road_of_several_ports_wants_one_of_them_named(capsys):
    assert "add layout=" in refusal(capsys, "roadmap", "experiment=roadmap_2025,roadmap_2030")


def test_a_model_that_the_catalogue_has_not_is_refused_before_anything_is_run(road, capsys):
    told = refusal(capsys, "roadmap", PORT[0], "experiment=misspelt_2030", "--outputs", "none")
    assert "manual_both" in told and "did you mean manual_booth?" in told and not Path("none").exists()
