"""The page of what the answer depends on has the tables' numbers, or says how to make them."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from twin.show.charts.sensitivity import index_chart, tornado_chart
from twin.show.ledger import influences, ranked
from twin.show.pages.sensitivity import page
from twin.show.style import STYLE, as_svg
from twin.study.sensitivity.tables import INDICES, PASSED, SPLIT, TORNADO, WORTH

A, B, C = "layout.stations.gate.servers", "policy.shares.selected", "layout.links.in.speed"
NAN = float("nan")


def tables():
    tornado = [
        (A, "2", "1", "3", "s", 600.0, 300.0, 240.0, 360.0, -60.0, -80.0, -40.0, 360.0, "clear", ""),
        (B, "12 %", "8 %", "20 %", "s", 600.0, -5.0, -20.0, 10.0, NAN, NAN, NAN, NAN, "not told from luck",
         "high: jams"),
        (C, "9 km/h", "5 km/h", "9 km/h", "s", 600.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, "no effect", ""),
    ]  # fmt: skip
    indices = [
        ("sobol", "first", A, 0.7, 0.6, 0.8, "share", "clear"),
        ("sobol", "total", A, 0.8, 0.7, 0.9, "share", "clear"),
        ("sobol", "first", B, 0.1, -0.1, 0.2, "share", "not told from luck"),
        ("sobol", "total", B, 0.2, 0.0, 0.3, "share", "not told from luck"),
    ]
    split = [
        ("share", 0.75, 0.6, 0.85, "share", 128),
        ("level", NAN, 300.0, 1200.0, "s", 128),
    ]
    worth = [(A, "width", 0.4, 0.3, 0.5, "share", "clear"), (B, "width", 0.0, 0.0, 0.1, "share", "no effect")]
    passed = [(C, "no range is given"), (B, "varied from 8 % to 9 % only")]
    columns = {"tornado": TORNADO, "indices": INDICES, "split": SPLIT}
    columns |= {"value_of_information": WORTH, "passed": PASSED}
    rows = {"tornado": tornado, "indices": indices, "split": split}
    rows |= {"value_of_information": worth, "passed": passed}
    return {name: pd.DataFrame(rows[name], columns=list(columns[name])) for name in rows}


def given(lang, *, partial=False):
    question = {"target": "p95 truck <= 60", "partial": partial}
    return SimpleNamespace(
        lang=lang, studies={"sensitivity": SimpleNamespace(question=question, tables=tables())}
    )


def texts(section):
    return "\n".join(str(block) for block in section.blocks if block.block != "picture")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_has_every_table_and_both_figures(lang):
    section = page(given(lang))
    kinds = [block.block for block in section.blocks]
    assert kinds.count("picture") == 2 and kinds.count("table") == 3
    said = texts(section)
    assert A in said and C not in said.replace("passed", "")  # what has no effect is counted, not listed
    assert "40 [30" in said and "75 [60" in said and "p95 truck <= 60" in said


def test_a_part_of_a_study_says_that_it_is_one():
    assert "PARTIAL" in texts(page(given("en", partial=True)))
    assert "PARTIAL" not in texts(page(given("en")))


def test_without_a_study_the_page_says_how_to_make_one():
    (block,) = page(SimpleNamespace(lang="en", studies={})).blocks
    assert block.block == "missing" and "twin sensitivity" in block.because


def test_a_study_in_which_nothing_has_an_effect_is_told_as_that():
    one = given("en")
    made = one.studies["sensitivity"].tables
    made["tornado"] = made["tornado"].assign(verdict="no effect", swing=0.0)
    kinds = [block.block for block in page(one).blocks]
    assert "missing" in kinds


def test_the_tornado_has_both_ends_of_each_range_from_the_level_as_written():
    rows = tables()["tornado"].head(2)
    (axis,) = tornado_chart(rows, "en", base=600.0).axes
    bars = [(bar.get_x(), bar.get_width()) for bar in axis.patches]
    assert bars == [(10.0, 5.0), (10.0, pytest.approx(-5 / 60)), (10.0, -1.0), (10.0, 0.0)]
    assert [tick.get_text() for tick in axis.get_yticklabels()] == ["gate.servers", "shares.selected"]
    handles, _ = axis.get_legend_handles_labels()
    assert [to_hex(handle.get_facecolor()[0]) for handle in handles] == [STYLE.main, STYLE.second]
    assert [handle.get_hatch() for handle in handles] == ["", "////"]
    assert as_svg(tornado_chart(rows, "zh", base=600.0), "t") == as_svg(
        tornado_chart(rows, "zh", base=600.0), "t"
    )


def test_bars_of_indices_carry_their_intervals():
    rows = tables()["indices"]
    (axis,) = index_chart(rows, "en", texts={"first": "alone", "total": "in all"}).axes
    assert np.allclose([bar.get_width() for bar in axis.patches], [70, 10, 80, 20])
    assert [tick.get_text() for tick in axis.get_yticklabels()] == ["gate.servers", "shares.selected"]


def test_the_ledger_is_in_the_order_of_a_study_where_there_is_one():
    row = SimpleNamespace(value="1", low="", high="")
    rows = [SimpleNamespace(path=path, **vars(row)) for path in ("z.y.x", C, B, A)]
    scenario = SimpleNamespace(ledger=rows, layout=SimpleNamespace(stations={}))
    places = influences(given("en").studies)
    ordered = ranked(scenario, pd.DataFrame({"name": [], "share": []}), places)
    assert [each.row.path for each in ordered] == [A, B, C, "z.y.x"]
    assert influences({}) == {}
