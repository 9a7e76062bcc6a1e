"""Values are found where simulations are like the records, as narrowly as a likelihood would have them."""

import numpy as np
import pytest

from twin.calibrate.simulated.matching import FEWEST, found_by
from twin.calibrate.simulated.runs import OutOfTimeError, Runs

NOISE = np.array([0.1, 0.2, 0.2, 0.1, 0.3, 0.2])


def summaries(a, b):
    return np.stack([a, b, a * b, a + b, np.sqrt(a + 0.1), b**2], axis=-1)


def seen(truth, seed):
    return summaries(*truth) + np.random.default_rng(seed).normal(size=6) * NOISE


def runs_of(seed):
    """Simulations of a toy of two values, each with luck of its own."""

    def runs(points, numbers):
        luck = [np.random.default_rng([seed, int(number)]).normal(size=6) for number in numbers]
        return summaries(*np.asarray(points).T) + luck * NOISE

    return runs


def exact(records):
    """[value] (5 %, 95 %) of the likelihood on a grid."""
    grid = (np.arange(200) + 0.5) / 200
    far = (records - summaries(*np.meshgrid(grid, grid, indexing="ij"))) / NOISE
    weight = np.exp(-0.5 * (far**2).sum(axis=2))
    for axis in (1, 0):
        rising = np.cumsum(weight.sum(axis=axis)) / weight.sum()
        yield grid[np.searchsorted(rising, [0.05, 0.95])]


def hits_of(cases, simulations):
    for case in range(cases):
        truth = np.random.default_rng([case, 5]).random(2)
        found = found_by(runs_of(case), seen(truth, [case, 6]), 2, simulations=simulations, seed=case)
        low, high = np.quantile(found.draws, [0.05, 0.95], axis=0)
        yield from (low <= truth) & (truth <= high)


def test_intervals_are_about_as_wide_as_those_of_the_likelihood():
    records = seen((0.4, 0.6), 1)
    found = found_by(runs_of(1), records, 2, simulations=600, seed=1)
    within = np.quantile(found.draws, [0.05, 0.95], axis=0).T
    for (low, high), true in zip(within, exact(records), strict=True):
        assert high - low == pytest.approx(np.ptp(true), rel=0.35)
        assert low == pytest.approx(true[0], abs=0.08) and high == pytest.approx(true[1], abs=0.08)
    assert found.simulations <= 600 and found.is_whole and found.odd == 0.0


@pytest.mark.prove
def test_intervals_of_sixty_toys_cover_85_to_95_percent():
    assert 0.85 <= np.mean(list(hits_of(60, 300))) <= 0.95


def test_history_matching_rules_out_most_of_what_is_told_sharply():
    def runs(points, numbers):
        luck = np.array([np.random.default_rng(int(number)).normal() for number in numbers])
        return np.column_stack([10 * points[:, 0] + 0.1 * luck, 0 * luck])

    found = found_by(runs, np.array([4.0, 0.0]), 2, simulations=200, seed=1)
    assert found.left < 0.1
    assert np.quantile(found.draws[:, 0], [0.0, 1.0]) == pytest.approx([0.4, 0.4], abs=0.06)
    assert np.ptp(np.quantile(found.draws[:, 1], [0.05, 0.95])) > 0.7  # nothing tells of the other one


def test_many_unknowns_and_few_simulations_leave_runs_to_go_on_from():
    def runs(points, numbers):
        luck = np.array([np.random.default_rng(int(number)).normal(size=9) for number in numbers])
        return 10 * points + 0.02 * luck

    truth = np.linspace(0.2, 0.8, 9)
    found = found_by(runs, 10 * truth, 9, simulations=300, seed=1)
    low, high = np.quantile(found.draws, [0.05, 0.95], axis=0)
    assert (high - low < 0.5).all() and (low < truth + 0.2).all() and (high > truth - 0.2).all()


def test_records_that_no_value_makes_are_odd():
    found = found_by(runs_of(1), np.array([0.5, 0.5, 9.0, 1.0, 0.7, -4.0]), 2, simulations=200, seed=1)
    assert found.odd > 0.1


def test_what_the_records_do_not_have_is_not_looked_at():
    records = np.array([0.4, 0.6, np.nan, np.nan, np.nan, np.nan])
    assert found_by(runs_of(1), records, 2, simulations=FEWEST, seed=1).draws.shape[1] == 2


def test_refused_points_are_left_out():
    def runs(points, numbers):
        rows = runs_of(1)(points, numbers)
        return np.where(points[:, :1] > 0.5, np.nan, rows)

    found = found_by(runs, seen((0.3, 0.6), 2), 2, simulations=200, seed=1)
    assert np.quantile(found.draws[:, 0], 0.95) < 0.6


def test_too_few_simulations_are_refused():
    with pytest.raises(ValueError, match="at least 100"):
        found_by(runs_of(1), seen((0.4, 0.6), 1), 2, simulations=50)


class Counted:
    """A simulation of one point that counts how often it is asked."""

    def __init__(self, most=10**9):
        self.asked, self.most = 0, most

    def __call__(self, point, number):
        self.asked += 1
        if self.asked > self.most:
            raise OutOfTimeError
        return runs_of(3)([point], [number])[0]


def test_a_search_that_was_broken_off_goes_on_to_the_same_bytes(tmp_path):
    records, path = seen((0.4, 0.6), 3), tmp_path / "runs.csv"
    with pytest.raises(OutOfTimeError):
        found_by(Runs(Counted(10), path), records, 2, simulations=FEWEST, seed=1)
    part = found_by(Runs(Counted(75), path), records, 2, simulations=FEWEST, seed=1)
    assert not part.is_whole and part.simulations < FEWEST
    again = Counted()
    one = found_by(Runs(again, path), records, 2, simulations=FEWEST, seed=1)
    other = found_by(Runs(Counted()), records, 2, simulations=FEWEST, seed=1)
    assert again.asked < FEWEST / 2 and one.draws.tobytes() == other.draws.tobytes()


def test_a_torn_or_changed_line_is_run_again(tmp_path):
    path, points = tmp_path / "runs.csv", np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]])
    Runs(Counted(), path)(points, range(3))
    lines = path.read_text().splitlines(True)
    path.write_text(lines[0] + lines[1].replace(",0.", ",1.", 1) + lines[2][:20])
    again = Counted()
    Runs(again, path)(points, range(3))
    assert again.asked == 2 and len(Runs(Counted(), path).known) == 3


def test_no_more_is_begun_when_the_time_is_over():
    with pytest.raises(OutOfTimeError):
        Runs(Counted(), until=0.0)(np.array([[0.1, 0.2]]), [0])
