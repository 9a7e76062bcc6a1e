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
        self.watch = 0  # which announced failure still counts

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
        up = self.station.port.server_draw(self.row["up"], self, UP)
        if not self.operating:
            self.announce(up)
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
        if self.fails < due:
            self.announce(self.working_left)

    def announce(self, delay):
        """It will fail, unless something comes between."""
        self.watch += 1
        watch = self.watch
        self.station.port.after(delay, lambda: self.fail() if self.watch == watch else None)

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
            port.after(port.server_draw(self.row["repair"], self, DOWN_FOR), self.repair)
        else:
            port.conditions.repair(self)

    def repair(self):
        """As good as new."""
        self.failed = False
        self.failures += 1
        self.look()
        self.start_clock()
