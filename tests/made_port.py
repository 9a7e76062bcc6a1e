"""A live port of stand-ins: a tracker that counts, feeds that are lists, a store in a file."""

import time
from collections import Counter
from contextlib import contextmanager
from threading import Event

import made_present
import pandas as pd

from twin.live.intake.intake import Kept
from twin.live.service.clock import WallClock
from twin.live.service.parts import Parts
from twin.live.service.port import Port
from twin.model.live import settings_of
from twin.observed.store.journal import open_journal
from twin.observed.store.store import store_for

QUICK = {"pulse": "0.02 s", "every": "0.05 s"}
STEP = 0.005


class Tracked:
    """A tracker that knows how many came."""

    def __init__(self, **what):
        self.number, self.what = 0, what

    def take(self, events):
        self.number += len(events)

    def present(self, at):
        return made_present.present(at, **{"number": float(self.number), **self.what})


class Listed:
    """A feed of batches that are there already."""

    def __init__(self, *batches, name="list", breaks=0):
        self.batches, self.name, self.breaks, self.trouble = [*batches], name, breaks, ""

    def carrying(self, hand):
        self.hand = hand
        return self

    def run(self, ended):
        if self.breaks:
            self.breaks -= 1
            raise OSError("the line is cut")
        while self.batches:
            self.hand(kept(self.batches.pop(0)))
        ended.wait()


def kept(number, *, heard=None, refused=()):
    """What became of so many new events."""
    events = pd.DataFrame({
        "device": ["d"] * number, "at": [1.0] * number, "received": [1.0] * number
    })  # fmt: skip
    return Kept(events, number, Counter(), Counter(refused), time.time() if heard is None else heard)


def journal(folder):
    """A store with a journal."""
    store = store_for(str(folder / "live.db"))
    open_journal(store)
    return store


@contextmanager
def living(folder, *feeds, tracker=None, settings=None, **parts):
    """A port that lives while the block does."""
    made = Parts(
        journal(folder), tuple((feed, feed.carrying) for feed in feeds), tracker or Tracked(),
        **{"clock": WallClock(), **parts},
    )  # fmt: skip
    port = Port(made, settings_of(QUICK | (settings or {}))).begin()
    try:
        yield port
    finally:
        port.end(2.0)


def until(said, seconds=60.0):
    """Waits until something is so; fails where it never is."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if said():
            return
        Event().wait(STEP)
    raise AssertionError("it never came to be")
