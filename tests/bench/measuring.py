"""How the benchmarks measure: processor time of this process, both engines in turn, the best of a few."""

import time

from twin.engine import stream


def nowhere(*rows):
    """A sink that keeps nothing."""


def cpu_seconds(work, *, times=3):
    """The least processor seconds of a few tries; the first, which may compile, does not count."""
    work()
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def seconds_of(plan, engine, *, times=3, sink=nowhere):
    """Processor seconds of one replication of a plan in an engine, its arrivals drawn as well."""
    return cpu_seconds(lambda: stream(plan, 0, sink, engine=engine), times=times)
