"""While a server is down, forecasts that know of it are nearer to what its queue comes to than others are.

A scanner fails every six hours for two; the fit of a week tells no law of it, so it is learned as it comes.
"""

import gzip

import numpy as np
import pytest
from logged import scenario
from test_forecasts_are_worth_it import BEGIN, DAY, HOUR, Watched, true_visits

from twin.calibrate.synth import log as logs
from twin.live.doubt.backtest import levels_of
from twin.live.doubt.scoring import scored, within
from twin.live.forecast.forecasting import Asked, forecast
from twin.live.service.lately import came_lately
from twin.live.state.worlds import worlds

FAILS = {"breakdown": {"mtbf": "6 h", "mttr": "2 h", "clock": "calendar"}}
ASKED = Asked(0.0, 2 * HOUR, 900.0, 100)
LONG = 25 * 60.0  # seconds after which one who is scanned is held up


def held_up(visits, begins):
    """Instants at which somebody has been held by the scanner for LONG."""
    own = visits[(visits["station"] == "scanner") & (visits["started"] > begins)]
    own = own[own["ended"] - own["started"] > LONG + HOUR / 4]
    return (own["started"] + LONG).sort_values().tolist()


@pytest.mark.prove
def test_a_queue_behind_a_server_that_is_down_is_forecast_better_by_who_knows_it(tmp_path):
    files = logs.device_files(logs.made(scenario(days=11, volume="480/d", seed=23, scanner=FAILS), 11))
    visits = true_visits(gzip.decompress(files["log.truth.csv.gz"]))
    port = Watched(files["log.csv.gz"], tmp_path, 7)
    levels, found = levels_of(visits), {"known": [], "not": []}
    for at in held_up(visits, BEGIN + 7 * DAY):
        if at + 2 * HOUR > BEGIN + 11 * DAY:
            break
        present = port.present_at(at)
        asked = ASKED._replace(at=at, came=came_lately(port.tracker, at))
        for name, one in (("known", present), ("not", present._replace(down=()))):
            told = forecast(port.port, worlds(one, 50, 1), asked)
            found[name] += [
                scored(at, mark, levels.at(at + mark.lead)["scanner", "queue"])
                for mark in told.marks
                if mark.station == "scanner" and mark.lead >= HOUR
            ]
    known, other = found["known"], found["not"]
    mean = {name: np.mean([one.crps for one in scores]) for name, scores in found.items()}
    held = {name: within(scores, 0.9) for name, scores in found.items()}
    print(f"{len(known)} forecasts: CRPS {mean}, held of 90 % {held}")
    assert len(known) == len(other) > 20
    assert mean["known"] < 0.8 * mean["not"] and held["known"] > held["not"]
