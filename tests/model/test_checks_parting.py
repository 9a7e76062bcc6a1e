"""Splits and gathers: what is refused before a run, with the exact text."""

import pytest
from trees import fault, port, refused, steps

BOOTH, OUT = {"visit": "booth"}, {"leave": "out"}
PAX = {"layout__classes__pax": {"kind": "person"}, "layout__classes__bag": {}}
ALL = {"gather": "pax", "until": "all"}
FLOW = "layout.flows.cars"


def split(count=3, **fields):
    return {"split": "pax", "count": count, **fields}


@pytest.mark.parametrize(
    ("written", "where", "said"),
    [
        (
            [split(), BOOTH, OUT],
            "at split pax",
            "the whole waits for its parts, and no - {gather: pax, until: all} follows; "
            "add it, or parent: ends",
        ),
        (
            [split(parent="ends"), BOOTH],
            "at split pax",
            "the steps run out before the pax leaves; end every path with leave:",
        ),
        (
            [BOOTH, ALL, OUT],
            "at gather pax",
            "no split: pax comes before it in this list",
        ),
        (
            [split(parent="ends"), BOOTH, ALL, OUT],
            "at gather pax",
            "the whole ended at the split; leave parent: ends out of it",
        ),
        (
            [split(), {"split": "bag", "count": 2}, ALL, {"gather": "bag", "until": "all"}, OUT],
            "at gather pax",
            "here are the steps of bag, not of pax; gather bag first",
        ),
        (
            [{"split": "pax"}, ALL, OUT],
            "at split pax",
            "says not how many; write count: 55, count: 16 to 45 or count: size",
        ),
        (
            [split("size"), ALL, OUT],
            "at split pax",
            "car has no size; give it size: 55, or write count: 55 here",
        ),
        (
            [split(1024), ALL, OUT],
            "at split pax",
            "makes 1024 parts; at most 1023 at once, split in two steps",
        ),
        (
            [split(), BOOTH, {"gather": "pax"}, OUT],
            "at gather pax",
            "says not until when; write until: all",
        ),
    ],
)
def test_a_split_that_cannot_end_is_refused(written, where, said):
    assert fault(f"{FLOW} {where}", said) in refused(steps(*written, **PAX))


def test_a_split_into_a_class_nobody_knows_is_refused():
    said = refused(steps({"split": "passenger", "count": 2}, {"gather": "passenger", "until": "all"}, OUT))
    assert "there is no class passenger" in said


def test_the_numbers_of_a_split_are_read():
    said = refused(steps(split("45 to 16"), ALL, OUT, **PAX))
    assert "the lower number comes first; write 16 to 45" in said
    assert "16 to 45 to draw it evenly" in refused(steps(split("many"), ALL, OUT, **PAX))


@pytest.mark.parametrize(
    "written",
    [
        [split(), BOOTH, ALL, OUT],
        [split("2 to 4"), BOOTH, ALL, OUT],
        [split("size"), BOOTH, ALL, OUT],
        [split(parent="ends"), BOOTH, OUT],
        [BOOTH, split(), ALL, {"visit": "booth", "as": "again"}, OUT],
        [split(), {"split": "bag", "count": 2}, BOOTH, {"gather": "bag", "until": "all"}, ALL, OUT],
        [split(), {"branch": "picked", "then": [BOOTH, OUT]}, ALL, OUT],
        [{"branch": "picked", "then": [split(parent="ends"), BOOTH, OUT]}, OUT],
        [{"fork": "people", "into": {"people": [split(), BOOTH, ALL]}}, {"join": "people"}, OUT],
    ],
)
def test_a_split_that_ends_is_accepted(written):
    changes = PAX | {"policy__shares__picked": "5 %", "layout__classes__car": {"size": 4}}
    assert port(layout__flows__cars__steps=written, **changes)
