"""`twin diff` holds values against the port without them, and draws both in one map."""

import json

import pytest

from twin.cli import main
from twin.config import compose
from twin.show.changed import MOVED, marks_of

PORT = ["layout=little_gate"]
CHANGED = ["layout.stations.gate.servers=3", "layout.places.yard=[80 m, -650 m]"]


def told(capsys, *words):
    code = main(["diff", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_values_alone_are_held_against_the_port_without_them(folder, capsys):
    code, answer = told(capsys, *PORT, *CHANGED)
    assert code == 0
    assert [(one["path"], one["before"]) for one in answer["differences"]["changed"]] == [
        ("layout.places.yard", "[0 m, -600 m]"),
        ("layout.stations.gate.servers", "2"),
    ]


def test_a_place_that_went_elsewhere_is_marked_from_where_to_where(folder):
    marks = marks_of(compose(PORT), compose([*PORT, *CHANGED])).set_index("change")
    row = marks.loc[MOVED]
    assert (row["kind"], row["name"]) == ("places", "yard")
    assert tuple(row[["east", "north", "to_east", "to_north"]]) == (0, -600, 80, -650)


def test_the_map_of_what_differs_is_a_picture(folder, capsys):
    code, answer = told(capsys, *PORT, *CHANGED, "--map", "changed.svg")
    assert code == 0 and answer["map"] == "changed.svg"
    assert "moved-places-yard" in (folder / "changed.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (PORT, "PATH=VALUE"),
        ([*PORT, *CHANGED, "--map", "changed.gif"], ".png, .svg"),
        ([*PORT, "base", "quick_gate", "quick_gate+fast", "--map", "x.svg"], "before and after"),
    ],
)
def test_what_cannot_be_drawn_or_held_is_refused(folder, capsys, words, said):
    code, answer = told(capsys, *words)
    assert code == 2
    assert any(said in fault["text"] for fault in answer["faults"])


def test_a_place_off_its_format_is_refused_by_edit_with_its_path(folder, capsys):
    assert main(["edit", "moved", *PORT, "layout.places.yard=[80 m]", "--json"]) == 2
    fault = json.loads(capsys.readouterr().out)["faults"][0]
    assert fault["path"] == "layout.places.yard" and "[east, north]" in fault["text"]
    assert not (folder / "scenarios" / "moved.yaml").exists()


def test_edit_keeps_a_place_as_a_list(folder, capsys):
    assert main(["edit", "moved", *PORT, "layout.places.yard=[80 m, -650 m]", "--json"]) == 0
    assert compose([*PORT, "scenario=moved"]).layout.places["yard"][:2] == (80.0, -650.0)
