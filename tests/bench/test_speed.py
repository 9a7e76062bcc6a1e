"""How fast the kernel is against the reference, in one process; prints ratios, judges only the promised ones."""

import resource
import time

import pytest

from twin.config import compose
from twin.engine import run, stream
from twin.plan.compile import compile_plan

pytestmark = pytest.mark.bench

WORDS = ["layout=ganqimaodu_road", "peak=record_day", "experiment=one_day"]


def _seconds(act):
    start = time.process_time()
    act()
    return time.process_time() - start


def _forget(*rows):
    """A sink that keeps nothing."""


def test_the_kernel_is_sixty_times_as_fast_as_the_reference_on_the_record_day():
    plan = compile_plan(compose(WORDS))
    run(plan, 0)  # compiled and loaded
    kernel = min(_seconds(lambda: run(plan, i)) for i in range(5))
    reference = min(_seconds(lambda: run(plan, i, engine="reference")) for i in range(2))
    print(f"\nrecord day: kernel {kernel * 1000:.0f} ms, reference {reference:.2f} s, {reference / kernel:.0f} x")
    assert reference >= 60 * kernel


def test_memory_does_not_grow_with_the_number_of_days():
    peaks = {}
    for days in (5, 60):
        words = ["layout=ganqimaodu_road", "peak=typical", f"experiment.horizon={days} d"]
        plan = compile_plan(compose(words))
        seconds = _seconds(lambda plan=plan: stream(plan, 0, _forget))
        peaks[days] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"\n{days} days: {seconds:.2f} s, peak {peaks[days]:.0f} MiB")
    assert peaks[60] <= peaks[5] + 40
