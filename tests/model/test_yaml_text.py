"""YAML is read strictly, and every mistake is told with its line and the way out."""

import pytest

from twin.model.yaml_text import read


def told(text):
    """The faults of a file as 'line: text'."""
    return [
        f"{fault.place.rpartition(':')[2]}: {fault.text}"
        for fault in read(text, "x.yaml", ("roster",)).faults
    ]


JUMPS = "the indentation jumps; lines that belong together begin in the same column"
NOT_TEXT = (
    "is not text: yes, no, on, off and bare numbers mean something else to YAML; "
    "put it in quotes or choose another name"
)
ENVIRONMENT = "${…} is not allowed; write the value, or $name for a knob of a scenario"


@pytest.mark.parametrize(
    ("text", "wanted"),
    (
        ("a:\n\tb: 1", ["2: a tab; indent with spaces"]),
        (
            "a: 1\nb: {x: 1, x: 2}\na: 2",
            ["2: x is written twice; keep one", "3: a is written twice; keep one"],
        ),
        ("a: b: c", ["1: a second colon in one line; put the text into quotes"]),
        ("a:\n   b: 1\n  c: 2", [f"3: {JUMPS}"]),
        ("a: 1\n  b: 2", [f"2: {JUMPS}"]),
        ("a:\n  - x\n - y", [f"3: {JUMPS}"]),
        ("a: {b: 1\nc: 2", ["2: a bracket { or [ is not closed, or a comma is missing inside it"]),
        ('a: "b\nc: 2', ["2: a quote is opened and not closed"]),
        ("a: 1\nhello\nb: 2", ["2: a line without a colon; write name: value"]),
        ("a: %b", ["1: a text cannot begin with this sign; put it into quotes"]),
        ("a: 10:20", ["1: YAML read a time of day as a number; put it in quotes: '10:20'"]),
        (
            "a: 012",
            ["1: a number that begins with 0 means something else to YAML; write 12, or quote a code"],
        ),
        ("a: 1_000", ["1: a number has no _ inside; write 1000"]),
        ("yes: [a]", [f"1: the name yes {NOT_TEXT}"]),
        ("12: a", [f"1: the name 12 {NOT_TEXT}"]),
        (
            "label: {en: coal, open air}",
            ["1: 'open air' stands alone: inside { } a comma ends a text; put the whole text into quotes"],
        ),
        ("a: [~]", ["1: there is nothing behind the dash; write a value"]),
        ("a: ${oc.env:HOME}", [f"1: {ENVIRONMENT}"]),
        ('a: "${x}"', [f"1: {ENVIRONMENT}"]),
        ("_target_: os.system", ["1: '_target_' is not a word here; a name begins with a letter"]),
        ("a: {<<: {b: 1}}", ["1: '<<' is not a word here; a name begins with a letter"]),
        (
            "a: !!python/name:os.system x",
            ["1: 'tag:yaml.org,2002:python/name:os.system' is a tag; values are plain texts, nothing else"],
        ),
        ("a: &x 1\nb: *x", ["1: anchors & and * are not used here; write the value again"]),
        ("a: 1\n---\nb: 2", ["2: a second document begins here (---); one file, one document"]),
        ("- a", ["1: a file is a mapping: name: …"]),
        ("? [a]\n: b", ["1: a name is one word, not a list or mapping"]),
        (f"a: {'[' * 70}{']' * 70}", ["1: more than 60 levels deep"]),
        ("[" * 100_000, ["1: more than 60 levels deep"]),
        (
            "x" * 1_000_001,
            ["x.yaml: is longer than 1,000,000 characters; a recorded list belongs into a CSV file"],
        ),
    ),
)
def test_a_mistake_is_told_with_its_line(text, wanted):
    assert told(text) == wanted


def test_a_sign_that_no_text_has_is_told():
    assert [fault.text for fault in read("a: \0", "x.yaml").faults] == [
        "a sign that no text has; write the file anew in UTF-8"
    ]


def test_every_scalar_stays_the_text_that_was_written():
    page = read(
        'a: 3\nb: 0.50\nc: true\nd: "012"\ne: 08:00-20:00\nf: [1 | S2, x]\ng: 2025-09-01 00:00', "x.yaml"
    )
    assert page.tree == {
        "a": "3", "b": "0.50", "c": "true", "d": "012", "e": "08:00-20:00",
        "f": ["1 | S2", "x"], "g": "2025-09-01 00:00",
    }  # fmt: skip
    assert not page.faults


def test_a_name_alone_is_a_thing_without_fields():
    assert read("exits:\n  town:\npools: {officers, vets}", "x.yaml").tree == {
        "exits": {"town": None}, "pools": {"officers": None, "vets": None},
    }  # fmt: skip


def test_an_empty_file_is_an_empty_mapping():
    assert read("# nothing yet\n", "x.yaml").tree == {}


def test_a_place_is_the_line_of_what_is_there():
    page = read("a:\n  b:\n    - c: 1\n    - d: 2\n", "x.yaml")
    assert page.place(("a", "b", 1, "d")) == "x.yaml:4"
    assert page.place(("a", "b", 1, "e")) == "x.yaml:4"
    assert page.place(("a", "x")) == "x.yaml:1"
    assert page.place(("z",)) == "x.yaml:1"


def test_a_fault_has_the_path_and_value_it_stands_at():
    fault = read("freight: {hours: [08:00]}", "x.yaml", ("roster", "calendars")).faults[0]
    assert (fault.path, fault.value) == ("roster.calendars.freight.hours[1]", "08:00")
