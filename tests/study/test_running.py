"""Replications are run once, kept in parts, and the same bytes however they come."""

import os

import numpy as np
import pytest
from ports import crossing, lasting, port_with_secondary

from twin.engine import Jam
from twin.model.scenario import Scenario
from twin.study import kept
from twin.study.kept import measures_of, recipe_of, summary_of
from twin.study.running import going, parts


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
