"""Indices, splits and worths against functions whose answer is known exactly."""

import json
import math
from zlib import crc32

import numpy as np
import pytest
from examples import ROOT
from scipy.stats import norm

from twin.study.sensitivity.knowing import worth_of_deciding, worth_of_width
from twin.study.sensitivity.morris import morris
from twin.study.sensitivity.noise import CLEAR, FROM_LUCK, NONE, UNKNOWN, adjusted
from twin.study.sensitivity.sobol import indices, saltelli, sobol
from twin.study.sensitivity.splitting import own_luck, sample, split
from twin.study.sensitivity.surrogate import HONEST, surrogate, surrogate_indices
from twin.study.sensitivity.tornado import tornado

H11 = json.loads((ROOT / "tests" / "data" / "oracles" / "H11-sobol-ishigami.json").read_text())
EACH = [0, 1, 2]  # every input its own group


def answers(function):
    """`respond` of a function of points: no luck, and nan as written stands in the middle."""

    def respond(points, numbers):
        points = np.where(np.isnan(points), 0.5, points)
        return np.repeat(function(points)[:, None], np.shape(numbers)[-1], axis=1)

    return respond


def noisy(function, size):
    """The same with luck that is a function of the replication and of the point, as of a port."""
    plain = answers(function)

    def respond(points, numbers):
        levels = plain(points, numbers)
        numbers = np.broadcast_to(numbers, levels.shape)
        seeds = [
            crc32(point.tobytes() + bytes([int(n)]))
            for point, row in zip(points, numbers, strict=True)
            for n in row
        ]
        return levels + size * np.reshape([_normal(seed) for seed in seeds], levels.shape)

    return respond


def _normal(seed):
    return np.random.default_rng(seed).normal()


def ishigami(points):
    a, b = H11["inputs"]["a"], H11["inputs"]["b"]
    x = (2 * points - 1) * np.pi
    return np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0])


def additive(points):
    """First-order shares 1/14, 4/14, 9/14; totals the same."""
    return points @ np.array([1.0, 2.0, 3.0])


def test_sobol_has_the_indices_of_ishigami():
    found, expected = sobol(answers(ishigami), EACH, 8192, numbers=[0]), H11["expected"]
    for i in range(3):
        assert found.first[0, i] == pytest.approx(expected[f"S{i + 1}"], abs=0.01)
        assert found.total[0, i] == pytest.approx(expected[f"ST{i + 1}"], abs=0.01)
        assert found.first[1, i] <= expected[f"S{i + 1}"] <= found.first[2, i]
    assert found.variance == pytest.approx(expected["variance"], rel=0.01)


def test_the_estimators_are_those_of_salib():
    from SALib.analyze import sobol as salib

    levels = ishigami(saltelli(EACH, 512).reshape(-1, 3))
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
    theirs = salib.analyze(problem, levels, calc_second_order=False, seed=1)
    first, total = indices(levels.reshape(512, -1))
    assert total == pytest.approx(theirs["ST"], abs=1e-6)
    assert first == pytest.approx(theirs["S1"], abs=0.02)  # they norm the levels by all of them


def test_sobol_of_a_sum_are_the_shares_of_its_terms():
    found = sobol(answers(additive), EACH, 1024)
    assert found.first[0] == pytest.approx(np.array([1, 4, 9]) / 14, abs=0.01)
    assert found.total[0] == pytest.approx(np.array([1, 4, 9]) / 14, abs=0.01)
    assert found.luck == pytest.approx(0.0, abs=1e-12) and found.verdict == [CLEAR] * 3


def test_sobol_of_groups_are_those_of_their_inputs_together():
    found = sobol(answers(additive), [0, 0, 1], 1024)
    assert found.total[0] == pytest.approx(np.array([5, 9]) / 14, abs=0.01)
    one = sobol(answers(additive), [0, 0, 0], 1024)
    assert one.first[0] == pytest.approx([1.0], abs=0.01) and one.total[0] == pytest.approx([1.0], abs=0.01)


def test_an_input_that_only_shuffles_luck_is_told_from_one_that_does_something():
    found = sobol(noisy(lambda points: 3.0 * points[:, 0], 0.2), EACH, 256)
    assert found.verdict == [CLEAR, FROM_LUCK, FROM_LUCK]
    assert found.luck == pytest.approx(found.total[0, 1], abs=0.02)
    assert abs(found.first[0, 2]) < 0.1


def test_an_input_that_moves_nothing_has_index_0():
    found = sobol(answers(lambda points: points[:, 0] ** 2), EACH, 64)
    assert found.verdict == [CLEAR, NONE, NONE]
    assert found.total[:, 1:].tolist() == [[0.0, 0.0]] * 3


