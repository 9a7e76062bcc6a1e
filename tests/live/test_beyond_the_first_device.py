"""The queue that no device sees is told from starts and ends at once, with how sure that is."""

import heapq

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.live.state.beyond import hidden, waiting
from twin.live.state.chances import mean, number_of, poisson, quantile, together


def usual(rate):
    return lambda at: rate


def test_a_lane_that_pauses_shows_that_nobody_waits():
    services = [(100.0, 0.0), (400.0, 250.0), (700.0, 500.0)]
    assert quantile(waiting(services, usual(1 / 600), begins=0.0, at=700.0, free=700.0), 0.95) == 0


def test_starts_at_once_show_that_somebody_waits():
    services = [(100.0 * i, 100.0 * i - 5) for i in range(1, 20)]
    busy = waiting(services, usual(1 / 60), begins=0.0, at=1900.0, free=1900.0)
    assert mean(busy) > 5 and quantile(busy, 0.05) >= 1
    calm = waiting(services, usual(1 / 100), begins=0.0, at=1900.0, free=1900.0)
    assert mean(calm) < mean(busy)
    assert mean(waiting(services, usual(1 / 60), begins=0.0, at=2000.0, free=1950.0)) == 0


@pytest.mark.prove
def test_the_queue_is_in_its_interval_nine_times_of_ten():
    """Of M/M/2 at loads of 0.7 to 1.1, looked at after three hours."""
    inside = [_is_inside(seed, 0.7 + 0.1 * (seed % 5)) for seed in range(400)]
    assert 0.85 <= np.mean(inside) <= 0.97


def _is_inside(seed, load):
    rng = np.random.default_rng(seed)
    service, lanes, at = 120.0, [0.0, 0.0], 3 * 3600.0
    came = np.cumsum(rng.exponential(service / 2 / load, 2000))
    services, waits = [], 0
    for joined in came[came < at]:
        free = heapq.heappop(lanes)
        started = max(joined, free)
        if started < at:
            services.append((started, free))
            heapq.heappush(lanes, started + rng.exponential(service))
        else:
            waits += 1
            heapq.heappush(lanes, free)
    rate = usual(2 * load / service)
    chance = waiting(sorted(services), rate, begins=0.0, at=at, free=min(lanes + [at]))
    return quantile(chance, 0.05) <= waits <= quantile(chance, 0.95)


def test_who_came_while_all_was_dark_is_counted_until_seen_elsewhere():
    assert mean(hidden(1 / 60, 1e6, 180.0)) == pytest.approx(3, rel=1e-6)
    assert mean(hidden(1 / 60, 60.0, 180.0)) == pytest.approx(1, rel=1e-6)
    assert mean(hidden(0.0, 60.0, 180.0)) == 0


@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0, 30))
def test_chances_sum_to_one_and_their_means_add(likelies, more):
    number = number_of(likelies)
    assert number.sum() == pytest.approx(1) and mean(number) == pytest.approx(sum(likelies), abs=1e-9)
    every = together(number, poisson(more))
    assert mean(every) == pytest.approx(sum(likelies) + more, abs=1e-3)
    assert quantile(every, 0.05) <= quantile(every, 0.95)
