"""An outage of a booth, by hand and through both engines: depth, recovery and lost hours."""

import numpy as np
import pytest
from ports import every, lasting, one_booth, port, visits, visits_at

from twin.engine import run
from twin.model.errors import ScenarioError
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.results.measures import reduce
from twin.study.robust.outage import span_of, with_outage
from twin.study.robust.resilience import (
    Levels,
    Shock,
    curves,
    effects,
    levels_of,
    measures_of_shock,
    shock_of,
)

MINUTES = np.arange(0.0, 241.0)


def ramp(up, height, down):
    """An excess that grows from minute `up` to `height` at minute 120, and is gone at minute `down`."""
    return np.interp(MINUTES, [up, 120, down], [0, height, 0])


def shock(*excess):
    excess = np.array(excess)
    return Shock(MINUTES, excess, excess, (60 * 60.0, 120 * 60.0))


def scenario(tree=None):
    return Scenario.from_tree(tree or lasting(one_booth("60 s", every(120)), "8 h"))


def replicated(one, engine, count=1):
    plan = compile_plan(one)
    return plan, [reduce(plan, run(plan, number, engine=engine)) for number in range(count)]


def test_the_triangle_has_its_depth_its_end_and_its_area():
    found = measures_of_shock(shock(ramp(60, 30, 180)))
    assert found["depth"].tolist() == [30]
    assert found["lost_hours"] == pytest.approx([0.5 * 30 * 2])
    # Within 5 % of the depth at minute 177, an hour after the end of the outage less three minutes.
    assert found["recovery"].tolist() == [57 * 60]
    assert found["behind_at_end"].tolist() == [0]


def test_an_excess_that_comes_back_within_half_an_hour_is_not_over():
    twice = ramp(60, 30, 150) + np.interp(MINUTES, [160, 170, 180], [0, 10, 0])
    found = measures_of_shock(shock(twice))
    assert 58 * 60 <= found["recovery"][0] <= 60 * 60


def test_what_is_not_over_at_the_end_has_no_recovery_and_is_counted():
    told = effects({("day", "base"): shock(ramp(60, 30, 180), ramp(60, 30, 500))})
    row = told[told["measure"] == "recovery"].iloc[0]
    assert (row["never"], row["replications"]) == (1, 2)
    assert row["mean"] == 57 * 60 and row["high"] == np.inf


def test_an_alternative_is_held_against_the_first_of_its_peak():
    shocks = {
        ("day", "base"): shock(ramp(60, 30, 180), ramp(60, 40, 180)),
        ("day", "spare"): shock(ramp(60, 10, 180), ramp(60, 19, 180)),
    }
    told = effects(shocks).set_index(["alternative", "measure"])
    assert told["difference"]["spare", "lost_hours"] == pytest.approx(-20.5)
    assert told["verdict"]["base", "lost_hours"] == "the same"
    many = {key: shock(*one.excess, *(one.excess + 0.1), *one.excess) for key, one in shocks.items()}
    assert effects(many).set_index(["alternative", "measure"])["verdict"]["spare", "lost_hours"] == "better"


def test_curves_are_means_over_replications():
    told = curves({("day", "base"): shock(ramp(60, 30, 180), ramp(60, 50, 180))})
    assert told["mean"].max() == 40 and len(told) == len(MINUTES)


def test_a_booth_that_stands_still_for_an_hour_is_as_far_behind_as_came_in_it(engine):
    calm = scenario()
    span = span_of(calm, "02:00", "1 h")
    struck = with_outage(calm, "booth", span)
    levels = [levels_of(*replicated(one, engine), "booth") for one in (calm, struck)]
    told = shock_of(*levels, span)
    before = told.excess[:, told.minutes < 120]
    assert (before == 0).all()  # the same luck until it begins
    found = measures_of_shock(told)
    # 30 come in the hour; served one a minute while one comes in two, the 30 are gone after an hour.
    assert abs(found["depth"][0] - 30) <= 1
    assert abs(found["recovery"][0] - 3600) <= 300
    assert found["lost_hours"][0] == pytest.approx(30, abs=2)


def test_an_outage_at_the_very_beginning_begins_with_the_run(engine):
    calm = scenario()
    span = span_of(calm, "00:00", "1 h")
    told = shock_of(
        *[levels_of(*replicated(one, engine), "booth") for one in (calm, with_outage(calm, "booth", span))],
        span,
    )
    assert told.excess[0, 30] == pytest.approx(15, abs=1)


def test_the_luck_of_the_others_is_not_touched(engine):
    tree = lasting(
        port(
            {"gate": {"service_time": "exponential mean 60 s"}, "bench": {"service_time": "1 s"}},
            visits("gate", "bench"),
            every("exponential mean 2 min"),
        ),
        "6 h",
    )
    calm = scenario(tree)
    struck = with_outage(calm, "bench", (7200.0, 10800.0))
    plans = [compile_plan(one) for one in (calm, struck)]
    gates = [visits_at(plan, run(plan, 0, engine=engine), "gate")["ended"] for plan in plans]
    assert len(gates[0]) > 100 and np.array_equal(*gates, equal_nan=True)


def test_the_first_such_time_after_the_warm_up_is_meant():
    late = Scenario.from_tree(lasting(one_booth(), "2 d", warm_up="1 d", start="2025-09-01 08:00"))
    assert span_of(late, "10:00", "2 h") == (26 * 3600.0, 28 * 3600.0)
    assert span_of(late, "07:00", "1 h") == (47 * 3600.0, 48 * 3600.0)


@pytest.mark.parametrize(
    ("begins", "lasts", "texts"),
    [
        ("02:00", "9 h", ["not over when the run ends"]),
        ("02:00", "0 s", ["longer than 0 s"]),
        ("25:99", "two hours", ["25:99", "not a duration"]),
        ("02:00", "30 h", ["not over when the run ends"]),
    ],
)
def test_an_outage_that_cannot_be_is_refused(begins, lasts, texts):
    with pytest.raises(ScenarioError) as caught:
        span_of(scenario(), begins, lasts)
    for text in texts:
        assert text in str(caught.value)


def test_a_station_that_is_not_there_is_refused_with_the_nearest():
    with pytest.raises(ScenarioError, match="did you mean booth"):
        with_outage(scenario(), "both", (0.0, 60.0))


def test_levels_of_different_length_are_cut_to_the_shorter():
    long, short = (Levels(np.arange(n), np.ones((2, n)), np.zeros((2, n))) for n in (5, 3))
    assert shock_of(long, short, (0, 60)).excess.shape == (2, 3)
