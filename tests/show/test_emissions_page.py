"""The page of emissions tells every number with its interval, and says where none can be."""

import made_up
import pytest
from ports import one_booth
from speaking import listening, untranslated

from twin.show.charts.emissions import LOOK, emissions_chart
from twin.show.pages import emissions
from twin.study.emissions.burden import burdens, by_cause, totals
from twin.study.emissions.factors import factors_of


def tables(section):
    return {block.caption: block for block in section.blocks if block.block == "table"}


def causes():
    return by_cause(burdens(made_up.port(), made_up.summary(), factors_of()))


def test_the_bars_of_a_measure_are_the_whole_and_the_line_ends_the_delay():
    found = causes()
    figure = emissions_chart(found, "en", measures=("hours", "co2"))
    axis = figure.axes[0]
    widths = [sum(bars[row].get_width() for bars in axis.containers) for row in (0, 1)]
    assert widths == pytest.approx([100, 100]) and len(axis.containers) == len(LOOK)
    mean = found.set_index(["part", "measure"])["mean"]
    line = [path.vertices[0][0] for path in axis.collections[0].get_paths()]
    assert line == pytest.approx([100 * mean["delay", m] / mean["all", m] for m in ("hours", "co2")])


@pytest.mark.parametrize("lang", ("en", "zh"))
def test_the_page_says_all_in_words_of_the_catalogue(lang):
    with listening() as asked:
        section = emissions.page(made_up.report_input(lang))
    assert not untranslated(asked)
    assert [block.block for block in section.blocks] == ["words", "picture", *["table"] * 3, "words"]


def test_the_last_row_of_the_causes_is_the_sum_of_the_replications():
    section = emissions.page(made_up.report_input("en"))
    table = tables(section)["Emissions and idling by what was done, a replication."]
    whole = totals(burdens(made_up.port(), made_up.summary(), factors_of()))["hours"].mean()
    assert table.rows[-1][0] == "all"
    assert float(table.rows[-1][1].split(" ")[0].replace(",", "")) == pytest.approx(whole, rel=0.02)
    assert "[" in table.rows[-1][1]


def test_a_port_without_vehicles_is_said_to_have_no_emissions():
    tree = one_booth()
    tree["layout"]["classes"] = {"truck": {"kind": "document"}}
    section = emissions.page(made_up.input_of(tree, "en"))
    assert [block.block for block in section.blocks] == ["missing"]
