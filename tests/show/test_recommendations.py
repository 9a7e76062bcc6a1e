"""What is recommended comes from the comparison that was kept, with whose it is and what it does."""

import made_up
import pandas as pd
import pytest

from twin.show.pages.recommendations import page
from twin.study.answered import Answer

SAME = {"scope": "port", "name": "port", "cls": "all", "unit": "s", "against": "base"}
ROWS = [
    ("more_lanes", "wait_p95", -600.0, "better"),
    ("ai", "wait_p95", -900.0, "better"),
    ("fewer", "wait_p95", 300.0, "worse"),
    ("more_lanes", "wait_mean", -60.0, "better"),
]
CHANGES = [
    ("ai", "layout.stations.image_review.servers", "2"),
    ("ai", "layout.stations.robot", "{agency: operator, servers: 1}"),
    ("ai", "policy.shares.unsure", "25 %"),
    ("more_lanes", "layout.stations.border_gate.servers", "5"),
    ("more_lanes", "layout.stations.other", "{servers: 1}"),
]


def kept(rows=ROWS, measure="wait_p95"):
    """The report's input with a kept answer of `twin compare`, and no comparison of its own."""
    frame = pd.DataFrame(
        [
            {
                "scenario": name,
                "measure": of,
                "difference": d,
                "low": d - 10,
                "high": d + 10,
                "verdict": verdict,
            }
            | {"base_mean": 1200.0, "mean": 1200.0 + d}
            | SAME
            for name, of, d, verdict in rows
        ]
    )
    changes = pd.DataFrame(CHANGES, columns=["scenario", "path", "after"]).assign(before="")
    question = {"measure": measure, "of": "", "words": [], "unit": "s"}
    answer = Answer("compare", question, {"differences": frame, "changes": changes}, None)
    return made_up.report_input("en", comparison=None, studies={"compare": answer})


def test_those_that_help_by_the_measure_that_was_asked_come_largest_first():
    (table,) = page(kept()).blocks
    assert [row[0] for row in table.rows] == ["ai", "more_lanes"]
    assert "-15" in table.rows[0][4] and "[" in table.rows[0][4]
    assert table.name == "T25_recommendations" and "wait, 95th percentile" in table.caption


def test_owners_are_the_agencies_whose_things_are_changed():
    (table,) = page(kept()).blocks
    assert [row[1] for row in table.rows] == ["customs, operator", "border inspection, customs"]


def test_what_helps_by_no_measure_is_not_recommended():
    (words,) = page(kept(rows=ROWS[2:3])).blocks
    assert words.kind == "lead" and "none is recommended" in words.text


def test_a_measure_that_no_row_has_is_the_mean_wait():
    (table,) = page(kept(measure="busy")).blocks
    assert [row[0] for row in table.rows] == ["more_lanes"]


@pytest.mark.parametrize("lang", ("en", "zh"))
def test_without_any_comparison_it_is_said_how_to_get_one(lang):
    (missing,) = page(made_up.report_input(lang, comparison=None)).blocks
    assert "twin compare" in missing.because
