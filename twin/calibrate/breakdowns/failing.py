"""Times to failure and repair of the servers of a station, where the evidence is strong.

A lane that is up and on duty is never silent for longer than a service while a queue stands. Silences beyond
a limit that services hardly reach are failures; what a repair lasts beyond it is exponential, without
memory, so the mean of what is beyond is that of the whole. Those that are too short to be told are allowed
for: a failure is told with the probability that service and repair together reach the limit.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import ndtri
from scipy.stats import chi2, gamma, poisson

from twin.calibrate.breakdowns.silence import is_down, silences_at
from twin.calibrate.breakdowns.standing import standing_at
from twin.calibrate.fit import ALL, CALIBRATED, NOT_IDENTIFIED, SURE, Breakdown, Parameter
from twin.calibrate.recorded import DAY, WEEKDAY, WEEKEND, hour_of
from twin.calibrate.rosters.evidence import evidence_at
from twin.calibrate.why import NOTHING, Why

FEWEST = 6  # failures, on as many as half of so many days, from which on a rate is told
WRONG = 0.05  # silences of those that are up, that may be expected beyond the limit
LONG = 3.0  # mean services that the limit is at least
TOLD = 0.3  # share of the failures that has to reach the limit
RARE = 1e-3  # probability of so many at one time of day, below which they are a break
METHOD = "silence of a lane on duty while a queue stands and others work; repairs are exponential"
TAILS = (1 - SURE) / 2, (1 + SURE) / 2


class Failing(NamedTuple):
    """The Breakdowns of all stations, and Parameters."""

    breakdowns: tuple[Breakdown, ...]
    parameters: tuple[Parameter, ...]


def failing_of(log, servers, services):
    """The Failing of a Recorded, given Servers and Services."""
    breakdowns, parameters = [], []
    for s, station in enumerate(log.stations):
        made = {each.days: each.number for each in servers if each.station == station}
        laws = [law for law in services if law.station == station]
        if made and laws:
            duty = np.array([made.get(WEEKDAY, made.get(WEEKEND)), made.get(WEEKEND, made.get(WEEKDAY))])
            found = failing_at(log, log.station == s, duty, laws)
            breakdowns += [found] if isinstance(found, Breakdown) else []
            parameters += numbers_of(station, found)
    return Failing(tuple(breakdowns), tuple(parameters))


def failing_at(log, here, duty, laws):
    """The Breakdown of a station, or why there is none that can be told."""
    standing = standing_at(log, here, duty)
    silences = silences_at(log, here, standing)
    if silences is None:
        return Why("no lane has a name and services enough")
    limit = limit_of(laws, len(silences.stood), evidence_at(log, here).unseen)
    long = np.flatnonzero(silences.stood > limit)
    down = long[is_down(log, silences, long, duty)]
    exposure = float(silences.stood[silences.stood <= limit].sum())
    days = len(np.unique(silences.begins[down] // DAY))
    if len(down) < FEWEST or days < FEWEST / 2 or exposure < len(down) * limit:
        return Why(
            "{n} long silences on {days} days, in {hours:.0f} h of a queue; {least} on {few} are needed",
            n=len(down), days=days, hours=exposure / 3600, least=FEWEST, few=FEWEST // 2,
        )  # fmt: skip
    if is_break(log, silences, down):
        return Why("lanes fall silent at one time of day: a break, and no breakdown")
    return estimate_of(laws[-1], silences.stood[down] - limit, (limit, exposure),
                       standing.holds(silences.ends[down]))  # fmt: skip


def limit_of(laws, spans, unseen):
    """Seconds of silence that hardly any span of a lane that is up reaches, lost messages among them."""
    z = -ndtri(WRONG / max(spans, 1))
    tails = [law.mean * np.exp(z * s - s**2 / 2) for law in laws for s in [np.sqrt(np.log1p(law.cv**2))]]
    mean = max(law.mean for law in laws)
    lost = np.ceil(np.log(WRONG / max(spans, 1)) / np.log(min(unseen, 0.5))) if unseen > 0 else 0.0
    return float(max(*tails, LONG * mean, (lost + 1.0) * mean))


def is_break(log, silences, down):
    """Whether the silences begin at one time of day more often than by chance, of when a queue stands."""
    stood = np.bincount(hour_of(log.clock(silences.begins)), weights=silences.stood, minlength=24)
    fell = np.bincount(hour_of(log.clock(silences.begins[down])), minlength=24)
    pairs = fell + np.roll(fell, -1)
    expected = len(down) * (stood + np.roll(stood, -1)) / max(stood.sum(), 1e-9)
    return bool((poisson.sf(pairs - 1, np.maximum(expected, 1e-9)) < RARE).any())


def estimate_of(law, beyond, seen, ended):
    """The Breakdown of silences beyond the limit; those that had not `ended` while a queue stood go on."""
    limit, exposure = seen
    n, complete = len(beyond), int(ended.sum())
    if complete < FEWEST / 2:
        return Why("{n} lanes were seen to come back while a queue stood", n=complete)
    mttr = float(beyond.sum() / complete)
    mttr_within = tuple(float(2 * beyond.sum() / chi2.ppf(tail, 2 * complete)) for tail in TAILS[::-1])
    told, *told_within = (share_told(law, limit, mean) for mean in (mttr, *mttr_within))
    if told < TOLD:
        return Why("most repairs would be too short to be told from services: {share:.0%} are", share=told)
    mtbf = exposure * told / n
    rates = gamma.ppf(TAILS, n + 0.5) / n
    errors = [
        np.hypot(np.log(rate), np.log(share / told)) for rate, share in zip(rates, told_within, strict=True)
    ]
    within = float(mtbf * np.exp(-errors[1])), float(mtbf * np.exp(errors[0]))
    return Breakdown(law.station, mtbf, within, mttr, mttr_within, n)


def share_told(law, limit, mttr):
    """The probability that a service with a repair in it reaches the limit; long services fail oftener."""
    services = (law.quantiles[1:] + law.quantiles[:-1]) / 2
    reach = np.exp(-np.maximum(limit - services, 0.0) / mttr)
    return float((services * reach).sum() / services.sum())


def numbers_of(station, found):
    """The Parameters of a Breakdown, or of why there is none."""
    if not isinstance(found, Breakdown):
        for kind in ("mtbf", "mttr"):
            yield Parameter(kind, station, ALL, "", np.nan, 0.0, np.inf, 0, METHOD, NOT_IDENTIFIED, found)
        return
    for kind, value, within in (
        ("mtbf", found.mtbf, found.mtbf_within),
        ("mttr", found.mttr, found.mttr_within),
    ):
        yield Parameter(kind, station, ALL, "", value, *within, found.n, METHOD, CALIBRATED, NOTHING)
