"""Replications are run once, kept in parts, and the same bytes however they come."""

import errno
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from examples import ROOT
from ports import crossing, lasting, plan_of, port_with_secondary

from twin.engine import Jam
from twin.model.scenario import Scenario
from twin.study import kept
from twin.study.kept import measures_of, recipe_of, summary_of
from twin.study.levels import Levels
from twin.study.running import batches, going, parts, places, shelf
from twin.study.running.how import How
from twin.study.running.trouble import OutOfTime, RunTrouble


def scenario(replications=10, **experiment):
    tree = lasting(port_with_secondary("10 %"), "1 d", replications=replications, **experiment)
    return Scenario.from_tree(tree)


def same(one, other):
    return all(np.array_equal(a, b, equal_nan=True) for a, b in zip(one, other, strict=True))


def files_of(path):
    return {each.name: each.read_bytes() for each in path.iterdir()}


def place_of(one, folder):
    recipe = parts.recipe_of_parts(recipe_of(one, "kernel", "visits"))
    return parts.place_of(kept.study_of(one, folder), recipe)


@pytest.fixture
def counted(monkeypatch):
    """The numbers of all replications that are run."""
    ran = []
    inner = going.made

    def made(job, numbers, seconds):
        ran.extend(numbers)
        return inner(job, numbers, seconds)

    monkeypatch.setattr(going, "made", made)
    return ran


def test_who_asks_for_thirty_after_ten_runs_twenty(tmp_path, counted):
    summary_of(scenario(10), folder=tmp_path)
    assert sorted(counted) == list(range(10))
    summary_of(scenario(30), folder=tmp_path)
    assert sorted(counted) == list(range(30))


def test_a_result_in_two_goes_is_that_in_one(tmp_path):
    summary_of(scenario(4), folder=tmp_path / "twice")
    one, other = (summary_of(scenario(12), folder=tmp_path / name).path for name in ("twice", "once"))
    assert files_of(one) == files_of(other)


def test_measures_come_in_the_order_asked_for_whatever_is_kept(tmp_path, counted):
    _, few = measures_of(scenario(), [7, 3], folder=tmp_path)
    _, more = measures_of(scenario(), [3, 5, 7, 3], folder=tmp_path)
    assert sorted(counted) == [3, 5, 7]
    assert same(few[0], more[2]) and same(few[1], more[0]) and same(more[0], more[3])
    assert not same(more[0], more[1])


def test_the_number_asked_for_by_the_scenario_is_no_part_of_what_is_kept(tmp_path, counted):
    measures_of(scenario(2), range(5), folder=tmp_path)
    measures_of(scenario(9), range(5), folder=tmp_path)
    assert len(counted) == 5
    measures_of(scenario(9, seed=2), range(5), folder=tmp_path)
    assert len(counted) == 10


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-7]),
        lambda path: path.write_bytes(path.read_bytes().replace(b'"first": 0', b'"first": 1')),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes().partition(b"\n")[0] + b"\n" + b"\x80\x04pickle"),
    ],
)
def test_a_part_that_was_tampered_with_is_run_again(tmp_path, counted, damage):
    one = scenario()
    _, before = measures_of(one, [0], folder=tmp_path)
    ((_, _, path),) = parts.listed(place_of(one, tmp_path))
    damage(path)
    _, after = measures_of(one, [0], folder=tmp_path)
    assert counted == [0, 0]
    assert same(before[0], after[0])
    assert measures_of(one, [0], folder=tmp_path) and counted == [0, 0]


def test_a_part_of_another_scenario_is_not_taken_for_ones_own(tmp_path, counted):
    one, other = scenario(seed=1), scenario(seed=2)
    for each in (one, other):
        measures_of(each, [0], folder=tmp_path)
    (theirs,), (mine,) = (parts.listed(place_of(each, tmp_path)) for each in (one, other))
    os.replace(theirs[2], mine[2])
    measures_of(other, [0], folder=tmp_path)
    assert counted == [0, 0, 0]


def test_a_jam_says_where_it_was_first_and_keeps_what_went_before(tmp_path):
    one = Scenario.from_tree(crossing())
    with pytest.raises(Jam, match="in replication 2 with seed 1"):
        measures_of(one, range(2, 9), folder=tmp_path)


def test_parts_know_how_many_were_asked_for_until_all_have_ended(tmp_path):
    place = place_of(scenario(), tmp_path)
    with pytest.raises(OutOfTime) as over:
        measures_of(scenario(), range(6), folder=tmp_path, how=How(until=time.monotonic() - 1.0))
    assert (over.value.done, over.value.asked) == (0, 6)
    assert parts.wanted(place) == 6
    measures_of(scenario(), range(6), folder=tmp_path)
    assert parts.wanted(place) == 0


