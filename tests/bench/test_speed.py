"""How fast the kernel is, as ratios measured side by side; the table says what is promised, nothing fails."""

import time

import pytest
from known_cases import CASES, tree_of
from measuring import clocked, in_turns, streamed
from ports import plan_of

from twin.config import compose
from twin.engine.kernel import recursion
from twin.plan.compile import compile_plan
from twin.plan.packing import packed
from twin.results.aggregate import aggregate
from twin.study.replications import replicate

pytestmark = pytest.mark.bench
MANY = 200_000
PORT = ["layout=ganqimaodu_road", "peak=record_day"]


def test_both_engines_on_a_record_day(ledger):
    plan = compile_plan(compose([*PORT, "experiment=one_day"]))
    best = in_turns({"kernel": streamed(plan), "reference": streamed(plan, "reference")})
    ledger.note("kernel / reference, a port's record day", best["reference"] / best["kernel"])


def test_one_queue_without_a_clock(ledger):
    plan = plan_of(tree_of(CASES["a"], MANY))

    def by_the_loop():
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(recursion, "is_one_queue", lambda *_: False)
            return streamed(plan)()

    best = in_turns({"recursion": streamed(plan), "loop": by_the_loop}, times=5)
    ledger.note("one queue / by the loop, a", best["loop"] / best["recursion"])


def test_keeping_every_visit(ledger):
    plan = plan_of(tree_of(CASES["d"], MANY))
    kept = []

    def keeping():
        kept.clear()
        return streamed(plan, sink=lambda *rows: kept.append([packed(table) for table in rows]))()

    best = in_turns({"without": streamed(plan), "with": keeping}, times=5)
    ledger.note("visits kept / not kept, time, d", best["with"] / best["without"])
    ledger.note("visits of one customer of d", sum(table.nbytes for rows in kept for table in rows) / MANY)


def test_a_port_ten_and_a_hundred_times_as_large(ledger):
    sizes = (1, 10, 100)
    plans = {n: plan_of(tree_of(CASES["d"], MANY, copies=n)) for n in sizes}
    best = in_turns({n: streamed(plan) for n, plan in plans.items()})
    for n in sizes[1:]:
        row = f"a customer of {n} ports like d side by side / of one, time"
        ledger.note(row, best[n] / best[1])


def test_two_threads(ledger):
    plan = plan_of(tree_of(CASES["d"], MANY // 4))
    replicate(plan, [0])
    spent = {1: [], 2: []}
    for _ in range(3):
        for workers in spent:
            start = time.perf_counter()
            replicate(plan, range(8), workers=workers)
            spent[workers].append(time.perf_counter() - start)
    ledger.note("two threads / one", min(spent[1]) / min(spent[2]))


def test_a_year_of_a_port(ledger):
    plan = compile_plan(compose([*PORT[:1], "experiment.horizon=365 d", "experiment.warm_up=0 s"]))
    works = {"": streamed(plan), ", statistics added up": clocked(lambda: aggregate(plan, 0))}
    best = in_turns(works, times=2)
    for watched, seconds in best.items():
        ledger.note(f"a year of a port{watched}", seconds)
