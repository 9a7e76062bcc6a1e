"""A live port as a process of its own, and a log that is played to it."""

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager

from asking import ask
from examples import ROOT

from twin.observed.store.store import open_store

TWIN = [sys.executable, "-m", "twin"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
SETTINGS = "clock: records\npulse: 0.1 s\nweb: {port: 0}\nalerts: {}\n"
LOG = ROOT / "tests" / "data" / "logs" / "port_b_devices.csv.gz"
AGE = "twin_present_age_seconds "
PATIENCE = 90.0  # seconds for anything; a machine with much else to do is slow


class Service:
    """`twin live` in a folder; it can be killed, ended, and started where it was."""

    def __init__(self, folder, feed, *, store=None, more=()):
        self.folder, self.store, self.running = folder, store or str(folder / "live.db"), None
        (folder / "live.yaml").write_text(SETTINGS)
        self.line = [*TWIN, "live", "--store", self.store, "--feed", feed, "--zone", "UTC"]
        self.headers = {}  # of every question to it
        self.line += ["--settings", str(folder / "live.yaml"), *more]

    def start(self):
        with open(self.folder / "story.jsonl", "wb") as story:
            self.running = subprocess.Popen(
                self.line, cwd=self.folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=story
            )
        self.url = until(self.begun)["url"]
        return self

    def begun(self):
        """What it said when it began."""
        assert self.running.poll() is None, (self.folder / "story.jsonl").read_text()
        return next((fact for fact in self.story() if fact["what"] == "began"), None)

    def story(self):
        lines = (self.folder / "story.jsonl").read_text().splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("\n")]

    def asked(self, path):
        """(status, what is answered) of a question, with the token where one is needed."""
        return ask(self.url + path, **self.headers)

    def state(self):
        """The state, None before there is one."""
        status, told = self.asked("/v1/state")
        return told if status == 200 else None

    def events(self):
        """How many events are in the state, over all its lives."""
        return len(open_store(self.store).events())

    def kill(self):
        self.running.kill()
        self.running.wait()

    def end(self):
        self.running.terminate()
        return self.running.wait(PATIENCE)


@contextmanager
def live(folder, feed, **how):
    """A Service that runs until the block ends."""
    folder.mkdir(exist_ok=True)
    service = Service(folder, feed, **how)
    try:
        yield service.start()
    finally:
        if service.running is not None and service.running.poll() is None:
            service.kill()


def until(said, seconds=PATIENCE):
    """What `said` gives, once it gives something."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        found = said()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"it never came to be: {said}")


def settled(service, number, at):
    """The digest of the state once so many events are in it and it is of an instant."""

    def seen():
        told = service.state()
        is_there = told is not None and abs(told["at"] - at) < 0.01 and service.events() == number
        return told["digest"] if is_there else None

    until(seen)
    time.sleep(0.5)  # the last of them may be on their way from the store into the state
    for _ in range(2):  # a look that ends now may have begun before
        looked(service)
    return until(seen)


def looked(service):
    """Waits until the service has looked at the port again."""
    began = time.monotonic()

    def is_after():
        told = service.asked("/metrics")[1]
        age = next(float(line.split()[1]) for line in told.splitlines() if line.startswith(AGE))
        return age < time.monotonic() - began

    until(is_after)


@contextmanager
def played(to, *more, patience=PATIENCE):
    """A log that is played while the block runs, and is over when it ends."""
    line = [*TWIN, "replay", str(LOG), "--to", to, *more]
    playing = subprocess.Popen(
        line, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        yield playing
        _, said = playing.communicate(timeout=patience)
        assert playing.returncode == 0, said
    finally:
        playing.kill()
        playing.wait()
        playing.stderr.close()
