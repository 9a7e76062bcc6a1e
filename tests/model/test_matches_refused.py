"""Matches: what is refused before a run, with the exact text."""

from copy import deepcopy

import pytest
from trees import fault, refused

from twin.model.checks.warnings import warnings
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan

OUT, MATCH = {"leave": "out"}, {"match": "transload"}
COLOUR = {"colour": {"red": "50 %", "blue": "50 %"}}
TREE = {
    "layout": {
        "classes": {"loaded": {"carries": "20 t"}, "empty": {}, "lift": {}},
        "stations": {"crane": {"service_time": "30 s"}},
        "matches": {"transload": {"between": {"full": "loaded", "bare": "empty"}}},
        "flows": {
            "broad": {"classes": "loaded", "steps": [MATCH, OUT]},
            "standard": {"classes": "empty", "steps": [MATCH, OUT]},
        },
    },
    "demand": {
        "flows": {name: {"arrives": "profile", "volume": "9/h"} for name in ("broad", "standard")},
    },
    "policy": {"quotas": {"daily": {"count": 3}}, "permissions": {"release": {"cases": {"all": "1 h"}}}},
}
TREE["policy"]["permissions"]["release"] = {"cases": {"all": {"share": "100 %", "after": "1 h"}}}


def port(*, match=None, classes=None, broad=(MATCH, OUT), standard=(MATCH, OUT)):
    """The tree of the port with another match, other classes, or other steps."""
    tree = deepcopy(TREE)
    tree["layout"]["matches"]["transload"] |= match or {}
    for name, fields in (classes or {}).items():
        tree["layout"]["classes"][name] |= fields
    for name, steps in (("broad", broad), ("standard", standard)):
        tree["layout"]["flows"][name]["steps"] = list(steps)
    return tree


ABOUT = "layout.matches.transload"


@pytest.mark.parametrize(
    ("match", "where", "said"),
    [
        (
            {"between": {"full": "loaded"}},
            ".between",
            "needs two roles or more; write between: {loaded: broad_wagon, empty: flat_wagon}",
        ),
        (
            {"between": {"full": "loaded", "bare": "empti"}},
            ".between.bare",
            "there is no class empti; did you mean empty?; there is loaded, empty, lift",
        ),
        (
            {"between": {"full": "loaded", "bare": "empty", "more": "empty"}},
            ".between.more",
            "bare and more are both of class empty, and nothing tells them apart; "
            "give one a class of its own, or gather: empty with count: 2",
        ),
        (
            {"between": {"full": "loaded", "bare": "empty", "crane_man": "lift"}},
            ".between.crane_man",
            "no lift ever comes to - match: transload, and the others would wait for ever; "
            "write the step where one is ready",
        ),
        (
            {"when": {"ful": ["release"]}},
            ".when.ful",
            "there is no role ful; did you mean full?; there is full, bare",
        ),
        (
            {"when": {"full": ["daily"]}},
            ".when.full",
            "daily is a quota, and when: is for permissions and marks; "
            "write - wait: daily before - match: transload",
        ),
        (
            {"same": ["colour"]},
            ".same",
            "loaded has no attribute colour; give it attributes: {colour: …}",
        ),
        (
            {"hand_over": {"what": "load", "from": "full", "to": "full"}},
            ".hand_over.to",
            "full hands over to itself; name another role",
        ),
        (
            {"hand_over": {"what": "load", "from": "full", "to": "empty"}},
            ".hand_over.to",
            "there is no role empty; there is full, bare",
        ),
        (
            {"hand_over": {"what": "colour", "from": "full", "to": "bare"}},
            ".hand_over.what",
            "full has no attribute colour; give its class attributes: {colour: …}, or write load",
        ),
    ],
)
def test_a_match_that_cannot_be_is_refused(match, where, said):
    assert fault(f"{ABOUT}{where}", said) in refused(port(match=match))


@pytest.mark.parametrize(
    ("together", "said"),
    [(OUT, "leave out"), (MATCH, "match transload"), ({"split": "lift", "count": 2}, "split lift")],
)
def test_nobody_leaves_while_others_are_with_it(together, said):
    text = "here others are with it; write it behind match: transload"
    assert fault(f"{ABOUT}.together at {said}", text) in refused(port(match={"together": [together]}))


