"""The page of a road tells what was kept, in both languages: order, cost, staircase and timeline."""

from itertools import product

import made_up
import pandas as pd
import pytest
from speaking import listening, untranslated

from twin.show.charts.roadmap import staircase_chart, timeline_chart
from twin.show.pages import definitions, roadmap
from twin.show.pages.roadmap_tables import stands_of
from twin.study.answered import Answer
from twin.study.roadmap.travelled import COSTS, LEVELS, STEPS

MILLION = 1e6
MINUTES = {"found": (60, 30, 20), "given": (60, 55, 20)}
STEP = {"found": ("", "gate", "agv"), "given": ("", "agv", "gate+agv")}
QUESTION = {
    "built": {"2030": [], "2035": ["gate", "agv"]},
    "left_out": {"rail": "it has no rmg"},
    "labels": {"gate": {"zh": "智能卡口", "en": "smart gate"}, "agv": {"zh": "无人车", "en": "more AGV"}},
    "told": "wait_mean", "measure": "wait_mean", "of": "", "unit": "s", "bound": 1500.0, "at_most": True,
    "from": 2023,
}  # fmt: skip


def money(million):
    return [each * million * MILLION for each in (1.0, 0.5, 2.0, 0.1, 0.05, 0.2, 0.2, 0.1, 0.4)]


def answered(ahead=(40.0, 10.0, 70.0), **question):
    steps, levels, costs = [], [], []
    for year, order, position in product((2030, 2035), MINUTES, range(3)):
        key, known = (year, order, position), position < 2
        spent = money(10.0 if position == 1 else 0.0)
        second = ("agv", *ahead) if (order, position) == ("found", 1) else ("", *[float("nan")] * 3)
        steps.append((*key, STEP[order][position], STEP[order][position], *spent, known, *second))
        for measure in ("wait_mean", "wait_p95"):
            level = 60.0 * MINUTES[order][position]
            change = level - 60.0 * MINUTES[order][max(position - 1, 0)]
            said = "better" if position else ""
            row = (level, level - 60, level + 60, change, change - 30, change + 30, said)
            levels.append((*key, measure, "s", *row))
        if position:
            why = "assumed 1 M CNY to 4 M CNY" if known else "no price is published"
            costs.append((*key, "gate", "scan", 3, "lane", known, *spent, why))
    levels.append(
        (2035, "doubt", 1, "wait_mean", "s", 5400.0, 5000.0, 5800.0, 4200.0, 4000.0, 4400.0, "worse")
    )
    steps.append((2035, "doubt", 1, "worse", "neighbour", *money(0.0), True, "", *[float("nan")] * 3))
    frames = {"steps": (steps, STEPS), "levels": (levels, LEVELS), "costs": (costs, COSTS)}
    tables = {name: pd.DataFrame(rows, columns=list(columns)) for name, (rows, columns) in frames.items()}
    return Answer("roadmap", QUESTION | question, tables, None)


def told(lang="en", **question):
    return roadmap.page(made_up.report_input(lang, studies={"roadmap": answered(**question)}))


def texts(section):
    first, items = section.blocks[:2]
    return [first.text, *items.texts]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_is_said_in_words_of_the_catalogue(lang):
    with listening() as asked:
        section = told(lang)
    assert [block.block for block in section.blocks] == [
        "words",
        "items",
        "picture",
        "picture",
        *["table"] * 3,
    ]
    assert not untranslated(asked)


def test_a_road_that_was_not_asked_is_missing_with_its_command():
    (block,) = roadmap.page(made_up.report_input("en")).blocks
    assert block.block == "missing" and "twin roadmap" in block.because


def test_the_lead_is_the_last_year_with_all_that_is_bought_until_then():
    lead, *rest = texts(told())
    assert lead.startswith("2035: on the peak expected then, wait, mean is 60.0 [59.0,")
    assert "costs at least 20.0 [10.0, 40.0] M CNY" in lead
    assert any(text.startswith("2030: smart gate does most, pulled first: -30.0 [-30.5,") for text in rest)
    assert any("step 2 on (more AGV)" in text for text in rest)
    assert any("if this comes on top (neighbour)" in text and "[83," in text for text in rest)
    assert "rail is left out, as it does not apply here: it has no rmg." in rest


