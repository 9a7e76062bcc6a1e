"""One plan in both engines: are their tables the same, and does the run keep every law."""

from typing import NamedTuple

from twin.engine import ENGINES, run_to_the_end
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
