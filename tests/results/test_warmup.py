"""The end of a transient, against the printed rule and against series of which it is known."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.results.warmup import BATCH, mser5

ORACLE = Path(__file__).parents[1] / "data" / "oracles" / "H10-mser5.json"


def test_the_oracle_is_met():
    want = json.loads(ORACLE.read_text(encoding="utf-8"))["expected"]
    i = np.arange(400)
    found = mser5(10 * (1 - np.exp(-(i + 1) / 25)) + 1.5 * np.sin(0.7 * i) * np.cos(0.31 * i))
    assert (found.batches, found.observations) == (want["truncate_batches"], want["truncate_obs"])
    assert found.error == pytest.approx(want["mser_at_min"], rel=1e-9)
    assert found.mean == pytest.approx(want["truncated_mean"], rel=1e-9)
    assert found.raw_mean == pytest.approx(want["raw_mean"], rel=1e-9)


@given(st.lists(st.floats(-1e6, 1e6), min_size=20, max_size=200))
def test_the_cut_is_the_least_of_all_cuts_up_to_the_half(series):
    found = mser5(series)
    batches = np.array(series[: len(series) // BATCH * BATCH]).reshape(-1, BATCH).mean(axis=1)
    plain = [batches[d:].var() / (len(batches) - d) for d in range(len(batches) // 2 + 1)]
    assert found.error <= min(plain) + 1e-9 * (1 + abs(batches).max() ** 2)


def test_a_series_that_rises_where_the_search_ends_is_too_short():
    assert mser5([0.0] * 50 + [1.0] * 50).is_short
    assert not mser5(np.resize([1.0, 2.0, 3.0], 100)).is_short


@pytest.mark.parametrize(("series", "told"), [([1.0] * 19, "19 observations"), ([np.nan] * 40, "gaps")])
def test_what_has_no_transient_to_look_for_is_refused(series, told):
    with pytest.raises(ValueError, match=told):
        mser5(series)
