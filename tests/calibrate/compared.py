"""Small samples of visits, made by arithmetic, to hold distances and scores against."""

import numpy as np
import pandas as pd

from twin.calibrate.validation.sample import COLUMNS, DAY, Sample

STATIONS = ("gate", "scan", "bench", "out")


def sample(rows, *, days=3, weekday=0):
    """A Sample of rows (case, station, joined, started, ended)."""
    frame = pd.DataFrame(rows, columns=["case", "station", "joined", "started", "ended"])
    frame = frame.astype({name: float for name in ("joined", "started", "ended")}).assign(cls="truck")
    return Sample(frame.assign(took=frame["ended"] - frame["started"])[list(COLUMNS)], days, weekday)


def shuffled(number, step, *, days=3):
    """So many cases of two to four stations, in an order that hangs on their number; nobody waits first."""
    rows = []
    for case in range(number):
        time = float((case * step * 977) % int(days * DAY - 20_000))
        for visit in range(2 + (case * step) % 3):
            station = STATIONS[(case * visit + step * visit) % 4]
            wait = 0 if visit == 0 else (case * 37 + visit * 11 + step) % 300
            took = 60 + (case * 53 + visit * 29 * step) % 900
            rows.append((case, station, time, time + wait, time + wait + took))
            time += wait + took + 30
    return sample(rows, days=days)


def by_chance(number, seed, *, days=3):
    """So many cases that come at random, wait and are served at random."""
    rng = np.random.default_rng(seed)
    came = np.sort(rng.uniform(0, days * DAY - 20_000, number))
    rows = []
    for case, time in enumerate(came):
        for station in rng.choice(STATIONS, rng.integers(1, 4), replace=False):
            wait, took = rng.exponential(200), rng.gamma(2, 300)
            rows.append((case, str(station), time, time + wait, time + wait + took))
            time += wait + took
    return sample(rows, days=days)
