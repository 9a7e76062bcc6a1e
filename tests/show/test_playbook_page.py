"""The page of the playbook says the rules as a shift leader would, and what was not worth a rule."""

import made_up
import numpy as np
import pandas as pd
import pytest
from speaking import listening, untranslated

from twin.show.charts.playbook import playbook_chart
from twin.show.pages import playbook
from twin.study.answered import Answer
from twin.study.playbook.search import EFFECTS, RULES
from twin.study.playbook.worth import UNITS

NOTHING = dict.fromkeys(RULES, np.nan) | {"watch": "", "calendars": "", "because": ""}
MONEY = {"saved": 5200.0, "low": 4000.0, "high": 6400.0}
LANES = {
    "kind": "lanes",
    "thing": "h986",
    "fewest": 2,
    "open_at": 6,
    "close_at": 1,
    "most": 3,
    "metres": 125.0,
}
PEOPLE = {
    "kind": "people", "thing": "analysts", "begins": 14 * 3600, "until": 22 * 3600,
    "extra": 1, "watch": "h986", "threshold": 4.0, "metres": 30.0,
}  # fmt: skip
LONGER = {
    "kind": "longer", "thing": "freight", "calendars": "freight", "begins": 19 * 3600,
    "later": 3600, "watch": "h986", "threshold": 0.0,
}  # fmt: skip


def answer(*rules, standing="told"):
    rows = [NOTHING | MONEY | {"standing": standing} | rule | {"rule": i} for i, rule in enumerate(rules)]
    effects = [
        (i, "record_day", measure, unit, -3.0, -4.0, -2.0, 6, 0.5)
        for i in range(len(rules))
        for measure, unit in UNITS.items()
    ]
    question = {"peaks": ["record_day"], "signs": 40.0, "tried": 25}
    tables = {
        "rules": pd.DataFrame(rows, columns=list(RULES)),
        "effects": pd.DataFrame(effects, columns=list(EFFECTS)),
    }
    return Answer("playbook", question, tables, None)


def page(lang, found):
    return playbook.page(made_up.report_input(lang, studies={"playbook": found}))


def sentences(found, lang="en"):
    return next(block.texts for block in page(lang, found).blocks if block.block == "items")


def test_each_kind_of_rule_is_said_with_its_trigger():
    lanes, people, longer, lever = sentences(answer(LANES, PEOPLE, LONGER, {"kind": "lever", "thing": "agv"}))
    assert lanes.startswith(
        "H986 scanner: keep 2 open; open one more when 6 wait (sign 3, 125 m), at most 3; "
    )
    assert "no more than 1 wait. It saves 5.2 [4.0," in lanes
    assert "no more had to be opened" not in lanes
    (never,) = sentences(answer(LANES | {"opened": 0.0}))
    assert never.endswith("On these days no more had to be opened.")
    assert people.startswith(
        "14:00: if 4 or more queue at H986 scanner (30 m), call 1 more of analysts until 22:00."
    )
    assert longer.startswith("19:00: on every such day keep freight open 60\xa0min longer.")
    assert lever.startswith("On such a day use agv")


@pytest.mark.parametrize("lang", ("en", "zh"))
def test_the_page_is_said_in_words_of_the_catalogue(lang):
    with listening() as asked:
        told = page(
            lang, answer(LANES, PEOPLE, LONGER, {"kind": "lever", "thing": "agv", "standing": "not clear"})
        )
    kinds = [block.block for block in told.blocks]
    assert kinds == ["words", "items", "picture", "table", "table", "words"]
    assert not untranslated(asked) - {"agv"}


def test_where_no_rule_helps_the_page_says_so_and_what_was_judged():
    blocks = page("en", answer(LANES, standing="not clear")).blocks
    missing = next(block for block in blocks if block.block == "missing")
    assert "no rule clearly saves" in missing.because
    assert blocks[-2].rows[0][-1] == "not clear"


def test_where_nothing_could_be_tried_there_is_no_figure():
    kinds = [block.block for block in page("en", answer()).blocks]
    assert kinds == ["words", "missing", "words"]


def test_a_playbook_that_was_not_asked_is_missing_with_its_command():
    (block,) = playbook.page(made_up.report_input("en")).blocks
    assert block.block == "missing" and "twin playbook" in block.because


def test_the_chart_has_a_dot_a_rule_in_thousands():
    rules = answer(LANES, PEOPLE).tables["rules"]
    (axis,) = playbook_chart(rules, "en", texts=["one", "two"]).axes
    assert [bar.lines[0].get_xdata()[0] for bar in axis.containers] == [5.2, 5.2]
    assert [tick.get_text() for tick in axis.get_yticklabels()] == ["one", "two"]
