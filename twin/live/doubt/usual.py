"""What is usual: the mean of a level at an hour of a type of day, of all that has been seen so far."""

from datetime import UTC, datetime

SATURDAY = 5


class Usual:
    """Running means by station, measure and hour of the port's clock."""

    def __init__(self, clock, known=()):
        self.clock = clock  # a tzinfo
        self.sums = {tuple(key): [total, n] for key, total, n in known}

    def add(self, at, station, measure, level):
        """Takes in what was seen at a time."""
        entry = self.sums.setdefault(self._key(at, station, measure), [0.0, 0])
        entry[0] += level
        entry[1] += 1

    def of(self, at, station, measure):
        """The mean at the hour of a time; nan where nothing was seen then."""
        total, n = self.sums.get(self._key(at, station, measure), (0.0, 0))
        return total / n if n else float("nan")

    def known(self):
        """All of it as rows of plain values, to be kept."""
        return [[list(key), total, n] for key, (total, n) in sorted(self.sums.items())]

    def _key(self, at, station, measure):
        here = datetime.fromtimestamp(at, UTC).astimezone(self.clock)
        return station, measure, here.weekday() >= SATURDAY, here.hour
