"""A server of a station: whom it serves, and how it fails."""

import math

from twin.plan.plan import NO_DIST, OPERATING
from twin.plan.rules import DOWN_FOR, UP
from twin.plan.visits import NOBODY


class Server:
    """One booth, bay, scanner or dock."""

    def __init__(self, station, index, row):
        self.station, self.index, self.row = station, index, row
        self.model = row["model"]
        self.breaks = row["up"] != NO_DIST
        self.operating = row["clock"] == OPERATING
        self.aboard = []  # those at it, several where they are served in batches
        self.failed = False  # not repaired yet
        self.down_at = math.nan  # nan while it is up
        self.failures = 0
        self.watched = False  # its working time counts
        self.working_left = math.inf
        self.fails = math.inf
        self.due = math.nan  # its next failure or the end of its repair, where that is announced
        self.salt = 0  # of the luck of the time until then
        self.watch = 0  # which announced failure or repair still counts

    @property
    def occupant(self):
        """Who is at it: of a batch, the first of those still there."""
        return self.aboard[0] if self.aboard else None

    @property
    def is_down(self):
        """It stands still, for one reason or several."""
        return not math.isnan(self.down_at)

    @property
    def is_broken(self):
        """It stands still because it has failed."""
        return self.failed and not self.row["degraded"]

    def look(self):
        """Down or up, as its failure and the conditions of the station now have it."""
        port, held = self.station.port, self.is_broken or self.station.pace == 0
        if held and not self.is_down:
            self.down_at = port.env.now
        elif self.is_down and not held:
            port.downs.append((self.down_at, port.env.now, self.station.index, self.index))
            self.down_at = math.nan
        self.station.touch()

    def start_clock(self):
        """The time to the next failure is drawn; by the calendar it begins to run at once."""
        up = self.station.port.luck.of_server(self.row["up"], self, UP)
        if not self.operating:
            self.announce(self.station.port.env.now + up)
            return
        self.working_left = up
        if self.occupant is not None and self.occupant.doing == "served":
            # It worked on while failed, or was down and up at one instant.
            self.work_until(self.occupant.due)

    def work_until(self, due):
        """It works until then, or fails before when its working time is used up. A failed one only works."""
        if self.failed or due <= self.station.port.env.now:
            return
        self.watched = True
        self.fails = self.station.port.env.now + self.working_left
        self.announce_before(due)

    def announce_before(self, due):
        """It fails if it works for so long."""
        self.watch += 1
        if self.fails < due:
            self.announce(self.fails)

    def announce(self, due):
        """It will fail, unless something comes between."""
        self.due = due
        self.watch += 1
        watch = self.watch
        self.station.port.at(self.due, lambda: self.fail() if self.watch == watch else None)

    def mend_at(self, due):
        """It will be repaired."""
        self.due = due
        self.watch += 1
        watch = self.watch
        self.station.port.at(self.due, lambda: self.repair() if self.watch == watch else None)

    def stop_clock(self):
        """No work, no wear: what is left of the working time is kept."""
        if self.watched:
            self.working_left = self.fails - self.station.port.env.now
            self.watched = False
            self.watch += 1

    def fail(self):
        """Goes down, who is served here is stopped in settle; or works on at a lower pace."""
        self.watch += 1
        self.failed, self.watched = True, False
        self.look()
        port = self.station.port
        if self.row["mends"] == NOBODY:
            self.mend_at(port.env.now + port.luck.of_server(self.row["repair"], self, DOWN_FOR))
        else:
            port.conditions.repair(self)

    def repair(self):
        """As good as new."""
        self.failed = False
        self.watch += 1
        self.failures += 1
        self.look()
        self.start_clock()
