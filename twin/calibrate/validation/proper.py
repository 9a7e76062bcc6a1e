"""How good a forecast by an ensemble is: rank of what came (PIT), coverage, and CRPS."""

from typing import NamedTuple

import numpy as np

from twin.calibrate.validation.hourly import ARRIVALS

SURE = 0.90  # of the bands whose coverage is told
DEEP = 10  # classes of the histogram of ranks


class Forecast(NamedTuple):
    """How the record fell within what was simulated, of one measure at one station."""

    measure: str
    station: str
    hours: int  # that could be judged
    coverage: float  # share of hours within the band of SURE
    bias: float  # mean of the simulated mean less the record
    crps: float
    reference: float  # CRPS of the earlier days of the record as a forecast, nan without
    skill: float  # 1 - crps / reference
    ranks: tuple[int, ...]  # [class] hours by the rank of the record among the simulated


def crps(members, value):
    """[case] fair CRPS of an ensemble [member, case]: as if it had endlessly many members.

    mean |x - y| - sum over pairs |x - x'| / (2 m (m - 1)), by sorting.
    """
    m = len(members)
    order = np.sort(members, axis=0)
    weight = 2.0 * np.arange(1, m + 1) - m - 1
    spread = np.tensordot(weight, order, axes=(0, 0)) / (m * (m - 1))
    return np.abs(members - value).mean(axis=0) - spread


def pit(members, value, rng):
    """[case] where the value stands among the members, from 0 to 1; among equals it is drawn."""
    below, equal = (members < value).sum(axis=0), (members == value).sum(axis=0)
    return (below + rng.random(np.shape(value)) * (equal + 1)) / (len(members) + 1)


def forecast(key, members, value, reference, rng):
    """The Forecast of one measure; members [sample, hour], value [hour], reference [day, hour] or None."""
    known = ~(np.isnan(value) | np.isnan(members).any(axis=0))
    if not known.any():
        return Forecast(*key, 0, *(np.nan,) * 5, (0,) * DEEP)
    ensemble, seen = members[:, known], value[known]
    rank = pit(ensemble, seen, rng)
    score = float(crps(ensemble, seen).mean())
    other = np.nan if reference is None else _reference(reference, value, known)
    return Forecast(
        *key,
        int(known.sum()),
        float((np.abs(rank - 0.5) <= SURE / 2).mean()),
        float((ensemble.mean(axis=0) - seen).mean()),
        score,
        other,
        1 - score / other if other > 0 else np.nan,
        tuple(np.histogram(rank, DEEP, (0.0, 1.0))[0].tolist()),
    )


def _reference(days, value, known):
    """CRPS of earlier days at the same hour, where at least two of them know it."""
    found = []
    for hour in np.flatnonzero(known):
        members = days[hour]
        members = members[~np.isnan(members)]
        if len(members) > 1:
            found.append(crps(members[:, None], value[hour : hour + 1])[0])
    return float(np.mean(found)) if found else np.nan


def forecasts(members, values, references, seed):
    """[measure x station] Forecast; references {key: [hour] list of earlier values}."""
    rng = np.random.default_rng([seed, 7])
    keys = sorted(members, key=lambda key: (key[0] != ARRIVALS, key))
    return [forecast(key, members[key], values[key], references.get(key), rng) for key in keys]


def pooled(found, measure):
    """Coverage of a measure over all stations, weighed by hours; nan without any."""
    own = [one for one in found if one.measure == measure and one.hours]
    hours = sum(one.hours for one in own)
    return sum(one.coverage * one.hours for one in own) / hours if hours else np.nan
