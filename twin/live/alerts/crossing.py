"""How likely a measure is beyond a limit, by the quantiles that a forecast tells."""

import numpy as np

BANDS = ("low90", "low50", "median", "high50", "high90")
LEVELS = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
OUTER = 0.01  # beyond the bands: nothing is told there, so nothing is surer than 99 %


def chance_above(quantiles, limit):
    """[row] chance that a value is above a limit, straight between [row, 5] quantiles.

    >>> chance_above(np.array([[1.0, 2.0, 3.0, 4.0, 5.0]]), 3.0).tolist()
    [0.5]
    """
    return np.array([1.0 - below(row, limit) for row in np.asarray(quantiles, dtype=float)])


def below(row, limit):
    """The chance of at most `limit`; where several quantiles are equal to it, the highest of them counts."""
    if np.isnan(row).any():
        return np.nan
    row = np.maximum.accumulate(row)
    if limit < row[0]:
        return OUTER
    if limit >= row[-1]:
        return 1.0 - OUTER
    k = int(np.searchsorted(row, limit, side="right")) - 1
    return float(LEVELS[k] + (LEVELS[k + 1] - LEVELS[k]) * (limit - row[k]) / (row[k + 1] - row[k]))


def first_crossing(table, limit, chance):
    """(seconds ahead, chance, median) of the first step at which it is likely enough; else of the likeliest.

    `table` has the rows of one measure at one place; None where it has none that is known.
    """
    rows = table.sort_values("time")
    above = chance_above(rows[list(BANDS)].to_numpy(), limit)
    if not len(above) or np.isnan(above).all():
        return None
    hits = np.flatnonzero(above >= chance)
    k = int(hits[0]) if len(hits) else int(np.nanargmax(above))
    row = rows.iloc[k]
    return float(row["time"]), float(above[k]), float(row["median"])
