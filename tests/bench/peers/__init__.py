"""The same cases written for other tools, each in the way its own pages teach."""

import subprocess
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version

NOT_INSTALLED = "not installed"


def _bare_simpy(case, customers, seed):
    from peers.bare_simpy import run

    return run(case, customers, seed)


def _heap_loop(case, customers, seed):
    from peers.heap_loop import run

    return run(case, customers, seed)


def _ciw(case, customers, seed):
    from peers.ciw_network import run

    return run(case, customers, seed)


def _cimba(case, customers, seed):
    """It runs in a child: it must be imported before anything is compiled with numba."""
    from known_cases import CASES

    name = next(name for name, other in CASES.items() if other == case)
    child = _child()
    print(name, customers, seed, file=child.stdin, flush=True)
    return tuple(float(word) for word in child.stdout.readline().split())


@cache
def _child():
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}; import peers.cimba_models"]
    command[-1] += "; peers.cimba_models.answer()"
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


# By name: the package it needs, how many customers make a run of about half a second, and
# run(case, customers, seed), which gives (processor seconds, mean time in system).
PEERS = {
    "bare SimPy": ("simpy", 8_000, _bare_simpy),
    "heapq loop": (None, 20_000, _heap_loop),
    "Ciw": ("ciw", 3_000, _ciw),
    "cimba for Python": ("cimba", 200_000, _cimba),
}


def version_of(package):
    """The version of a package, or NOT_INSTALLED."""
    try:
        return version(package)
    except PackageNotFoundError:
        return NOT_INSTALLED
