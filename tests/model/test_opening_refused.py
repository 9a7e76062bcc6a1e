"""Rules of opening say what can be done, or are refused."""

import pytest
from trees import fault, one_booth, port, refused

PATH = "policy.opening.booth"


def opening(rule, **booth):
    changes = {f"layout__stations__booth__{word}": value for word, value in booth.items()}
    return {"layout__stations__booth__servers": 4, **changes, "policy__opening__booth": rule}


def test_a_rule_has_defaults():
    rule = port(**opening({"open_at_wait": "15 min"})).policy.opening["booth"]
    assert (rule.open_at_wait, rule.close_at_queue, rule.fewest, rule.most) == (900, 0, 1, None)


@pytest.mark.parametrize("rule", [
    {"open_at_queue": 3, "close_at_queue": 2, "fewest": 2, "most": 4},
    {"open_at_wait": "15 min", "close_at_queue": 9},
    {"open_at_queue": 1, "source": "S2"},
])  # fmt: skip
def test_a_sound_rule_is_taken(rule):
    assert port(**opening(rule), layout__sources={"S2": "a promise"}).policy.opening


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({}, "opens by the queue or by the wait; write open_at_queue: or open_at_wait:"),
        ({"open_at_queue": 3, "open_at_wait": "3 min"},
         "opens by the queue or by the wait; write open_at_queue: or open_at_wait:"),
        ({"open_at_queue": 3, "close_at_queue": 3},
         "opens one at 3 and closes one at 3: it would go to and fro; close at 2 or fewer"),
        ({"open_at_queue": 3, "fewest": 3, "most": 2}, "at least 3 and at most 2 cannot be; raise most:"),
    ],
)  # fmt: skip
def test_a_rule_that_contradicts_itself_is_refused(rule, said):
    assert refused(one_booth(**opening(rule))) == fault(PATH, said)


@pytest.mark.parametrize(
    ("rule", "booth", "word", "said"),
    [
        ({"open_at_queue": 3, "most": 5}, {}, ".most", "5 of 4 servers cannot be open; lower it"),
        ({"open_at_queue": 3, "fewest": 5}, {}, ".fewest", "5 of 4 servers cannot be open; lower it"),
        ({"open_at_queue": 3}, {"waiting_room": 2}, ".open_at_queue",
         "never opens: no more than 2 can wait; lower it, or open_at_wait: instead"),
        ({"open_at_queue": 3}, {"servers": "unlimited"}, "",
         "the servers of booth are not counted; give it servers:"),
        ({"open_at_queue": 3}, {"queue": "lanes"}, "",
         "opens servers before one queue, booth has lanes; write queue: one, or shifts"),
    ],
)  # fmt: skip
def test_a_rule_that_does_not_fit_its_station_is_refused(rule, booth, word, said):
    assert refused(one_booth(**opening(rule, **booth))) == fault(PATH + word, said)


def test_a_rule_for_nothing_is_refused():
    tree = one_booth(policy__opening__boot={"open_at_queue": 3})
    assert refused(tree) == fault(
        "policy.opening.boot", "there is no station boot; did you mean booth?; there is booth"
    )


@pytest.mark.parametrize("field", ["fewest", "open_at_queue"])
def test_nobody_and_nothing_open_no_booth(field):
    said = refused(one_booth(**opening({"open_at_wait": "3 min", field: 0})))
    assert said.startswith(f"{PATH}.{field}") and "from 1" in said
