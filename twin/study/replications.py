"""Many replications of one plan, side by side on the cores of this machine, always in the same order."""

import os
from concurrent.futures import ThreadPoolExecutor

from twin.engine import EngineError, run
from twin.results.measures import reduce


def replicate(plan, numbers, *, engine="kernel", workers=None, watch=None):
    """The RunMeasures of the numbered replications, in the order of the numbers.

    `watch()` is called as each ends. Visits are measured and let go, so memory does not grow with the number
    of replications. The kernel releases the interpreter's lock, so threads are enough; how many there are
    changes no number.
    """
    numbers = list(numbers)
    # The reference holds the lock all the time: threads would only share its speed.
    workers = min(len(numbers), workers or cores()) if engine == "kernel" else 1
    pool = ThreadPoolExecutor(max(workers, 1))
    try:
        waiting = [pool.submit(_measured, plan, number, engine, watch) for number in numbers]
        return [job.result() for job in waiting]
    finally:
        # On a fault or an interrupt those not begun are dropped; on success there are none.
        pool.shutdown(cancel_futures=True)


def cores():
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _measured(plan, number, engine, watch):
    try:
        measures = reduce(plan, run(plan, number, engine=engine))
    except EngineError as error:
        title, who = error.args
        where = f"so it was in replication {number} with seed {plan.seed}"
        raise type(error)(title, (*who, where)) from error
    if watch:
        watch()
    return measures
