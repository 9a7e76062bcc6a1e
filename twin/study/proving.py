"""Many random ports in both engines, in a process that is killed where a port does not come to an end."""

import multiprocessing
import os
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.study.constructs import constructs
from twin.study.generated import random_tree, seeded
from twin.study.sameness import Outcome, examine

CHUNK = 250  # ports that one process tries; more of them are shared among all cores
PATIENCE = 120.0  # seconds for one port; the first of a process also compiles


class Trial(NamedTuple):
    """A random port by its seed, and what came of it."""

    seed: int
    outcome: Outcome
    constructs: frozenset


def trial(seed):
    """The Trial of a seed, in this process."""
    tree = random_tree(seeded(seed))
    found = frozenset(constructs(tree))
    try:
        outcome = examine(compile_plan(Scenario.from_tree(tree)))
    except Exception as error:  # a proof reports what it met, of whatever kind
        outcome = Outcome(0, "", f"{type(error).__name__}: {error}")
    return Trial(seed, outcome, found)


def trials(seeds, patience=PATIENCE):
    """Yields the Trial of every seed in order, whatever happens to the processes that run them."""
    seeds = list(seeds)
    chunks = [seeds[i : i + CHUNK] for i in range(0, len(seeds), CHUNK)]
    if len(chunks) < 2:
        yield from _one_after_the_other(seeds, patience)
        return
    with ThreadPoolExecutor(os.cpu_count()) as watchers:
        for found in watchers.map(lambda chunk: list(_one_after_the_other(chunk, patience)), chunks):
            yield from found


def _one_after_the_other(seeds, patience):
    seeds = list(seeds)
    while seeds:
        ended = ""
        for one in _in_a_process(seeds, patience):
            if one.outcome is None:
                ended = one.constructs
                break
            yield one
            seeds.pop(0)
        if seeds:
            yield Trial(seeds.pop(0), Outcome(0, "", ended), frozenset())


def _in_a_process(seeds, patience):
    """Yields trials until all are done; the last has a text and no outcome if the process was given up."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(there, seeds), daemon=True)
    worker.start()
    there.close()
    try:
        for seed in seeds:
            if not here.poll(patience):
                yield Trial(seed, None, f"the port does not come to an end within {patience:.0f} s")
                return
            yield here.recv()
    except EOFError:
        worker.join()
        yield Trial(seed, None, f"the port ended its process with code {worker.exitcode}")
    finally:
        worker.kill()
        worker.join()
        here.close()


def _work(pipe, seeds):
    for seed in seeds:
        pipe.send(trial(seed))
