"""What time it is at the port: by the wall, or by the records where these are played back."""

import math
from heapq import nlargest
from threading import Lock

import numpy as np

from twin.live import steady
from twin.observed.store.lately import last_heard

WALL, RECORDS = "wall", "records"
DEVICES = 1000  # whose last message is remembered


class WallClock:
    """The time of this machine, without the steps of its clock."""

    def __init__(self, clock=steady.CLOCK):
        self.clock = clock

    def hear(self, events):
        """A wall does not listen."""

    def go_on(self, store):
        """A wall needs no past."""

    def now(self):
        return self.clock.now()

    def latest(self):
        """What others may stamp by now."""
        return self.clock.latest()


class RecordsClock:
    """The latest receipt that two devices vouch for: one device whose message is of next year moves nothing.

    It never goes back. Where there is one device only, it is believed.
    """

    def __init__(self):
        self.lock, self.last, self.shown = Lock(), {}, -math.inf

    def hear(self, events):
        """Takes in the events of a batch."""
        received = np.where(events["received"].isna(), events["at"], events["received"])
        self.put(zip(events["device"].tolist(), received.tolist(), strict=True))

    def go_on(self, store):
        """Goes on from where a store of records has come to."""
        self.put(last_heard(store))

    def put(self, heard):
        """Takes in pairs of a device, by whatever name, and when it was heard."""
        with self.lock:
            for device, at in heard:
                if device in self.last or len(self.last) < DEVICES:
                    self.last[device] = max(at, self.last.get(device, -math.inf))
            if self.last:
                self.shown = max(self.shown, nlargest(2, self.last.values())[-1])

    def now(self):
        with self.lock:
            return self.shown

    def latest(self):
        """What others may stamp by now."""
        return self.now()


CLOCKS = {WALL: WallClock, RECORDS: RecordsClock}
