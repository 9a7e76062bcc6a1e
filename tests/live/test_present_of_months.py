"""The number inside over whole logs, hour by hour, against the truth behind them; -s prints the table."""

from typing import NamedTuple

import logged
import numpy as np
import pytest
from heard import BEGINS, events_of, number_at, recorded, spans_of, true_spans

from twin.calibrate.calibrating import calibrate
from twin.calibrate.fit_file import as_tree
from twin.calibrate.synth import log as logs
from twin.live.state.known import known
from twin.live.state.tracker import Tracker
from twin.observed.cleaning import clean

DAY, HOUR = 86400.0, 3600.0
PORTS = {  # of twin synth, with every fault, each in another place
    "like b": {"seed": 11},
    "busier": {"seed": 12, "volume": "620/d", "gate_in": {"servers": 3}},
    "slower": {"seed": 13, "volume": "300/d", "scanner": {"service_time": "gamma mean 14 min cv 40 %"}},
}  # fmt: skip


class Told(NamedTuple):
    """How near the presents of a log come to the truth, after its first day."""

    near: float  # share of hours within two of the truth
    covered: float  # share of hours whose 90 % interval has the truth in it
    bias: float
    true: float  # mean number
    most: int  # events that were kept at once


def told_of(events, spans, port=None):
    """The Told of a log: each hour by what had been received by then."""
    tracker, begins, hours, most = Tracker(port), 0, [], 0
    received = events["received"].to_numpy()
    for at in np.arange(BEGINS + HOUR, received[-1], HOUR):
        ends = np.searchsorted(received, at, side="right")
        tracker.take(events.iloc[begins:ends])
        begins, present, true = ends, tracker.present(at), number_at(spans, at)
        hours.append((present.number - true, present.number_low <= true <= present.number_high, true))
        most = max(most, len(tracker.links.events))
    error, covered, true = np.array(hours[24:], float).T
    return Told((np.abs(error) <= 2).mean(), covered.mean(), error.mean(), true.mean(), most)


def show(name, told):
    print(f"\n{name:24}{told.near:8.1%}{told.covered:8.1%}{told.bias:8.2f}{told.true:8.1f}{told.most:8}")


@pytest.mark.prove
@pytest.mark.parametrize("knows", ["a fit of 14 days", "nothing"])
def test_a_recorded_month(knows):
    events = recorded()
    fitted = events[events["received"] < BEGINS + 14 * DAY]
    port = known(as_tree(calibrate(clean(fitted)))) if knows != "nothing" else None
    told = told_of(events, true_spans(), port)
    show(f"port b, {knows}", told)
    assert told.near >= 0.97 and 0.85 <= told.covered <= 0.98 and abs(told.bias) < 0.3
    assert told.most < 12_000  # two days of events at their busiest


@pytest.mark.prove
@pytest.mark.parametrize("name", PORTS)
def test_a_week_of_other_ports(name):
    made = logs.made(logged.scenario(days=7, **PORTS[name]), 7)
    files = logs.device_files(made)
    told = told_of(events_of(files["log.csv.gz"]), spans_of(files["log.truth.csv.gz"]))
    show(name, told)
    assert told.near >= 0.9 and 0.85 <= told.covered <= 0.98
