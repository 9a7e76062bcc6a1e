"""Who arrives in the futures of an instant: others than were drawn, by the law of what was left to come."""

import numpy as np
import pytest
from scipy import stats
from test_arrivals import DAYLIGHT, KINDS, plan

from twin.plan.arrivals import windows
from twin.plan.branching import AS_DRAWN, BY_AGE, Branch, lasting

DAY, NOON = 86400.0, 1.5 * 86400.0
LEFT = (AS_DRAWN, BY_AGE)
CERTAIN = ("some", "recorded")
BY_LUCK = [kind for kind in KINDS if kind not in CERTAIN]


def coming(made, replication=0, branches=()):
    rows = [rows for rows, _ in windows(made, replication, branches=branches)]
    return np.concatenate(rows)


@pytest.mark.parametrize("left", LEFT)
@pytest.mark.parametrize("kind", BY_LUCK)
def test_who_comes_after_the_instant_are_others(kind, left):
    made = plan(KINDS[kind], demand=DAYLIGHT)
    was = coming(made)
    gone = int((was["time"] <= NOON).sum())
    first, second = (coming(made, 0, (Branch(NOON, number, left),)) for number in (1, 2))
    for rows in (first, second):
        assert (rows["time"] > NOON).all() and (np.diff(rows["time"]) >= 0).all()
        assert sorted(rows["number"] >> 30) == list(range(gone, gone + len(rows)))
        assert len(set(rows["key"])) == len(rows) and not set(rows["key"]) & set(was["key"])
    assert not set(first["key"]) & set(second["key"])
    assert first["time"].tolist() != second["time"].tolist()


@pytest.mark.parametrize("kind", CERTAIN)
def test_what_is_certain_comes_when_it_would_have(kind):
    made = plan(KINDS[kind])
    was = coming(made)["time"]
    assert coming(made, 0, (Branch(2000.0, 1, BY_AGE),))["time"].tolist() == was[was > 2000.0].tolist()


@pytest.mark.parametrize("left", LEFT)
@pytest.mark.parametrize("kind", BY_LUCK)
def test_futures_of_pasts_have_the_law_of_what_comes(kind, left):
    made = plan(KINDS[kind], days=3, demand=DAYLIGHT)
    plain, renewed = [], []
    for replication in range(150):
        times = coming(made, replication)["time"]
        plain.append(seen(times[times > NOON]))
        renewed.append(seen(coming(made, 1000 + replication, (Branch(NOON, 0, left),))["time"]))
    for was, is_now in zip(zip(*plain, strict=True), zip(*renewed, strict=True), strict=True):
        assert stats.ks_2samp(was, is_now).pvalue > 1e-3


def seen(times):
    """What there is to see of those after noon: the first, how many soon, how many later."""
    soon = times < NOON + DAY / 4
    return min(times, default=0.0), soon.sum(), (~soon).sum()


def test_an_exact_number_stays_exact():
    made = plan(KINDS["exact"])
    was = coming(made)["time"]
    for number in range(5):
        assert (was <= NOON).sum() + len(coming(made, 0, (Branch(NOON, number),))) == len(was)


def test_a_future_of_a_future_begins_where_that_one_was():
    made = plan(KINDS["profile"], demand=DAYLIGHT)
    branches = Branch(NOON, 3), Branch(2.5 * DAY, 5)
    once, twice = coming(made, 0, branches[:1]), coming(made, 0, branches)
    between = once["time"] <= 2.5 * DAY
    assert min(twice["number"]) > max(once["number"][between])
    assert not set(once["key"]) & set(twice["key"])


def test_what_cannot_last_so_long_has_no_other_luck():
    assert lasting(2.0, 7, lambda salt: 1.0) is None
    salt, total = lasting(0.9, 7, lambda salt: salt % 1000 / 1000)
    assert total > 0.9 and total == salt % 1000 / 1000
