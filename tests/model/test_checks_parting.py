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
            "write until: all to give back the whole, or into: a class to make a new one",
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


VAN = {"layout__classes__van": {}, "layout__classes__train": {}}
POOL = {"layout__pools__crew": {"size": 1}}
COUNT = {"full_at": {"count": 5}}
SLOTS = {
    "experiment__horizon": "12 h",
    "policy__slots__path": {"every": "2 h", "takes": 1},
    "policy__slots__never": {"at": ["23:00"], "takes": 1},
}


def gather(**fields):
    return {"gather": "car", "into": "van", **fields}


@pytest.mark.parametrize(
    ("written", "where", "said"),
    [
        (
            [gather(), OUT],
            "at gather car",
            "says not when the new whole goes; write full_at: {count: 75}, timeout: 6 h or cut_off: a slot",
        ),
        (
            [gather(full_at={}), OUT],
            "at gather car",
            "full_at: says nothing; write full_at: {count: 75, length: 1050 m, mass: 2000 t}",
        ),
        (
            [gather(until="all", **COUNT), OUT],
            "at gather car",
            "write until: all to give back the whole, or into: a class to make a new one",
        ),
        (
            [split(), {"gather": "pax", "until": "all", "timeout": "5 min"}, OUT],
            "at gather pax",
            "timeout: is of a new whole; write into: instead of until: all, or leave timeout: out",
        ),
        (
            [gather(cut_off="paths"), OUT],
            "at gather car",
            "there is no slot paths; did you mean path?; there is path, never",
        ),
        (
            [gather(cut_off="never"), OUT],
            "at gather car",
            "cut_off: never is never open within the horizon; look at its times, the start and the horizon",
        ),
        (
            [gather(top_up=True, cut_off="path"), OUT],
            "at gather car",
            "top_up: takes those of other values along; say of what, by: [destination], or leave it out",
        ),
        (
            [gather(top_up=True, by=["colour"], **COUNT), OUT],
            "at gather car",
            "top_up: is for a whole that goes before it is full; write timeout: 6 h or cut_off: a slot",
        ),
        (
            [split(), {"gather": "pax", "until": "all", "cut_off": "path"}, OUT],
            "at gather pax",
            "cut_off: is of a new whole; write into: instead of until: all, or leave cut_off: out",
        ),
        (
            [gather(into="car", **COUNT), OUT],
            "at gather car",
            "a car is not made of car; give the new whole a class of its own",
        ),
        (
            [gather(full_at={"count": 2000}), OUT],
            "at gather car",
            "is full with 2000; at most 1023 become one, gather in two steps",
        ),
        (
            [gather(full_at={"count": 2}, timeout="5 min", fewest=3), OUT],
            "at gather car",
            "goes with 3 at the fewest, and is full with 2; write a lower fewest:",
        ),
        (
            [gather(full_at={"length": "4 m"}), OUT],
            "at gather car",
            "is full at 4 m, and one car has 5 m",
        ),
        (
            [gather(full_at={"mass": "1 t"}), OUT],
            "at gather car",
            "is full at 1 t, and one car has 2 t",
        ),
        (
            [gather(by="colour", **COUNT), OUT],
            "at gather car",
            "car has no attribute colour; give it attributes: {colour: …}",
        ),
        (
            [{"gather": "van", "into": "train", **COUNT}, OUT],
            "at gather van",
            "here comes car; gather one class, after branch: class where there are several",
        ),
        (
            [{"seize": "crew"}, gather(**COUNT), OUT],
            "at gather car",
            "may hold crew, which nobody gives back for those who ride; release it before",
        ),
        (
            [gather(**COUNT), {"split": "car", "count": 5, "parent": "ends"}, OUT],
            "at split car",
            "those who ride get out, as many as they are; leave count: 5 out",
        ),
        (
            [gather(**COUNT), split(parent="ends"), OUT],
            "at split pax",
            "here is a van that carries car; split: car",
        ),
        (
            [
                gather(**COUNT),
                {"split": "car"},
                {"gather": "car", "into": "train", **COUNT},
                {"split": "car", "parent": "ends"},
                {"gather": "car", "until": "all"},
                OUT,
            ],
            "at gather car",
            "those who got out of a whole that waits for them cannot ride with another",
        ),
        (
            [{"branch": "picked", "then": [gather(**COUNT)]}, OUT],
            "at branch picked then at gather car",
            "the van neither leaves in this list nor lets all out; add - {split: car, parent: ends}",
        ),
    ],
)
def test_a_gather_that_cannot_be_is_refused(written, where, said):
    changes = PAX | VAN | POOL | SLOTS | {"layout__classes__car": {"length": "5 m", "carries": "2 t"}}
    changes |= {"policy__shares__picked": "5 %"}
    assert fault(f"{FLOW} {where}", said) in refused(steps(*written, **changes))


@pytest.mark.parametrize(
    ("arrives", "most"),
    [
        ({"arrives": "every", "every": "1 min", "count": 4}, 4),
        ({"arrives": "recorded", "rows": [{"time": "1 s"}]}, 1),
        ({"arrives": "fleet", "fleet": "cars"}, 3),
    ],
)
def test_a_gather_that_can_never_be_full_is_refused(arrives, most):
    changes = VAN | {"demand__flows__cars": arrives}
    changes |= {"demand__fleets__cars": {"class": "car", "size": 3, "away": "1 h"}}
    said = refused(steps(gather(**COUNT), OUT, **changes))
    assert f"goes with 5 only, and no more than {most} ever come" in said
    assert "a timeout: after which it goes anyway" in said


def test_parts_are_more_than_those_who_come():
    changes = PAX | VAN | {"demand__flows__cars": {"arrives": "every", "every": "1 min", "count": 2}}
    pax = {"gather": "pax", "into": "van"}
    written = [split(3, parent="ends"), pax | {"full_at": {"count": 6}}, OUT]
    assert port(layout__flows__cars__steps=written, **changes)
    said = refused(steps(split(3, parent="ends"), pax | {"full_at": {"count": 7}}, OUT, **changes))
    assert "goes with 7 only, and no more than 6 ever come" in said


@pytest.mark.parametrize(
    "written",
    [
        [gather(**COUNT), BOOTH, OUT],
        [gather(timeout="5 min", fewest=3), BOOTH, OUT],
        [gather(cut_off="path"), BOOTH, OUT],
        [gather(cut_off="path", by=["colour"], top_up=True, **COUNT), BOOTH, OUT],
        [gather(full_at={"count": 75, "length": "1050 m", "mass": "2000 t"}, by=["colour"]), OUT],
        [gather(**COUNT), {"split": "car", "parent": "ends"}, BOOTH, OUT],
        [gather(**COUNT), {"split": "car"}, BOOTH, {"gather": "car", "until": "all"}, OUT],
        [gather(**COUNT), {"gather": "van", "into": "train", **COUNT}, BOOTH, OUT],
        [{"branch": "picked", "then": [gather(**COUNT), OUT]}, OUT],
        [{"branch": "picked", "then": [gather(**COUNT), {"split": "car", "parent": "ends"}]}, OUT],
    ],
)
def test_a_gather_that_can_be_is_accepted(written):
    changes = VAN | SLOTS | {"policy__shares__picked": "5 %"}
    changes |= {"layout__classes__car": {"attributes": {"colour": {"red": "50 %", "blue": "50 %"}}}}
    assert port(layout__flows__cars__steps=written, **changes)
