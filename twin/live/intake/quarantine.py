"""Refused records are kept to be looked at, but not so many that they fill the disk."""

import time

MOST = 1000  # that are kept in an hour; of more only the number is
WINDOW = 3600.0


class Quarantine:
    """How many refused records were kept in the hour that is now."""

    def __init__(self):
        self.number, self.begun = 0, 0.0

    def sift(self, refused):
        """The refused that are kept, and how many records and fields of events are only counted."""
        now = time.monotonic()
        if now - self.begun >= WINDOW:
            self.number, self.begun = 0, now
        room = max(MOST - self.number, 0)
        kept, rest = refused[:room], refused[room:]
        self.number += len(kept)
        lines = {one.line for one in rest if not one.is_kept} - {one.line for one in kept}
        return kept, (len(lines), sum(one.is_kept for one in rest))
