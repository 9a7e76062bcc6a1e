"""Units of pools that stand at places and come to where they are needed."""


class Unit:
    """One tractor, crane or crew."""

    def __init__(self, place):
        self.place = place  # where it stands or goes
        self.holder = None


class Fleet:
    """The units of a pool, and the seconds that they need from place to place."""

    def __init__(self, arrays, row):
        first, n, places = row["unit"], row["movable"], row["places"]
        self.units = [Unit(place) for place in arrays.unit[first : first + n].tolist()]
        self.ways = arrays.way[row["way"] : row["way"] + places * places].reshape(places, places).tolist()

    def send(self, e, to):
        """The nearest free unit sets out, the first of equally near ones; gives how long it takes."""
        free = [unit for unit in self.units if unit.holder is None]
        nearest = min(free, key=lambda unit: self.ways[unit.place][to])
        time = self.ways[nearest.place][to]
        nearest.holder, nearest.place = e, to
        return time

    def set_down(self, e, number, at):
        """The first units that one holds are free where they are set down."""
        for unit in [unit for unit in self.units if unit.holder is e][:number]:
            unit.holder, unit.place = None, at


class Fleets:
    """All pools whose units move."""

    def __init__(self, arrays, pools):
        self.of = {i: Fleet(arrays, row) for i, row in enumerate(pools) if row["movable"]}

    def send_nearest(self, e, needs, to):
        """Units set out for one who has been granted them; he waits for the last to come."""
        times = [self.of[need["pool"]].send(e, to) for need in needs if need["pool"] in self.of]
        e.coming = max(times, default=0.0)

    def set_down(self, e, needs, at):
        """Units are free where they are set down."""
        for need in needs:
            if need["pool"] in self.of:
                self.of[need["pool"]].set_down(e, need["units"], at)
