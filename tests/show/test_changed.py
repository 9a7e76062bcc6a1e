"""The map marks what is new, gone or otherwise, and nothing else."""

import copy

import made_up
import pytest
from matplotlib.colors import to_hex

from twin.model.scenario import Scenario
from twin.show.changed import COLOURS, GONE, NEW, OTHERWISE, draw_before_after, draw_changes, marks_of


def other_port():
    """The small port with one more gate, a new link and station, and without health checks."""
    tree = copy.deepcopy(made_up.TREE)
    layout = tree["layout"]
    layout["stations"]["border_gate"]["servers"] = 4
    del layout["stations"]["health"]
    layout["stations"]["weighing"] = {"at": "hall", "servers": 2, "service_time": "20 s"}
    layout["links"]["short_cut"] = {"from": "line", "to": "tip", "length": "900 m", "speed": "30 km/h"}
    steps = layout["flows"]["coal_in"]["steps"]
    steps[3] = {"visit": "weighing"}
    return Scenario.from_tree(tree)


def test_what_differs_is_marked_with_its_numbers():
    marks = marks_of(made_up.port(), other_port()).set_index("name")
    assert marks["change"].to_dict() == {
        "border_gate": OTHERWISE,
        "health": GONE,
        "weighing": NEW,
        "short_cut": NEW,
    }
    assert tuple(marks.loc["border_gate", ["before", "after"]]) == ("×3", "×4")
    assert tuple(marks.loc["health", ["before", "after"]]) == ("×2", "")
    assert tuple(marks.loc["short_cut", ["east", "north", "to_east", "to_north"]]) == (0, 0, 400, -1700)


def test_equal_ports_have_nothing_to_mark():
    marks = marks_of(made_up.port(), made_up.port())
    assert marks.empty
    figure = draw_changes(made_up.port(), marks, "en")
    assert "nothing with a place on the map is changed" in [text.get_text() for text in figure.axes[0].texts]


def test_a_roster_that_serves_a_station_otherwise_marks_it():
    tree = copy.deepcopy(made_up.TREE)
    tree["roster"]["shifts"]["border_gate"] = {"day": {"hours": "08:00-20:00", "size": 2}}
    marks = marks_of(made_up.port(), Scenario.from_tree(tree))
    assert marks["name"].tolist() == ["border_gate"] and marks["change"].tolist() == [OTHERWISE]


@pytest.mark.parametrize(("lang", "word"), [("en", "border gate ×3 → ×4"), ("zh", "国门 ×3 → ×4")])
def test_marks_are_drawn_in_their_colour_and_named(lang, word):
    axis = draw_before_after(made_up.port(), other_port(), lang).axes[0]
    drawn = {line.get_gid(): to_hex(line.get_color()) for line in axis.lines if line.get_gid()}
    assert drawn["new-links-short_cut"] == COLOURS[NEW]
    assert drawn["gone-stations-health"] == COLOURS[GONE]
    assert word in [text.get_text() for text in axis.texts]
    assert len(axis.get_legend().get_texts()) == 3
