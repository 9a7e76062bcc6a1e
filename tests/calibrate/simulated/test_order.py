"""Arrivals below the starts of a spell have the law of order statistics, as a determinant says."""

from fractions import Fraction
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.calibrate.simulated.order import drawn, expected


def volume(bounds):
    """Of n uniform numbers in order, the k-th below the k-th bound: Steck (1971), a determinant, exactly."""
    n = len(bounds)
    rows = [
        [Fraction(bounds[i]) ** (j - i + 1) / factorial(j - i + 1) if j - i + 1 >= 0 else Fraction(0)
         for j in range(n)]
        for i in range(n)
    ]  # fmt: skip
    total = Fraction(1)
    for column in range(n):  # the entries below the diagonal are 1, then 0
        pivot = next((r for r in range(column, n) if rows[r][column]), None)
        if pivot is None:
            return Fraction(0)
        if pivot != column:
            rows[column], rows[pivot], total = rows[pivot], rows[column], -total
        total *= rows[column][column]
        for r in range(column + 1, n):
            part = rows[r][column] / rows[column][column]
            rows[r] = [a - part * b for a, b in zip(rows[r], rows[column], strict=True)]
    return total


def come_by(bounds):
    """[start] how many have come by each bound on average, from volumes alone."""
    whole, n = volume(bounds), len(bounds)
    cut = [[[min(b, bounds[j]) if k <= i else b for k, b in enumerate(bounds)] for i in range(n)]
           for j in range(n)]  # fmt: skip
    return [float(sum(volume(each) for each in row) / whole) for row in cut]


GAPS = st.lists(st.integers(1, 40), min_size=1, max_size=7)


@settings(max_examples=25, deadline=None)
@given(GAPS)
def test_expected_numbers_are_those_of_the_determinant(gaps):
    bounds = [Fraction(int(edge), sum(gaps)) for edge in np.cumsum(gaps)]
    assert expected(gaps) == pytest.approx(come_by(bounds), rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(GAPS, st.integers(0, 9))
def test_nobody_starts_before_coming_and_all_have_come_at_the_end(gaps, seed):
    came = drawn(np.tile(np.array(gaps, float), (20, 1)), np.random.default_rng(seed))
    by_start = came.cumsum(axis=1)
    assert (by_start >= np.arange(1, len(gaps) + 1)).all() and (by_start[:, -1] == len(gaps)).all()


def test_draws_have_the_expected_mean():
    gaps = np.array([3.0, 0.5, 4.5, 1.0, 1.0, 2.0, 6.0])
    came = drawn(np.tile(gaps, (20_000, 1)), np.random.default_rng(1)).cumsum(axis=1)
    error = came.std(axis=0) / np.sqrt(len(came))
    assert (np.abs(came.mean(axis=0) - expected(gaps)) <= 4 * error).all()


def test_two_who_waited_half_each():
    """Both come before 1, the first before 1/2: of the square below the diagonal, 3/4; by hand."""
    assert expected([0.5, 0.5]) == pytest.approx([4 / 3, 2.0])


def test_the_rate_of_all_alike_does_not_matter():
    gaps = np.array([1.0, 2.0, 0.2, 4.0])
    assert expected(gaps) == pytest.approx(expected(gaps * 1000.0), rel=1e-12)


def test_a_rush_behind_a_closed_gate_is_possible():
    """Fifty start within a second, after an hour without a server."""
    gaps = np.append(3600.0, np.full(49, 0.02))
    assert expected(gaps)[0] == pytest.approx(50.0, abs=0.1)
