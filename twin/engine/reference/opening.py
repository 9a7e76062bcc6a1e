"""The rule of opening of a station: how many of those on duty are open."""


class Opening:
    """Opens one more server while the queue is long, closes one while it is short."""

    def __init__(self, station):
        row = station.row
        self.station = station
        self.fewest = row["fewest_open"]  # 0: there is no rule, all on duty are open
        self.queue, self.wait, self.closes = row["open_queue"], row["open_wait"], row["close_queue"]

    def of(self, rostered, before):
        """How many are open when so many come on duty: as many as before, if that can be."""
        return min(rostered, max(self.fewest, before)) if self.fewest else rostered

    def is_queue_long(self):
        """So many wait, or the first has waited so long, that one more should be open."""
        waiting = self.station.queue
        if self.queue:
            return len(waiting) >= self.queue
        return bool(waiting) and self.station.first().joined + self.wait <= self.station.port.env.now

    def move(self):
        """One more where all that are open are busy, or one fewer, which finishes what it does."""
        station = self.station
        if self.is_queue_long():
            step = int(station.on_duty <= station.busy() and station.on_duty < station.rostered)
        else:
            step = -int(len(station.queue) <= self.closes and station.on_duty > self.fewest)
        station.on_duty += step
        if step:
            station.touch()
        return step != 0
