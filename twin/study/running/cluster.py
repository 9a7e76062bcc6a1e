"""Workers of a cluster of Dask, by the address of its scheduler.

A task of a worker that dies goes to another one: the scheduler gives it up after three deaths, as its setting
distributed.scheduler.allowed-failures says. When the scheduler is lost the client gives up all that was under
way, and looks for it again for some time; what it gave up is then dealt out again.
"""

import logging
import time
from concurrent.futures import CancelledError

from twin.study.running.trouble import GOES_ON, RunTrouble

CONNECT = 15.0  # seconds in which a scheduler answers, and in which it comes back
WORKERS = 60.0  # seconds in which a worker comes, or comes back
_UNREAD = "deserialization of the task graph"  # what a scheduler says to a task that it cannot import
BEGIN_ONE = "start one with `dask scheduler`, and workers with `dask worker ADDRESS`"


class Cluster:
    """A cluster as it is now: its width follows the workers that come and go."""

    def __init__(self, address):
        self.said = f"--cluster {address}"
        self.client = self._reached(address)
        self.executor = self.client.get_executor(pure=False)
        self.seen = time.monotonic()  # when there was a worker last
        self.width = 0
        while not self.width:
            self.check()
            time.sleep(0.0 if self.width else 0.1)

    def submit(self, function, *arguments):
        """The Future of a call."""
        if self.client.status != "running":
            self._wait_for_scheduler()
        return self.executor.submit(function, *arguments)

    def check(self):
        """It sees how many workers there are; RunTrouble when there is none, or no scheduler, for long."""
        if self.client.status != "running":
            self._wait_for_scheduler()
        threads = self._workers()
        now = time.monotonic()
        if threads:
            self.width, self.seen = sum(threads.values()), now
        elif now - self.seen > WORKERS:
            self.seen = now  # who asks again waits again
            without = "a worker that has not this program ends with the first task it gets"
            text = f"has had no worker for {WORKERS:.0f} s; {BEGIN_ONE}; {without}; {GOES_ON}"
            raise RunTrouble(self.said, text)

    def is_lost(self, error):
        """Whether a worker or the scheduler was lost, and not the batch at fault.

        Raises RunTrouble where the scheduler cannot even read what is asked of it.
        """
        if _UNREAD in str(error):
            text = (
                "its scheduler has not this program, or not all libraries it takes: install the "
                f"same ones as its workers have; it said: {str(error).splitlines()[0]}"
            )
            raise RunTrouble(self.said, text) from error
        from distributed import CancelledError as GivenUp
        from distributed import KilledWorker
        from distributed.comm import CommClosedError

        return isinstance(error, (CancelledError, GivenUp, KilledWorker, CommClosedError))

    def let_go(self, futures):
        """Those not begun are dropped by the scheduler; who runs one ends it for nobody."""
        for future in futures:
            future.cancel()

    def _reached(self, address):
        try:
            from distributed import Client
        except ImportError:
            raise RunTrouble(
                self.said, "needs Dask, the extra `cluster` of this package: pip install porttwin[cluster]"
            ) from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what is wrong is said by RunTrouble
        try:
            return Client(address, timeout=CONNECT, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise RunTrouble(self.said, f"no scheduler answers there ({error}); {BEGIN_ONE}") from error

    def _workers(self):
        """{worker: threads} as the scheduler says; none while it does not answer."""
        try:
            return self.client.nthreads()
        except (OSError, TimeoutError):
            return {}

    def _wait_for_scheduler(self):
        end = time.monotonic() + CONNECT + 1.0
        while self.client.status == "connecting" and time.monotonic() < end:
            time.sleep(0.1)
        if self.client.status != "running":
            from twin.study.running.places import forget

            forget(self)
            raise RunTrouble(self.said, f"the scheduler is lost, and does not answer any more; {GOES_ON}")
