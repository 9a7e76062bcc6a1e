"""Where numba cannot compile, the kernel still runs, and gives the same bytes."""

import os
import subprocess
import sys

import numpy as np
import pytest

from twin.engine.kernel.interpreted import Items, Rows

TOLD = """
import hashlib
from twin.engine import run_to_the_end
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.study.generated import random_tree, seeded


def fingerprint(seed):
    plan = compile_plan(Scenario.from_tree(random_tree(seeded(seed))))
    found, trouble = run_to_the_end(plan, 0, engine="kernel")
    tables = b"".join(table[name].tobytes() for table in found[:3] for name in table.dtype.names)
    return hashlib.sha256(tables + str(trouble).encode()).hexdigest()


print([fingerprint(seed) for seed in range(25)])
"""


def test_the_kernel_without_its_compiler_gives_the_same_bytes():
    def told(**environment):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", TOLD], capture_output=True, text=True, check=True,
            env=os.environ | environment,
        )  # fmt: skip
        return done.stdout

    assert told(NUMBA_DISABLE_JIT="1") == told()


def test_an_index_below_zero_is_refused():
    rows = Rows(np.zeros(2, [("due", "f8")]))
    items = Items(np.zeros((2, 2)))
    for read in (lambda: rows[-1], lambda: items[-1], lambda: items[0, -1]):
        with pytest.raises(IndexError, match="-1"):
            read()
