"""Who goes before whom: a priority level for each flow and class."""

import numpy as np


def levels(scenario):
    """[flow, class] level, 0 first and none left out: the better of what its flow and its class say.

    Who has neither comes after those who have one.
    """
    said = scenario.policy.priority
    last = max(said.values(), default=-1) + 1
    layout = scenario.layout
    rows = [[_said(said, flow, cls, last) for cls in layout.classes] for flow in layout.flows]
    _, dense = np.unique(np.array(rows, np.int64), return_inverse=True)
    return dense.reshape(len(layout.flows), len(layout.classes)).astype(np.int64)


def _said(said, flow, cls, last):
    return min((said[name] for name in (flow, cls) if name in said), default=last)
