"""A server of a station: whom it serves, and how it fails."""

import math

from twin.plan.plan import NO_DIST, OPERATING

UP, DOWN_FOR = 1, 2  # purposes of a server's draws


class Server:
    """One booth, bay, scanner or dock."""

    def __init__(self, station, index, row):
        self.station, self.index, self.row = station, index, row
        self.model = row["model"]
        self.breaks = row["up"] != NO_DIST
        self.operating = row["clock"] == OPERATING
        self.aboard = []  # those at it, several where they are served in batches
        self.down_at = math.nan  # nan while it is up
        self.failures = 0
        self.working_left = math.inf
        self.fails = math.inf
        self.watch = 0  # which announced failure still counts

    @property
    def occupant(self):
        """Who is at it: of a batch, the first of those still there."""
        return self.aboard[0] if self.aboard else None

    @property
    def is_down(self):
        """Out of order."""
        return not math.isnan(self.down_at)

    def start_clock(self):
        """The time to the next failure is drawn; by the calendar it begins to run at once."""
        up = self.station.port.server_draw(self.row["up"], self, UP)
        if not self.operating:
            self.announce(up)
            return
        self.working_left = up
        if self.occupant is not None and self.occupant.doing == "served":
            self.work_until(self.occupant.due)  # down and up at one instant: the service never stopped

    def work_until(self, due):
        """It works until then, or fails before when its working time is used up."""
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
        self.working_left = self.fails - self.station.port.env.now
        self.watch += 1

    def fail(self):
        """Goes down; who is served here is stopped in settle."""
        self.watch += 1
        port = self.station.port
        self.down_at = port.env.now
        port.after(port.server_draw(self.row["repair"], self, DOWN_FOR), self.repair)
        self.station.touch()

    def repair(self):
        """Up again."""
        port = self.station.port
        port.downs.append((self.down_at, port.env.now, self.station.index, self.index))
        self.down_at = math.nan
        self.failures += 1
        self.start_clock()
        self.station.touch()
