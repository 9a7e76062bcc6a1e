"""A forecast as its table: means and quantiles over the futures, named as in the records."""

import numpy as np
import pandas as pd

from twin.live.forecast.counting import LEFT, NUMBER, QUEUE, WAIT
from twin.live.records import Mark

QUANTILES = {"low90": 0.05, "low50": 0.25, "median": 0.5, "high50": 0.75, "high90": 0.95}
ALL = "*"
LEADS = (900.0, 1800.0, 3600.0, 7200.0, 14400.0, 28800.0)  # seconds, at which forecasts are held to account
MEMBERS = 20  # of a mark: its 2.5 %, 7.5 %, ... quantiles


def table_of(port, counted):
    """The table of twin.live.records.Forecast; what is nan in all futures is left out."""
    classes = [*(port.said_class(name) for name in counted.classes), ALL]
    stations = [port.said_station(name) for name in counted.stations]
    parts = []
    for measure, values in counted.at_stations.items():
        parts.append(_rows(measure, values, (stations, classes, counted.times)))
    for measure, values in counted.of_port.items():
        parts.append(_rows(measure, values[:, None], ([""], classes, counted.times)))
    return pd.concat(parts, ignore_index=True)


def _rows(measure, values, axes):
    """The rows of one measure: values are [future, station, class, time]."""
    stations, classes, times = axes
    if measure in (WAIT, LEFT):  # of a step that ends then, and none ends now
        values, times = values[..., 1:], times[1:]
    ordered = np.sort(values, axis=0)  # what is nan comes last
    known = (~np.isnan(ordered)).sum(axis=0)
    with np.errstate(invalid="ignore"):
        mean = np.nansum(values, axis=0) / known
    shape = mean.shape
    index = np.indices(shape).reshape(3, -1)
    frame = {
        "time": np.asarray(times)[index[2]],
        "station": np.array(stations, object)[index[0]],
        "cls": np.array(classes, object)[index[1]],
        "measure": measure,
        "mean": mean.ravel(),
    }
    frame |= {name: quantile_of(ordered, known, q).ravel() for name, q in QUANTILES.items()}
    return pd.DataFrame(frame)[known.ravel() > 0]


def quantile_of(ordered, known, q):
    """The q-quantile along the first axis of sorted values of which so many are no nan."""
    last = np.maximum(known - 1, 0)
    at = q * last
    below = np.floor(at).astype(int)
    above = np.minimum(below + 1, last)
    low = np.take_along_axis(ordered, below[None], axis=0)[0]
    high = np.take_along_axis(ordered, above[None], axis=0)[0]
    return low + (at - below) * (high - low)


def marks_of(port, counted):
    """The Marks of a forecast at those LEADS that it reaches."""
    stations = [port.said_station(name) for name in counted.stations]
    steps = [(lead, _step_of(counted.times, lead)) for lead in LEADS if lead <= counted.times[-1]]
    out = []
    for lead, step in steps:
        for index, station in enumerate(stations):
            out.append(_mark(lead, station, QUEUE, counted.at_stations[QUEUE][:, index, -1, [0, step]]))
        out.append(_mark(lead, "", NUMBER, counted.of_port[NUMBER][:, -1, [0, step]]))
    return tuple(out)


def paths_of(port, counted):
    """{(station, measure): [future, time]} what each future comes to at the most in each step.

    Only of what is watched, and in half the room: four bytes for each future, place and step.
    """
    out = {}
    for measure, peaks in counted.peaks.items():
        places = [""] if measure in (NUMBER, LEFT) else map(port.said_station, counted.stations)
        by_place = zip(places, peaks.swapaxes(0, 1).astype(np.float32), strict=True)
        out |= {(name, measure): path for name, path in by_place}
    for (_, measure), path in out.items():
        if measure in (WAIT, LEFT):
            path[:, 0] = np.nan  # of a step that ends then, and none ends now
    return {key: path for key, path in out.items() if not np.isnan(path).all()}


def _step_of(times, lead):
    return int(np.argmin(np.abs(times - lead)))


def _mark(lead, station, measure, levels):
    """The Mark of levels [future, now and then]."""
    then = np.sort(levels[:, 1])
    likely = (np.arange(MEMBERS) + 0.5) / MEMBERS
    members = tuple(then[(likely * len(then)).astype(int)].tolist())
    bands = np.quantile(then, [QUANTILES[name] for name in ("low90", "low50", "high50", "high90")])
    return Mark(lead, station, measure, float(levels[:, 0].mean()), members, tuple(bands.tolist()))
