"""What is left of a duration when one looks at it at any time: its equilibrium law.

Its distribution is G(x) = (the integral of 1 - F from 0 to x) / mean, which needs only the quantiles of F.
"""

import numpy as np


def log_quantile(x, z, nodes):
    """[node] log of the quantile of what is left at normal quantiles `nodes`, and its slope.

    `x` are the quantiles of the duration at normal quantiles `z`, dense and in order; below the first of
    them nothing has ended, so what is left is uniform there.
    """
    from scipy import special
    from scipy.interpolate import PchipInterpolator

    longer = special.ndtr(-z)
    cells = np.diff(x) * (longer[1:] + longer[:-1]) / 2
    below = x[0] + np.concatenate([[0.0], np.cumsum(cells)])
    above = np.concatenate([np.cumsum(cells[::-1])[::-1], [0.0]])
    mean = below[-1]
    # Each tail from its own side: there the other share is 1 to the last digit.
    place = np.where(below < above, special.ndtri(below / mean), -special.ndtri(above / mean))
    before = np.concatenate([[-np.inf], np.maximum.accumulate(place)[:-1]])
    usable = np.isfinite(place) & (x > 0) & (place > before)
    place = place[usable]
    line = PchipInterpolator(place, np.log(x[usable]))
    inside = np.clip(nodes, place[0], place[-1])
    value, slope = line(inside), np.where(inside == nodes, line.derivative()(inside), 0.0)
    uniform = nodes < place[0]
    density = np.exp(-0.5 * nodes**2 - special.log_ndtr(nodes)) / np.sqrt(2 * np.pi)
    value = np.where(uniform, special.log_ndtr(nodes) + np.log(mean), value)
    return value, np.where(uniform, density, slope)
