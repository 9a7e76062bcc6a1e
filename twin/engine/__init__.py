"""Two engines for one plan: `reference` to be read, `kernel` to be fast; their visits are the same."""

import numpy as np

from twin.engine.trouble import DoesNotAdvance, EngineError, Jam, TooMany
from twin.plan.branching import AS_DRAWN, BY_AGE, Branch
from twin.plan.packing import packed, unpacked
from twin.plan.snapshot import belongs
from twin.plan.visits import TABLES, in_order

__all__ = [
    "AS_DRAWN",
    "BY_AGE",
    "ENGINES",
    "DoesNotAdvance",
    "EngineError",
    "Jam",
    "TooMany",
    "futures",
    "pause",
    "pause_again",
    "resume",
    "run",
    "run_of",
    "run_to_the_end",
    "stream",
    "trace",
]

ENGINES = ("kernel", "reference")


def stream(plan, replication, sink, *, engine="kernel"):
    """Runs one replication; `sink(visits, trips, downs, stops)` gets rows in chunks, in no particular order.

    A chunk is the engine's own memory, written again after the call: copy what is to be kept.
    Raises Jam, DoesNotAdvance or TooMany, which say who is concerned.
    """
    _chosen(engine).run(plan, replication, sink)


def pause(plan, replication, time, sink, *, engine="kernel"):
    """Runs one replication through all that happens until `time`; gives the Snapshot to go on from.

    Raises Jam, DoesNotAdvance or TooMany if it came before.
    """
    return _chosen(engine).pause(plan, replication, time, sink)


def resume(plan, snapshot, sink, *, engine="kernel"):
    """Runs on from a snapshot to the horizon, as `stream` does: the rows are those of a run never stopped.

    Raises SnapshotError if the snapshot is of another plan.
    """
    belongs(plan, snapshot)
    _chosen(engine).resume(plan, snapshot, sink)


def pause_again(plan, snapshot, time, sink, *, engine="kernel"):
    """Runs on from a snapshot through all that happens until `time`; gives the next Snapshot."""
    belongs(plan, snapshot)
    return _chosen(engine).pause_again(plan, snapshot, time, sink)


def futures(plan, snapshot, n, *, left=AS_DRAWN, engine="kernel"):
    """Yields n Snapshots to go on from: from this instant on all that was not drawn yet has other luck.

    What happened before is the same in all of them. Services, failures and repairs under way last as was
    drawn, or are drawn anew on condition of their age (`left=BY_AGE`). To go on with the luck of the run
    itself, resume the snapshot.
    """
    belongs(plan, snapshot)
    for number in range(n):
        yield _chosen(engine).branch(plan, snapshot, Branch(snapshot.time, number, left))


def _chosen(engine):
    if engine == "kernel":
        from twin.engine import kernel

        return kernel
    from twin.engine import reference

    return reference


def run(plan, replication=0, *, engine="kernel"):
    """One replication in memory, in canonical order."""
    found, trouble = run_to_the_end(plan, replication, engine=engine)
    if trouble is not None:
        raise trouble
    return found


def trace(plan, replication=0, *, engine="kernel"):
    """One replication as [chunk] of (visits, trips, downs, stops), Packed to less than half of a run."""
    chunks = []
    stream(plan, replication, lambda *rows: chunks.append(tuple(map(packed, rows))), engine=engine)
    return chunks


def run_of(plan, chunks):
    """The Run of a `trace`."""
    return _together([[unpacked(table) for table in chunk] for chunk in chunks], plan.horizon)


def run_to_the_end(plan, replication=0, *, engine="kernel"):
    """(Run, trouble): one replication in memory even where it jams; trouble is None where it does not."""
    chunks, trouble = [], None
    try:
        stream(
            plan, replication, lambda *rows: chunks.append([table.copy() for table in rows]), engine=engine
        )
    except EngineError as error:
        trouble = error
    return _together(chunks, plan.horizon), trouble


def _together(chunks, end):
    """The Run of all chunks."""
    tables = [
        np.concatenate([np.zeros(0, dtype), *(chunk[i] for chunk in chunks)], dtype=dtype)
        for i, dtype in enumerate(TABLES)
    ]
    return in_order(*tables, end)
