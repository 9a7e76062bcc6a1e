"""Days that are drawn lie about what is expected of them."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from ports import every, one_booth

from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.study.days import COLUMNS, LOOKED, arrival_fans


def fans(seconds, **experiment):
    tree = one_booth()
    law = f"exponential mean {seconds} s"
    tree["demand"]["flows"] = {name: every(law) for name in tree["demand"]["flows"]}
    tree["experiment"] = tree.get("experiment", {}) | experiment
    return arrival_fans(compile_plan(Scenario.from_tree(tree)))


@settings(max_examples=8)
@given(st.integers(30, 600))
def test_the_mean_lies_in_the_band_and_bands_in_each_other(seconds):
    found = fans(seconds)
    low90, low50, high50, high90 = (found[name].to_numpy() for name in COLUMNS)
    assert (low90 <= low50).all() and (low50 <= high50).all() and (high50 <= high90).all()
    whole = found["hour"] < found["hour"].max()  # the last hour may be cut
    assert (low90[whole] - 1 <= found["mean"][whole]).all() and (
        found["mean"][whole] <= high90[whole] + 1
    ).all()


def test_of_a_long_run_two_days_are_looked_at_and_nobody_is_counted_twice():
    found = fans(600, horizon="30 d")
    assert found["hour"].tolist() == list(range(LOOKED))
    assert np.isclose(found["mean"].sum(), LOOKED * 6, rtol=0.02)
