"""Which classes are served alike at a station, and whether servers or hours differ in pace."""

from typing import NamedTuple

import numpy as np
from scipy.stats import f as f_law

from twin.calibrate.fit import ALL, CALIBRATED, NOT_IDENTIFIED, Parameter, Service
from twin.calibrate.recorded import hour_of
from twin.calibrate.services.choosing import CONSTANT, FEWEST, OBSERVED, WIDE, law_of
from twin.calibrate.services.durations import durations_of
from twin.calibrate.why import NOTHING, Why, joined
from twin.observed.cleaning.grains import by_clock

RARE, SEEN = 1e-4, 0.05  # a difference of pace is told when it is no luck (p) and not small (share)
REMARKS = {  # of laws that are no family
    OBSERVED: Why("no family fits: use the data"),
    "mixture": NOTHING,
    CONSTANT: Why("every service took the same: a machine, or a setting that is written instead of a time"),
}
STRONG = 6.0  # difference of BIC from which on classes are told apart: Kass and Raftery call it strong
BLOCK = 6  # hours of a day that are held against each other


class Served(NamedTuple):
    """The laws of all stations, as Services and as Parameters."""

    services: tuple[Service, ...]
    parameters: tuple[Parameter, ...]


def services_of(log, seed):
    """The Served of a Recorded."""
    services, parameters = [], []
    for s, station in enumerate(log.stations):
        here = log.station == s
        found = laws_at(log, here, [seed, s])
        for cls, (durations, law) in found.items():
            parameters += numbers_of(station, cls, durations, law)
            if law is not None:
                services.append(Service(
                    station, cls, law.family, law.mean, law.cv, law.mean_within, law.cv_within,
                    law.quantiles, law.n, law.fits, law.written,
                ))  # fmt: skip
        parameters += paces(log, here, station)
    return Served(tuple(services), tuple(parameters))


def laws_at(log, here, seed):
    """{class: (Durations, Law)}: of ALL, and before that of each class where they differ by BIC."""
    whole = durations_of(log, here)
    pooled = law_of(whole, np.random.default_rng([*seed, len(log.classes)]))
    each = {}
    for c, cls in enumerate(log.classes):
        durations = durations_of(log, here & (log.cls == c))
        if durations.n:
            each[cls] = durations, law_of(durations, np.random.default_rng([*seed, c]))
    known = {cls: pair for cls, pair in each.items() if pair[1] is not None}
    alike = {ALL: (whole, pooled)}
    if pooled is None or len(known) < 2:
        return alike
    theirs = here & np.isin(log.cls, [log.classes.index(cls) for cls in known])
    same = (theirs == here).all()
    together = pooled if same else law_of(durations_of(log, theirs), np.random.default_rng(seed))
    if sum(law.bic for _, law in known.values()) + STRONG > together.bic:
        return alike
    return {**known, **alike}


def numbers_of(station, cls, durations, law):
    """The Parameters of one law: its mean and its cv."""
    if law is None:
        why = nothing_known(durations)
        for kind in ("service_mean", "service_cv"):
            yield Parameter(kind, station, cls, "", np.nan, 0.0, np.inf, durations.n, "", NOT_IDENTIFIED, why)
        return
    method = "maximum likelihood" if law.family not in REMARKS else "the durations themselves"
    why = REMARKS.get(law.family, NOTHING)
    if law.strays:
        why = joined(why, Why("{share:.1%} of the durations belong to no law", share=float(law.strays)))
    for kind, value, within in (
        ("service_mean", law.mean, law.mean_within),
        ("service_cv", law.cv, law.cv_within),
    ):
        yield Parameter(kind, station, cls, law.family, value, *within, law.n, method, CALIBRATED, why)


def nothing_known(durations):
    """Why there is no law."""
    if durations.n == 0:
        return Why("no service has both a start and an end; record the ends")
    if durations.n < FEWEST:
        return Why("{n} services have a start and an end; {least} are needed", n=durations.n, least=FEWEST)
    return Why("all durations were written in whole steps, and all are the same")


def paces(log, here, station):
    """A Parameter for each server, and each part of the day, whose pace is another than that of all."""
    length = log.ended - log.started
    good = here & np.isfinite(length) & (length > 0) & by_clock(log.within[:, 1:]).all(axis=1)
    if good.sum() < 10 * FEWEST:
        return
    logs = np.log(length[good])
    for c in np.unique(log.cls[good]):  # what is left when the classes' means are taken away
        of = log.cls[good] == c
        logs[of] -= logs[of].mean()
    hours = hour_of(log.clock(log.started[good])) // BLOCK
    names = [f"{BLOCK * b:02d}-{BLOCK * (b + 1):02d}" for b in range(24 // BLOCK)]
    yield from differing(logs, log.server[good], log.servers, ("server_pace", station))
    yield from differing(logs, hours, names, ("hour_pace", station))


def differing(logs, group, names, what):
    """Parameters of groups that differ: duration relative to that of all, if the difference is not luck."""
    numbers, index, counts = np.unique(group, return_inverse=True, return_counts=True)
    large = counts >= FEWEST
    keep = large[index] & (group >= 0)
    if (large & (numbers >= 0)).sum() < 2:
        return
    means = np.bincount(index, weights=logs) / counts
    inner = logs[keep] - means[index[keep]]
    groups, n = int((large & (numbers >= 0)).sum()), int(keep.sum())
    spread = (inner**2).sum() / (n - groups)
    if spread <= 0.0:  # all take the same
        return
    between = (counts * (means - logs[keep].mean()) ** 2)[large & (numbers >= 0)].sum() / (groups - 1)
    p = f_law.sf(between / spread, groups - 1, n - groups)
    if p > RARE:
        return
    for number, mean, count in zip(numbers, means, counts, strict=True):
        doubt = WIDE * np.sqrt(spread / count)
        if number >= 0 and count >= FEWEST and abs(mean) > SEEN and abs(mean) > doubt:
            ends = np.exp([mean - doubt, mean + doubt])
            why = Why(
                "not drawn in the layout: services here take {more:+.0%} (p = {p:.1g})",
                more=float(np.exp(mean) - 1),
                p=float(p),
            )
            yield Parameter(
                what[0], what[1], ALL, names[number], np.exp(mean), *ends, int(count),
                "analysis of variance of logarithms", CALIBRATED, why,
            )  # fmt: skip
