"""Feeds that are carried into a store beside a test, here or in a process that can be killed."""

import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

from examples import ROOT
from sent import TERMS, intake

from twin.live.feeds.opening import feed_of
from twin.live.intake.carrying import Carrying
from twin.observed.store.store import open_store

PATIENCE = 60.0  # seconds after which what was waited for will not come

# Carries a feed into a store; with a third word it kills itself, without a word, in the middle of that batch.
CARRY = """
import os, signal, sys, threading
sys.path.insert(0, sys.argv[0])
from sent import intake
from twin.live.feeds.opening import feed_of
from twin.live.intake.carrying import Carrying
place, url, left, where = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
feed = feed_of(url)
kept = feed.kept
def counted(batch):
    global left
    left -= 1
    if left == 0 and where == "kept":
        os.kill(os.getpid(), signal.SIGKILL)
    kept(batch)
feed.kept = counted
take = feed.take
def taken(most, seconds):
    batch = take(min(most, 20), seconds)
    if left == 1 and batch.messages and where == "taken":
        os.kill(os.getpid(), signal.SIGKILL)
    return batch
feed.take = taken
Carrying(feed, intake(place, name=feed.name)).run(threading.Event())
"""


def process(place, url, left=0, where=""):
    """A process that carries; it kills itself at its `left`th batch, once that is taken, or is kept."""
    folders = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "live")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(folders)}
    return subprocess.Popen([sys.executable, "-c", CARRY, place, url, str(left), where], env=environment)


@contextmanager
def carried(place, url, terms=TERMS):
    """The Carrying of a feed that runs until the block ends, and what it handed on."""
    feed = feed_of(url)
    handed, ended = [], threading.Event()
    carrying = Carrying(feed, intake(place, terms, feed.name), handed.append)
    thread = threading.Thread(target=carrying.run, args=(ended,))
    thread.start()
    try:
        yield carrying, handed
    finally:
        ended.set()
        thread.join()


def until(is_so, patience=PATIENCE):
    """Waits until something is so."""
    end = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.02)


def messages_in(place):
    """The names of the messages that a store has, in order."""
    return sorted(open_store(place).events()["message"])