@pytest.mark.parametrize("n", [4, 100])
def test_points_of_sobol_are_a_power_of_two(n):
    with pytest.raises(ValueError, match="a power of two from 8"):
        sobol(answers(additive), EACH, n)


def test_blocks_with_a_point_that_has_no_level_are_left_out_and_counted():
    def respond(points, numbers):
        levels = answers(additive)(points, numbers)
        levels[:6] = np.nan
        return levels

    found = sobol(respond, EACH, 1024)
    assert (found.blocks, found.asked) == (1022, 1024)
    assert found.first[0] == pytest.approx(np.array([1, 4, 9]) / 14, abs=0.02)
    nothing = sobol(lambda points, numbers: np.full((len(points), 2), np.nan), EACH, 16)
    assert nothing.blocks == 0 and nothing.verdict == [UNKNOWN] * 3


def test_elementary_effects_of_a_line_are_its_slopes():
    found = morris(answers(additive), EACH, 5)
    assert found.size == pytest.approx([1, 2, 3]) and found.mean == pytest.approx([1, 2, 3])
    assert found.sigma == pytest.approx([0, 0, 0], abs=1e-9) and found.verdict == [CLEAR] * 3


def test_elementary_effects_keep_their_sign_and_see_curvature():
    found = morris(answers(lambda p: -2 * p[:, 0] + (p[:, 1] - 0.5) ** 2), EACH, 20)
    assert found.mean[0] == pytest.approx(-2) and found.size[0] == pytest.approx(2)
    assert found.sigma[1] > 0.2 and found.sigma[0] == pytest.approx(0, abs=1e-9)
    assert found.verdict[2] == NONE and found.size[2] == 0


def test_elementary_effects_of_luck_alone_are_told_as_such():
    found = morris(noisy(lambda points: 10.0 * points[:, 0], 0.3), EACH, 8)
    assert found.verdict == [CLEAR, FROM_LUCK, FROM_LUCK]


def test_trajectories_through_what_is_refused_are_tried_again_elsewhere():
    asked = []

    def respond(points, numbers):
        asked.append(len(points))
        levels = answers(additive)(points, numbers)
        levels[(points[:, 0] > 0.9) & (points[:, 1] < 0.1)] = np.nan
        return levels

    found = morris(respond, EACH, 12)
    assert found.size == pytest.approx([1, 2, 3]) and found.verdict == [CLEAR] * 3
    assert len(asked) == 2 and asked[0] == 12 * 4 and 0 < asked[1] < 12 * 4
    assert np.isfinite(found.effects).sum() > 0.9 * found.effects.size
    none = morris(lambda points, numbers: np.full((len(points), 2), np.nan), EACH, 2)
    assert none.verdict == [UNKNOWN] * 3 and np.isnan(none.size).all()


def test_groups_move_together():
    found = morris(answers(additive), [0, 0, 1], 6)
    assert found.size[1] == pytest.approx(3) and found.size[0] <= 3 + 1e-9
    with pytest.raises(ValueError, match="1 trajectories; at least 2"):
        morris(answers(additive), EACH, 1)


def test_a_tornado_has_the_change_at_either_end():
    found = tornado(answers(additive), 3, [0, 1, 2])
    assert found.effects[0] == pytest.approx(np.array([[-0.5, -1, -1.5], [0.5, 1, 1.5]]))
    assert found.swing == pytest.approx([1, 2, 3]) and found.order.tolist() == [2, 1, 0]
    assert found.verdict == [CLEAR] * 3


def test_a_tornado_tells_luck_and_what_does_nothing():
    found = tornado(noisy(lambda points: 50.0 * points[:, 0], 0.5), 3, range(6))
    assert found.verdict == [CLEAR, FROM_LUCK, FROM_LUCK]
    still = tornado(answers(lambda points: points[:, 0]), 2, range(3))
    assert still.verdict == [CLEAR, NONE] and still.order.tolist() == [0, 1]
    alone = tornado(noisy(additive, 0.1), 3, [0])
    assert alone.verdict == [UNKNOWN] * 3


def test_an_end_without_a_level_leaves_the_other_one():
    def respond(points, numbers):
        levels = answers(additive)(points, numbers)
        levels[np.nan_to_num(points[:, 0], nan=0.5) == 1.0] = np.nan
        return levels

    found = tornado(respond, 3, range(3))
    assert np.isnan(found.effects[0, 1, 0]) and found.effects[0, 0, 0] == pytest.approx(-0.5)
    assert np.isnan(found.swing[0]) and found.order[-1] == 0 and found.verdict[0] == CLEAR


def test_probabilities_are_adjusted_for_their_number():
    p = np.array([0.01, 0.04, np.nan, 0.03])
    assert adjusted(p) == pytest.approx([0.03, 0.04, np.nan, 0.04], nan_ok=True)


