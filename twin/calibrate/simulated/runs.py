"""Simulations that are asked for by point and number: side by side, kept in a file, and stopped in time."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b

import numpy as np


class OutOfTimeError(Exception):
    """The time is over; what has been simulated is kept."""


class Runs:
    """`runs(points, numbers)` -> [run, summary] of a `simulate(point, number)`; nan where a point has none.

    What a file of an earlier call holds is not run again, so a call that was broken off goes on.
    """

    def __init__(self, simulate, path=None, *, until=np.inf, watch=lambda runs: None):
        self.simulate, self.until, self.watch = simulate, until, watch
        self.path, self.known, self.asked, self.fresh = path, {}, 0, 0
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        if path is not None and path.is_file():
            text = path.read_text(encoding="utf-8")
            self.known = dict(filter(None, map(read_line, text.splitlines(True))))
            if text and not text.endswith("\n"):  # torn: what comes next has a line of its own
                with path.open("a", encoding="utf-8") as file:
                    file.write("\n")

    def __call__(self, points, numbers):
        """All of them in their order, whoever runs them."""
        pairs = list(zip(points, numbers, strict=True))
        names = [name_of(point, number) for point, number in pairs]
        with ThreadPoolExecutor(cores()) as pool:
            jobs = {
                name: pool.submit(self._run, *pair)
                for name, pair in zip(names, pairs, strict=True)
                if name not in self.known
            }
            try:
                for name in names:
                    if name in jobs:
                        self._keep(name, jobs.pop(name).result())
                    self.watch(1)
            finally:
                pool.shutdown(cancel_futures=True)
        self.asked += len(pairs)
        return np.array([self.known[name] for name in names])

    def _run(self, point, number):
        if time.monotonic() > self.until:
            raise OutOfTimeError
        return np.asarray(self.simulate(point, int(number)), float)

    def _keep(self, name, values):
        self.known[name] = values
        self.fresh += 1
        if self.path is not None:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(line(name, values))


def name_of(point, number):
    """What a run is called."""
    return blake2b(np.asarray(point, float).tobytes() + str(int(number)).encode(), digest_size=12).hexdigest()


def line(name, values):
    """A run as a line that tells whether it is whole."""
    body = f"{name},{' '.join(map(repr, values.tolist()))}"
    return f"{body},{blake2b(body.encode(), digest_size=4).hexdigest()}\n"


def read_line(text):
    """(name, values) of a line, None of one that is torn or was changed."""
    name, comma, rest = text.rstrip("\n").partition(",")
    values, *told = rest.split(",")
    body = f"{name},{values}"
    if not comma or told != [blake2b(body.encode(), digest_size=4).hexdigest()] or not text.endswith("\n"):
        return None
    return name, np.array([float(value) for value in values.split()])


def cores():
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
