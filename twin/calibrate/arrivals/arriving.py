"""The arrivals of every class, as pieces of a layout and as parameters with their doubt."""

from typing import NamedTuple

import numpy as np
from scipy.stats import chi2, norm

from twin.calibrate.arrivals.counts import counts_of
from twin.calibrate.arrivals.spline import rates_of
from twin.calibrate.arrivals.together import gap_of, of_days, of_minutes, platoon_of
from twin.calibrate.fit import CALIBRATED, NOT_IDENTIFIED, SURE, Arrivals, Parameter
from twin.calibrate.recorded import DAY, DAYS, HOUR
from twin.calibrate.why import NOTHING, Why, joined

FEWEST = 30  # arrivals, below which there is no rate by the hour
MUCH = 1.1  # variance over mean of the numbers of hours, from which on they differ by more than chance
METHOD = "Poisson counts by hour and type of day, smooth round the clock"
WIDE = norm.ppf(0.5 + SURE / 2)


class Arriving(NamedTuple):
    """The arrivals of all classes, as Arrivals and as Parameters."""

    arrivals: tuple[Arrivals, ...]
    parameters: tuple[Parameter, ...]


def arrivals_of(log):
    """The Arriving of a Recorded."""
    counts = counts_of(log)
    arrivals, parameters = [], []
    for c, cls in enumerate(log.classes):
        n = int(counts.number[c].sum())
        if n < FEWEST:
            why = Why("{n} arrivals; {least} are needed for a rate by the hour", n=n, least=FEWEST)
            parameters.append(unknown(cls, "", n, why))
            continue
        mine = of_class(counts, c, cls)
        arrivals += mine.arrivals
        parameters += mine.parameters
    return Arriving(tuple(arrivals), tuple(parameters))


def of_class(counts, c, cls):
    """The Arriving of one class."""
    types = [t for t in range(len(DAYS)) if counts.watched[counts.kind == t].sum() > 0]
    number = np.array([counts.number[c][counts.kind == t].sum(axis=0) for t in types])
    watched = np.array([counts.watched[counts.kind == t].sum(axis=0) for t in types])
    of_day = np.searchsorted(types, counts.kind)  # [day]
    rates = rates_of(number, watched)
    wider = spread_of(counts.number[c], np.exp(rates.log_rate)[of_day] * counts.watched)
    if wider > 1.0:  # so many arrivals tell as much as fewer would that came by chance
        rates = rates_of(number / wider, watched / wider)
    rate = np.exp(rates.log_rate)
    daily = rate[of_day]  # [day, hour]
    days = of_days(counts.number[c], daily * counts.watched, counts.watched)
    minutes = of_minutes(counts.times[c], counts.day, daily, counts.watched)
    arrivals, parameters = [], []
    for i, t in enumerate(types):
        error = WIDE * rates.error[i]
        all_of = rate[i] / counts.share
        made = Arrivals(
            cls, DAYS[t], all_of, all_of * np.exp(-error), all_of * np.exp(error), int(number[i].sum()),
            float(watched[i].sum() / DAY), days.value, *platoon(minutes, counts.times[c]),
        )  # fmt: skip
        arrivals.append(made)
        parameters += rate_parameters(made, number[i], watched[i], counts)
        parameters.append(total_parameter(made, number[i].sum(), np.sqrt(wider)))
    missing = [DAYS[t] for t in (0, 1) if t not in types]
    parameters += [unknown(cls, name, 0, Why("no {day} was watched", day=name)) for name in missing]
    parameters += spreads(cls, days, minutes)
    return Arriving(tuple(arrivals), tuple(parameters))


def spread_of(number, expected):
    """Pearson's statistic of hours and of days, the larger: how much wider than chance intervals are."""
    hours = expected > 0.05
    free = max(hours.sum() - 24, 1)
    of_hours = ((number - expected)[hours] ** 2 / expected[hours]).sum() / free
    total, mean = number.sum(axis=1), expected.sum(axis=1)
    good = mean > 5
    of_day = ((total - mean)[good] ** 2 / mean[good]).sum() / max(good.sum() - 2, 1)
    believed = of_day if good.sum() > 4 and chi2.sf(of_day * (good.sum() - 2), good.sum() - 2) < 0.05 else 1.0
    return max(of_hours if of_hours > MUCH else 1.0, believed)


def platoon(minutes, times):
    size = platoon_of(minutes)[0]
    return size, gap_of(times) if size > 1.0 else 0.0


def rate_parameters(made, number, watched, counts):
    """A Parameter for each hour; where nobody ever came the rate may as well be none."""
    why = NOTHING
    if counts.share < 1:
        why = Why("{share:.1%} of the journeys have no class and are shared out", share=1 - counts.share)
    if counts.reckoned > 0.005:
        why = joined(
            why, Why("{share:.1%} of the arrivals are reckoned from later events", share=counts.reckoned)
        )
    for hour in range(24):
        seen = watched[hour] > 0
        verdict = CALIBRATED if seen else NOT_IDENTIFIED
        yield Parameter(
            "arrival_rate", "", made.cls, f"{made.days} {hour:02d}", made.rate[hour] if seen else np.nan,
            made.low[hour] if seen and number[hour] else 0.0, made.high[hour] if seen else np.inf,
            int(round(made.rate[hour] * watched[hour])), METHOD, verdict,
            why if seen else Why("nobody watched then"),
        )  # fmt: skip


def total_parameter(made, n, wider):
    """The number of a day."""
    total = made.rate.sum() * HOUR
    error = WIDE * wider / np.sqrt(max(n, 1))
    return Parameter(
        "arrivals_a_day", "", made.cls, made.days, total, total * np.exp(-error), total * np.exp(error),
        int(n), "counted, over the time that was watched", CALIBRATED, NOTHING,
    )  # fmt: skip


def spreads(cls, days, minutes):
    """How much more than chance days differ, and how many come together."""
    known = np.isfinite(days.value)
    why = Why("days differ by chance alone") if days.p > 0.05 else NOTHING
    why = why if known else Why("fewer than five whole days")
    yield Parameter(
        "arrival_dispersion", "", cls, "day", days.value, days.low, days.high, days.n,
        "variance over mean of the numbers of days", CALIBRATED if known else NOT_IDENTIFIED, why,
    )  # fmt: skip
    size, low, high = platoon_of(minutes)
    known = np.isfinite(minutes.value)
    why = Why("one by one") if size == 1.0 else NOTHING
    why = why if known else Why("too few watched hours")
    yield Parameter(
        "platoon", "", cls, "", size if known else np.nan, low, high, minutes.n,
        "variance over mean of the numbers in quarters of an hour",
        CALIBRATED if known else NOT_IDENTIFIED, why,
    )  # fmt: skip


def unknown(cls, key, n, why):
    return Parameter("arrival_rate", "", cls, key, np.nan, 0.0, np.inf, n, METHOD, NOT_IDENTIFIED, why)
