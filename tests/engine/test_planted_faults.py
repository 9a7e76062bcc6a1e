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
    "a server that is worn out when its service ends stays up": (
        "loop.py",
        "            if server.working_left <= 0.0:",
        "            if server.working_left < 0.0:",
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
    "nobody notices who comes to meet others": (
        "meeting.py",
        "    touch(S, meeting_item(A, np.int64(step.a)))\n    if",
        "    if",
    ),
    "what is handed over is kept": (
        "meeting.py",
        "        one.load = 0",
        "        one.load += 0",
    ),
    "a part that ends is not counted": (
        "entities.py",
        "    entity.ended_parts[counter] += 1",
        "    entity.ended_parts[counter] += 0",
    ),
}
# Faults that both engines have, so that they agree: file, what stands there, what is put in its place.
IN_BOTH = {
    "what a member carries is not on board of the whole": [
        ("kernel/meeting.py", "    S.entity[whole].load += entity.load", "    S.entity[whole].load += 0"),
        ("reference/meeting.py", "        whole.load += e.load", "        whole.load += 0"),
    ],
    "members stay behind when their whole leaves": [
        (
            "kernel/walking.py",
            "                leave_together(A, S, e)",
            "                entity.riders = NO_ONE",
        ),
        ("reference/entity.py", "            leave_together(port, e)", "            e.riders = []"),
    ],
}
LOOK = """
from twin.study.generated import seeded, random_tree
from twin.study.proving import trial
import sys
for seed in range({most}):
    wrong = trial(seed).outcome.wrong
    if wrong:
        print(wrong)
        sys.exit(3)
"""
NOTICED = 3


def what_is_noticed(faults, folder):
    """What is said of the first random port in which faults show that were planted in a copy, '' if none."""
    shutil.copytree(ROOT / "twin", folder / "twin")
    for file, sound, faulty in faults:
        path = folder / "twin" / "engine" / file
        text = path.read_text("utf-8")
        assert text.count(sound) == 1, f"{file} has changed: plant this fault anew"
        path.write_text(text.replace(sound, faulty), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", LOOK.format(most=MOST)],
        env=os.environ | {"PYTHONPATH": str(folder), "NUMBA_DISABLE_JIT": "1"},
        cwd=folder,
        timeout=600,
        check=False,
        capture_output=True,
        text=True,
    )
    return done.stdout if done.returncode == NOTICED else ""


@pytest.mark.prove
def test_without_a_fault_nothing_is_noticed(tmp_path):
    assert what_is_noticed([], tmp_path) == ""


@pytest.mark.prove
@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_noticed(name, tmp_path):
    file, sound, faulty = FAULTS[name]
    assert what_is_noticed([(f"kernel/{file}", sound, faulty)], tmp_path)


@pytest.mark.prove
@pytest.mark.parametrize("name", IN_BOTH)
def test_a_fault_that_both_engines_have_is_noticed_by_the_law_of_wholes(name, tmp_path):
    assert "wholes are their members" in what_is_noticed(IN_BOTH[name], tmp_path)
