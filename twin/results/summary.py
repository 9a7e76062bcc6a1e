"""All replications of a plan as tidy tables."""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from twin.results.causes import causes
from twin.results.dictionary import ENTITY, LEVEL, USE, VISIT
from twin.results.entities import subjects
from twin.results.intervals import mean_intervals
from twin.results.places import places
from twin.results.visited import time_grid

# The columns of each table, in their order. Nothing is said by an index.
COLUMNS = {
    "kpis": ("scope", "name", "cls", "measure", "unit", "mean", "low", "high", "replications"),
    "queues": ("kind", "station", "unit", "minute", "mean", "low", "high", "storage"),
    "curves": ("flow", "minute", "arrived", "left"),
    "hourly": ("kind", "station", "hour", "wait_mean", "wait_p95", "n"),
    "utilisation": ("station", "servers", *(measure.name for measure in USE)),
    "why": ("cause", "name", "minutes", "low", "high", "share"),
    "conservation": ("cls", "arrived", "left", "inside"),
    "replications": ("scope", "name", "cls", "measure", "replication", "value"),
}


@dataclass(frozen=True)
class Summary:
    """The tables of COLUMNS. A scope is port, flow, class or a kind of place; cls is 'all' or a class."""

    kpis: pd.DataFrame  # every measure with its interval over replications
    queues: (
        pd.DataFrame
    )  # who stands at each place at each minute: entities, at links metres, against storage
    curves: pd.DataFrame  # cumulative arrivals and departures, means
    hourly: pd.DataFrame  # waits by the hour, from the start, in which the place was asked for
    utilisation: pd.DataFrame  # shares of server time, summing to 1
    why: pd.DataFrame  # minutes a replication by root cause, the largest first
    conservation: pd.DataFrame  # counts over all replications, warm-up included
    replications: pd.DataFrame  # the values behind kpis, one row a replication

    def tables(self):
        """The frames by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def from_tables(tables):
    """The Summary of frames by name."""
    return Summary(**{field.name: tables[field.name] for field in fields(Summary)})


def summarise(plan, reduced):
    """The Summary of a plan's replications, in their order."""
    if not reduced:
        raise ValueError("there are 0 replications; a summary needs at least 1")
    where = places(plan)
    keys, values = _measured(plan, where, reduced)
    return Summary(
        kpis=_kpis(keys, values),
        queues=_queues(plan, where, reduced),
        curves=_curves(plan, reduced),
        hourly=_hourly(where, reduced),
        utilisation=_utilisation(where, reduced),
        why=_why(plan, reduced),
        conservation=_conservation(plan, reduced),
        replications=_replications(keys, values),
    )


def bottleneck(summary):
    """(cause, name, share) of the largest cause of waiting, None if nobody waited.

    A cause of kind 'service' names the station whose servers are too few or too slow.
    """
    if summary.why.empty:
        return None
    first = summary.why.iloc[0]
    return first["cause"], first["name"], float(first["share"])


def _frame(name, columns):
    """A table with the columns of COLUMNS."""
    frame = pd.DataFrame(columns)
    assert set(frame.columns) == set(COLUMNS[name])
    return frame[list(COLUMNS[name])].reset_index(drop=True)


def _measured(plan, where, reduced):
    """(scope, name, cls, measure, unit) of every measure, and [replication, measure] its values."""
    keys = [(*subject, m.name, m.unit) for subject in subjects(plan) for m in ENTITY]
    for place in where.names:
        classes = ("all", *plan.names.classes)
        keys += [(place.kind, place.name, cls, m.name, m.unit) for cls in classes for m in VISIT]
    for part in (LEVEL, USE):
        keys += [(place.kind, place.name, "all", m.name, m.unit) for place in where.names for m in part]
    values = np.array([
        np.concatenate([run.entities.ravel(), run.visits.ravel(), run.levels.ravel(), run.use.ravel()])
        for run in reduced
    ])  # fmt: skip
    return _worth_saying(pd.DataFrame(keys, columns=["scope", "name", "cls", "measure", "unit"]), values)


def _worth_saying(keys, values):
    """Without measures that no replication has, and without classes that never came to a place."""
    has = ~np.isnan(values).all(axis=0)
    counted = keys["measure"].isin(
        ["arrived", "finished", "inside_at_end", "tonnes_in", "throughput_per_hour"]
    )
    by_class = (keys["cls"] != "all").to_numpy()
    has &= ~(counted.to_numpy() & by_class & (values == 0).all(axis=0))
    return keys[has].reset_index(drop=True), values[:, has]


