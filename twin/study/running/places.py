"""Where batches run: threads and processes of this machine, or workers of a cluster, all asked in one way.

Each place has a `width`, how many batches it works on at once, and takes `submit(function, *arguments)`,
which gives a Future of concurrent.futures. An error of a future that `is_lost` is none of the batch.
"""

import atexit
import os
import queue
import threading
from concurrent.futures import FIRST_COMPLETED, Future, wait

from twin.study.running.how import CLUSTER, PROCESSES


def opened(how):
    """The place in which to run, kept open for the next study."""
    kind, workers, address = how.place
    if kind == CLUSTER:
        from twin.study.running.cluster import Cluster

        return _kept(Cluster, address)
    if kind == PROCESSES:
        from twin.study.running.processes import Processes

        return _kept(Processes, workers or cores())
    # The reference holds the lock all the time: threads would only share its speed.
    return _kept(Threads, (workers or cores()) if how.engine == "kernel" else 1)


def forget(place):
    """A place that is lost is opened anew by who asks for it next."""
    for asked in [asked for asked, open_one in _OPEN.items() if open_one is place]:
        del _OPEN[asked]


_OPEN: dict = {}  # [kind, what it is asked with] its place
atexit.register(_OPEN.clear)  # while what they need to close is still there


def _kept(kind, asked):
    if (kind, asked) not in _OPEN:
        _OPEN[kind, asked] = kind(asked)
    return _OPEN[kind, asked]


def first_of(futures, seconds):
    """Those of the futures that have ended, waiting so long for the first."""
    return wait(futures, timeout=seconds, return_when=FIRST_COMPLETED).done


def cores():
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Threads:
    """Threads that nobody waits for when the program ends: the kernel releases the interpreter's lock.

    So an interrupt, or the end of the time, does not wait for a replication of an hour.
    """

    def __init__(self, width):
        self.width = width
        self.tasks = queue.SimpleQueue()
        for _ in range(width):
            threading.Thread(target=self._work, daemon=True, name="replications").start()

    def submit(self, function, *arguments):
        """The Future of a call."""
        future = Future()
        self.tasks.put((future, function, arguments))
        return future

    def check(self):
        """Threads are always there."""

    def is_lost(self, error):
        """A thread is never lost."""
        return False

    def let_go(self, futures):
        """Those not begun are dropped; nobody waits for the others."""
        for future in futures:
            future.cancel()

    def _work(self):
        while True:
            future, function, arguments = self.tasks.get()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(function(*arguments))
            except BaseException as error:
                future.set_exception(error)
            del future, function, arguments  # else the last batch stays in memory
