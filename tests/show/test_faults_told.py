"""What is wrong is said in the reader's language, sentence by sentence, and nothing of it is lost."""

import doctest
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.cli import REFUSED, main
from twin.model.errors import unknown
from twin.show import faults
from twin.show.faults import FAULTS, FIELD, in_words_of
from twin.show.text import read_catalogue

ENGLISH = re.compile(r"[A-Za-z]{2,}( [A-Za-z]{2,}){2,}")  # three words in a row


def catalogue():
    return {message.id: message.string for message in read_catalogue("zh", FAULTS) if message.id}


def test_examples_do_as_they_say():
    assert doctest.testmod(faults).failed == 0


def test_a_pattern_keeps_what_is_said_in_it():
    assert not [
        key for key, said in catalogue().items() if set(FIELD.findall(key)) != set(FIELD.findall(said))
    ]


def test_every_pattern_reads_its_own_sentence():
    filled = {key: FIELD.sub("x1", key) for key in catalogue()}
    assert not [key for key, text in filled.items() if in_words_of(text, "zh") == text]


@given(
    st.sampled_from(["place", "class"]), st.text("abcxyz_", min_size=1), st.lists(st.text("abc", min_size=1))
)
def test_a_name_that_is_not_there_is_told_with_the_names_that_are(kind, name, names):
    told = in_words_of(unknown(kind, name, names), "zh")
    assert name in told and all(each in told for each in names[:8]) and not ENGLISH.search(told)


def test_a_sentence_that_no_pattern_reads_stays_as_it_is():
    assert in_words_of("the moon is too near; leave one out", "zh") == "the moon is too near；请去掉一个"
    assert in_words_of("the moon is too near; leave one out", "en") == "the moon is too near; leave one out"


@pytest.mark.parametrize(
    "line",
    [
        ["check", "layout=little_gait"],
        ["check", "layout=little_gate", "layout.stations.gate.servers=0"],
        ["check", "layout=little_gate", "layout.stations.gate.at=nowhere"],
        ["check", "layout=little_gate", "layout.stations.gate.servise=3"],
        ["check", "layout=little_gate", "layout.links.in.length=5 kg"],
        ["check", "layout=little_gate", "gate"],
        ["diff", "layout=little_gate", "base", "agv"],
        ["compare", "layout=little_gate", "base", "base"],
        ["show", "little_gait"],
        ["check", "--fast"],
        ["rum"],
    ],
    ids=" ".join,
)
def test_what_is_often_wrong_is_told_in_chinese(line, folder, capsys):
    assert main([*line, "--lang", "zh"]) == REFUSED
    texts = [line for line in capsys.readouterr().err.splitlines() if line.startswith("    ")]
    assert texts and not [text for text in texts if ENGLISH.search(text)]
