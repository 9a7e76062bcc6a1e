"""A booth kept for the quick against booths for all with the quick first: the second is better for both.

The load is that of a crossing whose trusted trucks were 22.5 % of all: 60 trucks an hour, 150 s a truck and
three booths. What theory says of it is reckoned here by Erlang's formula and Cobham's for priority.
"""

from math import factorial

import pytest
from ports import plan_of

from twin.results.summary import summarise
from twin.study.replications import replicate

TRUCKS, TRUSTED, SERVICE, BOOTHS = 60 / 3600, 0.225, 150.0, 3


def erlang(rate, servers):
    """The chance to have to wait, of M/M/c."""
    load = rate * SERVICE
    last = load**servers / factorial(servers) / (1 - load / servers)
    return last / (sum(load**k / factorial(k) for k in range(servers)) + last)


def wait(rate, servers):
    """The mean wait of M/M/c, first come first served."""
    return erlang(rate, servers) / (servers / SERVICE - rate)


def waits_by_priority(rate, share, servers):
    """The mean waits of those who go first and of the others (Cobham, all of one law)."""
    first = share * rate * SERVICE / servers
    base = erlang(rate, servers) * SERVICE / servers
    return base / (1 - first), base / (1 - first) / (1 - rate * SERVICE / servers)


def crossing(stations, ways, horizon):
    """A crossing of trusted trucks and others, each with its way through the booths."""
    classes = {"trusted_truck": {}, "truck": {}}
    kind = dict(zip(ways, classes, strict=True))
    flows = {
        name: {"classes": [kind[name]], "steps": [{"visit": booth}, {"leave": "out"}]}
        for name, booth in ways.items()
    }
    every = {"trusted": 1 / (TRUSTED * TRUCKS), "other": 1 / ((1 - TRUSTED) * TRUCKS)}
    return {
        "name": "crossing",
        "layout": {"classes": classes, "stations": stations, "exits": {"out": {}}, "flows": flows},
        "demand": {
            "flows": {
                name: {"arrives": "every", "every": f"exponential mean {mean!r} s"}
                for name, mean in every.items()
            }
        },
        "policy": {"priority": ["trusted_truck", "truck"]},
        "experiment": {
            "start": "2025-09-01 00:00",
            "horizon": horizon,
            "warm_up": "10 d",
            "replications": 1,
            "seed": 1,
        },
    }


def pooled(horizon):
    booths = {
        "booth": {
            "service_time": f"exponential mean {SERVICE} s",
            "servers": BOOTHS,
            "discipline": "priority",
        }
    }
    return crossing(booths, dict.fromkeys(("trusted", "other"), "booth"), horizon)


def dedicated(horizon):
    law = {"service_time": f"exponential mean {SERVICE} s"}
    booths = {"own_booth": law, "booth": {**law, "servers": BOOTHS - 1}}
    return crossing(booths, {"trusted": "own_booth", "other": "booth"}, horizon)


def waited(tree, replications):
    """The mean wait of each flow."""
    plan = plan_of(tree)
    table = summarise(plan, replicate(plan, range(replications))).kpis
    rows = table[(table.scope == "flow") & (table.cls == "all") & (table.measure == "wait_mean")]
    return dict(zip(rows["name"], rows["mean"], strict=True))


def test_theory_says_that_a_booth_of_their_own_is_worse_for_the_trusted_and_for_the_others():
    first, others = waits_by_priority(TRUCKS, TRUSTED, BOOTHS)
    assert (first, others) == pytest.approx((43.215, 259.291), abs=1e-3)
    own = wait(TRUSTED * TRUCKS, 1)
    rest = wait((1 - TRUSTED) * TRUCKS, BOOTHS - 1)
    assert (own, rest) == pytest.approx((192.857, 2288.095), abs=1e-3)


def test_pooled_booths_with_priority_are_better_for_both_classes():
    both, apart = waited(pooled("40 d"), 4), waited(dedicated("40 d"), 4)
    first, others = waits_by_priority(TRUCKS, TRUSTED, BOOTHS)
    assert both["trusted"] == pytest.approx(first, rel=0.1)
    assert both["other"] == pytest.approx(others, rel=0.2)
    assert both["trusted"] < apart["trusted"] / 3 and both["other"] < apart["other"] / 3


@pytest.mark.prove
def test_in_a_long_run_each_class_waits_at_its_booths_as_theory_says():
    both, apart = waited(pooled("200 d"), 8), waited(dedicated("200 d"), 8)
    assert (both["trusted"], both["other"]) == pytest.approx(
        waits_by_priority(TRUCKS, TRUSTED, BOOTHS), rel=0.03
    )
    assert apart["trusted"] == pytest.approx(wait(TRUSTED * TRUCKS, 1), rel=0.03)
    # At 97 % of what the two can do a mean is slow to settle.
    assert apart["other"] == pytest.approx(wait((1 - TRUSTED) * TRUCKS, BOOTHS - 1), rel=0.15)
