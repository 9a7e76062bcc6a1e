"""The time of this machine, which no step of its clock makes jump.

A span of it is one of the clock that only ever goes on. From where it is, it goes towards what the wall says,
a tenth quicker or slower: a step of five minutes is taken in fifty, and nothing seems silent or late. A clock
that is off by more than an hour was never set: what it is set to is believed at once.
"""

import time
from threading import Lock

SLEW = 0.1  # of the time that goes by, by which a step of the clock is taken in (assumed)
NEVER_SET = 3600.0  # seconds of a step at which the clock was wrong before (assumed)
SINCE_BOOT = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # goes on while the machine sleeps


def elapsed():
    """Seconds of a clock that nobody sets."""
    return time.clock_gettime(SINCE_BOOT)


class Steady:
    """A clock by the wall that goes on evenly; `wall` and `elapsed` are the two it is made of."""

    def __init__(self, wall=time.time, elapsed=elapsed):
        self.wall, self.elapsed, self.lock = wall, elapsed, Lock()
        self.shown, self.at = wall(), elapsed()

    def now(self):
        with self.lock:
            at = self.elapsed()
            passed, self.at = at - self.at, at
            off = self.wall() - (self.shown + passed)
            if abs(off) <= NEVER_SET:
                off = min(max(off, -SLEW * passed), SLEW * passed)
            self.shown += passed + off
            return self.shown

    def latest(self):
        """This or the time of the wall, whichever is later: what others may stamp by now."""
        return max(self.now(), self.wall())


CLOCK = Steady()  # of the whole process: what is received, and what it is held against, go by the same


def now():
    return CLOCK.now()
