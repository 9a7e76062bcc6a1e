"""A tracker that is told of nothing before its time: a message of next year waits until then."""

import pandas as pd

AHEAD = 60.0  # seconds that the clocks of two servers may differ (assumed)
MOST = 10_000  # messages that wait; more of the future than that are let go, and come again at a start


class InTime:
    """Events in order of nothing; those that were received later than it is now wait."""

    def __init__(self, tracker, clock):
        self.tracker, self.clock = tracker, clock
        self.waiting = None

    def take(self, events):
        """Takes in events, whatever their time."""
        self.clock.hear(events)
        if self.waiting is not None:
            events = pd.concat([self.waiting, events], ignore_index=True)
        heard = events["received"].fillna(events["at"])
        early = heard > self.clock.latest() + AHEAD
        self.waiting = events[early].iloc[:MOST] if early.any() else None
        self.tracker.take(events[~early] if early.any() else events)

    def present(self, at):
        """The Present of an instant."""
        if self.waiting is not None:
            self.take(self.waiting.iloc[:0])
        return self.tracker.present(at)
