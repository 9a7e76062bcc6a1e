"""Small presents and forecasts, laid out in one place."""

import math

import numpy as np
import pandas as pd

from twin.live.alerts.sight import Sight
from twin.live.records import QUEUEING, UP, Forecast, Present

NOW = 1_000_000.0
STATION = {
    "station": "scanner", "queue": 3.0, "queue_low": 3.0, "queue_high": 3.0, "unseen": 0.0, "serving": 2.0,
    "open": 2.0, "open_low": 2.0, "open_high": 2.0, "up": 2, "devices": 2, "age": 5.0, "trust": 1.0,
}  # fmt: skip
DEVICE = {
    "device": "scanner-1", "station": "scanner", "status": UP, "heard": NOW - 5.0, "usual": 60.0,
    "offset": 0.0, "late": 0, "twice": 0, "refused": 0,
}  # fmt: skip
INSIDE = {
    "case": "c1", "cls": "truck", "station": "scanner", "server": "", "doing": QUEUEING, "since": NOW - 600.0,
    "since_within": 1.0, "likely": 0.99, "heard": NOW - 600.0,
}  # fmt: skip
SPREAD = {"low90": -4.0, "low50": -2.0, "median": 0.0, "high50": 2.0, "high90": 4.0}


def present(at=NOW, *, station=None, device=None, inside=INSIDE, number=5.0):
    """A port of one station and one device, with what is other than usual."""
    return Present(
        at, at - 1.0, pd.DataFrame([inside]), pd.DataFrame([STATION | (station or {})]),
        pd.DataFrame([DEVICE | (device or {})]), number, number - 1.0, number + 1.0,
    )  # fmt: skip


def forecast(medians, at=NOW, *, measure="queue", station="scanner"):
    """A forecast whose medians stand every 5 minutes, with the same spread around each."""
    rows = [
        {"time": 300.0 * (k + 1), "station": station, "cls": "*", "measure": measure, "mean": median}
        | {name: median + by for name, by in SPREAD.items()}
        for k, median in enumerate(medians)
    ]
    return Forecast(at, 300.0, 300.0 * len(medians), 200, (), pd.DataFrame(rows))


def foreseen(paths, at=NOW, *, measure="queue", station="scanner", step=300.0):
    """A forecast of nothing but what each future comes to, from now on."""
    path = np.array(paths, np.float32)
    ahead, none = step * (path.shape[1] - 1), pd.DataFrame()
    return Forecast(at, step, ahead, len(path), (), none, paths={(station, measure): path})


def sight(at=NOW, *, told=None, **what):
    return Sight(present(at, **what), told)


NAN = math.nan
