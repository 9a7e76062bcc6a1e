"""Processes of this machine as workers: each begins anew, and is replaced when it is killed."""

import multiprocessing
import os
import signal
import threading
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor


class Processes:
    """So many processes; those of a study that is left are killed, not waited for."""

    def __init__(self, width):
        self.width = width
        self.executor = self._new()

    def submit(self, function, *arguments):
        """The Future of a call; where the processes were lost there are new ones."""
        try:
            return self.executor.submit(function, *arguments)
        except BrokenExecutor:
            self.executor = self._new()
            return self.executor.submit(function, *arguments)

    def check(self):
        """A process that is lost is seen by the futures."""

    def is_lost(self, error):
        """Whether a process was killed; the others of the pool are taken away with it."""
        return isinstance(error, BrokenExecutor)

    def let_go(self, futures):
        """Processes that are still at work are killed, others stay for the next study."""
        if not [future for future in futures if not future.cancel()]:
            return
        # Python 3.14 has a way to say this; before it the processes are known to the executor alone.
        for process in list((getattr(self.executor, "_processes", None) or {}).values()):
            process.kill()
        self.executor.shutdown(wait=False, cancel_futures=True)
        self.executor = self._new()

    def _new(self):
        # Spawned: a fork of a process with threads may stand still forever.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.width, mp_context=context, initializer=_begin)


def _begin():
    """An interrupt is for who asked; and who asked does not leave workers behind, even if it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()


def _end_with(parent):
    parent.join()
    os._exit(1)