def test_a_split_finds_the_variances_of_inputs_and_of_luck():
    random = np.random.default_rng(3)
    levels = 5.0 + random.normal(0, 2, (400, 1)) + random.normal(0, 1, (400, 3))
    found = split(levels)
    for part, truth in ((found.inputs, 4.0), (found.luck, 1.0), (found.share, 0.8), (found.mean, 5.0)):
        assert part[1] <= truth <= part[2]
    assert found.level == pytest.approx([5 - 1.96 * math.sqrt(5), 5 + 1.96 * math.sqrt(5)], abs=0.5)


def test_luck_alone_is_no_doubt_about_inputs():
    found = split(np.random.default_rng(4).normal(size=(300, 4)))
    assert found.inputs[0] == pytest.approx(0.0, abs=0.06) and found.luck[0] == pytest.approx(1.0, abs=0.15)
    with pytest.raises(ValueError, match="at least 3 with 2"):
        split(np.ones((5, 1)))


def test_the_numbers_of_a_sample_are_all_different():
    assert len(set(own_luck(8, 3).ravel())) == 24
    points = sample(5, 16)
    assert all(sorted(np.floor(16 * x)) == list(range(16)) for x in points.T)


def test_a_surrogate_of_a_polynomial_is_that_polynomial():
    points = sample(4, 128)
    levels = 1.0 + 2 * points[:, 0] + points[:, 1] * points[:, 2]
    made = surrogate(points, levels)
    assert made.q2 == pytest.approx(1.0, abs=1e-6)
    drawn = sample(4, 50, seed=9)
    assert made(drawn) == pytest.approx(1.0 + 2 * drawn[:, 0] + drawn[:, 1] * drawn[:, 2])
    found = surrogate_indices(made, points, levels)
    # Var: 4/12, and of the product 7/144 with 1/144 of it together.
    whole = 48 / 144 + 7 / 144
    assert found.first[0] == pytest.approx(np.array([48, 3, 3, 0]) / 144 / whole, abs=0.01)
    assert found.total[0] == pytest.approx(np.array([48, 4, 4, 0]) / 144 / whole, abs=0.01)


def test_a_surrogate_of_luck_says_that_it_knows_nothing():
    points = sample(6, 64)
    made = surrogate(points, np.random.default_rng(0).normal(size=64))
    assert made.q2 < HONEST / 2


@pytest.mark.parametrize(("mean", "first", "second"), [(0.3, 1.0, 1.0), (-0.5, 2.0, 0.5), (0.0, 0.5, 3.0)])
def test_knowing_is_worth_what_two_normals_say(mean, first, second):
    """Of 0 and x1 + x2, with x1 ~ N(mean, first): knowing x1 is worth E max(x1, 0) - max(mean, 0)."""
    random = np.random.default_rng(1)
    x = np.column_stack([random.normal(mean, first, 6000), random.normal(0.0, second, 6000)])
    found = worth_of_deciding(x, np.column_stack([np.zeros(6000), x.sum(axis=1)]))
    for i, (m, s) in enumerate([(mean, first), (mean, second)]):
        truth = s * norm.pdf(m / s) + m * norm.cdf(m / s) - max(m, 0.0)
        assert found.value[0, i] == pytest.approx(truth, abs=0.04)
    assert found.verdict == [CLEAR, CLEAR]


def test_knowing_what_changes_no_choice_is_worth_nothing():
    x = np.random.default_rng(2).uniform(size=(500, 2))
    found = worth_of_deciding(x, np.column_stack([x[:, 0], x[:, 0] + 1.0 + 0.1 * x[:, 1]]))
    assert found.value[0] == pytest.approx([0.0, 0.0], abs=1e-9)
    same = worth_of_deciding(x, np.column_stack([x[:, 0], x[:, 0]]))
    assert same.verdict == [NONE, NONE] and same.value[0].tolist() == [0.0, 0.0]


def test_of_what_never_varied_nobody_knows_what_knowing_is_worth():
    x = np.random.default_rng(2).uniform(size=(40, 2))
    x[:, 1] = 0.5
    found = worth_of_deciding(x, np.column_stack([np.zeros(40), x[:, 0] - 0.5]))
    assert found.verdict == [CLEAR, UNKNOWN]


def test_the_width_that_knowing_takes_away():
    random = np.random.default_rng(5)
    x = random.uniform(size=(2000, 3))
    found = worth_of_width(x, 10 * x[:, [0]] + 2 * x[:, [1]] + random.normal(0, 0.1, (2000, 2)))
    left = 2 * 0.95 / (10 * 0.95)  # widths of the uniforms, nearly
    assert found.value[0, 0] == pytest.approx(1 - left, abs=0.06)
    assert found.value[0, 1] < 0.1 and found.value[0, 2] < 0.02
    assert found.verdict[0] == CLEAR and found.verdict[2] == FROM_LUCK
