"""`twin show` and `twin list`: what there is, and a card of each."""

import json
from pathlib import Path

import pytest
from answering import answer, refusal

from twin.cli import main
from twin.config import names

pytestmark = pytest.mark.usefixtures("folder")


def test_the_card_of_a_port_tells_what_it_has(capsys):
    code, told = answer(capsys, "show", "little_gate")
    assert code == 0 and told["kind"] == "layout"
    assert told["places"]["yard"]["at"] == [0.0, -600.0]
    assert told["stations"]["gate"]["servers"] == "2" and told["stations"]["gate"]["hours"] == "08:00–20:00"
    assert told["flows"]["trucks_in"]["volume"] == 400.0
    assert told["sources"] == {"S1": "yearbook 2024"}
    assert told["classes"]["truck"]["label"] == {"zh": "卡车", "en": "truck"}
    assert [one["name"] for one in told["peaks"]] == ["typical"]


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ("卡口", "地点", "来源")), ("en", ("gate", "Places", "Sources"))]
)
def test_a_card_speaks_both_languages(capsys, lang, words):
    assert main(["show", "little_gate", "--lang", lang]) == 0
    printed = capsys.readouterr().out
    assert all(word in printed for word in words)


def test_a_card_is_of_the_port_as_the_words_change_it(capsys):
    told = answer(capsys, "show", "little_gate", "layout.stations.gate.servers=7")[1]
    assert told["stations"]["gate"]["servers"] == "7"
    assert answer(capsys, "show", "layout=little_gate", "layout.stations.gate.servers=7")[1] == told


