"""A fault planted in the kernel is noticed by random ports: what the proof of equality is worth."""

import os
import shutil
import subprocess
import sys

import pytest
from examples import ROOT

MOST = 400  # random ports in which a fault must show; interpreted, so nothing is compiled

# What is changed: file of the kernel, what stands there, what is put in its place.
FAULTS = {
    "a freed server is not noticed": (
        "places.py",
        "    entity.place = NO_ONE\n    touch_station(A, S, station)",
        "    entity.place = NO_ONE",
    ),
    "the last in the queue comes first": (
        "lists.py",
        "    if a.since != b.since:\n        return a.since < b.since",
        "    if a.since != b.since:\n        return a.since > b.since",
    ),
    "the highest free server is taken": (
        "places.py",
        "    for word in range(state.first_word, state.first_word + state.words):",
        "    for word in range(state.first_word + state.words - 1, state.first_word, -1):",
    ),
    "one may stand where there is no room": (
        "settle.py",
        "    return state.used + size <= plan.room + allowance",
        "    return state.used <= plan.room + allowance",
    ),
    "a claim that does not fit keeps no share": (
        "settle.py",
        "                S.left[A.need[j].pool] -= amount(A.need[j], entity)",
        "                S.left[A.need[j].pool] -= 0",
    ),
    "a failure at the end of a service stops it": (
        "places.py",
        "    if server.fails < due:",
        "    if server.fails <= due:",
    ),
    "a mark is not known to those who ask later": (
        "waiting.py",
        "    family.marks |= np.int64(1) << np.int64(mark)",
        "    family.marks |= np.int64(0)",
    ),
    "a permission is drawn anew on a second asking": (
        "waiting.py",
        "        entity.permits |= bit",
        "        entity.permits |= 0",
    ),
    "a part that ends is not counted": (
        "walking.py",
        "    parent.ended_parts[counter] += 1",
        "    parent.ended_parts[counter] += 0",
    ),
}
LOOK = """
from twin.study.generated import seeded, random_tree
from twin.study.proving import trial
import sys
for seed in range({most}):
    if trial(seed).outcome.wrong:
        sys.exit(3)
"""
NOTICED = 3


@pytest.mark.prove
@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_noticed(name, tmp_path):
    file, sound, faulty = FAULTS[name]
    shutil.copytree(ROOT / "twin", tmp_path / "twin")
    path = tmp_path / "twin" / "engine" / "kernel" / file
    text = path.read_text("utf-8")
    assert text.count(sound) == 1, f"{file} has changed: plant this fault anew"
    path.write_text(text.replace(sound, faulty), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", LOOK.format(most=MOST)],
        env=os.environ | {"PYTHONPATH": str(tmp_path), "NUMBA_DISABLE_JIT": "1"},
        cwd=tmp_path,
        timeout=600,
        check=False,
    )
    assert done.returncode == NOTICED
