"""Pools in all their forms are said, and refused with the way out."""

import pytest
from trees import fault, refused, steps

from twin.model.checks.warnings import warnings
from twin.model.scenario import Scenario

BOOTH, OUT = {"visit": "booth"}, {"leave": "out"}
TWO = {"layout__pools__crew": {"size": 2}}
PENS = {"layout__pools__pens": {"size": 2, "each_holds": 60}}
STOCK = {"layout__pools__bogies": {"size": 2, "reusable": True}}
PICKED = {"policy__shares__picked": "5 %"}
FLOW = "layout.flows.cars"


def pool(**fields):
    """Cars that seize and release a pool with these fields."""
    return steps({"seize": "crew"}, {"release": "crew"}, OUT, layout__pools__crew={"size": 2} | fields)


@pytest.mark.parametrize(
    "written",
    [
        [{"seize": {"crew": 2}}, {"release": {"crew": 1}}, BOOTH, {"release": "crew"}, OUT],
        [{"seize": "crew"}, {"seize": "crew"}, {"release": {"crew": 2}}, OUT],
        [{"seize": {"crew": 2}}, {"release": {"crew": 1}}, {"release": {"crew": 1}}, OUT],
        [
            {"branch": "picked", "then": [{"seize": "crew"}], "else": [{"seize": {"crew": 1}}]},
            {"release": "crew"},
            OUT,
        ],
        [{"branch": "picked", "then": [{"seize": {"crew": 2}}, {"release": "crew"}]}, OUT],
    ],
)
def test_parts_may_be_given_back(written):
    assert Scenario.from_tree(steps(*written, **TWO, **PICKED))


@pytest.mark.parametrize(
    ("written", "changes", "at", "said"),
    [
        (
            [{"release": "crew"}, OUT],
            TWO,
            "release crew",
            "crew is not held here; seize it before, or leave the step out",
        ),
        (
            [{"seize": "crew"}, {"release": {"crew": 2}}, OUT],
            TWO,
            "release crew",
            "gives back 2 of crew and may hold 1; seize more, or release fewer",
        ),
        (
            [{"branch": "picked", "then": [{"seize": "crew"}]}, {"release": "crew"}, OUT],
            TWO | PICKED,
            "release crew",
            "it holds 0 or 1 of crew, as it came; say how many, or release it on each way",
        ),
        (
            [{"branch": "picked", "then": [{"seize": "crew"}]}, {"release": {"crew": 1}}, OUT],
            TWO | PICKED,
            "release crew",
            "gives back 1 of crew and may hold 0; seize more, or release fewer",
        ),
        (
            [{"seize": {"pens": "enough"}}, {"release": {"pens": 1}}, OUT],
            PENS,
            "release pens",
            "enough of pens is held, which is given back as a whole; write release: pens",
        ),
        (
            [{"seize": {"pens": 1}}, {"release": {"pens": "enough"}}, OUT],
            PENS,
            "release pens",
            "pens was not seized as enough; say how many, or leave the number out",
        ),
        (
            [{"seize": {"pens": 1}}, {"seize": {"pens": "enough"}}, {"release": "pens"}, OUT],
            PENS,
            "seize pens",
            "pens may be held here already; release it before enough of it is seized",
        ),
        (
            [{"seize": {"crew": "enough"}}, {"release": "crew"}, OUT],
            TWO,
            "seize crew",
            "crew does not say what one unit holds; give it each_holds:, e.g. each_holds: 60",
        ),
        (
            [{"seize": {"pens": "enough"}}, {"release": "pens"}, OUT],
            PENS | {"layout__classes__car__size": 121},
            "seize pens",
            "car has a size of 121 and needs 3 of pens, there are 2: it would wait for ever",
        ),
        (
            [{"seize": {"crew": 2}}, {"seize": "crew"}, {"release": "crew"}, OUT],
            TWO,
            "seize crew",
            "wants 1 more of crew and may hold 2, there are 2: it would wait for ever",
        ),
        (
            [{"release": "bogies"}, OUT],
            STOCK,
            "release bogies",
            "bogies is a stock that anybody puts back; say how many, e.g. release: {bogies: 2}",
        ),
        (
            [{"seize": {"bogies": 5}}, OUT],
            {"layout__pools__bogies": {"size": 2, "reusable": True, "most": 4}},
            "seize bogies",
            "wants 5 of bogies, there are 4: it would wait for ever; claim fewer, or have more of it",
        ),
        (
            [
                BOOTH,
                {"seize": "crew"},
                {"branch": "picked", "then": [{"wait": "1 s"}, {"again": "booth"}]},
                {"release": "crew"},
                OUT,
            ],
            TWO | PICKED,
            "branch picked then at again booth",
            "crew is held otherwise than at booth; release it before it goes back",
        ),
    ],
)
def test_nobody_gives_back_what_he_has_not_taken(written, changes, at, said):
    assert fault(f"{FLOW} at {at}", said) in refused(steps(*written, **changes))


