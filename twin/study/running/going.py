"""The replications that a study lacks: dealt out in batches, each written down as soon as it ends."""

import time
from collections import Counter

from twin.engine import EngineError
from twin.study.running import parts
from twin.study.running.batches import Dealer, made
from twin.study.running.places import first_of, opened
from twin.study.running.trouble import GOES_ON, RunTrouble, writing_to

LOOK = 1.0  # seconds after which it is looked whether workers are still there
TRIES = 3  # times that a batch is dealt out whose worker was lost


def ended(job, numbers, place, how, watch=None):
    """{number: RunMeasures} of the numbered replications of a job, run now and kept in parts in a folder.

    They are read from the bytes that are kept, wherever these were made: so they are the same however they
    come. Some are missing when the time is over. Raises RunTrouble where workers or the disk are lost, and
    the EngineError of the first replication that stops; what had ended before is kept.
    """
    step = watch(len(numbers)) if watch else None
    pool = opened(how)
    study = _Study(job, numbers, place, pool)
    try:
        while study.goes_on() and (left := how.until - time.monotonic()) > 0.0:
            study.hand_out(left)
            for future in first_of(study.flying, min(LOOK, left)):
                count = study.take(future)
                if step and count:
                    step(count)
            pool.check()
    finally:
        pool.let_go(study.flying)
    if study.stopped:
        raise study.stopped[min(study.stopped)]
    return study.found


class _Study:
    """What is dealt out, under way and found."""

    def __init__(self, job, numbers, place, pool):
        self.job, self.place, self.pool = job, place, pool
        self.dealer = Dealer(numbers, pool.width)
        self.flying = {}  # [future] its batch
        self.found = {}  # [number] RunMeasures
        self.tries = Counter()  # [first number of a batch] times its worker was lost
        self.stopped = {}  # [number] what stopped a replication

    def goes_on(self):
        """Whether something is under way or to be dealt out; after a stop only what comes before it."""
        first = min(self.stopped, default=None)
        if first is not None:
            self.dealer.keep_below(first)
        return bool(self.dealer.left or self.flying)

    def hand_out(self, seconds):
        """Gives a batch to each worker that has none."""
        self.dealer.width = self.pool.width  # of a cluster it changes
        while self.dealer.left and len(self.flying) < self.pool.width:
            batch = self.dealer.deal()
            self.flying[self.pool.submit(made, self.job, batch, seconds)] = batch

    def take(self, future):
        """Keeps what a batch gave; gives how many replications that is."""
        batch = self.flying.pop(future)
        try:
            part = future.result()
        except EngineError as error:
            self.stopped[batch[0]] = error
            return 0
        except BaseException as error:
            if not self.pool.is_lost(error):
                raise
            self._again(batch, error)
            return 0
        self.dealer.learn(part)
        self.dealer.back(batch[part.runs :])
        self._keep(batch[: part.runs], part.content)
        return part.runs

    def _keep(self, numbers, content):
        self.found |= parts.unpacked(content, self.job.key)
        with writing_to(self.place):
            parts.write(self.place, numbers, content)

    def _again(self, batch, error):
        self.tries[batch[0]] += 1
        if self.tries[batch[0]] >= TRIES:
            text = (
                f"{TRIES} were lost, one after the other, while they ran replications {batch[0]} to "
                f"{batch[-1]} ({type(error).__name__}: {error}); perhaps their memory is too small for so "
                f"many at once; {GOES_ON}"
            )
            raise RunTrouble("workers", text) from error
        self.dealer.back(batch)
