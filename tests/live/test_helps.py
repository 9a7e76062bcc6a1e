"""What is told to help does help in the same futures, and what does not is not told."""

import math

import numpy as np
import pandas as pd
import pytest
from made_present import DEVICE, NOW, STATION
from ports import every, tandem

from twin.live.alerts.helps import changes, effect_of, helps_of
from twin.live.forecast.forecasting import Asked
from twin.live.forecast.port import port_of
from twin.live.records import QUEUEING, Alert, Present
from twin.live.service.roster import planned_of
from twin.model.scenario import Scenario

ASKED = Asked(NOW, 3600.0, 600.0, 20)


@pytest.fixture(scope="module")
def crowded():
    """A port of two stations, the first of which is too slow, and its Present: twelve wait there."""
    scenario = Scenario.from_tree(tandem(["300 s", "10 s"], every(200)))
    names = [*scenario.layout.stations]
    inside = [
        {"case": f"c{k}", "cls": "truck", "station": names[0], "server": "", "doing": QUEUEING,
         "since": NOW - 60.0 * k, "since_within": 0.0, "likely": 1.0, "heard": NOW}
        for k in range(12)
    ]  # fmt: skip
    stations = [STATION | {"station": name, "queue": 12.0 * (k == 0)} for k, name in enumerate(names)]
    present = Present(
        NOW, NOW, pd.DataFrame(inside), pd.DataFrame(stations), pd.DataFrame([DEVICE]), 12.0, 12.0, 12.0
    )
    return port_of(scenario), present, names


def alert(kind, station, measure="queue"):
    return Alert("a", kind, station, measure, 12.0, 8.0, NOW, NOW + 1800.0, 0.9)


def test_a_server_more_where_the_queue_is_helps_and_one_elsewhere_does_not(crowded):
    port, present, (slow, quick) = crowded
    helps = helps_of(alert("forecast", slow), present, port, ASKED)
    told = [change for change, *_ in helps]
    assert told == [f"open 2 more at {slow}", f"open 1 more at {slow}"]
    assert all(low <= effect <= high < 0.0 for _, effect, low, high in helps)


@pytest.mark.parametrize("kind", ["silent", "drift", "unsure"])
def test_against_what_is_not_known_no_server_helps(crowded, kind):
    port, present, (slow, _) = crowded
    assert helps_of(alert(kind, slow), present, port, ASKED) == ()


def test_of_a_measure_that_is_not_forecast_nothing_is_told(crowded):
    port, present, (slow, _) = crowded
    assert helps_of(alert("forecast", slow, "storage"), present, port, ASKED) == ()


def test_against_a_full_port_the_busiest_stations_are_tried(crowded):
    _, present, (slow, quick) = crowded
    assert changes(alert("forecast", ""), present) == [f"open 1 more at {slow}", f"open 1 more at {quick}"]


def test_an_effect_is_a_mean_with_its_interval():
    mean, low, high = effect_of(np.array([-1.0, -3.0, math.nan]))
    assert (mean, low, high) == pytest.approx((-2.0, -2.0 - 1.645, -2.0 + 1.645))
    assert effect_of(np.array([-1.0, math.nan])) is None


def test_the_roster_says_how_many_are_planned(crowded):
    port, _, (slow, quick) = crowded
    assert planned_of(port)(NOW) == {slow: 1, quick: 1}
