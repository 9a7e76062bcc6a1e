"""Memory does not grow with the length of a run whose visits are not kept."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells a peak so"),
]
TESTS = Path(__file__).parents[1]
FLAT = 40  # MiB that a run ten times as long may take more

PROGRAM = """
import sys
sys.path[:0] = [{tests!r}, {bench!r}, {root!r}]
from measuring import nowhere
from twin.engine import stream
from twin.results.aggregate import aggregate
{plan}
{run}
# Not what getrusage says: that begins with the size of the process that started this one.
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""
QUEUES = """
from known_cases import CASES, tree_of
from ports import plan_of
plan = plan_of(tree_of(CASES["df"], {size}))
"""
PORT = """
from twin.config import compose
from twin.plan.compile import compile_plan
plan = compile_plan(compose(["layout=ganqimaodu_road", "experiment=one_day", "experiment.horizon={size} d"]))
"""


RUNS = {"visits not kept": "stream(plan, 0, nowhere)", "statistics added up": "aggregate(plan, 0)"}


def peak(plan, size, run):
    """MiB at most in a process of its own."""
    paths = {"tests": str(TESTS), "bench": str(TESTS / "bench"), "root": str(TESTS.parent)}
    program = PROGRAM.format(plan=plan.format(size=size), run=RUNS[run], **paths)
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return int(ran.stdout) / 1024


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("plan, size", [(QUEUES, 100_000), (PORT, 10)], ids=("df", "port"))
def test_ten_times_as_long_takes_no_more_memory(plan, size, run, ledger):
    peak(plan, size // 10, run)  # compiles
    short, long = peak(plan, size, run), peak(plan, 10 * size, run)
    print(f"\npeak memory: {short:.0f} MiB, {long:.0f} MiB for ten times as long")
    if plan is QUEUES:
        ledger.note(f"peak memory of a long run, {run}", long)
    assert long - short < FLAT
