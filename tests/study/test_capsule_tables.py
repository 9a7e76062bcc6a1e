"""Two tables are held against each other number by number."""

import numpy as np
import pandas as pd
import pytest

from twin.study.capsule.verifying import relative, table_differences

KEPT = pd.DataFrame({"measure": ["wait", "queue", None], "mean": [100.0, np.nan, 0.0], "n": [3, 3, 3]})


def test_equal_tables_differ_in_nothing():
    assert table_differences("kpis", KEPT, KEPT.copy(), 0.0) == ([], 6, 0.0)


def test_a_number_is_named_with_its_row_and_column():
    again = KEPT.assign(mean=[100.1, np.nan, 0.0])
    sentences, _, largest = table_differences("kpis", KEPT, again, 1e-6)
    assert sentences == ["kpis, row 1 (wait), mean: 100.0 → 100.1"]
    assert largest == pytest.approx(0.1 / 100.1)


def test_a_number_within_the_tolerance_is_none():
    assert table_differences("kpis", KEPT, KEPT.assign(mean=[100.1, np.nan, 0.0]), 0.01)[0] == []


def test_a_text_and_a_number_that_went_are_named():
    again = KEPT.assign(measure=["wait", "length", None], mean=[np.nan, np.nan, 0.0])
    sentences, _, largest = table_differences("kpis", KEPT, again, 0.01)
    assert len(sentences) == 2 and largest == np.inf


def test_other_rows_or_columns_are_named():
    assert "3 rows were packed, 2 came out" in table_differences("kpis", KEPT, KEPT[:2], 0.01)[0][0]
    assert "columns differ: n" in table_differences("kpis", KEPT, KEPT.drop(columns="n"), 0.01)[0][0]


def test_nothing_to_nothing_is_no_change():
    assert relative(np.array([0.0, np.nan, np.inf]), np.array([0.0, np.nan, np.inf])).tolist() == [0, 0, 0]
