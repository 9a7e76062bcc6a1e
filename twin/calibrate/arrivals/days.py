"""A fitted profile day by day: where half and nine in ten of its days lie, and those that were recorded."""

import numpy as np
import pandas as pd
from scipy.stats import nbinom, poisson

from twin.calibrate.arrivals.counts import counts_of
from twin.calibrate.recorded import DAYS, HOUR, recorded

SHARES = {"low90": 0.05, "low50": 0.25, "high50": 0.75, "high90": 0.95}
WHOLE = 0.999  # of an hour that was watched


def day_fans(fit):
    """cls, days, hour, mean, low90, low50, high50, high90: arrivals an hour of days like those fitted."""
    frames = []
    for made in fit.arrivals:
        mean = made.rate * HOUR
        bands = {name: _quantiles(mean, made.dispersion, share) for name, share in SHARES.items()}
        about = {"cls": made.cls, "days": made.days, "hour": np.arange(len(mean)), "mean": mean}
        frames.append(pd.DataFrame({**about, **bands}))
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def recorded_days(cleaned, *, holidays=()):
    """{(class, type of day): [day, hour] arrivals}, nan in hours that nobody watched in full."""
    log = recorded(cleaned, holidays=holidays)
    counts = counts_of(log)
    seen = counts.watched >= WHOLE * HOUR
    number = np.where(seen, counts.number / counts.share, np.nan)
    return {
        (cls, name): number[c][counts.kind == t]
        for c, cls in enumerate(log.classes)
        for t, name in enumerate(DAYS)
        if (counts.kind == t).any()
    }


def _quantiles(mean, dispersion, share):
    """[hour] of a day's number that varies by `dispersion` times chance, spread over the hours by chance."""
    total = mean.sum()
    wider = np.nan_to_num(dispersion, nan=1.0) - 1.0
    if wider <= 0.0 or total <= 0.0:
        return poisson.ppf(share, mean)
    size = total / wider  # of the gamma that makes the days differ: one factor for all hours of a day
    return np.where(mean > 0, nbinom.ppf(share, size, size / (size + mean)), 0.0)
