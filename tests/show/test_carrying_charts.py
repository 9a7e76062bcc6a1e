"""The figures of what a port carries hold the numbers they were given."""

import math

import pandas as pd
import pytest

from twin.show.charts.carrying import delay_chart, envelope_chart, tracks_chart

CURVE = pd.DataFrame(
    [
        (factor, 2 * factor, measure, mean * factor, 0.9 * mean * factor, 1.1 * mean * factor, 12)
        for factor in (0.5, 1.0, 1.2)
        for measure, mean in (("level", 600.0), ("arrived_per_day", 400.0), ("finished_per_day", 390.0))
    ],
    columns=["factor", "multiplier", "measure", "mean", "low", "high", "replications"],
)
TARGET = ("wait", "s", 600.0)


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_the_level_stands_over_its_flow_and_the_capacity_is_marked(lang):
    above, below = delay_chart(CURVE, lang, target=TARGET, capacity=(2.0, 1.9, 2.1)).axes
    assert list(above.get_lines()[0].get_xdata()) == [1.0, 2.0, 2.4]
    assert list(above.get_lines()[0].get_ydata()) == pytest.approx([5.0, 10.0, 12.0])  # minutes
    assert set(above.get_lines()[1].get_ydata()) == {10.0}
    assert set(above.get_lines()[2].get_xdata()) == {2.0}
    assert list(below.get_lines()[0].get_ydata()) == pytest.approx([200.0, 400.0, 480.0])


def test_a_capacity_without_end_is_not_marked():
    above, _ = delay_chart(CURVE, "en", target=TARGET, capacity=(math.inf, 4.0, math.inf)).axes
    assert len(above.get_lines()) == 2


def test_an_envelope_of_two_is_a_line_and_of_three_dots():
    rows = [(ray, group, size, size, size) for ray in (0, 1) for group, size in (("a", ray), ("b", 1 - ray))]
    columns = ["ray", "group", "multiplier", "low", "high"]
    frame = pd.DataFrame(rows, columns=columns)
    axis = envelope_chart(frame, "en", names={"a": "coal"}).axes[0]
    assert axis.get_xlabel().startswith("coal")
    line = next(one for one in axis.get_lines() if one.get_marker() == "o")
    assert list(line.get_xdata()) == [0, 1] and list(line.get_ydata()) == [1, 0]
    third = pd.DataFrame([(ray, "c", 0.5, 0.5, 0.5) for ray in (0, 1)], columns=columns)
    axis = envelope_chart(pd.concat([frame, third]), "en", names={}).axes[0]
    assert len(axis.collections[0].get_offsets()) == 2


def test_the_fullest_section_stands_first_against_what_may_be():
    rows = [("line", "up", "occupied", 0.2, 0.1, 0.3), ("yard", "bay", "occupied", 0.5, 0.4, 0.6)]
    frame = pd.DataFrame(rows, columns=["kind", "section", "measure", "mean", "low", "high"])
    (axis,) = tracks_chart(frame, "en", names={}, limits={"line": 0.6, "yard": 0.65}).axes
    assert [tick.get_text() for tick in axis.get_yticklabels()] == ["bay", "up"]
    assert sorted(bar.get_width() for bar in axis.patches) == [20.0, 50.0]
