"""The pages of regret and of an outage tell what was kept, in both languages, or the command to ask."""

import made_up
import numpy as np
import pytest
from speaking import listening, untranslated

from twin.show.charts.resilience import resilience_chart
from twin.show.charts.robust import regret_chart
from twin.show.pages import resilience, robust
from twin.study.answered import Answer
from twin.study.robust.regret import choices, regret_table, weights_of
from twin.study.robust.resilience import Shock, curves, effects

LUCK = np.array([0.0, 60.0, -60.0, 30.0])
NOISE = np.array([1.0, -1.0, 2.0, -2.0])
LEVELS = {
    "record_day": {"base": 3000 + LUCK, "spare": 2400 + LUCK + NOISE},
    "holiday": {"base": 900 + LUCK, "spare": 960 + LUCK + NOISE},
}
MINUTES = np.arange(0.0, 301.0)


def regret_answer(**said):
    weights = weights_of(list(LEVELS))
    table = regret_table(LEVELS, weights)
    question = {
        "alternatives": ["base", "spare"],
        "peaks": list(LEVELS),
        "labels": {"record_day": {"zh": "纪录日", "en": "day of records"}},
        "weights_said": False,
        "target": "wait_mean",
        "unit": "s",
    }
    tables = {"regret": table, "choices": choices(LEVELS, table, weights)}
    return Answer("robust", question | said, tables, None)


def outage_answer():
    def shock(height, end):
        excess = np.interp(MINUTES, [60, 120, end], [0, height, 0])
        return Shock(MINUTES, np.array([excess, 1.1 * excess]), np.array([excess, excess]), (3600, 7200))

    shocks = {
        ("record_day", "base"): shock(30, 240),
        ("record_day", "spare"): shock(10, 180),
        ("holiday", "base"): shock(5, 900),
        ("holiday", "spare"): shock(5, 900),
    }
    question = {
        "alternatives": ["base", "spare"],
        "peaks": ["record_day", "holiday"],
        "station": "h986",
        "from": "01:00",
        "for": "1 h",
        "span": [3600.0, 7200.0],
        "start": "2026-03-02T00:00:00",
    }
    return Answer("resilience", question, {"effects": effects(shocks), "curves": curves(shocks)}, None)


def given(lang, **studies):
    return made_up.report_input(lang, studies=studies)


def words(section):
    return [block.text for block in section.blocks if block.block == "words"]


@pytest.mark.parametrize("lang", ("en", "zh"))
def test_both_pages_are_said_in_words_of_the_catalogue(lang):
    with listening() as asked:
        for page, answer in ((robust.page, regret_answer()), (resilience.page, outage_answer())):
            blocks = page(given(lang, **{answer.kind: answer})).blocks
            assert {"picture", "table", "words"} == {block.block for block in blocks}
    assert not untranslated(asked)


@pytest.mark.parametrize(("page", "command"), [(robust.page, "twin robust"), (resilience.page, "--outage")])
def test_a_study_that_was_not_asked_is_missing_with_its_command(page, command):
    (block,) = page(given("en")).blocks
    assert block.block == "missing" and command in block.because


def test_the_lead_names_the_least_regret_and_its_peak_by_its_label():
    lead, average, assumed = words(robust.page(given("en", robust=regret_answer())))
    assert "The least regret has spare: its largest is 60" in lead and "holiday" in lead
    assert average == "It is the best by the weighted mean of all peaks as well."
    assert "assumed" in assumed
    section = robust.page(given("en", robust=regret_answer(weights_said=True)))
    assert len(words(section)) == 2
    table = next(block for block in section.blocks if block.block == "table")
    assert table.rows[0][0] == "day of records" and "beaten" in table.rows[0]


def test_the_chart_of_regret_has_a_panel_a_peak_and_a_dot_an_alternative():
    table = regret_answer().tables["regret"]
    figure = regret_chart(table, "en", unit="s", names={"record_day": "day of records"})
    assert [axis.get_title(loc="left") for axis in figure.axes] == ["day of records", "holiday"]
    dots = [bar.lines[0].get_xdata()[0] for axis in figure.axes for bar in axis.containers]
    scale = 1 / 60  # the largest is ten minutes
    assert dots == pytest.approx([600 * scale, 0, 0, 60 * scale])


def test_an_outage_is_told_with_its_cost_and_with_what_helps():
    lead, spare = words(resilience.page(given("en", resilience=outage_answer())))
    assert "An outage of H986 scanner from 01:00 for 1 h costs 47" in lead
    assert spare.startswith("spare")
    table = resilience.tables_of(outage_answer().question, outage_answer().tables, "en")[0]
    never = [row for row in table.rows if row[2] == "time to recover" and row[0] == "holiday"]
    assert all("not over by the end in 2 of 2" in row[3] for row in never)


def test_the_triangle_is_the_mean_excess_with_the_outage_behind_it():
    answer = outage_answer()
    where = {"start": answer.question["start"], "span": answer.question["span"], "names": {}}
    first, second = resilience_chart(answer.tables["curves"], "en", **where).axes
    lines = [line for line in first.get_lines() if len(line.get_xdata()) > 2]
    assert max(lines[0].get_ydata()) == pytest.approx(31.5) and [line.get_label() for line in lines] == [
        "base",
        "spare",
    ]
    assert second.get_title(loc="left") == "holiday"
