"""Ranges cut back to what the port accepts: four servers cannot be open where there are two."""

import numpy as np

from twin.model.errors import ScenarioError
from twin.study.sensitivity.inputs import Passed
from twin.study.sensitivity.texts import Range

COARSE = 17  # positions that are tried of a range without steps
HALVINGS = 6  # that the border is then known to
MOST_STEPS = 64


def narrowed(inputs, which, build):
    """(inputs, passed, cut): those of `which` over the longest part of their range that the port accepts.

    `build({path: text})` raises ScenarioError at values that it refuses, all others as written. An input of
    which no part is left is passed, with the reason of the refusal; `cut` has those that were cut back.
    """
    kept, passed, cut = [], [], []
    for i, each in enumerate(inputs):
        if i not in which:
            kept.append(each)
            continue
        part, reason = _part(each, build)
        if part is None:
            passed.append(Passed(each.path, f"with other values the port is refused: {reason}"))
        else:
            kept.append(part)
            text = f"varied from {part.low} to {part.high} only; beyond, the port is refused: {reason}"
            cut.append(Passed(each.path, text))
    return kept, passed, cut


def _part(each, build):
    """(the Input over the part that is accepted, or None; why the rest is refused)."""
    reasons = []

    def accepts(position):
        try:
            build({each.path: each.text(position)})
        except ScenarioError as error:
            reasons.append(f"{error.faults[0].path}: {error.faults[0].text}")
            return False
        return True

    steps = each.of.steps if each.of.steps <= MOST_STEPS else 0
    tried = (np.arange(steps) + 0.5) / steps if steps else np.linspace(0.0, 1.0, COARSE)
    first, last = _longest([accepts(position) for position in tried])
    if last - first < 1:
        return None, reasons[0]
    if steps:
        low, high = first / steps, (last + 1) / steps
    else:
        low = _border(accepts, tried[first], tried[first - 1]) if first > 0 else 0.0
        high = _border(accepts, tried[last], tried[last + 1]) if last < len(tried) - 1 else 1.0
    return _cut(each, low, high, last - first + 1 if steps else 0), reasons[0]


def _longest(accepted):
    """(first, last) of the longest run of what is accepted; last is before first where there is none."""
    best, begin = (0, -1), None
    for i, yes in enumerate([*accepted, False]):
        if yes and begin is None:
            begin = i
        if not yes and begin is not None:
            best, begin = max(best, (begin, i - 1), key=lambda run: run[1] - run[0]), None
    return best


def _border(accepts, inside, outside):
    """How far out of what is accepted one may go."""
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if accepts(middle) else (inside, middle)
    return float(inside)


def _cut(each, low, high, steps):
    """The input whose positions 0 to 1 are a part of what they were."""

    def text(position):
        # The upper end of a whole number's range belongs to the last step inside it.
        inner = np.nextafter(high, 0.0) if steps and position >= 1.0 else low + position * (high - low)
        return each.of.text(float(inner))

    ends = text(0.0), text(1.0)
    return each._replace(low=ends[0], high=ends[1], of=Range(*ends, steps, text))
