"""Values are set and marked in a file's text, and nothing else of it changes."""

import pytest

from twin.config.marking import marked
from twin.config.rewriting import with_values
from twin.model import yaml_text

TEXT = """\
# 口岸
about:
  note: >-
    two
    lines

places:
  line: [0 m, 0 m]        # the border
  yard: {at: [0 m, -600 m]}
links:
  in: {from: line, to: yard, length: 600 m | S1, speed: 20 km/h}
  out:
    from: yard
    length: "700 m | assumed 600 m to 1 km"
    # the last word
zones:
  pen:
"""


def test_a_value_is_set_where_it_stands():
    said = with_values(TEXT, {("places", "line"): "[1 m, 2 m]", ("links", "in", "length"): "601 m"})
    assert said == TEXT.replace("[0 m, 0 m]", "[1 m, 2 m]").replace("600 m | S1", "601 m")


def test_a_block_of_lines_becomes_one_value_and_keeps_the_blank_line_behind_it():
    said = with_values(TEXT, {("about", "note"): '"new"'})
    assert said == TEXT.replace(">-\n    two\n    lines\n", '"new"\n')


def test_a_word_is_added_behind_the_others_of_its_thing():
    said = with_values(TEXT, {("links", "in", "lanes"): "2", ("links", "out", "lanes"): "3"})
    assert "speed: 20 km/h, lanes: 2}" in said
    assert 'to 1 km"\n    lanes: 3\n    # the last word' in said


def test_what_is_only_named_gets_its_first_value():
    assert yaml_text.read(with_values(TEXT, {("zones", "pen"): "{area: 9 m2}"}), "").tree["zones"] == {
        "pen": {"area": "9 m2"}
    }


def test_a_word_of_a_thing_that_is_not_there_is_no_value():
    with pytest.raises(KeyError):
        with_values(TEXT, {("links", "no", "lanes"): "2"})


def test_every_value_of_a_file_is_marked_with_its_origin_and_names_are_not():
    tree = yaml_text.read(marked(TEXT, "layout"), "").tree
    assert tree["places"] == {
        "line": ["0 m | taken over", "0 m | taken over"],
        "yard": {"at": ["0 m | taken over", "-600 m | taken over"]},
    }
    assert tree["links"]["in"] == {
        "from": "line",
        "to": "yard",
        "length": "600 m | taken over S1",
        "speed": "20 km/h | taken over",
    }
    assert tree["links"]["out"]["length"] == "700 m | taken over assumed 600 m to 1 km"
    assert marked(TEXT, "layout").count("#") == TEXT.count("#")


def test_what_is_marked_already_stays_as_it_is():
    once = marked(TEXT, "layout")
    assert marked(once, "layout") == once


def test_a_thing_that_says_the_origin_of_all_its_values_is_marked_once():
    said = marked("stations:\n  gate: {servers: 2, service_time: 9 s | S2, source: S1}\n", "layout")
    assert said == (
        "stations:\n  gate: {servers: 2, service_time: 9 s | taken over S2, source: taken over S1}\n"
    )


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("'8 s | it''s long'", '"8 s | taken over it\'s long"'),
        ('"8 s | said \\"so\\""', '"8 s | taken over said \\"so\\""'),
        ("8 s | a\n      long why", "8 s | taken over a long why"),
        (">-\n      8 s |\n      why\n", '"8 s | taken over why"\n'),
    ],
)
def test_a_value_is_marked_however_it_is_written(written, becomes):
    assert marked(f"stations:\n  gate:\n    service_time: {written}", "layout") == (
        f"stations:\n  gate:\n    service_time: {becomes}"
    )
