"""A gate with a morning rush that it cannot serve at once, and its records with and without who joined."""

import numpy as np
import pandas as pd
from calibrate.queueing import DAY, HOUR, MONDAY, cleaned, gamma, served

RATE = np.array([2, 2, 2, 2, 4, 8, 26, 34, 30, 20, 14, 12, 12, 12, 12, 12, 10, 8, 6, 4, 3, 2, 2, 2], float)
SERVERS = np.where((np.arange(24) >= 6) & (np.arange(24) < 20), 3, 2)
MEAN, CV = 420.0, 0.5


def rows(seed, days=7):
    """The visits of so many days from Monday on."""
    generator = np.random.default_rng(seed)
    number = generator.poisson(np.tile(RATE, days))
    at = MONDAY + HOUR * (np.repeat(np.arange(24 * days), number) + generator.random(number.sum()))
    at = np.sort(at)
    long = gamma(generator, MEAN, CV, len(at))
    started, server = served(at, long, SERVERS)
    cls = np.where(generator.random(len(at)) < 0.3, "bus", "truck")
    return pd.DataFrame({
        "case": np.arange(len(at)), "number": 0, "cls": cls, "station": "gate", "joined": at,
        "server": [f"gate-{i + 1}" for i in server], "started": started, "ended": started + long,
    })  # fmt: skip


def seen(frame, days=7):
    """The Cleaned of visits."""
    return cleaned(frame, until=MONDAY + days * DAY)


def hour(times):
    return (times % DAY // HOUR).astype(int)
