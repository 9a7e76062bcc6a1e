"""How replications are dealt out: in batches of about a second, smaller towards the end."""

import platform
import time
from typing import NamedTuple

from twin.engine import EngineError, run
from twin.results.aggregate import aggregate, measures_of
from twin.results.measures import reduce
from twin.study.recipes import versions
from twin.study.running.parts import packed
from twin.study.running.trouble import RunTrouble

SECONDS = 1.0  # of work in a batch: little is lost when it breaks off, and little is spent on handing over
SHARE = 2  # of what is left each worker gets a half at most, so that all end at about the same time


class Job(NamedTuple):
    """What a worker needs to know, wherever it is."""

    plan: object
    engine: str
    by: str  # what is measured: "visits" or "statistics"
    key: str  # of the folder of the parts
    versions: dict  # of the program that asks, which has to be that of the worker


class Made(NamedTuple):
    """What a worker gives: a part with the first `runs` of its numbers, and how long they took."""

    content: bytes
    runs: int
    seconds: float


def made(job, numbers, seconds=float("inf")):
    """The Made of a batch, of those before a stop or the end of the time; of the first one always."""
    _same_program(job)
    begun, found = time.perf_counter(), []
    for number in numbers:
        if found and time.perf_counter() - begun >= seconds:
            break
        try:
            found.append(measured(job.plan, number, engine=job.engine, by=job.by))
        except EngineError:
            if not found:
                raise
            break
    content = packed(job.key, numbers[: len(found)], found)
    return Made(content, len(found), time.perf_counter() - begun)


def _same_program(job):
    """Raises RunTrouble where another program would make the numbers of this one."""
    here = versions()
    if other := [
        f"{name} is {here.get(name)}, not {said}"
        for name, said in job.versions.items()
        if said != here.get(name)
    ]:
        text = f"is another program than the one that asks: {', '.join(other)}; install the same one"
        raise RunTrouble(f"worker {platform.node()}", text)


def measured(plan, number, *, engine="kernel", by="visits"):
    """The RunMeasures of one replication; what stops it says in which it was."""
    try:
        return _MEASURED[by](plan, engine, number)
    except EngineError as error:
        title, who = error.args
        where = f"so it was in replication {number} with seed {plan.seed}"
        raise type(error)(title, (*who, where)) from error


def _of_visits(plan, engine, number):
    return reduce(plan, run(plan, number, engine=engine))


def _of_statistics(plan, engine, number):
    return measures_of(plan, aggregate(plan, number, engine=engine))


_MEASURED = {"visits": _of_visits, "statistics": _of_statistics}


class Dealer:
    """The numbers that are still to be dealt out, the first ones first."""

    def __init__(self, numbers, width):
        self.left = sorted(numbers)
        self.width = width
        self.each = None  # seconds of a replication, of the latest batch

    def learn(self, made):
        """Takes note of how long a replication lasts."""
        self.each = made.seconds / made.runs

    def keep_below(self, number):
        """Drops the numbers from this one on."""
        self.left = [each for each in self.left if each < number]

    def back(self, numbers):
        """Takes back what was dealt out and not made."""
        self.left = sorted({*self.left, *numbers})

    def deal(self):
        """The next batch: consecutive numbers, one while nothing is known of how long it takes."""
        share = -(-len(self.left) // (SHARE * self.width))
        most = 1 if self.each is None else max(1, min(share, int(SECONDS / max(self.each, 1e-6))))
        first = self.left[0]
        batch = [number for i, number in enumerate(self.left[:most]) if number == first + i]
        del self.left[: len(batch)]
        return batch
