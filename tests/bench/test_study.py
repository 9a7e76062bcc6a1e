"""How long a study takes: two cores against one, and five scenarios compared as a planner asks for it."""

import subprocess
import sys
import tempfile
import time

import pytest

from twin.config import compose
from twin.study.kept import measures_of
from twin.study.running.how import How, Place

pytestmark = pytest.mark.bench
PORT = ["layout=ganqimaodu_road", "peak=record_day"]
NUMBERS = range(40)


def test_a_study_on_two_cores(ledger):
    scenario, spent = compose(PORT), {1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder:
        measures_of(scenario, [0], folder=folder)
    for _ in range(3):
        for workers, seconds in spent.items():
            with tempfile.TemporaryDirectory() as folder:
                start = time.perf_counter()
                measures_of(scenario, NUMBERS, folder=folder, how=How(place=Place(workers=workers)))
                seconds.append(time.perf_counter() - start)
    ledger.note("a study on two cores / on one", min(spent[1]) / min(spent[2]))


def test_five_scenarios_of_a_hundred_replications(ledger):
    words = [*PORT, "layout.stations.h986.servers=2,3,4,5,6", "experiment.replications=100"]
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        line = [sys.executable, "-m", "twin", "compare", *words, "--outputs", folder]
        subprocess.run(line, check=True, stdout=subprocess.DEVNULL)
        ledger.note("twin compare of 5 scenarios, 100 record days each", time.perf_counter() - start)
