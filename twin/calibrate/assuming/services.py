"""How long services take at stations where too few have both their ends."""

import numpy as np
from scipy.special import ndtr, ndtri

from twin.calibrate.assuming.few import UPPER, law_of_few, law_of_none, usual
from twin.calibrate.assuming.load import longest
from twin.calibrate.fit import ALL, Service
from twin.calibrate.services.durations import durations_of
from twin.calibrate.why import Why

SHORT = 0.1  # of the times to the next start, the share of those with hardly any way and wait
SHARES = np.linspace(0.0, 1.0, 101)


def services_where_few(log, services):
    """Assumed Services of the stations of a Recorded that have none among the Services of its fit."""
    known = {law.station for law in services}
    cv = usual([law.cv for law in services])
    lacking = [s for s, name in enumerate(log.stations) if name not in known]
    found = {s: seen_at(log, s, cv) for s in lacking}
    means = [law.mean for law in services] + [law[0].mean for law in found.values() if law]
    for s in lacking:
        made = found[s] or (of_others(means, cv) if means else None)
        if made is not None:
            yield service_from(log.stations[s], *kept_up_with(log, log.station == s, made))


def seen_at(log, station, cv):
    """(Few, reason) of a station's own services; None where nothing of them was seen."""
    here = log.station == station
    values = durations_of(log, here).middle
    if len(values):
        return law_of_few(values, cv), Why("{n} services have a start and an end", n=len(values))
    spans, why = spans_at(log, here)
    if not len(spans):
        return None
    quick, middle = np.quantile(spans, [SHORT, 0.5])
    made = law_of_few(np.array([quick]), cv)
    within = min(made.mean_within[0], quick), max(middle, made.mean_within[1])
    return made._replace(mean_within=within, n=0), why


def spans_at(log, here):
    """Seconds that have a service in them, and which: to the next start, else from the last end."""
    same = log.case[1:] == log.case[:-1]
    onward = np.append(np.where(same, np.diff(log.started), np.nan), np.nan)[here]
    onward = onward[np.isfinite(onward) & (onward > 0)]
    if len(onward):
        text = "no service has an end: the shortest times to the next start, of {n}, with the way in them"
        return onward, Why(text, n=len(onward))
    since = np.append(np.nan, np.where(same, np.diff(log.ended), np.nan))[here]
    since = since[np.isfinite(since) & (since > 0)]
    text = "no service has a start: the shortest times from the last end, of {n}, with the way in them"
    return since, Why(text, n=len(since))


def kept_up_with(log, here, made):
    """(Few, reason) of a law that was not seen: what lets the named lanes keep up, of what it may be."""
    law, why = made
    most = longest(log, here)
    low, high = law.mean_within
    if law.n or high <= most:
        return made
    spread = np.log(high / low) / (2 * ndtri(UPPER))
    able = ndtr(np.log(most / law.mean) / spread)
    low, mean, high = law.mean * np.exp(spread * ndtri(able * np.array([1 - UPPER, 0.5, UPPER])))
    law = law._replace(mean=float(mean), mean_within=(float(low), float(high)))
    return law, Why("no service was seen: so short that the lanes that are named keep up with who passes")


def of_others(means, cv):
    return law_of_none(means, cv), Why("no service was seen: as at the {n} other stations", n=len(means))


def service_from(station, made, why):
    s2 = np.log1p(made.cv**2)
    inner = np.clip(SHARES, 0.005, 0.995)
    quantiles = made.mean * np.exp(np.sqrt(s2) * ndtri(inner) - s2 / 2)
    return Service(
        station, ALL, "lognormal", made.mean, made.cv, made.mean_within, made.cv_within, quantiles, made.n,
        np.nan, (made.mean, made.cv), why,
    )  # fmt: skip