def test_a_full_disk_is_said_and_what_had_ended_is_kept(tmp_path, monkeypatch):
    one, inner, written = scenario(), parts.write, []

    def full(place, numbers, content):
        if len(written) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(numbers)
        inner(place, numbers, content)

    monkeypatch.setattr(parts, "write", full)
    with pytest.raises(RunTrouble, match="No space left on device.*free some room there.*goes on from there"):
        summary_of(one, folder=tmp_path)
    monkeypatch.undo()
    kept_now = parts.read(place_of(one, tmp_path), range(10))
    assert sorted(kept_now) == sorted(number for numbers in written for number in numbers)
    assert len(summary_of(one, folder=tmp_path).summary.replications["replication"].unique()) == 10


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a system without a device that is always full")
def test_a_part_of_which_only_half_could_be_written_is_taken_away(tmp_path, monkeypatch):
    def half(path, content):
        with open(path, "wb") as file:
            file.write(content[: len(content) // 2])
        with open("/dev/full", "wb", buffering=0) as full:
            full.write(content)

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OSError, match="No space left"):
        parts.write(tmp_path / "key", [0], b"x" * 100)
    assert list((tmp_path / "key").iterdir()) == []


def test_a_folder_that_may_not_be_written_to_is_said(tmp_path):
    (tmp_path / "outputs").write_text("a file", encoding="utf-8")
    with pytest.raises(RunTrouble, match="cannot be written to"):
        summary_of(scenario(), folder=tmp_path / "outputs")


def test_writers_of_the_same_part_leave_it_whole(tmp_path):
    one = scenario(4)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: summary_of(one, folder=tmp_path), range(4)))
    assert len({each.path for each in found}) == 1
    assert [state.state for state in shelf.found(tmp_path)] == ["intact"] * len(shelf.found(tmp_path))
    alone = summary_of(one, folder=tmp_path / "alone")
    assert files_of(alone.path) == files_of(found[0].path)


def test_a_folder_that_is_cleaned_while_it_is_run_ends_all_the_same(tmp_path):
    one, cleaned = scenario(), []

    def watch(number):
        return lambda count: cleaned.append(shelf.clean(shelf.found(tmp_path)))

    found = summary_of(one, folder=tmp_path, watch=watch)
    assert cleaned and files_of(found.path) == files_of(summary_of(one, folder=tmp_path / "alone").path)


KILLED = """
import os, signal, sys
sys.path[:0] = [{tests!r}]
from test_running import scenario
from twin.study.kept import summary_of

def watch(number):
    def step(count):
        step.seen += count
        if step.seen >= 5:
            os.kill(os.getpid(), signal.SIGKILL)
    step.seen = 0
    return step

summary_of(scenario(30), folder={folder!r}, watch=watch)
"""


def test_a_study_that_is_killed_goes_on_and_ends_in_the_same_bytes(tmp_path, counted):
    program = KILLED.format(tests=str(Path(__file__).parent), folder=str(tmp_path / "killed"))
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    surroundings = {**os.environ, "PYTHONPATH": paths}
    ended = subprocess.run(
        [sys.executable, "-c", program], env=surroundings, capture_output=True, timeout=300
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    before = parts.read(place_of(scenario(), tmp_path / "killed"), range(30))
    assert 5 <= len(before) < 30
    assert not list((tmp_path / "killed").glob("*/*/manifest.json"))
    (broken_off,) = shelf.found(tmp_path / "killed")
    assert (broken_off.state, broken_off.replications, broken_off.asked) == ("partial", len(before), 30)

    whole = summary_of(scenario(30), folder=tmp_path / "killed")
    assert sorted(counted) == sorted(set(range(30)) - set(before))  # what had ended is not run again
    assert files_of(whole.path) == files_of(summary_of(scenario(30), folder=tmp_path / "unbroken").path)


class Losing:
    """A place that loses so many workers, one a batch, and then has threads."""

    def __init__(self, losses):
        self.width, self.losses = 1, losses
        self.threads = places.Threads(1)

    def submit(self, function, *arguments):
        if not self.losses:
            return self.threads.submit(function, *arguments)
        self.losses -= 1
        future = Future()
        future.set_exception(BrokenExecutor("killed"))
        return future

    def is_lost(self, error):
        return isinstance(error, BrokenExecutor)

    def check(self):
        pass

    def let_go(self, futures):
        pass


def test_a_batch_whose_worker_is_lost_twice_is_made_by_the_third(tmp_path, monkeypatch):
    monkeypatch.setattr(going, "opened", lambda how: Losing(2))
    assert len(measures_of(scenario(), range(4), folder=tmp_path)[1]) == 4


def test_a_batch_that_loses_worker_after_worker_is_given_up_with_a_word(tmp_path, monkeypatch):
    monkeypatch.setattr(going, "opened", lambda how: Losing(3))
    with pytest.raises(RunTrouble, match="3 were lost, .* replications 0 to 0 .*BrokenExecutor: killed"):
        measures_of(scenario(), range(4), folder=tmp_path)


def test_a_worker_with_another_program_is_refused():
    job = batches.Job(plan_of(port_with_secondary()), "kernel", "visits", "0" * 16, {"code": "another"})
    with pytest.raises(RunTrouble, match="another program .*code is [0-9a-f]{16}, not another"):
        batches.made(job, [0])


def test_batches_last_about_a_second_and_are_smaller_towards_the_end():
    dealer = batches.Dealer(range(100), width=2)
    assert dealer.deal() == [0]
    dealer.learn(batches.Made(b"", 1, 0.1))
    assert dealer.deal() == list(range(1, 11))
    dealer.back([4, 5])
    assert dealer.deal() == [4, 5]
    sizes = []
    while dealer.left:
        sizes.append(len(dealer.deal()))
    assert sizes[0] == 10 and sizes[-3:] == [1, 1, 1] and sum(sizes) == 89


def test_lines_of_a_study_are_found_and_may_go(tmp_path):
    Levels(tmp_path / "port" / "playbook" / "days" / f"{'0' * 16}.csv").add("a", 0, 1.5)
    (tmp_path / "port" / "playbook" / "notes.csv").write_text("mine", encoding="utf-8")
    (lines,) = shelf.found(tmp_path)
    assert (lines.kind, lines.state) == (shelf.LINES, "intact") and shelf.may_go(lines)
    shelf.clean([lines])
    assert [path.name for path in (tmp_path / "port" / "playbook").iterdir()] == ["notes.csv"]
