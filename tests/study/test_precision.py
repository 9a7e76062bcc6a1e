"""Replications are added until differences are as precise as asked."""

import numpy as np
import pytest

from twin.study.selecting.planted import samples
from twin.study.selecting.precision import MOST, half_width_of_share, precise, widest

VALUES = samples([10.0, 11.0, 12.0], 3_000, seed=1, correlation=0.5, spreads=[1.0, 1.0, 3.0])


def asked(n):
    return VALUES[:, :n]


def test_the_widest_difference_is_as_narrow_as_asked_and_not_far_narrower():
    found = precise(asked, 10, lambda values: 0.25)
    assert found.reached and found.half_width == widest(asked(found.replications))
    assert widest(asked(found.replications // 2)) > 0.25


def test_what_is_precise_enough_takes_no_more():
    assert precise(asked, 20, lambda values: 50.0).replications == 20


def test_a_share_is_one_of_the_first_options_mean():
    found = precise(asked, 10, half_width_of_share(0.05))
    assert found.reached and found.wanted == pytest.approx(0.05 * 10.0, rel=0.05)


def test_what_too_many_would_be_needed_for_is_told_as_it_stands():
    found = precise(asked, 10, lambda values: 1e-6, most=100)
    assert found.replications == 100 and not found.reached


def test_a_mean_of_nothing_has_no_share_and_ends_at_the_most():
    flat = np.stack([np.zeros(MOST), np.resize([1.0, -1.0], MOST)])
    found = precise(lambda n: flat[:, :n], 10, half_width_of_share(0.05), most=40)
    assert (found.replications, found.wanted, found.reached) == (40, 0.0, False)


def test_options_that_never_differ_need_no_more():
    found = precise(lambda n: np.stack([VALUES[0, :n]] * 2), 10, lambda values: 0.1)
    assert (found.replications, found.half_width) == (10, 0.0)


def test_the_width_told_is_that_of_the_replications_told():
    """Of values that spread the more the longer one looks, so that no stage is the last."""
    growing = np.stack([np.zeros(3_000), np.resize([1.0, -1.0], 3_000) * np.arange(3_000) ** 0.3])
    found = precise(lambda n: growing[:, :n], 10, lambda values: 0.5)
    assert found.half_width == widest(growing[:, : found.replications])
