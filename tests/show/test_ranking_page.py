"""The page of alternatives tells what a comparison found, from its tables alone."""

from pathlib import Path

import made_up
import pandas as pd
import pytest
from test_changed import other_port

from twin.results.paired import compare
from twin.show.changed import marks_of
from twin.show.pages.alternatives import page
from twin.study.answered import Answer
from twin.study.selecting.factorial import design, effects
from twin.study.selecting.planted import samples
from twin.study.selecting.weighed import weighed_levels
from twin.study.target import target_of

QUESTION = {
    "measure": "wait_mean",
    "of": "",
    "unit": "s",
    "bound": None,
    "at_most": True,
    "left_out": 1,
    "design": {"runs": 4, "of": 4, "resolution": None, "generators": {}},
}
NAMES = ["base", "gate", "scanner", "gate+scanner"]


def answered(means=(600.0, 480.0, 600.0, 300.0), target="wait_mean <= 8 min", **question):
    levels = samples(means, 12, seed=1, spreads=60.0, correlation=0.95)
    found = weighed_levels(levels, NAMES, target_of(target))
    marks = marks_of(made_up.port(), other_port()).assign(scenario="gate")
    changes = pd.DataFrame(
        [("gate", "layout.stations.border_gate.servers", "3", "4"), ("scanner", "policy.x", "", "1")],
        columns=["scenario", "path", "before", "after"],
    )
    tables = {
        "ranks": found.ranks,
        "pairs": found.pairs,
        "effects": effects(design(["gate", "scanner"]), levels),
        "marks": marks,
        "changes": changes,
        "differences": compare({"base": made_up.summary(), "gate": made_up.summary()}),
    }
    return Answer("compare", QUESTION | question, tables, Path("kept"))


def told(answer, lang="en", comparison=None):
    studies = {"compare": answer} if answer else {}
    return page(made_up.report_input(lang, studies=studies, comparison=comparison))


def kinds(section):
    return [block.block for block in section.blocks]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_has_ranks_effects_maps_and_differences(lang):
    section = told(answered(), lang)
    tables = [block for block in section.blocks if block.block == "table"]
    assert len(tables) == 3
    assert tables[0].rows[0][0] == "gate+scanner"
    assert [block.name for block in section.blocks if block.block == "picture"][0] == "changes-1"
    assert "items" in kinds(section)


def test_the_lead_says_who_is_best_and_pairs_say_by_how_much():
    section = told(answered())
    leads = [block.text for block in section.blocks if getattr(block, "kind", "") == "lead"]
    assert leads[0] == "gate+scanner is clearly the best"
    (items,) = (block for block in section.blocks if block.block == "items")
    assert items.texts[0].startswith("gate+scanner is better than gate by ")
    assert any("is not clearly better than" in text for text in items.texts)


def test_what_cannot_be_told_apart_is_listed_with_its_chance():
    section = told(answered(means=(600.0, 600.0, 600.0, 600.0)))
    (lead,) = (block.text for block in section.blocks if getattr(block, "kind", "") == "lead")
    assert lead.startswith("which is best is not clear yet") and "%" in lead


def test_what_no_map_shows_is_said():
    missing = [block for block in told(answered()).blocks if block.block == "missing"]
    assert any("scanner on the map" in block.what for block in missing)


def test_without_a_comparison_the_command_is_named():
    section = told(None)
    assert "twin compare" in section.blocks[0].because


def test_where_more_is_better_pairs_are_turned():
    answer = answered(target="finished", measure="finished", unit="entities", at_most=False)
    (items,) = (block for block in told(answer).blocks if block.block == "items")
    assert items.texts[0].startswith("base is ")
    assert "base is better than gate+scanner by 2" in " ".join(items.texts)


def test_a_selection_has_a_page_of_its_own():
    table = pd.DataFrame(
        {
            "option": ["b", "a"],
            "selected": [True, False],
            "mean": [300.0, 600.0],
            "replications": [20, 10],
        }
    )
    question = {**QUESTION, "indifference": 60.0, "best": "b"}
    section = told(Answer("compare", question, {"selection": table}, Path("kept")))
    assert "b is selected" in section.blocks[0].text and section.blocks[1].rows[0][0] == "b"
