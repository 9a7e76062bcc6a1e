"""A device that says more than it can have seen."""

import numpy as np

MOST = 100  # events that one device has of one second of its clock, within a minute: assumed, no lane has 5
WINDOW = 60.0  # seconds


class Flood:
    """How much each device said of each second of its clock, by the minute of its receipt.

    What is late comes in a burst, but it speaks of many seconds; what runs wild speaks of one. A clock that
    stands still speaks of one second for hours.
    """

    def __init__(self):
        self.counted, self.begun = {}, 0.0

    def over(self, devices, at, received, now):
        """Which events are more than their device can have seen; counts are those of the last minute."""
        if not 0.0 <= now - self.begun < WINDOW:
            self.counted, self.begun = {}, now
        minutes = np.floor(np.nan_to_num(received) / WINDOW).tolist()
        said = list(zip(devices, np.floor(at).tolist(), minutes, strict=True))
        before, over = self.counted, np.zeros(len(said), bool)
        for i, one in enumerate(said):
            number = before[one] = before.get(one, 0) + 1
            over[i] = number > MOST
        return over
