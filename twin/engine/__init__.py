"""Two engines for one plan: `reference` to be read, `kernel` to be fast; their visits are the same."""

import numpy as np

from twin.engine.trouble import DoesNotAdvance, EngineError, Jam, jam, jammed
from twin.plan.visits import DOWN, TRIP, VISIT, in_order

__all__ = ["ENGINES", "DoesNotAdvance", "EngineError", "Jam", "run", "stream"]

ENGINES = ("kernel", "reference")


def stream(plan, replication, sink, *, engine="kernel"):
    """Runs one replication; `sink(visits, trips, downs)` gets rows in chunks, in no particular order.

    Raises Jam or DoesNotAdvance, which say who waits for whom.
    """
    if engine == "kernel":
        from twin.engine import kernel as chosen
    else:
        from twin.engine import reference as chosen
    standing = chosen.run(plan, replication, sink)
    stuck = jammed(plan, standing)
    if stuck:
        raise jam(plan, stuck)


def run(plan, replication=0, *, engine="kernel"):
    """One replication in memory, in canonical order."""
    chunks = []
    stream(plan, replication, lambda *rows: chunks.append(rows), engine=engine)
    tables = [
        np.concatenate([chunk[i] for chunk in chunks]) if chunks else np.zeros(0, dtype)
        for i, dtype in enumerate((VISIT, TRIP, DOWN))
    ]
    return in_order(*tables, plan.horizon)