@pytest.mark.parametrize(
    ("fields", "where", "said"),
    [
        (
            {"most": 4},
            "layout.pools.crew",
            "most: is for a stock of things that others put back; write reusable: true too",
        ),
        (
            {"most": 1, "reusable": True},
            "layout.pools.crew",
            "has 2 at the start and holds 1 at most; start with fewer",
        ),
        (
            {"keep_apart": "class"},
            "layout.pools.crew",
            "keep_apart: is of units that hold several; write each_holds: too",
        ),
        (
            {"each_holds": 3, "keep_apart": ["origin"]},
            "layout.pools.crew.keep_apart",
            "there is no attribute origin; there is class",
        ),
        (
            {"cleaning": {"takes": "1 h", "needs": {"sweepers": 1}}},
            "layout.pools.crew.cleaning.needs.sweepers",
            "there is no pool sweepers; there is crew",
        ),
        (
            {"cleaning": {"takes": "1 h", "needs": {"crew": 1}}},
            "layout.pools.crew.cleaning.needs.crew",
            "crew is cleaned after use itself; name a pool without cleaning:",
        ),
        ({"cleaning": {"needs": {"crew": 1}}}, "layout.pools.crew.cleaning", "needs takes:"),
        ({"comes_back": "5"}, "layout.pools.crew.comes_back", "no unit; write e.g. '5 s' or '5 min'"),
        ({"shared": True}, "layout.pools.crew.shared", "'shared' is not a word here"),
    ],
)
def test_a_pool_that_makes_no_sense_is_refused(fields, where, said):
    text = refused(pool(**fields))
    assert where in text
    assert said in text


def test_cleaners_are_as_many_as_there_are():
    tree = pool(cleaning={"takes": "1 h", "needs": {"sweepers": 3}})
    tree["layout"]["pools"]["sweepers"] = {"size": 2}
    said = "wants 3 of sweepers, there are 2: it would wait for ever; claim fewer, or have more of it"
    assert fault("layout.pools.crew.cleaning.needs", said) in refused(tree)


def test_a_stock_is_not_on_shifts():
    tree = pool(reusable=True)
    del tree["layout"]["pools"]["crew"]["size"]
    tree["roster"] = {"shifts": {"crew": {"day": {"hours": "08:00-20:00", "size": 1}}}}
    said = "is a stock, not a crew; write size: and leave roster.shifts.crew out"
    assert fault("layout.pools.crew", said) in refused(tree)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            [{"seize": "bogies"}, BOOTH, OUT],
            "is only taken and never put back: it runs empty; release it in another flow",
        ),
        (
            [{"release": {"bogies": 1}}, BOOTH, OUT],
            "is only put back and never taken: it grows without end; seize it in another flow",
        ),
    ],
)
def test_books_that_cannot_balance_are_told(written, said):
    odd = warnings(Scenario.from_tree(steps(*written, **STOCK)))
    assert [str(one) for one in odd] == [fault("layout.pools.bogies", said)]


def test_a_stock_that_is_taken_from_and_put_back_is_nothing_odd():
    tree = steps({"seize": "bogies"}, BOOTH, {"release": {"bogies": 1}}, OUT, **STOCK)
    assert warnings(Scenario.from_tree(tree)) == []


def odd(*written, **changes):
    """What looks odd about cars that do these steps."""
    return [str(one) for one in warnings(Scenario.from_tree(steps(*written, OUT, **changes)))]


SPANS = {"layout__pools__quay": {"size": 1}, "layout__pools__crane": {"size": 1}} | PICKED


def both(first, second):
    """One takes this and then that."""
    return [{"seize": first}, BOOTH, {"seize": second}, {"release": [first, second]}]


def test_pools_seized_in_opposite_orders_may_jam():
    written = {"branch": "picked", "then": both("quay", "crane"), "else": both("crane", "quay")}
    written["else"][1] = {"visit": "booth", "as": "other"}
    said = "\n".join(odd(written, **SPANS))
    assert "may jam: one takes" in said
    assert "quay then crane in cars" in said and "crane then quay in cars" in said
    assert "take them in one step, or in one order everywhere" in said


def test_pools_seized_in_one_order_are_nothing_odd():
    written = {"branch": "picked", "then": both("quay", "crane"), "else": both("quay", "crane")}
    written["else"][1] = {"visit": "booth", "as": "other"}
    assert odd(written, **SPANS) == []


def test_pools_seized_in_one_step_are_nothing_odd():
    take = {"seize": ["quay", "crane"]}
    turn = {"seize": ["crane", "quay"]}
    give = {"release": ["quay", "crane"]}
    assert odd({"branch": "picked", "then": [take, give], "else": [turn, give]}, BOOTH, **SPANS) == []


def test_a_pool_that_is_seized_again_while_held_may_jam():
    said = odd(BOOTH, {"seize": "crew"}, {"wait": "1 s"}, {"seize": "crew"}, {"release": "crew"}, **TWO)
    where = "layout.flows.cars at seize crew"
    text = "may jam: crew is held by several who each wait for more of it; take all in one step"
    assert said == [fault(where, text)]


def test_a_place_and_a_pool_taken_crosswise_may_jam():
    """One holds the booth and wants the crane, another holds the crane and wants the booth."""
    down = [BOOTH, {"seize": "crane"}, {"release": "crane"}]
    up = [{"seize": "crane"}, {"visit": "booth", "as": "back"}, {"release": "crane"}]
    said = "\n".join(odd({"branch": "picked", "then": down, "else": up}, **SPANS))
    assert "booth then crane in cars" in said and "crane then booth in cars" in said


def test_a_pool_held_through_a_visit_is_nothing_odd():
    assert odd({"seize": "crane"}, BOOTH, {"release": "crane"}, **SPANS) == []


def test_a_place_that_is_left_before_the_pool_is_seized_is_nothing_odd():
    down = [BOOTH, {"wait": "1 s"}, {"seize": "crane"}, {"release": "crane"}]
    up = [{"seize": "crane"}, {"visit": "booth", "as": "back"}, {"release": "crane"}]
    assert odd({"branch": "picked", "then": down, "else": up}, **SPANS) == []


def test_a_stock_that_others_fill_closes_no_circle():
    written = {"branch": "picked", "then": both("quay", "bogies"), "else": both("bogies", "quay")}
    for way in ("then", "else"):
        written[way][3] = {"release": {"quay": 1, "bogies": 1}}
        written[way][1] = {"wait": "1 s"}
    assert odd(BOOTH, written, **SPANS, **STOCK) == []
