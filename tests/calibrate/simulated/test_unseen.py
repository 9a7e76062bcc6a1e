"""Waits, lengths and demand of a queue that nobody saw anybody join come back from starts and ends."""

import numpy as np
import pytest
from gates import DAY, HOUR, MONDAY, RATE, hour, rows, seen

from twin.calibrate.calibrating import calibrate
from twin.calibrate.fit import CALIBRATED, NOT_IDENTIFIED
from twin.calibrate.recorded import recorded
from twin.calibrate.rosters.counting import servers_of
from twin.calibrate.simulated.unseen import METHOD, unseen_of

DAYS = 5
TRUE = rows(1, DAYS)


@pytest.fixture(scope="module")
def fit():
    return calibrate(seen(TRUE.assign(joined=np.nan), DAYS), seed=1)


def unseen(frame):
    log = recorded(seen(frame.assign(joined=np.nan)))
    return unseen_of(log, servers_of(log).servers, 1)


def told(parameters, kind):
    """{(type of day, hour): Parameter} of a kind at the gate."""
    own = [each for each in parameters if each.kind == kind and each.station == "gate" and each.key]
    return {(each.key.split()[0], int(each.key.split()[1])): each for each in own}


def true_waits(frame):
    """{(type of day, hour): seconds} of those who joined in it, on average."""
    weekend = (frame["joined"] - MONDAY) // DAY % 7 >= 5
    days = np.where(weekend, "weekend", "weekday")
    waits = (frame["started"] - frame["joined"]).groupby([days, hour(frame["joined"])]).mean()
    return waits.to_dict()


def covered(frame):
    """Of each hour with a wait, whether the interval has it."""
    found, true = told(unseen(frame).parameters, "wait_mean"), true_waits(frame)
    return [
        found[key].low <= wait <= found[key].high
        for key, wait in true.items()
        if wait > 30.0 and key in found
    ]


def test_the_morning_queue_is_found_again(fit):
    found, true = told(fit.parameters, "wait_mean"), true_waits(TRUE)
    for at in range(6, 12):
        one = found["weekday", at]
        assert one.low < true["weekday", at] < one.high < 2 * one.value
        assert one.method == METHOD and one.verdict == CALIBRATED


def test_lengths_and_waits_agree_as_little_says(fit):
    """Over all hours: number waiting x seconds = waits of all."""
    lengths, waits = told(fit.parameters, "queue_mean"), told(fit.parameters, "wait_mean")
    area = sum(each.value * HOUR * DAYS for each in lengths.values())
    assert area == pytest.approx(sum(each.value * each.n for each in waits.values()), rel=0.05)


def test_demand_is_when_they_came_and_not_when_they_were_served(fit):
    """At six 26 an hour come and 18 or so are served."""
    starts = np.bincount(hour(TRUE["started"]), minlength=24) / DAYS
    rate = sum(np.array(made.rate) for made in fit.arrivals if made.days == "weekday") * HOUR
    rush = slice(6, 11)
    assert np.abs(rate[rush] - RATE[rush]).sum() < 0.5 * np.abs(starts[rush] - RATE[rush]).sum()
    assert rate.sum() == pytest.approx(RATE.sum(), rel=0.05)


def test_it_is_the_same_for_the_same_seed():
    one, other = (unseen(rows(2, 1)) for _ in range(2))
    assert one.parameters == other.parameters and (one.mean.joined == other.mean.joined).all()


def test_a_queue_that_was_seen_is_left_alone():
    log = recorded(seen(TRUE))
    assert unseen_of(log, servers_of(log).servers, 1).parameters == ()


@pytest.mark.parametrize(
    ("change", "text"),
    [({"started_within": 150.0}, "times are known to 150 s only"), ({"ended": np.nan}, "have no end")],
)
def test_records_that_do_not_tell_give_no_number(change, text):
    clean = seen(TRUE.assign(joined=np.nan))
    visits = clean.visits.copy()
    some = visits["case"] % 4 == 0 if "ended" in change else np.ones(len(visits), bool)
    for name, value in change.items():
        visits.loc[some, name] = value
    log = recorded(clean._replace(visits=visits))
    (one,) = unseen_of(log, servers_of(recorded(clean)).servers, 1).parameters
    assert one.verdict == NOT_IDENTIFIED and text in one.why and np.isnan(one.value)


@pytest.mark.prove
def test_intervals_of_thirty_weeks_cover_85_to_95_percent():
    hits = [hit for seed in range(30) for hit in covered(rows(seed))]
    assert len(hits) > 300 and 0.85 <= np.mean(hits) <= 0.95
