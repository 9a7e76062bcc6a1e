"""The page of tracks, pools and stocks draws what was looked at, or says why it cannot."""

from dataclasses import replace
from functools import cache

import made_up
import pytest
from ports import every, lasting, one_booth, port

from twin.plan.compile import compile_plan
from twin.show.forms.redaction import told
from twin.show.pages import yards
from twin.study.passage import passage

TRAIN = {"train": {"kind": "train", "length": "700 m", "gauge": "broad"}}
BAY = {"servers": 2, "gauge": "broad", "does": "gauge_change", "service_time": "20 min", "needs": {"crew": 1}}


@cache
def railway():
    """A train every half hour for a bay of two tracks, three times."""
    layout = {"classes": TRAIN, "pools": {"crew": {"size": 2}}}
    tree = port({"bay": BAY}, [{"visit": "bay"}, {"leave": "out"}], every(1800.0), layout=layout)
    return lasting(tree, "12 h", replications=3)


def given_of(tree, lang="en"):
    given = made_up.input_of(tree, lang)
    return replace(given, passage=passage(given.scenario, compile_plan(given.scenario)))


def because(section):
    return [block.because for block in section.blocks if block.block == "missing"]


@pytest.mark.parametrize("lang", ("en", "zh"))
def test_a_railway_has_its_table_and_both_figures(lang):
    section = yards.page(given_of(railway(), lang))
    assert [block.block for block in section.blocks] == ["table", "picture", "picture"]
    table, stays, levels = section.blocks
    assert table.name == "T14_tracks" and len(table.rows) == 1
    assert stays.name == "yards" and levels.name == "levels"


def test_the_bars_of_a_yard_are_as_long_as_the_stays():
    given = given_of(railway())
    figure = yards.page(given).blocks[1].figure
    bars = [bar.get_width() for bar in figure.axes[0].patches]
    stays = given.passage.stays
    assert sorted(bars) == pytest.approx(sorted((stays["end"] - stays["begin"]) / 60))
    assert [tick.get_text() for tick in figure.axes[0].get_yticklabels()] == ["bay"]


def test_occupation_of_one_replication_says_that_it_has_no_interval():
    tree = railway() | {"experiment": railway()["experiment"] | {"replications": 1}}
    assert "without interval" in yards.page(given_of(tree)).blocks[0].note


def test_a_road_says_that_it_has_no_tracks_and_nothing_in_store():
    section = yards.page(given_of(one_booth()))
    nothing = "the port has no pools, stocks, tracks or cranes"
    assert because(section) == ["the port has no tracks", "the port has no tracks", nothing]


def test_a_run_that_was_not_looked_at_is_said():
    (reason,) = because(yards.page(made_up.report_input("en")))
    assert "too long to keep its visits" in reason


def seen_by(level, size):
    """The pools that a reader sees over time, where the crew is in shifts of a size."""
    tree = railway()
    tree = tree | {"layout": tree["layout"] | {"pools": {"crew": {}}}}
    tree["roster"] = {"shifts": {"crew": {"day": {"hours": "00:00-24:00", "size": size}}}}
    given = replace(given_of(tree), level=level)
    levels = told(given, level)[0].passage.levels
    return set(levels["name"][levels["kind"] == "pool"])


@pytest.mark.parametrize("level, few, many", (("commercial", 1, 1), ("personal", 0, 1), ("public", 0, 0)))
def test_crews_of_few_and_of_security_are_seen_by_those_who_may(level, few, many):
    assert (len(seen_by(level, 2)), len(seen_by(level, 9))) == (few, many)
