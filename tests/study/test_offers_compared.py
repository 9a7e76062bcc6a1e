"""Parts of a tender on hand-made numbers: claims that are cut, who beats whom, frontiers, regret."""

import math

import numpy as np
import pandas as pd
import pytest

from twin.model.law import Law
from twin.study.procurement.comparing import chance_to_keep, frontier
from twin.study.procurement.investing import bought_in
from twin.study.procurement.need import Figure, Need
from twin.study.procurement.offer import QUALITIES, Claim, Offer, better_than_catalogue, scaled, worse
from twin.study.procurement.response import Response
from twin.study.procurement.screening import _dominates
from twin.study.procurement.stress import _root, regrets
from twin.study.procurement.yearly import gain


def offer(name="A", price=10e6, **claims):
    said = {"service_time": Law("constant", (60.0,)), "move_up": 10.0, "mtbf": 3.6e6, "mttr": 3.6e4} | claims
    every = {word: Claim(claimed=said.get(word)) for word in QUALITIES}
    return Offer(name, name.lower(), "", "", "scan", price, 1e6, 10.0, claims=every)


def test_claims_that_are_cut_change_the_service_and_the_failures_alone():
    cut = worse(offer(detection=0.9), slower=1 / 0.8, failing=2.0)
    assert cut.believed("service_time") == Law("constant", (75.0,))
    assert (cut.believed("mtbf"), cut.believed("mttr"), cut.believed("detection")) == (1.8e6, 3.6e4, 0.9)


def test_a_law_keeps_its_shape_when_its_durations_change():
    assert scaled(Law("lognormal", (25.0, 0.4)), 2.0) == Law("lognormal", (50.0, 0.4))
    assert scaled(Law("triangular", (1.0, 2.0, 6.0)), 2.0) == Law("triangular", (2.0, 4.0, 12.0))
    assert scaled(Law("erlang", (120.0, 4.0)), 0.5) == Law("erlang", (60.0, 4.0))


def test_an_offer_is_beaten_only_by_one_that_is_nowhere_worse():
    assert _dominates(offer("B", price=9e6), offer(), "evidence")
    assert not _dominates(offer("B"), offer(), "evidence")
    assert not _dominates(offer("B", price=9e6, detection=0.8), offer(detection=0.9), "evidence")
    assert not _dominates(offer("B", price=9e6), offer(detection=0.9), "evidence")  # B does not say


def test_a_claim_beyond_the_catalogues_range_is_marked_to_the_vendors_favour_only():
    assert better_than_catalogue("detection", Claim(claimed=0.97, low=0.8, high=0.95))
    assert not better_than_catalogue("detection", Claim(claimed=0.7, low=0.8, high=0.95))
    assert better_than_catalogue(
        "service_time", Claim(claimed=Law("constant", (30.0,)), low=90.0, high=240.0)
    )
    assert not better_than_catalogue("detection", Claim(claimed=0.97))


def test_the_frontier_leaves_out_who_is_beaten_in_both():
    rows = [("a", 10.0, 0.5), ("b", 20.0, 0.3), ("c", 30.0, 0.4), ("d", 10.0, 0.6)]
    table = pd.DataFrame(
        [(o, m, v) for o, wait, missed in rows for m, v in (("wait_mean", wait), ("missed_pest", missed))],
        columns=["option", "measure", "mean"],
    )
    assert frontier(table, "missed_pest") == ["a", "b"]
    assert frontier(table, "missed_fever") == []


def test_the_chance_to_keep_a_bound_is_that_of_student():
    assert chance_to_keep(np.array([-1.0, 1.0])) == 0.5
    assert chance_to_keep(np.array([-1.0, -1.0])) == 1.0
    assert math.isnan(chance_to_keep(np.array([1.0])))
    assert chance_to_keep(np.array([-1.0, -2.0, -3.0])) == pytest.approx(
        0.5 + 12**0.5 / (2 * 14**0.5)
    )  # of 2 degrees


def test_regret_by_hand():
    table = pd.DataFrame(
        [("s", "a", 5.0, True, 0.0, 3.0), ("s", "b", 2.0, False, 3.0, 3.0),
         ("t", "a", 1.0, False, 6.0, 1.0), ("t", "b", 7.0, True, 0.0, 1.0)],
        columns=["state", "option", "npv", "is_best", "regret", "weight"],
    )  # fmt: skip
    found = regrets(table).set_index("option")
    assert found["max_regret"].to_dict() == {"a": 6.0, "b": 3.0}
    assert found["expected_regret"].to_dict() == {"a": 1.5, "b": 2.25}
    assert found["in_state"].to_dict() == {"a": "t", "b": "s"}


def test_a_root_that_is_not_there_is_none():
    assert _root(lambda x: 3.0 - x, 0.0) == pytest.approx(3.0)
    assert math.isnan(_root(lambda x: 3.0 + x, 0.0))
    assert math.isnan(_root(lambda x: 0.0, 0.0))


@pytest.mark.parametrize(
    "life, horizon, years", [(15.0, 15, [0]), (12.0, 15, [0, 12]), (0.5, 2, [0, 1]), (7.5, 9, [0, 8])]
)
def test_what_has_ended_its_life_is_bought_again(life, horizon, years):
    assert bought_in(life, horizon) == years


def responses(gained):
    """(Response of nothing bought, Response) of a day on which nothing but false alarms is fewer."""
    before, after = (
        Response(1.0, np.zeros(len(gained)), {}, {"false_alarms": alarms}, {}, {}, ())
        for alarms in (np.asarray(gained, float), np.zeros(len(gained)))
    )
    return before, after


def test_a_year_is_as_sure_as_its_days_that_share_their_luck():
    need = Need({"alarm_cost": Figure(1.0, "", "")}, {}, {}, {}, {})
    day = responses([10.0, 30.0, 20.0, 50.0])
    whole = gain(need, {}, [(*day, 300.0)])
    halves = gain(need, {}, [(*day, 100.0), (*day, 200.0)])
    assert halves.mean["alarms"] == pytest.approx(whole.mean["alarms"])
    assert halves.variance["alarms"] == pytest.approx(whole.variance["alarms"])


def test_days_with_more_replications_are_paired_by_those_that_all_have():
    need = Need({"alarm_cost": Figure(1.0, "", "")}, {}, {}, {}, {})
    found = gain(need, {}, [(*responses([10.0, 30.0]), 1.0), (*responses([1.0, 3.0, 99.0]), 1.0)])
    assert (found.replications, found.mean["alarms"]) == (2, pytest.approx(22.0))