def test_a_match_does_not_do_itself():
    fork = {"fork": "more", "into": {"loaded": [MATCH]}}
    said = "here the match transload does itself; end the circle"
    where = f"{ABOUT}.together at fork more into loaded at match transload"
    assert fault(where, said) in refused(port(match={"together": [fork]}))


def test_a_part_that_is_made_together_may_leave():
    fork = {"fork": "papers", "into": {"copy": [OUT]}}
    assert Scenario.from_tree(port(match={"together": [fork]}))


def test_values_of_what_is_the_same_are_those_of_all_who_meet():
    classes = {"loaded": {"attributes": COLOUR}, "empty": {"attributes": {"colour": {"red": "100 %"}}}}
    said = "colour of full may be blue, that of bare never, and it would wait for ever; "
    text = refused(port(match={"same": ["colour"]}, classes=classes))
    assert fault(f"{ABOUT}.same", f"{said}give both classes the same values") in text


def test_values_that_are_handed_over_are_those_of_both():
    other = {"colour": {"blue": "50 %", "grey": "50 %"}}
    classes = {"loaded": {"attributes": COLOUR}, "empty": {"attributes": other}}
    given = {"hand_over": {"what": "colour", "from": "full", "to": "bare"}}
    said = "colour is red, blue of full, and blue, grey of bare; give both the same values"
    assert fault(f"{ABOUT}.hand_over.what", said) in refused(port(match=given, classes=classes))


def test_what_is_carried_is_no_attribute():
    given = {"hand_over": {"what": "load", "from": "full", "to": "bare"}}
    said = "load is what one carries, and here an attribute too; give the attribute another name"
    text = refused(port(match=given, classes={"empty": {"attributes": {"load": {"none": "100 %"}}}}))
    assert fault(f"{ABOUT}.hand_over.what", said) in text


def test_one_without_a_role_does_not_come_to_a_match():
    said = "empty has no role in transload (full: loaded, bare: lift); ask branch: class before it"
    text = refused(port(match={"between": {"full": "loaded", "bare": "lift"}}))
    assert fault("layout.flows.standard at match transload", said) in text


def test_a_match_that_is_done_twice_has_two_names():
    said = "transload comes before it already; give the second a name: as: transload_2"
    assert fault("layout.flows.broad at match transload", said) in refused(port(broad=[MATCH, MATCH, OUT]))


def test_the_load_of_who_has_filled_a_stock_that_is_cleared_later_stays_its_own():
    given = {"hand_over": {"what": "load", "from": "full", "to": "bare"}}
    tree = port(match=given, broad=[{"visit": "crane"}, MATCH, {"mark": "cleared"}, OUT])
    tree["layout"]["stations"]["crane"]["fills"] = "pile"
    tree["layout"]["stocks"] = {"pile": {"holds": "100 t", "drain": "1 t/h", "only_when": "cleared"}}
    said = "has filled pile at crane, which is cleared by what it carries then; hand over the load before"
    assert fault("layout.flows.broad at match transload", said) in refused(tree)


def test_who_says_when_it_gives_up_says_what_then():
    said = "says when one gives up and not what then; write then: [steps], [] to go on"
    assert said in refused(port(broad=[MATCH | {"gives_up_after": "1 h"}, OUT]))


def test_a_match_that_nobody_does_looks_odd():
    odd = warnings(Scenario.from_tree(port(broad=[OUT], standard=[OUT])))
    assert f"{ABOUT}\n    no flow does it; write - match: transload" in map(str, odd)


@pytest.mark.parametrize(
    "match",
    [
        {"together": [{"visit": "crane"}], "when": {"full": ["release"], "bare": []}},
        {"together": [{"branch": "picked", "then": [{"visit": "crane"}]}]},
        {"hand_over": {"what": "load", "from": "bare", "to": "full"}},
    ],
)
def test_a_match_that_can_be_is_accepted(match):
    tree = port(match=match)
    tree["policy"]["shares"] = {"picked": "50 %"}
    assert compile_plan(Scenario.from_tree(tree))


def test_a_match_that_nobody_reaches_makes_nobody_wait():
    never = {"branch": "class", "cases": {"loaded": [], "empty": [MATCH], "lift": []}}
    Scenario.from_tree(port(broad=[never, OUT], standard=[OUT]))
