"""Conditions: the paces that actors set, and the stations that take them before anyone moves."""

from twin.engine.reference.entity import NAN, Entity
from twin.plan.draws import mix
from twin.plan.plan import FULL
from twin.plan.rules import FIRST_ACTOR, both_paces
from twin.plan.visits import NOBODY


class Conditions:
    """What the weather is like, and the like of it."""

    def __init__(self, port):
        self.port = port
        arrays = port.plan.arrays
        self.actors = arrays.condition.tolist()  # (key, pc)
        self.pace = [FULL] * len(self.actors)
        self.changed = False
        self.depends = {}  # {station: its conditions}
        for station, condition in arrays.depends.tolist():
            self.depends.setdefault(station, []).append(condition)

    def begin(self):
        """Each goes round its states."""
        for i, (key, pc) in enumerate(self.actors):
            self.port.begin(self.actor(i, key, pc))

    def repair(self, server):
        """The repair of a failed server begins: it waits for its crew."""
        number = len(self.actors) + server.station.row["first_server"] + server.index
        e = self.actor(number, server.row["key"], server.row["mends"])
        e.mends = server
        e.loop = e.visits = server.failures
        self.port.begin(e)

    def actor(self, number, key, pc):
        """An entity without a body."""
        key = mix(self.port.arrays.run_key[0], key)
        e = Entity(self.port, FIRST_ACTOR + number, key, 0, NOBODY, pc)
        e.cls, e.arrived, e.load, e.size = NOBODY, NAN, 0, 0
        return e

    def set(self, e, step):
        """The pace of a condition, or the end of a repair."""
        if step["a"] == NOBODY:
            e.mends.repair()
            return
        self.pace[step["a"]] = step["b"]
        self.changed = True
        self.port.expect_settle()

    def move(self):
        """Stations take the pace that their conditions now have."""
        self.changed = False
        for station, conditions in self.depends.items():
            pace = FULL
            for condition in conditions:
                pace = both_paces(pace, self.pace[condition])
            self.port.stations[station].take_pace(pace)
