"""The luck is as good as luck, and keyed by names alone."""

import numpy as np
import pytest
from scipy import stats

from twin.plan.draws import mix, name_key, uniform, uniforms
from twin.plan.processes.keyed import keys_of, uniforms_of

N = 200_000
SURELY = 1e-4  # a fixed seed either passes for ever or fails for ever


def by_key():
    """The first draw of many arrivals of one source."""
    return uniforms_of(keys_of(name_key("coal_in"), np.arange(N)), name_key("gate"))


def by_loop():
    """Many draws of one entity at one step."""
    return uniforms(name_key("truck"), name_key("gate"), 0, N)


def by_purpose():
    """One entity at many steps."""
    return np.array([uniform(1, name_key(f"station_{i}"), 0) for i in range(20_000)])


@pytest.mark.parametrize("draws", (by_key, by_loop, by_purpose))
def test_draws_are_uniform(draws):
    u = draws()
    assert 0 < u.min() and u.max() < 1
    assert stats.kstest(u, "uniform").pvalue > SURELY
    assert stats.chisquare(np.histogram(u, bins=1000, range=(0, 1))[0]).pvalue > SURELY
    assert u.mean() == pytest.approx(0.5, abs=4 * (1 / 12 / len(u)) ** 0.5)
    assert u.var() == pytest.approx(1 / 12, rel=0.02)


@pytest.mark.parametrize("draws", (by_key, by_loop, by_purpose))
@pytest.mark.parametrize("lag", (1, 2, 7, 1024))
def test_neighbours_are_independent(draws, lag):
    u = draws()
    cells, _, _ = np.histogram2d(u[:-lag], u[lag:], bins=20, range=((0, 1), (0, 1)))
    assert stats.chisquare(cells.ravel()).pvalue > SURELY
    assert abs(np.corrcoef(u[:-lag], u[lag:])[0, 1]) < 4.5 / len(u) ** 0.5


def test_purposes_loops_and_replications_of_one_entity_are_independent():
    keys = keys_of(name_key("coal_in"), np.arange(N))
    other_run = keys_of(mix(name_key("coal_in"), 1), np.arange(N))
    gate = uniforms_of(keys, name_key("gate"))
    again = np.array([uniform(key, name_key("gate"), 1) for key in keys[:20_000]])
    for other in (uniforms_of(keys, name_key("scan")), uniforms_of(other_run, name_key("gate")), again):
        assert abs(np.corrcoef(gate[: len(other)], other)[0, 1]) < 4.5 / len(other) ** 0.5
        cells, _, _ = np.histogram2d(gate[: len(other)], other, bins=20, range=((0, 1), (0, 1)))
        assert stats.chisquare(cells.ravel()).pvalue > SURELY


def test_every_bit_of_a_key_is_a_coin():
    keys = keys_of(name_key("coal_in"), np.arange(N)).view(np.uint64)
    heads = np.array([((keys >> np.uint64(bit)) & np.uint64(1)).sum() for bit in range(64)])
    assert abs(heads - N / 2).max() < 4.5 * (N / 4) ** 0.5


def test_one_bit_of_a_word_turns_half_of_the_key():
    flipped = [
        bin((mix(key, word) ^ mix(key, word ^ (1 << bit))) & (2**64 - 1)).count("1")
        for key in range(20)
        for word in range(20)
        for bit in range(63)
    ]
    assert np.mean(flipped) == pytest.approx(32, abs=0.2)
    assert min(flipped) > 8


def test_keys_do_not_collide():
    roots = [
        mix(name_key(name), replication) for name in ("coal_in", "copper_in") for replication in range(3)
    ]
    keys = np.concatenate([keys_of(root, np.arange(N)) for root in roots])
    assert len(np.unique(keys)) == len(keys)


def test_names_have_lasting_keys():
    assert name_key("gate") == 6946866127695125857
    assert mix(1, 2) == 479697966912901330
    assert uniform(name_key("truck"), name_key("gate"), 0) == 0.9562347660850802


def test_many_draws_are_the_draws_one_by_one():
    assert uniforms(5, 6, 7, 3).tolist() == [uniform(5, 6, 7 + i) for i in range(3)]
    assert uniforms_of(keys_of(5, np.arange(3)), 6).tolist() == [uniform(mix(5, i), 6, 0) for i in range(3)]
