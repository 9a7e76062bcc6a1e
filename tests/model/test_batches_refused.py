"""Batches that cannot be served, or can never come together, are refused."""

import levers
import pytest
from trees import fault, one_booth, port, refused

from twin.model.errors import ScenarioError
from twin.model.levers import apply
from twin.model.levers.paths import put
from twin.model.scenario import Scenario

PATH = "layout.stations.booth"
FIVE = {"fewest": 5, "most": 8}
CARS = {"arrives": "every", "every": "60 s"}


def booth(batch=FIVE, **fields):
    return {"layout__stations__booth": {"service_time": "30 s", "batch": batch, **fields}}


def test_a_batch_has_defaults():
    batch = port(**booth({"most": 4})).layout.stations["booth"].batch
    assert (batch.fewest, batch.most, batch.timeout) == (1, 4, None)


@pytest.mark.parametrize(
    ("fields", "path", "said"),
    [
        ({"batch": {"fewest": 5, "most": 4}}, "batch",
         "begins with 5 and takes 4 at most; lower fewest:, or raise most:"),
        ({"batch": {"fewest": 5}}, "batch", "needs most:"),
        ({"servers": "unlimited"}, "servers", "a batch has a server to itself; say how many there are"),
        ({"discipline": "priority"}, "discipline",
         "a batch takes those who came first, not by priority; leave discipline: out"),
    ],
)  # fmt: skip
def test_a_batch_that_cannot_be_served_is_refused(fields, path, said):
    assert refused(one_booth(**booth(**fields))) == fault(f"{PATH}.{path}", said)


def test_a_timeout_of_nothing_is_refused():
    said = refused(one_booth(**booth({"most": 4, "timeout": "0 s"})))
    assert said.startswith(f"{PATH}.batch.timeout") and "above 0" in said


def test_a_batch_does_not_go_back_to_the_queue():
    breakdown = {"mtbf": "1 h", "mttr": "1 min", "after": "goes_back"}
    said = (
        "stays together until its service is over, and does not go back to the queue; let its servers fail "
        "with after: resume or repeat"
    )
    tree = one_booth(**booth(FIVE, breakdown=breakdown))
    assert refused(tree) == fault(f"{PATH}.batch", said)


def test_a_batch_fills_no_stock():
    said = "a batch claims what its first member needs, not room in pile for each; let each be served alone, "
    tree = one_booth(**booth(fills="pile"), layout__stocks__pile={"holds": "9 t"})
    assert refused(tree) == fault(f"{PATH}.batch", said + "or leave fills: out")


@pytest.mark.parametrize(
    "arrives",
    [
        {**CARS, "count": 4},
        {"arrives": "recorded", "rows": [{"time": 0}] * 4},
        {"arrives": "fleet", "fleet": "agv"},
    ],
)
def test_more_than_ever_come_are_not_waited_for(arrives):
    fleets = {"agv": {"class": "car", "size": 4, "away": "1 h"}}
    tree = one_booth(**booth(), demand__flows__cars=arrives, demand__fleets=fleets)
    said = (
        "waits for 5, and no more than 4 ever come: it would wait for ever; lower it, or give it a timeout:"
    )
    assert refused(tree) == fault(f"{PATH}.batch.fewest", said)


def test_a_timeout_or_another_flow_lets_it_come_together():
    port(**booth(FIVE | {"timeout": "1 h"}), demand__flows__cars={**CARS, "count": 4})
    tree = one_booth(**booth(), demand__flows__cars={**CARS, "count": 4})
    tree["layout"]["flows"]["more"] = tree["layout"]["flows"]["cars"]
    assert "no more than 4 ever come" in refused(tree)
    tree["demand"]["flows"]["more"] = {**CARS, "count": 1}
    assert Scenario.from_tree(tree)


def test_metres_in_which_a_batch_may_not_fit_are_refused():
    classes = {"car": {"length": "4 m"}, "lorry": {"length": "18 m"}}
    flow = {"classes": ["car", "lorry"], "steps": [{"visit": "booth"}, {"leave": "out"}]}
    mix = {"mix": {"car": "50 %", "lorry": "50 %"}, **CARS}
    changes = booth(waiting_room="20 m") | {"layout__classes": classes, "layout__flows__cars": flow}
    said = "5 of the longest may not fit in before one leaves, so it may wait for ever; give it 18 m more "
    tree = one_booth(**changes, demand__flows__cars=mix)
    assert refused(tree) == fault(f"{PATH}.batch", said + "waiting_room:, or a timeout:")
    port(**changes | booth(waiting_room="38 m"), demand__flows__cars=mix)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("layout.stations.gate.batch", {"most": "4"}, "gate serves in batches, its tasks would too"),
        ("roster.shifts.gate", {"day": {"size": "1"}}, "roster.shifts.gate says who is on duty there"),
    ],
)
def test_a_station_that_is_served_otherwise_is_not_merged(path, value, said):
    tree = put(levers.port(), path.split("."), value)
    merge = levers.lever("a", "[{merge: [gate, wash], into: one}]")
    with pytest.raises(ScenarioError, match=said):
        apply(tree, [merge], "port")


def test_a_batch_sends_nothing_back_that_takes_time():
    pools = {"layout__pools__crew": {"size": 3, "comes_back": "5 min"}}
    said = "a batch claims crew once, and each of it would send crew back; "
    tree = one_booth(**booth(needs={"crew": 1}), **pools)
    assert refused(tree) == fault(f"{PATH}.batch", said + "write seize: and release: around the visit")
