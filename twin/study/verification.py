"""The certificate of a program: two engines compared on random ports, and both held against theory."""

from typing import NamedTuple

from twin.engine import run
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.results.intervals import estimate
from twin.study.constructs import coverage
from twin.study.kept import versions
from twin.study.proving import trials
from twin.study.theory import CASES, replicated, with_customers

CONFIDENCE = 0.999
REPLICATIONS = 20
CUSTOMERS = 20_000  # of a replication; the intervals are wider than those of the full plan, and as honest


class Held(NamedTuple):
    """A number that theory knows, and what the kernel gives."""

    case: str
    measure: str
    method: str
    truth: float
    mean: float
    low: float
    high: float

    @property
    def passed(self):
        """Whether the truth lies in the interval."""
        return self.low <= self.truth <= self.high


class Certificate(NamedTuple):
    """What was tried, and what was found."""

    models: int  # random ports run in both engines
    visits: int  # compared bit for bit
    stopped: int  # of the ports: jammed, in both engines alike
    wrong: tuple  # (seed, text) of the ports in which the engines part or a law is broken
    constructs: dict  # [construct] ports that use it
    pairs_met: int  # pairs of constructs that met in one port
    pairs: int
    theory: tuple  # of Held
    versions: dict

    @property
    def passed(self):
        """Nothing parted, no law was broken, every truth lies in its interval."""
        return not self.wrong and all(held.passed for held in self.theory)


def verify(models, *, first_seed=0, watch=None, cases=CASES):
    """The Certificate of so many random ports and the cases of theory; `watch()` is called after each."""
    watch = watch or (lambda: None)
    found = []
    for one in trials(range(first_seed, first_seed + models)):
        found.append(one)
        watch()
    held = []
    for case in cases:
        held += holds(case)
        watch()
    counted, met, pairs = coverage([one.constructs for one in found])
    return Certificate(
        models=len(found),
        visits=sum(one.outcome.visits for one in found),
        stopped=sum(bool(one.outcome.stopped) for one in found),
        wrong=tuple((one.seed, one.outcome.wrong) for one in found if one.outcome.wrong),
        constructs=counted,
        pairs_met=met,
        pairs=pairs,
        theory=tuple(held),
        versions=versions(),
    )


def holds(case, *, customers=CUSTOMERS, replications=REPLICATIONS, engine="kernel"):
    """[Held] for every measure of a case."""
    plan = compile_plan(Scenario.from_tree(with_customers(case, customers)))
    values = replicated(case, ((plan, run(plan, number, engine=engine)) for number in range(replications)))
    out = []
    for measure, truth in case.truth.items():
        mean, low, high, _ = estimate(values[measure], CONFIDENCE)
        out.append(Held(case.name, measure, case.method, truth, mean, low, high))
    return out
