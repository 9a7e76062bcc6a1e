"""Who reads a report is told alternatives and values by the names that people gave them."""

import pandas as pd
import pytest
from hypothesis import given as such_that
from hypothesis import strategies as st
from made_up import report_input

from twin.model.record import Label
from twin.show.report import document_of, report
from twin.show.titled import in_words, title_of, titled, titles_of

LEVERS = {
    "quick": Label("快速", "quick lane"),
    "sync": Label("同步", "in one area"),
    "fast": Label("快速", "quick lane"),
}


@pytest.mark.parametrize(
    ("word", "zh", "en"),
    [
        ("base", "现状", "base"),
        ("quick", "快速", "quick lane"),
        ("quick+sync", "快速 + 同步", "quick lane + in one area"),
        ("quick × sync = quick", "快速 × 同步 = 快速", "quick lane × in one area = quick lane"),
        ("mine", "mine", "mine"),
        (
            "layout.stations.gate.servers+=1",
            "layout.stations.gate.servers+=1",
            "layout.stations.gate.servers+=1",
        ),
    ],
)
def test_an_alternative_is_called_by_the_labels_of_its_levers(word, zh, en):
    assert title_of(word, LEVERS, "zh") == zh
    assert title_of(word, LEVERS, "en") == en


@such_that(st.lists(st.sampled_from(["base", *LEVERS, "quick+sync", "fast+sync", "mine"]), unique=True))
def test_no_two_alternatives_are_called_the_same(words):
    titles = titles_of(words, LEVERS, "zh")
    assert list(titles) == words and len(set(titles.values())) == len(words)


def test_numbers_of_a_frame_stay_and_words_that_have_no_title_too():
    frame = pd.DataFrame({"option": ["base", "quick"], "mean": [1.0, 2.0], "name": ["quick", "base"]})
    named = in_words(frame, titles_of(["base", "quick"], LEVERS, "en"))
    assert named["option"].tolist() == ["base", "quick lane"]
    assert named["mean"].equals(frame["mean"]) and named["name"].equals(frame["name"])


def test_a_report_tells_titles_and_how_a_command_line_writes_them():
    given = report_input("zh", levers={"twice": Label("两倍", "twice as much")})
    page = report(given)
    assert "两倍" in page
    assert titled(given).written == {"现状": "base", "两倍": "twice"}
    assert not any("twice" in block.text for block in blocks_of(given) if block.block == "words")


def blocks_of(given):
    return [block for section in document_of(given).sections for block in section.blocks]


def test_a_report_of_levers_without_a_title_tells_their_words():
    assert "twice" in report(report_input("en"))
