"""What one waits for before anything is simulated: the compiler once, the program each time."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.bench
TESTS = Path(__file__).parents[1]
PATHS = (str(TESTS), str(TESTS / "bench"), str(TESTS.parent))

COMPILES = """
import time
from measuring import streamed
{plan}
work = streamed(plan)
first = work()
print(first - work())
"""
PLAIN = """
from known_cases import CASES, tree_of
from ports import plan_of
plan = plan_of(tree_of(CASES["d"], 1000))
"""
PORT = """
import twin
plan = twin.compile_plan(twin.load("layout=ganqimaodu_road", "experiment=one_day"))
"""
FIRST_VISITS = PORT + "\nprint(len(twin.run(plan, 0).visits))"


def child(*words, **env):
    """What a Python of its own prints, with the folders of the tests at hand."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(PATHS), **env}
    return subprocess.run(
        [sys.executable, *words], env=env, capture_output=True, text=True, check=True
    ).stdout


def shortest(*words, times=5):
    """Seconds by the clock of such a child, at best."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        child(*words)
        found.append(time.perf_counter() - start)
    return min(found)


@pytest.mark.parametrize(
    "plan, row",
    [(PLAIN, "compiling the plain variant"), (PORT, "compiling the kernel with everything")],
    ids=("plain", "everything"),
)
def test_compiling_into_an_empty_folder(plan, row, tmp_path, ledger):
    ledger.note(row, float(child("-c", COMPILES.format(plan=plan), TWIN_CACHE=str(tmp_path))))


def test_the_first_visits_of_a_program_compiled_before(ledger):
    child("-c", FIRST_VISITS)
    ledger.note("start to first visits, compiled before", shortest("-c", FIRST_VISITS, times=3))


def test_help(ledger):
    ledger.note("twin --help", shortest("-m", "twin", "--help"))
