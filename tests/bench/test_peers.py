"""The kernel, the reference and other tools on the same queues: first whether they agree, then how fast."""

from functools import cache
from unittest.mock import patch

import numpy as np
import pytest
from known_cases import CASES, tree_of
from measuring import clocked, in_turns, nowhere, streamed
from peers import NOT_INSTALLED, PEERS, version_of
from ports import plan_of
from scipy.stats import ttest_ind

from twin.engine import stream
from twin.engine.kernel import drive, recursion

pytestmark = pytest.mark.bench
MANY, FEW = 200_000, 4_000
TURNS = 5
CHANCE = 1e-4  # of calling a tool wrong that is right; its seeds are fixed


def kernel_with_everything(plan):
    """The kernel compiled with all its handlers, on a plan that could do with fewer."""

    def work():
        everything = patch.object(drive, "specialised", lambda arrays: arrays)
        with everything, patch.object(recursion, "is_one_queue", lambda *of: False):
            stream(plan, 0, nowhere)

    return clocked(work)


@cache
def kernel_means(name, customers):
    """[replication] the mean time in system of so many customers, in the kernel."""
    plan = plan_of(tree_of(CASES[name], customers))
    found = []
    for replication in range(12 if customers > 50_000 else 60):
        spent = []

        def note(visits, trips, *rest, to=spent):
            to.extend(trips["left"] - trips["arrived"])

        stream(plan, replication, note)
        assert len(spent) == customers
        found.append(np.mean(spent))
    return found


def peer(case, tool, means):
    """A tool's runs of a case as a work of `in_turns`: another seed each time, its means kept."""
    _, customers, run = PEERS[tool]

    def work():
        seconds, mean = run(case, customers, len(means) + 1)
        means.append(mean)
        return seconds

    return work


def installed(ledger, name):
    """The tools that can run a case; for the others the ledger says why not."""
    for tool, (package, _, run) in PEERS.items():
        if package and version_of(package) == NOT_INSTALLED:
            ledger.speed(tool, name, NOT_INSTALLED)
        elif run(CASES[name], 10, 1) is None:
            ledger.speed(tool, name, "-")
        else:
            yield tool


@pytest.mark.parametrize("name", CASES)
def test_the_tools_agree_on_the_time_in_system_and_this_is_how_fast_they_are(name, ledger):
    case = CASES[name]
    many, few = plan_of(tree_of(case, MANY)), plan_of(tree_of(case, FEW))
    works = {
        "kernel": streamed(many),
        "kernel with everything": kernel_with_everything(many),
        "reference": streamed(few, "reference"),
    }
    sizes = {"kernel": MANY, "kernel with everything": MANY, "reference": FEW}
    means = {tool: [] for tool in installed(ledger, name)}
    works |= {tool: peer(case, tool, means[tool]) for tool in means}
    sizes |= {tool: PEERS[tool][1] for tool in means}
    best = in_turns(works, times=TURNS)
    for tool, seconds in best.items():
        ledger.speed(tool, name, sizes[tool] / seconds / 1000)
    for tool, found in means.items():
        truth = kernel_means(name, sizes[tool])
        chance = ttest_ind(found, truth, equal_var=False).pvalue
        assert chance > CHANCE, f"{tool}: {np.mean(found):.4g}, kernel {np.mean(truth):.4g} ({chance:.1e})"


def test_the_ratios_that_are_wanted(ledger):
    speeds = ledger.speeds
    if set(CASES) - set(speeds.get("kernel", ())):
        pytest.skip("the cases were not all measured")
    ratios = {
        "kernel / reference, df": ("kernel", "reference", "df"),
        "kernel / Ciw, d": ("kernel", "Ciw", "d"),
        "kernel / cimba for Python, d": ("kernel", "cimba for Python", "d"),
        "kernel with everything / its plain variant, d": ("kernel with everything", "kernel", "d"),
        "reference / bare SimPy, time, d": ("bare SimPy", "reference", "d"),
        "reference / bare SimPy, time, df": ("bare SimPy", "reference", "df"),
    }
    for row, (one, other, case) in ratios.items():
        if not isinstance(speeds[other][case], str):
            ledger.note(row, speeds[one][case] / speeds[other][case])
