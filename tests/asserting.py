"""Assertions that explain themselves: the first row that differs, the interval that misses."""

import numpy as np

from twin.results.intervals import estimate
from twin.study.trajectories import first_difference


def assert_same_trajectory(plan, first, second, *, names=("kernel", "reference")):
    """Both runs have the same visits, trips and downtimes; says the first row that differs, in words."""
    message = first_difference(plan, dict(zip(names, (first, second), strict=True)))
    assert message is None, message


def assert_within(values, truth, *, confidence=0.999, half_width=None):
    """The interval of the mean covers the truth, and is as narrow as asked (a share of the truth)."""
    mean, low, high, n = estimate(values, confidence)
    said = f"{mean:.6g} [{low:.6g}, {high:.6g}] over {n} replications"
    assert low <= truth <= high, f"{truth} is not in {said}"
    if half_width is not None:
        wide = (high - low) / 2 / abs(truth)
        assert wide <= half_width, f"{said} is {wide:.1%} of {truth} each side, wider than {half_width:.1%}"


def assert_equal_to(values, truth, *, error=1e-9):
    """Each value is its truth, to an absolute or relative error."""
    values, truth = np.asarray(values, float), np.asarray(truth, float)
    assert values.shape == truth.shape, f"{len(values)} values for {len(truth)} wanted"
    wrong = np.abs(values - truth) > error * np.maximum(1.0, np.abs(truth))
    i = int(wrong.argmax())
    assert not wrong.any(), f"entry {i} is {values[i]!r}, not {truth[i]!r}"


def assert_fault(faults, *, path, text):
    """One of the faults is at the path and says the text."""
    said = "\n".join(map(str, faults))
    assert any(fault.path == path and text in str(fault) for fault in faults), f"no such fault among:\n{said}"
