"""How fast the kernel is, as ratios measured side by side; judges only what is promised."""

import time

import pytest
from known_cases import CASES, case
from measuring import seconds_of
from ports import plan_of

from twin.config import compose
from twin.engine import run
from twin.plan.compile import compile_plan
from twin.study.replications import replicate

pytestmark = pytest.mark.bench
MANY, FEW = 200_000, 4_000
PORT = ["layout=ganqimaodu_road", "peak=record_day"]


@pytest.mark.parametrize("name", CASES)
def test_known_cases(name):
    many, few = plan_of(case(name, MANY)), plan_of(case(name, FEW))
    kernel = MANY / seconds_of(many, "kernel") / 1000
    reference = FEW / seconds_of(few, "reference", times=1) / 1000
    print(f"\n{name}: kernel {kernel:,.0f}, reference {reference:.1f} thousand customers a CPU second,"
          f" ratio {kernel / reference:,.0f}")  # fmt: skip


def test_the_kernel_is_sixty_times_as_fast_as_the_reference_on_the_record_day():
    plan = compile_plan(compose([*PORT, "experiment=one_day"]))
    rows = len(run(plan, 0).visits)
    kernel, reference = seconds_of(plan, "kernel", times=5), seconds_of(plan, "reference", times=1)
    print(f"\nrecord day: {rows:,} visits; kernel {kernel * 1000:.1f} ms, reference {reference:.2f} s,"
          f" ratio {reference / kernel:,.0f}")  # fmt: skip
    assert reference >= 60 * kernel


def test_keeping_every_visit():
    plan = plan_of(case("d", MANY))
    kept = []
    without = seconds_of(plan, "kernel")
    with_visits = seconds_of(plan, "kernel", sink=lambda *rows: kept.append(rows))
    size = sum(table.nbytes for rows in kept[: len(kept) // 4] for table in rows) / MANY
    print(f"\nvisits kept: {with_visits / without:.2f} times the time, {size:.0f} bytes a customer of d")


def test_two_threads():
    plan = plan_of(case("d", MANY // 4))
    replicate(plan, [0])
    spent = []
    for workers in (1, 2):
        start = time.perf_counter()
        replicate(plan, range(8), workers=workers)
        spent.append(time.perf_counter() - start)
    print(f"\ntwo threads, measures included: {spent[0] / spent[1]:.2f} times as fast as one")


def test_a_year_of_a_port():
    plan = compile_plan(compose([*PORT[:1], "experiment.horizon=365 d", "experiment.warm_up=0 s"]))
    seconds = seconds_of(plan, "kernel", times=1)
    print(f"\na year of {PORT[0].partition('=')[2]}: {seconds:.1f} CPU seconds")