def _kpis(keys, values):
    mean, low, high, n = mean_intervals(values)
    return _frame("kpis", {**keys, "mean": mean, "low": low, "high": high, "replications": n})


def _replications(keys, values):
    count = len(values)
    repeated = keys.drop(columns="unit").loc[np.repeat(keys.index, count)]
    number = np.tile(np.arange(count), len(keys))
    return _frame(
        "replications", {**repeated.reset_index(drop=True), "replication": number, "value": values.T.ravel()}
    )


def _storage(plan, where, reduced):
    """[place] storage in the unit of its queue, nan without limit: metres hold so many of those who came."""
    size = plan.arrays.cls["size"] / 1000.0
    came = np.sum([run.visits[:, 1:, 0] for run in reduced], axis=0)
    total = came.sum(axis=1)
    length = (came @ size) / np.where(total > 0, total, np.nan)
    link = np.array([place.kind == "link" for place in where.names])
    scale = np.where(where.in_metres & ~link, length, 1.0)
    storage = where.storage / scale
    return np.where(np.isfinite(storage), storage, np.nan)


def _queues(plan, where, reduced):
    mean, low, high, _ = mean_intervals(np.stack([run.queues for run in reduced]))
    minutes = time_grid(reduced[0].end) / 60.0
    n = len(where.names)
    repeat = np.repeat(np.arange(n), len(minutes))
    kind = np.array([place.kind for place in where.names], object)
    name = np.array([place.name for place in where.names], object)
    return _frame("queues", {
        "kind": kind[repeat], "station": name[repeat],
        "unit": np.where(kind == "link", "m", "entities")[repeat],
        "minute": np.tile(minutes, n), "mean": mean.ravel(), "low": low.ravel(), "high": high.ravel(),
        "storage": _storage(plan, where, reduced)[repeat],
    })  # fmt: skip


def _curves(plan, reduced):
    arrived, left = np.mean([run.curves for run in reduced], axis=0, dtype=float)
    minutes = time_grid(reduced[0].end) / 60.0
    flows = np.array(plan.names.flows, object)
    return _frame("curves", {
        "flow": np.repeat(flows, len(minutes)), "minute": np.tile(minutes, len(flows)),
        "arrived": arrived.ravel(), "left": left.ravel(),
    })  # fmt: skip


def _hourly(where, reduced):
    """Only hours in which somebody came: of a year at many places most are empty."""
    number = np.zeros(reduced[0].hourly[2].shape)
    for run in reduced:  # a year at many places is long, so nothing stands beside the sum
        number += run.hourly[2]
    number /= len(reduced)
    place, hour = np.nonzero(number > 0)
    mean, p95 = (_mean_of(np.stack([run.hourly[which, place, hour] for run in reduced])) for which in (0, 1))
    kinds = np.array([place.kind for place in where.names], object)
    names = np.array([place.name for place in where.names], object)
    return _frame("hourly", {
        "kind": kinds[place], "station": names[place], "hour": hour,
        "wait_mean": mean, "wait_p95": p95, "n": number[place, hour],
    })  # fmt: skip


def _mean_of(values):
    """The mean over the first axis of those that are known; nan where none is."""
    known = ~np.isnan(values)
    n = known.sum(axis=0)
    total = np.sum(values, axis=0, where=known, dtype=float)
    return np.divide(total, n, out=np.full(n.shape, np.nan), where=n > 0)


def _utilisation(where, reduced):
    counted = np.flatnonzero(where.servers > 0)
    use = mean_intervals(np.stack([run.use for run in reduced]))[0][counted]
    names = [where.names[i].name for i in counted]
    shares = {measure.name: use[:, i] for i, measure in enumerate(USE)}
    return _frame("utilisation", {"station": names, "servers": where.servers[counted], **shares})


def _why(plan, reduced):
    minutes = np.stack([run.why for run in reduced]) / 60.0
    mean, low, high, _ = mean_intervals(minutes)
    labels = causes(plan)
    frame = _frame("why", {
        "cause": [label.cause for label in labels], "name": [label.name for label in labels],
        "minutes": mean, "low": low, "high": high, "share": mean / (mean.sum() or 1.0),
    })  # fmt: skip
    frame = frame[frame["minutes"] > 0]
    return frame.sort_values(["minutes", "cause", "name"], ascending=[False, True, True]).reset_index(
        drop=True
    )


def _conservation(plan, reduced):
    arrived, left, inside = np.sum([run.balance for run in reduced], axis=0)
    return _frame(
        "conservation", {"cls": list(plan.names.classes), "arrived": arrived, "left": left, "inside": inside}
    )
