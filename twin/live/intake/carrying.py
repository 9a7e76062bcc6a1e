"""From a feed into the store, for as long as both are there and again when they are."""

from twin.observed.store.away import Away

MOST = 1000  # messages that are kept together
LOOK = 0.5  # seconds after which it is asked whether to end
SLOWEST = 5.0  # seconds between two tries, at most


class Carrying:
    """One feed on its way into the store. `trouble` says what holds it up, "" where nothing does."""

    def __init__(self, feed, intake, hand=lambda kept: None):
        self.feed, self.intake, self.hand = feed, intake, hand
        self.away = ""

    @property
    def trouble(self):
        return self.away or self.feed.trouble

    def run(self, ended):
        """Carries until the Event `ended` is set. A batch is acknowledged once it is kept, then handed on."""
        self.feed.open(self.intake.cursor)
        try:
            while not ended.is_set():
                batch = self.feed.take(MOST, LOOK)
                if batch.messages and (kept := self.patiently(batch, ended)) is not None:
                    try:
                        self.feed.kept(batch)
                    finally:
                        self.hand(kept)
        finally:
            self.feed.close()
            self.intake.close()

    def patiently(self, batch, ended):
        """Keeps a batch, however long the store is away; None if it was told to end meanwhile."""
        pause = 0.1
        while not ended.is_set():
            try:
                kept = self.intake.keep(batch)
            except Away as error:
                self.away = str(error)
                ended.wait(pause)
                pause = min(2 * pause, SLOWEST)
            else:
                self.away = ""
                return kept
        return None
