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
    one = partial(measured, plan, engine=engine)
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
