"""Forecasts of recorded ports are nearer to what came than persistence, and bands hold what they say.

Each port is fitted to the first fortnight of what its devices said, with all their faults, and forecast every
two hours of the second from what a tracker knew at that instant. `pytest -m prove -s` prints the table of
docs/live.md.
"""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import logged
import numpy as np
import pandas as pd
import pytest
from storing import stored

from twin.calibrate.calibrating import calibrate
from twin.calibrate.fit_file import as_text as fit_text
from twin.calibrate.port.texts import trees_of
from twin.calibrate.synth import log as logs
from twin.calibrate.window import between
from twin.config import compose
from twin.config.writing import as_text
from twin.live.doubt.backtest import backtest
from twin.live.doubt.doubting import rows_of
from twin.live.forecast.forecasting import Asked
from twin.live.forecast.port import port_of
from twin.live.service.lately import came_lately
from twin.live.state.known import known
from twin.live.state.tracker import KEPT, Tracker
from twin.live.state.worlds import worlds
from twin.observed.cleaning import clean

LOGS = Path(__file__).parents[1] / "data" / "logs"
HOUR, DAY = 3600.0, 86400.0
BEGIN = datetime(2026, 3, 2, tzinfo=UTC).timestamp()
FIRST, LAST, EVERY = BEGIN + 14 * DAY + HOUR, BEGIN + 28 * DAY - 2 * HOUR, 2 * HOUR
ASKED = Asked(0.0, 2 * HOUR, 900.0, 100)
STEADY = {"inspection": {"servers": 3}}
SLOW = {"weighbridge": {"service_time": "gamma mean 170 s cv 60 %"}}
MADE = {
    "busy": {"volume": "520/d", "seed": 11},
    "few inspectors": {"volume": "440/d", "seed": 12, **STEADY},
    "slow scales": {"volume": "380/d", "seed": 13, **SLOW},
}


def recorded():
    """(packed log, true visits) of the recorded port in tests/data/logs."""
    rows = gzip.decompress((LOGS / "port_b_devices.truth.csv.gz").read_bytes())
    return (LOGS / "port_b_devices.csv.gz").read_bytes(), true_visits(rows)


def made(name):
    """(packed log, true visits) of a port that is made up."""
    log = logs.made(logged.scenario(days=28, **MADE[name]), 28)
    files = logs.device_files(log)
    return files["log.csv.gz"], true_visits(gzip.decompress(files["log.truth.csv.gz"]))


def true_visits(rows):
    from io import BytesIO

    table = pd.read_csv(BytesIO(rows))
    times = {
        name: BEGIN + 60.0 * table[f"{column}_min"]
        for name, column in (("joined", "arrival"), ("started", "start"), ("ended", "end"))
    }
    names = {"case": table["case_id"], "cls": table["vehicle_class"], "station": table["activity"]}
    return pd.DataFrame(names | times).sort_values(["case", "joined"], ignore_index=True)


class Watched:
    """A port through its devices: what is known of an instant by the messages until then."""

    def __init__(self, log, folder, days=14):
        path = folder / "log.csv.gz"
        path.write_bytes(log)
        _, events = stored(str(folder / "port.db"), path)
        fit = calibrate(between(clean(events), -np.inf, BEGIN + days * DAY))
        self.events = events.sort_values("received", kind="stable", ignore_index=True)
        self.tracker = Tracker(known(json.loads(fit_text(fit))))
        self.read = int(np.searchsorted(self.events["received"], BEGIN + days * DAY + HOUR - KEPT))
        places = {"layout": "layouts/port.yaml", "experiment": "experiments/port_week.yaml"}
        for part, tree in trees_of(fit, "port").items():
            file = folder / places.get(part, f"layouts/{part}/port.yaml")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(as_text(tree), encoding="utf-8")
        self.port = port_of(compose(["layout=port", "experiment=port_week"], folder))

    def now_at(self, at):
        """(worlds, who came lately) at an instant; instants come in order."""
        present = self.present_at(at)
        return worlds(present, 50, 1), came_lately(self.tracker, at)

    def present_at(self, at):
        """The Present of an instant by what had been received until then."""
        until = int(np.searchsorted(self.events["received"], at, "right"))
        self.tracker.take(self.events.iloc[self.read : until])
        self.read = until
        return self.tracker.present(at)


def told(name, rows):
    """Prints the rows of an hour ahead as those of docs/live.md."""
    for row in rows:
        if row.lead == HOUR:
            text = f"{row.crps:.2f} | {row.persistence:.2f} | {row.climatology:.2f} | {row.bias:+.2f}"
            print(f"| {name} | {row.station or 'in the port'} | {text} | {row.in90:.0%} | {row.held:.0%} |")


@pytest.mark.prove
@pytest.mark.parametrize("name", ["port_b", *MADE])
def test_an_hour_ahead_is_nearer_than_persistence_and_nine_in_ten_are_held(name, tmp_path):
    log, visits = recorded() if name == "port_b" else made(name)
    port = Watched(log, tmp_path)
    instants = np.arange(FIRST, LAST, EVERY)
    raw, moved = backtest(port.port, visits, instants, ASKED, port.now_at)
    rows = rows_of(moved)
    told(name, rows)
    hour = {row.station: row for row in rows if row.lead == HOUR}
    assert hour[""].crps < 0.8 * hour[""].persistence and hour[""].crps < hour[""].climatology
    assert 0.85 <= hour[""].in90 <= 0.95
    for row in hour.values():
        assert row.crps <= max(row.persistence, 0.02), row  # a queue that nearly never is
        assert 0.85 <= row.held <= 0.95, row
