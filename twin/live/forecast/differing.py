"""What a change does: each future with it against the same future without."""

import math

import numpy as np
import pandas as pd

from twin.live.forecast.counting import LEFT, NUMBER, QUEUE, WAIT

SURE = 1.645  # standard errors either side: 90 %


def differences(port, before, after):
    """Table of measure, station, mean over the time and the futures, its difference, low and high.

    Futures are pairs under the same luck, so their difference is known better than either.
    """
    rows = []
    for measure in (QUEUE, WAIT):
        pairs = before.at_stations[measure], after.at_stations[measure]
        for index, name in enumerate(before.stations):
            own = [_over_time(values[:, index, -1]) for values in pairs]
            rows.append((measure, port.said_station(name), *_difference(*own)))
    for measure in (NUMBER, LEFT):
        own = [_over_time(found.of_port[measure][:, -1]) for found in (before, after)]
        rows.append((measure, "", *_difference(*own)))
    return pd.DataFrame(rows, columns=["measure", "station", "before", "after", "difference", "low", "high"])


def _over_time(values):
    """[future] mean over the times, nan where there is none."""
    known = ~np.isnan(values)
    number = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.divide(total, number, out=np.full(len(values), np.nan), where=number > 0)


def _difference(before, after):
    """(mean before, mean after, mean difference, low, high) of those futures that tell both."""
    both = ~np.isnan(before) & ~np.isnan(after)
    if not both.any():
        return (math.nan,) * 5
    own = after[both] - before[both]
    mean = float(own.mean())
    doubt = SURE * float(own.std(ddof=1)) / math.sqrt(len(own)) if len(own) > 1 else math.inf
    return float(before[both].mean()), float(after[both].mean()), mean, mean - doubt, mean + doubt
