"""What the port was taken for in the last hours: levels every few minutes, kept over restarts."""

import math
from collections import deque

from twin.observed.store.journal import note, noted

KIND = "level"
EVERY = 300.0  # seconds between two levels
KEPT = 576  # of them: two days


class History:
    """Levels, the latest last; `keep` writes those into the store's journal that are not there yet."""

    def __init__(self, store):
        self.store = store
        found = noted(store, KIND, KEPT)
        self.levels = deque(({"at": at, **body} for at, _, body in found), KEPT)
        self.fresh = deque(maxlen=KEPT)

    def look(self, present):
        """Takes the level of a Present, where the one before is old enough; it waits for no store."""
        if not math.isfinite(present.heard):
            return  # nobody has said anything yet
        if self.levels and present.at - self.levels[-1]["at"] < EVERY:
            return
        level = level_of(present)
        self.levels.append({"at": present.at, **level})
        self.fresh.append((present.at, "", level))

    def keep(self):
        """Writes down what was taken since the last time."""
        facts = list(self.fresh)
        note(self.store, KIND, facts)
        for _ in facts:
            self.fresh.popleft()

    def since(self, at):
        """The levels of an instant and later."""
        return [level for level in list(self.levels) if level["at"] >= at]


def level_of(present):
    """How many are inside, with the interval, and how many queue where."""
    rows = present.stations[["station", "queue", "serving"]].itertuples(index=False)
    stations = {name: [round(queue, 3), round(serving, 3)] for name, queue, serving in rows}
    inside = [round(float(each), 3) for each in (present.number, present.number_low, present.number_high)]
    return {"inside": inside, "stations": stations}
