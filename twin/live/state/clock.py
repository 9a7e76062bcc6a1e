"""What a device's clock is off by now: nothing is received before it happens, and some comes through at once.

The delays of a device's last messages crowd a little above the error of its clock with the sign turned. A
crowd is a level; a clock that was set, or put into another time zone, has two levels for a while, and each
message belongs to the highest level that it does not lie below. The delay over its level is how late it came.
"""

from bisect import bisect_left, insort

BEFORE, AFTER = 12, 3  # messages by which one is judged: so many were received before it, and after it
LAST = BEFORE + AFTER  # messages by which the clock is judged now
CROWD = 3  # messages that make a level ...
EDGE = 6.0  # seconds within which they lie
APART = 20.0  # seconds over which they were received: what was held back comes all at once
BELOW = 3.0  # seconds by which a message may lie below its level


class Clock:
    """The messages of one device in order of receipt."""

    def __init__(self):
        self.heard = []  # (received, delay, key)

    def put(self, event):
        """Takes in a message."""
        insort(self.heard, _one(event))

    def drop(self, events):
        """Forgets messages; mostly they are the oldest."""
        first = sorted(_one(event) for event in events)
        if self.heard[: len(first)] == first:
            del self.heard[: len(first)]
            return
        for one in first:
            del self.heard[bisect_left(self.heard, one)]

    def told_by(self, events):
        """(key, true time) of the messages in whose time some have a part: these and those beside them."""
        beside, end = set(), len(self.heard)
        for event in events:
            at = bisect_left(self.heard, _one(event))
            beside.update(range(max(at - AFTER, 0), min(at + BEFORE + 1, end)))
        return [self._told(i) for i in sorted(beside)]

    def _told(self, i):
        """(key, true time) of a message, judged by those just before it and after it."""
        received, delay, key = self.heard[i]
        levels = levels_of(self.heard[max(i - BEFORE, 0) : i + AFTER + 1])
        return key, received - over(delay, levels)

    def before(self, edge):
        """The messages received before a time."""
        return self.heard[: bisect_left(self.heard, (edge,))]

    def offset(self):
        """Seconds that the device is ahead, by its last messages; nan where they do not tell."""
        levels = levels_of(self.heard[-LAST:])
        if not levels:
            return float("nan")
        return -max(levels, key=lambda level: self._newest(level))

    def _newest(self, level):
        """When a message of a level was last received."""
        return max(r for r, delay, _ in self.heard[-LAST:] if 0 <= delay - level <= EDGE)


def _one(event):
    """A message as a clock keeps it."""
    return event.received, event.received - event.at, event.key


def levels_of(heard):
    """The levels that messages (received, delay, key) show, rising; () where they do not tell.

    They are in order of receipt. Mostly all of them lie within one crowd.
    """
    delays = [delay for _, delay, _ in heard]
    if delays and max(delays) - min(delays) <= EDGE:
        is_level = len(heard) >= CROWD and heard[-1][0] - heard[0][0] >= APART
        return (min(delays),) if is_level else ()
    ordered = sorted((delay, received) for received, delay, _ in heard)
    levels = []
    for i in range(len(ordered) - CROWD + 1):
        low = ordered[i][0]
        if levels and low - levels[-1] <= 2 * EDGE:
            continue
        crowd = [received for delay, received in ordered[i:] if delay - low <= EDGE]
        if len(crowd) >= CROWD and max(crowd) - min(crowd) >= APART:
            levels.append(low)
    return tuple(levels)


def over(delay, levels):
    """Seconds between an event and its receipt: its delay over its level, never below 0."""
    below = [level for level in levels if level <= delay + BELOW]
    if not below:
        return max(delay, 0.0) if not levels else 0.0
    return max(delay - below[-1], 0.0)