def test_an_order_that_luck_may_have_made_is_said_to_be_unclear():
    clear, unclear = (" ".join(texts(roadmap.page(made_up.report_input("en", studies={"roadmap": each}))))
                      for each in (answered(), answered(ahead=(5.0, -10.0, 20.0))))  # fmt: skip
    assert "not clear" not in clear
    assert "smart gate does most" in unclear and "it is not clear that it is ahead of more AGV" in unclear


@pytest.mark.parametrize(
    ("bound", "text"),
    [
        (300.0, "the target is not kept, whatever is pulled"),
        (7200.0, "the target is kept with nothing added"),
    ],
)
def test_a_target_that_is_never_or_always_kept_is_said_so(bound, text):
    assert any(text in said for said in texts(told(bound=bound)))
    assert not any("target" in said for said in texts(told(bound=None)))


def test_the_tables_have_a_row_a_stand_and_a_row_a_thing_that_is_bought():
    found, given, bill = told().blocks[4:]
    assert [len(each.rows) for each in (found, given, bill)] == [6, 6, 4]
    assert found.rows[3][2] == "demand of 2035, with what is built before"
    assert found.rows[2][7] == "not known" and found.rows[2][9] == "≥ 10.0 [5.0, 20.0]"
    assert found.rows[1][9] == "10.0 [5.0, 20.0]"
    assert bill.rows[1][-1] == "not known, because no price is published"
    assert given.rows[2][2] == "smart gate + more AGV"


def test_the_staircase_is_the_level_over_what_is_bought_and_unknown_costs_are_hollow():
    answer = answered()
    stands = stands_of(answer.question, answer.tables)
    figure = staircase_chart(stands, "en", unit="s", title="wait")
    assert [axis.get_title(loc="left") for axis in figure.axes] == ["2030 · wait", "2035 · wait"]
    stairs = [line for line in figure.axes[1].get_lines() if line.get_drawstyle() == "steps-post"]
    assert list(stairs[0].get_xdata()) == [10.0, 20.0, 20.0] and list(stairs[0].get_ydata()) == [60, 30, 20]
    marks = [line for line in figure.axes[0].get_lines() if len(line.get_xdata()) == 1]
    faces = [mark.get_markerfacecolor() == mark.get_color() for mark in marks]
    assert faces == [True, True, False] * 2


def test_the_levers_of_a_year_lie_one_behind_the_other_up_to_that_year():
    bars = [(2030, "gate", "10"), (2030, "agv", "5"), (2035, "lock", "–")]
    (axis,) = timeline_chart(bars, "en", begins=2023, ends={2030: "9 → 5", 2035: "7 → 6"}).axes
    spans = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axis.patches]
    assert spans == [(2023, 2026.5), (2026.5, 2030), (2030, 2035)]
    assert [text.get_text() for text in axis.get_yticklabels()] == ["gate", "agv", "lock"]
    assert {"9 → 5", "7 → 6"} <= {text.get_text() for text in axis.texts}


def test_definitions_are_differences_with_their_origin_and_the_alternatives_that_share_them():
    rows = [
        ("gate", "layout.a.servers", "3 | S2", "4 | scenario gate"),
        ("gate+agv", "layout.a.servers", "3 | S2", "4 | scenario gate"),
        ("gate+agv", "layout.b", "", "{x: 1 | S1}"),
    ]
    changes = pd.DataFrame(rows, columns=["scenario", "path", "before", "after"])
    answer = Answer("compare", {}, {"changes": changes}, None)
    section = definitions.page(made_up.report_input("en", studies={"compare": answer}))
    text, alternatives, values = section.blocks
    assert text.text.startswith("2 values differ in 2 alternatives") and values.name == "T17_scenarios"
    assert alternatives.rows == (("1", "gate", "gate", "1"), ("2", "gate+agv", "gate+agv", "2"))
    assert values.rows[0] == ("layout.a.servers", "3", "4", "scenario gate", "1–2")
    assert values.rows[1] == ("layout.b", "–", "{x: 1 | S1}", "", "2")


def test_definitions_that_were_not_kept_are_missing_with_the_command():
    (block,) = definitions.page(made_up.report_input("en", studies={})).blocks
    assert "twin compare" in block.because
