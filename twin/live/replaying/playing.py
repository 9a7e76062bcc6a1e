"""A Script played to a sink, in its own time or faster; it goes on where it was stopped."""

import json
import math
import time
from pathlib import Path

import numpy as np

from twin.model.errors import Fault, ScenarioError
from twin.study.whole import put_whole

MOST = 500  # messages that are sent before it is waited for their confirmation
LOOK = 0.2  # seconds, at most, between two looks at the clock


def play(script, sink, speed, watch=lambda sent: None, begin=0):
    """Sends the messages behind the first `begin`; `watch` is called with how many are confirmed.

    A speed of 60 sends an hour in a minute, one of 0 all as fast as they are taken.
    """
    started, sent = time.monotonic(), begin
    while sent < len(script.times):
        now = time.monotonic() - started
        due = math.inf if not speed else script.times[begin] + now * speed
        last = min(int(np.searchsorted(script.times, due, "right")), sent + MOST)
        if last <= sent:
            time.sleep(min(LOOK, max((script.times[sent] - due) / speed, 0.0)))
            continue
        sink.send(script.items(sent, last), sent)
        sent = last
        watch(sent)


class Place:
    """Where a replay is, in a file, so that the same line goes on from there."""

    PAUSE = 1.0  # seconds between two notes

    def __init__(self, path, what):
        self.path, self.what, self.noted, self.sent = Path(path), what, 0.0, 0

    def found(self):
        """How many messages are behind; 0 where nothing was noted."""
        if not self.path.exists():
            return 0
        try:
            told = json.loads(self.path.read_text(encoding="utf-8"))
            what, self.sent = told["what"], int(told["sent"])
        except (OSError, ValueError, KeyError, TypeError):
            text = "is no note of a replay; name another file with --resume"
            raise ScenarioError([Fault("--resume", str(self.path), text)]) from None
        if what != self.what:
            text = "is the note of another replay (log, times or faults differ); remove it, or name another"
            raise ScenarioError([Fault("--resume", str(self.path), text)])
        return self.sent

    def __call__(self, sent):
        self.sent = sent
        if time.monotonic() - self.noted > self.PAUSE:
            self.note()

    def note(self):
        self.noted = time.monotonic()
        put_whole(self.path, json.dumps({"what": self.what, "sent": self.sent}).encode())
