"""Memory does not grow with the length of a run whose visits are not kept."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.bench
TESTS = Path(__file__).parents[1]
FLAT = 40  # MiB that a run ten times as long may take more

PROGRAM = """
import resource, sys
sys.path[:0] = [{tests!r}, {bench!r}, {root!r}]
from known_cases import case
from measuring import nowhere
from ports import plan_of
from twin.engine import stream
stream(plan_of(case("df", int(sys.argv[1]))), 0, nowhere)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def peak(customers):
    """MiB at most in a process of its own."""
    program = PROGRAM.format(tests=str(TESTS), bench=str(TESTS / "bench"), root=str(TESTS.parent))
    ran = subprocess.run(
        [sys.executable, "-c", program, str(customers)], capture_output=True, text=True, check=True
    )
    return int(ran.stdout)


def test_ten_times_as_long_takes_no_more_memory():
    peak(1000)  # compiles
    short, long = peak(100_000), peak(1_000_000)
    print(f"\npeak memory of df: {short} MiB for 100,000 customers, {long} MiB for 1,000,000")
    assert long - short < FLAT
