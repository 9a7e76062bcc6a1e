"""Proofs that the numbers of a port can be trusted, made on this machine with this program."""

import math
from typing import NamedTuple

import numpy as np

from twin.engine import run
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.results.conservation import violations
from twin.results.intervals import estimate
from twin.results.measures import reduce
from twin.results.summary import summarise
from twin.study.replications import replicate

CONFIDENCE = (
    0.999  # a true model is outside its interval once in a thousand; seeds are fixed, so it stays inside
)
SERVICE = 60.0  # seconds, mean
RUNS = 20


class Proof(NamedTuple):
    """What is claimed, whether it holds, and what was found."""

    what: str
    holds: bool
    found: str


def verify(scenario, *, replications=2):
    """Every Proof of a scenario, and of single stations whose waiting time theory knows."""
    plan = compile_plan(scenario)
    kernel = [run(plan, number, engine="kernel") for number in range(replications)]
    reference = [run(plan, number, engine="reference") for number in range(replications)]
    return [
        agreement(plan, kernel, reference),
        repetition(plan, kernel),
        rules(plan, kernel),
        causes(plan, kernel),
        *(theory(*case) for case in CASES),
    ]


def agreement(plan, kernel, reference):
    """The two engines give the same rows, bit for bit."""
    rows = sum(len(table) for one in kernel for table in one[:3])
    found = f"{rows:,} rows of {len(kernel)} replications are the same, bit for bit"
    for number, (one, other) in enumerate(zip(kernel, reference, strict=True)):
        for name in ("visits", "trips", "downs"):
            where = first_difference(getattr(one, name), getattr(other, name))
            if where is not None:
                found = f"replication {number}: {name} differ first in row {where}"
                return Proof("two engines, one result", False, found)
    return Proof("two engines, one result", True, found)


def first_difference(one, other):
    """The first row that two tables do not share, None if there is none; nan is equal to nan."""
    shared = min(len(one), len(other))
    same = np.ones(shared, bool)
    for field in one.dtype.names:
        a, b = one[field][:shared], other[field][:shared]
        same &= (a == b) | ((a != a) & (b != b))
    if not same.all():
        return int(np.flatnonzero(~same)[0])
    return None if len(one) == len(other) else shared


def repetition(plan, kernel):
    """The same replication once more gives the same rows."""
    again = run(plan, 0, engine="kernel")
    where = [first_difference(*tables) for tables in zip(kernel[0][:3], again[:3], strict=True)]
    holds = where == [None, None, None]
    return Proof(
        "run again, the same", holds, "replication 0, twice" if holds else f"first different rows: {where}"
    )


def rules(plan, kernel):
    """Nobody is lost, no server serves two, times are in order, Little's law."""
    broken = [violation for one in kernel for violation in violations(plan, one)]
    found = "; ".join(f"{each.rule}: {each.text}" for each in broken[:3])
    return Proof(
        "nobody lost, nothing done twice", not broken, found or "arrived = left + inside; Little's law"
    )


def causes(plan, kernel):
    """The causes of waiting sum to the waiting there was."""
    reduced = [reduce(plan, one) for one in kernel]
    waited = sum(each.waited for each in reduced)
    gap = abs(sum(each.why.sum() for each in reduced) - waited)
    found = f"{waited / 3600:,.1f} hours waited, all of it at a cause"
    return Proof("causes sum to all waiting", gap <= 1e-6 * max(waited, 1.0), found)


def theory(name, servers, law, expected):
    """The mean wait of a single station lies within its interval around what theory says."""
    plan = compile_plan(station(servers, law))
    waits = summarise(plan, replicate(plan, range(RUNS))).replications
    chosen = waits.query("scope == 'station' and cls == 'all' and measure == 'wait_mean'")["value"]
    found = estimate(chosen.to_numpy(), CONFIDENCE)
    text = f"mean wait {found.mean:.1f} s [{found.low:.1f}, {found.high:.1f}], theory {expected:.1f} s"
    return Proof(name, found.low <= expected <= found.high, text)


def station(servers, law):
    """One station with Poisson arrivals at 80 % of what it can serve."""
    gap = SERVICE / servers / 0.8
    return Scenario.from_tree(
        {
            "name": "one_station",
            "layout": {
                "classes": {"truck": {}},
                "stations": {"booth": {"servers": str(servers), "service_time": law}},
                "flows": {"in": {"classes": "truck", "steps": [{"visit": "booth"}, {"leave": "out"}]}},
            },
            "demand": {"flows": {"in": {"arrives": "every", "every": f"exponential mean {gap} s"}}},
            "experiment": {"horizon": "20 d", "warm_up": "1 d", "replications": str(RUNS)},
        }
    )


def erlang_wait(servers, load=0.8):
    """Mean wait of M/M/c by Erlang's formula."""
    offered = servers * load
    before = sum(offered**k / math.factorial(k) for k in range(servers))
    full = offered**servers / math.factorial(servers) / (1 - load)
    return full / (before + full) * SERVICE / servers / (1 - load)


CASES = (
    ("M/M/1 as in theory", 1, f"exponential mean {SERVICE} s", erlang_wait(1)),
    ("M/M/4 as in theory", 4, f"exponential mean {SERVICE} s", erlang_wait(4)),
    ("M/D/1 as in theory", 1, f"{SERVICE} s", erlang_wait(1) / 2),
)
