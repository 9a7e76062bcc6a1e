"""What each future comes to in a step, and how futures move with the bands that are told of them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from now import asked, levels, small, tree, world

from twin.live.forecast.conformal import Correction, corrected, path_moved
from twin.live.forecast.counting import Grid
from twin.live.forecast.forecasting import forecast
from twin.live.forecast.highest import highest
from twin.live.forecast.port import port_of
from twin.live.forecast.telling import QUANTILES
from twin.live.records import BETWEEN, QUEUEING, SERVED
from twin.model.scenario import Scenario

STAYS = st.lists(
    st.tuples(
        st.integers(0, 1),  # future
        st.integers(0, 1),  # place
        st.one_of(st.integers(-30, 60), st.just(np.nan)),
        st.one_of(st.integers(-30, 60), st.just(np.nan)),
        st.integers(1, 9),
    ),
    max_size=12,
)


def at_the_most(stays, future, place, step, steps):
    """[time] the highest level of each step, looked at just after every second in which somebody moves."""
    own = [(s, e, w) for f, p, s, e, w in stays if (f, p) == (future, place) and not s >= e]

    def level(time):
        return sum(w for s, e, w in own if s <= time and not e <= time)

    out = [level(0.0)]
    for k in range(1, steps + 1):
        begin, end = step * (k - 1), step * k
        moments = [begin, *(s for s, _, _ in own if begin < s <= end)]
        out.append(max(map(level, moments)))
    return out


@given(STAYS)
def test_the_highest_of_a_step_is_the_highest_of_its_seconds(stays):
    grid = Grid(7.0, 6, 2, 1)
    future, place, since, until, weight = (np.array(column) for column in zip(*stays, strict=True)) if stays \
        else (np.zeros(0, int),) * 5  # fmt: skip
    found = highest(grid, (future, place, 2), (since.astype(float), until.astype(float)), weight)
    for f in (0, 1):
        for p in (0, 1):
            assert found[f, p].tolist() == at_the_most(stays, f, p, 7.0, 6)


def test_a_queue_that_comes_and_goes_between_two_steps_is_seen():
    one = world(("booth", SERVED, 450.0), ("booth", BETWEEN, 50.0))  # it waits from 50 s to 150 s
    told = forecast(small(), [one], asked(futures=1, step=300.0, watched=frozenset({"queue", "number"})))
    assert levels(told, "queue", "booth")[:2] == [0.0, 0.0]
    assert told.paths["booth", "queue"][0, :3].tolist() == [0.0, 1.0, 0.0]
    assert told.paths["", "number"][0].tolist() == [2.0, 2.0, 1.0, 1.0, 0.0, 0.0, 0.0]


def test_only_what_is_watched_is_kept_and_metres_where_there_are_some():
    made = tree(waiting_room="100 m")
    made["layout"]["classes"] = {"truck": {"length": "16 m", "gap": "2 m"}}
    port = port_of(Scenario.from_tree(made))
    one = world(("booth", SERVED, 1.0), ("booth", QUEUEING, 1.0), ("booth", QUEUEING, 2.0))
    told = forecast(port, [one], asked(watched=frozenset({"storage", "wait", "left"})))
    assert told.paths.keys() == {("booth", "storage"), ("", "left")}  # nobody joins, so nobody will wait
    assert told.paths["booth", "storage"][0, 0] == 36.0
    left = told.paths["", "left"][0]
    assert np.isnan(left[0]) and left[1:].tolist() == levels(told, "left")
    assert not forecast(port, [one], asked()).paths


COUNTS = st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=1, max_size=30)
MOVES = st.lists(st.lists(st.floats(-9, 9), min_size=5, max_size=5), min_size=3, max_size=3)


@given(COUNTS, MOVES)
def test_futures_that_are_moved_stay_whole_and_no_less_than_none(counts, moves):
    path = path_moved(np.array(counts, np.float32), np.array(moves))
    assert (path >= 0).all() and (path == np.rint(path)).all()


@given(COUNTS)
def test_bands_that_do_not_move_move_no_future(counts):
    path = np.array(counts, np.float32)
    assert (path_moved(path, np.zeros((3, 5))) == path).all()


@given(st.lists(st.integers(-6, 6), min_size=5, max_size=5), st.integers(0, 99))
def test_the_bands_of_futures_move_as_the_bands_that_are_told(moves, seed):
    path = np.random.default_rng(seed).poisson(40.0, (400, 1)).astype(np.float32)
    by = np.array([sorted(moves)], float)  # so that bands stay within one another
    bands, after = (
        np.quantile(each, [*QUANTILES.values()], axis=0)[:, 0] for each in (path, path_moved(path, by))
    )
    assert np.abs(after - bands - by[0]).max() <= 1.0 + 1e-6  # less than one entity moves nobody


def test_futures_are_moved_where_forecasts_have_missed():
    queue = world(("booth", SERVED, 10.0), *[("booth", QUEUEING, 60.0)] * 9)
    ask = asked(futures=40, ahead=3600.0, step=900.0, watched=frozenset({"queue", "number"}))
    made = forecast(small(service_time="gamma mean 4 min cv 60 %"), [queue], ask)
    correction = Correction()
    for mark in made.marks:
        for _ in range(60 * (mark.measure == "queue")):
            correction.learn(mark, max(mark.members) + 3.0)
    told = corrected(made, correction)
    assert (told.paths["booth", "queue"][:, -1] > made.paths["booth", "queue"][:, -1]).mean() > 0.4
    assert (told.paths["", "number"] == made.paths["", "number"]).all()