def test_what_is_assumed_is_told_with_its_range(capsys):
    told = answer(capsys, "show", "little_gate")[1]
    gate = next(row for row in told["assumed"] if row["path"] == "layout.stations.gate.service_time")
    assert (gate["low"], gate["high"]) == ("30 s", "60 s")
    assert main(["show", "little_gate", "--assumed", "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "30 s – 60 s" in printed and "layout.links.in.length" not in printed  # that one has a source


def test_a_card_says_which_scenarios_fit_and_why_the_others_do_not(capsys):
    told = answer(capsys, "show", "little_gate")[1]["scenarios"]
    assert told["quick_gate"] == {"fits": True, "reason": "", "cost": {}}
    assert not told["fast_scan"]["fits"] and "no station that does scan" in told["fast_scan"]["reason"]


@pytest.mark.parametrize(("ending", "begin"), [("png", b"\x89PNG"), ("svg", b"<svg"), ("geojson", b"{")])
def test_a_map_is_drawn_to_a_file(capsys, ending, begin):
    told = answer(capsys, "show", "little_gate", "--map", f"maps/port.{ending}")[1]
    assert Path(told["map"]).read_bytes().startswith(begin)


def test_a_map_as_geometry_has_each_place_and_link(capsys):
    answer(capsys, "show", "little_gate", "--map", "port.geojson")
    told = {
        one["properties"]["name"]: one["geometry"]
        for one in json.loads(Path("port.geojson").read_text())["features"]
    }
    assert told["yard"] == {"type": "Point", "coordinates": [0.0, -600.0]}
    assert told["in"]["coordinates"] == [[0.0, 0.0], [0.0, -600.0]]


def test_a_map_to_a_file_of_another_kind_is_refused(capsys):
    assert "ends in .png, .svg, .geojson" in refusal(capsys, "show", "little_gate", "--map", "port.dwg")
    assert not Path("port.dwg").exists()


def test_a_map_with_more_labels_than_a_sheet_holds_is_refused_with_the_way_out(capsys):
    gate = Path("layouts/little_gate.yaml")
    crowd = "".join(f"  a_place_with_a_long_name_{i}: [{i} m, {i % 7} m]\n" for i in range(1, 200))
    gate.write_text(gate.read_text().replace("links:\n", f"{crowd}links:\n"))
    said = refusal(capsys, "show", "little_gate", "--map", "port.png")
    assert "move places apart" in said and "write it as .geojson" in said
    assert answer(capsys, "show", "little_gate", "--map", "port.geojson")[0] == 0


def test_a_map_of_what_is_no_port_is_refused(capsys):
    assert "are for a layout" in refusal(capsys, "show", "h986_fast", "--map", "port.png")


def test_a_model_of_equipment_is_told_with_the_origin_of_each_value(capsys):
    code, told = answer(capsys, "show", "h986_fast")
    assert code == 0 and told["kind"] == "equipment"
    assert {"service_time", "price", "life", "upkeep", "detection"} <= set(told["says"])
    assert main(["show", "h986_fast", "--lang", "en"]) == 0
    assert "assumed 15 M CNY – 30 M CNY" in capsys.readouterr().out


def test_a_scenario_is_told_with_its_changes_and_the_ports_that_it_fits(capsys):
    told = answer(capsys, "show", "fast_scan")[1]
    assert told["kind"] == "scenario"
    assert told["fits"]["ganqimaodu_road"] == "" and told["fits"]["little_gate"]


def test_a_peak_is_told_as_what_it_changes(capsys):
    assert main(["show", "record_day", "layout=ganqimaodu_road", "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "demand.flows.coal_in.volume" in printed and "experiment" in printed


def test_an_experiment_is_told(capsys):
    assert answer(capsys, "show", "one_day")[1]["says"]["horizon"] == "1 d"


def test_a_name_that_nothing_has_is_refused_with_the_nearest_of_every_kind(capsys):
    assert "did you mean little_gate (layout)" in refusal(capsys, "show", "little_gait")
    assert "h986_fast (equipment)" in refusal(capsys, "show", "h986_fst")
    assert "twin list names all there is" in refusal(capsys, "show", "qqqqqq")


def test_a_name_that_several_things_have_is_refused_with_the_ways_to_say_it(capsys):
    Path("experiments").mkdir()
    Path("experiments/quick_gate.yaml").write_text("horizon: 2 d\n")
    said = refusal(capsys, "show", "quick_gate")
    assert "twin show scenario quick_gate, twin show experiment quick_gate" in said
    assert answer(capsys, "show", "experiment", "quick_gate")[1]["says"] == {"horizon": "2 d"}


def test_two_names_are_refused(capsys):
    assert "name one thing" in refusal(capsys, "show", "little_gate", "ganqimaodu_road")


def test_every_kind_is_listed_with_labels(capsys):
    told = answer(capsys, "list")[1]
    assert list(told) == ["layouts", "peaks", "scenarios", "equipment", "experiments"]
    assert {
        "name": "h986_fast",
        "label_zh": "快速通过式 H986",
        "label_en": "drive-through H986",
        "origin": "shipped",
    } in told["equipment"]
    assert [one["name"] for one in told["equipment"]] == names("equipment")


def test_peaks_are_listed_of_one_port(capsys):
    told = answer(capsys, "list", "peaks", "layout=ganqimaodu_road")[1]
    assert {"typical", "record_day"} <= {one["name"] for one in told["peaks"]}


def test_a_model_of_ones_own_stands_before_a_shipped_one(capsys):
    Path("layouts/equipment").mkdir()
    Path("layouts/equipment/own.yaml").write_text(
        "own_gate: {does: gate, service_time: 9 s | maker's leaflet}\n"
    )
    told = {one["name"]: one["origin"] for one in answer(capsys, "list", "equipment")[1]["equipment"]}
    assert told["own_gate"] == "here" and told["h986_fast"] == "shipped"


def test_a_kind_that_is_not_there_is_refused_with_the_nearest(capsys):
    assert "did you mean equipment?" in refusal(capsys, "list", "equipments")
    assert "there is no layouts/nowhere.yaml" in refusal(capsys, "list", "peaks", "layout=nowhere")
