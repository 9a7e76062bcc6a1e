"""Many replications of one plan, side by side on the cores of this machine, always in the same order."""

from functools import partial

from twin.study.running.batches import measured
from twin.study.running.how import How, Place
from twin.study.running.places import opened


def replicate(plan, numbers, *, engine="kernel", workers=0, watch=None):
    """The RunMeasures of the numbered replications, in the order of the numbers; nothing is kept on disk.

    `watch()` is called as each ends. Visits are measured and let go, so memory does not grow with the number
    of replications. The kernel releases the interpreter's lock, so threads are enough; how many there are
    changes no number.
    """
    return _side_by_side(partial(measured, plan, engine=engine, by="visits"), numbers, engine, workers, watch)


def replicate_streamed(plan, numbers, *, engine="kernel", workers=0, watch=None):
    """As `replicate`, from statistics added up in the runs: memory does not grow with their length either.

    Quantiles are to within bins.WITHIN, and there are no causes of waiting.
    """
    one = partial(measured, plan, engine=engine, by="statistics")
    return _side_by_side(one, numbers, engine, workers, watch)


def _side_by_side(one, numbers, engine, workers, watch):
    """[number] what `one(number)` gives, from so many threads."""
    threads = opened(How(engine=engine, place=Place(workers=workers)))
    waiting = [threads.submit(_watched, one, number, watch) for number in numbers]
    try:
        return [job.result() for job in waiting]
    finally:
        # On a fault or an interrupt those not begun are dropped; on success there are none.
        threads.let_go(waiting)


def _watched(one, number, watch):
    measures = one(number)
    if watch:
        watch()
    return measures
