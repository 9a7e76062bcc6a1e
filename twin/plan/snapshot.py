"""A run that was stopped at an instant: enough to go on as if it had never stopped."""

from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from twin.plan.arrivals import Drawn
from twin.plan.branching import Branch
from twin.plan.processes.coming import Coming, Progress


class SnapshotError(Exception):
    """A snapshot that this plan cannot go on from."""


class Snapshot(NamedTuple):
    """A replication after all that happened until `time`.

    `tables` is the kernel's memory and `drawn` how far arrivals were drawn. The reference keeps neither: it
    remembers how it came there, and goes the same way again. Each engine goes on from the other's snapshots.
    """

    plan: str  # plan_key of its plan
    replication: int
    time: float  # seconds
    drawn: Drawn | None = None
    tables: dict[str, np.ndarray] | None = None
    branches: tuple = ()  # of which future of which instants it is


def plan_key(plan):
    """A digest of all that a plan says but for its replications."""
    digest = blake2b(digest_size=16)
    for name, table in plan.arrays._asdict().items():
        digest.update(name.encode() + str(table.dtype).encode() + np.ascontiguousarray(table).tobytes())
    digest.update(repr((plan.names, plan.sources, plan.start, plan.horizon, plan.seed)).encode())
    return digest.hexdigest()


def belongs(plan, snapshot):
    """Raises SnapshotError unless the snapshot was taken in a run of this plan."""
    if snapshot.plan != plan_key(plan):
        raise SnapshotError(
            f"the snapshot at {snapshot.time:g} s is of another plan; go on with the scenario, the seed and "
            "the version it was taken with"
        )


def save(snapshot, path):
    """Writes a snapshot as one .npz file of plain arrays: to read it can run no code."""
    tables = dict(snapshot.tables or {})
    for i, progress in enumerate(snapshot.drawn.progress if snapshot.drawn else ()):
        for name, value in _flat(progress):
            tables[f"source.{i}.{name}"] = np.array(value)
    until = snapshot.drawn.until if snapshot.drawn else np.nan
    header = np.array([snapshot.time, until, snapshot.replication], float)
    tables["branches"] = np.array(snapshot.branches, float).reshape(-1, len(Branch._fields))
    with open(path, "wb") as file:
        np.savez(file, allow_pickle=False, header=header, plan=np.array(snapshot.plan), **tables)


def load(path):
    """The Snapshot in a file."""
    with np.load(path, allow_pickle=False) as file:
        tables = {name: file[name] for name in file.files}
    instant, until, replication = tables.pop("header").tolist()
    plan = str(tables.pop("plan"))
    branches = tuple(Branch(time, int(n), int(left)) for time, n, left in tables.pop("branches").tolist())
    sources = {}
    for name in [name for name in tables if name.startswith("source.")]:
        _, i, field = name.split(".", 2)
        sources.setdefault(int(i), {})[field] = tables.pop(name)
    if np.isnan(until):
        return Snapshot(plan, int(replication), instant, branches=branches)
    progress = tuple(_progress(sources[i]) for i in range(len(sources)))
    return Snapshot(plan, int(replication), instant, Drawn(until, progress), tables, branches)


def _flat(progress):
    for name, value in progress._asdict().items():
        if isinstance(value, Coming):
            yield from ((f"{name}.{field}", part) for field, part in value._asdict().items())
        else:
            yield name, value


def _progress(fields):
    said = {}
    for name in Progress._fields:
        if name in fields:
            said[name] = fields[name].item()
        else:
            said[name] = Coming(*(fields[f"{name}.{field}"] for field in Coming._fields))
    return Progress(**said)
