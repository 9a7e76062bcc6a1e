"""Effects of levers and of levers together, from whole designs and from fractions."""

import numpy as np
import pytest

from twin.study.selecting.factorial import WHOLE, design, effects


def values_of(plan, effect_of, n=12, noise=0.0, seed=1):
    """[run, replication] values: luck that all share, the effects, and noise."""
    generator = np.random.default_rng(seed)
    mean = np.array(
        [sum(size for name, size in effect_of.items() if set(name) <= set(run)) for run in plan.runs()]
    )
    return mean[:, None] + generator.standard_normal(n) + noise * generator.standard_normal((len(mean), n))


# Minimal aberration 2^(k-p) designs: Box, Hunter and Hunter (2005), Statistics for Experimenters, table 6.22.
@pytest.mark.parametrize(
    ("count", "runs", "resolution"),
    [(3, 8, WHOLE), (4, 8, 4), (5, 8, 3), (5, 16, 5), (6, 16, 4), (7, 16, 4), (8, 16, 4), (6, 32, 6),
     (9, 32, 4), (7, 64, 7), (8, 64, 5)],
)  # fmt: skip
def test_fractions_are_as_clear_as_the_tables_say(count, runs, resolution):
    plan = design([f"f{i}" for i in range(count)], runs)
    assert (len(plan.has), plan.resolution) == (runs, resolution)
    assert plan.runs()[0] == ()  # the port as it is
    assert (plan.has.mean(axis=0) == 0.5).all()


def test_a_whole_design_has_every_set_once():
    plan = design("abcd", 16)
    assert len(set(plan.runs())) == 16 and not plan.generators


def test_effects_that_were_planted_are_found():
    plan = design("abc")
    table = effects(plan, values_of(plan, {"a": -4.0, "b": -2.0, "ab": 3.0})).set_index("effect")
    found = table["value"].to_dict()
    want = {"a": -2.5, "b": -0.5, "c": 0, "a × b": 1.5, "a × c": 0, "b × c": 0, "a × b × c": 0}
    assert found == pytest.approx(want, abs=1e-9)  # the luck is the same in every run, so it drops out
    assert (table["mixed_with"] == "").all()


def test_intervals_of_effects_hold_as_often_as_they_say():
    plan, held = design("abc"), []
    for seed in range(300):
        table = effects(plan, values_of(plan, {"a": -4.0}, noise=1.0, seed=seed)).set_index("effect")
        held.append(table.loc["a", "low"] <= -4.0 <= table.loc["a", "high"])
    assert 0.92 <= np.mean(held) <= 0.98


def test_what_a_fraction_mixes_is_said():
    plan = design("abcdef", 16)
    table = effects(plan, values_of(plan, {"a": -4.0, "ab": 3.0})).set_index("effect")
    assert (table[table["order"] == 1]["mixed_with"] == "").all()
    mixed = table[table["order"] == 2]
    told = [name for row in mixed.itertuples() for name in (row.Index, *row.mixed_with.split(" = ")) if name]
    assert len(told) == len(set(told)) == 15
    assert mixed.loc["a × b", "value"] == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("factors", "runs", "told"),
    [
        (["a"], 32, "1 levers; name 2 to 10"),
        (["a", "a"], 32, "2 levers; name 2 to 10 different ones"),
        ([f"f{i}" for i in range(11)], 32, "11 levers"),
        (["a", "b", "c"], 2, "too few for any two"),
        ([f"f{i}" for i in range(9)], 8, "8 runs are too few for 9 levers"),
    ],
)
def test_designs_that_tell_nothing_are_refused(factors, runs, told):
    with pytest.raises(ValueError, match=told):
        design(factors, runs)
