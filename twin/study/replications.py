"""Many replications of one plan, side by side on the cores of this machine, always in the same order."""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from twin.engine import EngineError, run
from twin.results.aggregate import aggregate, measures_of
from twin.results.measures import reduce


def replicate(plan, numbers, *, engine="kernel", workers=None, watch=None):
    """The RunMeasures of the numbered replications, in the order of the numbers.

    `watch()` is called as each ends. Visits are measured and let go, so memory does not grow with the number
    of replications. The kernel releases the interpreter's lock, so threads are enough; how many there are
    changes no number.
    """
    return _side_by_side(partial(_of_visits, plan, engine), numbers, _workers(engine, workers), watch)


def replicate_streamed(plan, numbers, *, engine="kernel", workers=None, watch=None):
    """As `replicate`, from statistics added up in the runs: memory does not grow with their length either.

    Quantiles are to within bins.WITHIN, and there are no causes of waiting.
    """
    return _side_by_side(partial(_of_statistics, plan, engine), numbers, _workers(engine, workers), watch)


def _of_visits(plan, engine, number):
    return reduce(plan, run(plan, number, engine=engine))


def _of_statistics(plan, engine, number):
    return measures_of(plan, aggregate(plan, number, engine=engine))


def _workers(engine, workers):
    # The reference holds the lock all the time: threads would only share its speed.
    return (workers or cores()) if engine == "kernel" else 1


def _side_by_side(measured, numbers, workers, watch):
    """[number] what `measured(number)` gives, from so many threads."""
    numbers = list(numbers)
    pool = ThreadPoolExecutor(max(min(len(numbers), workers), 1))
    try:
        waiting = [pool.submit(_watched, measured, number, watch) for number in numbers]
        return [job.result() for job in waiting]
    finally:
        # On a fault or an interrupt those not begun are dropped; on success there are none.
        pool.shutdown(cancel_futures=True)


def cores():
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _watched(measured, number, watch):
    try:
        measures = measured(number)
    except EngineError as error:
        title, who = error.args
        where = f"so it was in replication {number} with seed {measured.args[0].seed}"
        raise type(error)(title, (*who, where)) from error
    if watch:
        watch()
    return measures
