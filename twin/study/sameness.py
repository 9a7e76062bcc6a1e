"""One plan in both engines: are their tables the same, and does the run keep every law."""

from typing import NamedTuple

import numpy as np

from twin.engine import ENGINES, EngineError, stream
from twin.plan.visits import DOWN, TRIP, VISIT, in_order
from twin.results.conservation import violations
from twin.study.trajectories import first_difference


class Outcome(NamedTuple):
    """What came of a comparison: `wrong` says the first difference or broken law, '' if there is none."""

    visits: int
    stopped: str  # name of the trouble in which both ended: a jam, a clock that stands still; '' if none
    wrong: str


def examine(plan, replication=0):
    """The Outcome of one replication of a plan."""
    runs, troubles = {}, {}
    for engine in ENGINES:
        runs[engine], troubles[engine] = run_to_the_end(plan, replication, engine=engine)
    kernel, reference = ENGINES
    said = {engine: str(trouble or "") for engine, trouble in troubles.items()}
    stopped = type(troubles[kernel]).__name__ if troubles[kernel] else ""
    visits = len(runs[kernel].visits)
    if said[kernel] != said[reference]:
        text = "\n".join(f"    {engine} says: {text or 'nothing'}" for engine, text in said.items())
        return Outcome(visits, stopped, f"the engines end differently\n{text}")
    broken = [f"{rule}: {text}" for rule, text in violations(plan, runs[kernel])]
    return Outcome(visits, stopped, first_difference(plan, runs) or "\n".join(broken))


def run_to_the_end(plan, replication, *, engine):
    """(Run, trouble): the tables of a run even where it jams."""
    chunks, trouble = [], None
    try:
        stream(plan, replication, lambda *rows: chunks.append(rows), engine=engine)
    except EngineError as error:
        trouble = error
    tables = [
        np.concatenate([np.zeros(0, dtype), *(chunk[i] for chunk in chunks)])
        for i, dtype in enumerate((VISIT, TRIP, DOWN))
    ]
    return in_order(*tables, plan.horizon), trouble
