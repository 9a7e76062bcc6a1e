"""How the benchmarks measure: processor time, everything compared in turns, the best of a few."""

import time

from twin.engine import stream


def nowhere(*rows):
    """A sink that keeps nothing."""


def clocked(work):
    """The same work, giving the processor seconds of this process that it took."""

    def clock():
        start = time.process_time()
        work()
        return time.process_time() - start

    return clock


def in_turns(works, *, times=3):
    """{name: the least seconds of a few tries} of works that give their own; a first round does not count.

    One try of each follows one of each other, so that what slows the machine slows them alike.
    """
    found = {name: [] for name in works}
    for turn in range(times + 1):
        for name, work in works.items():
            seconds = work()
            if turn:
                found[name].append(seconds)
    return {name: min(seconds) for name, seconds in found.items()}


def streamed(plan, engine="kernel", *, sink=nowhere):
    """One replication of a plan in an engine, its arrivals drawn as well, as a work of `in_turns`."""
    return clocked(lambda: stream(plan, 0, sink, engine=engine))
