"""The visits of whole days of a log, that simulations are held against."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd

from twin.calibrate.drift.drifting import whole_days
from twin.calibrate.recorded import DAY
from twin.calibrate.simulated.trying import BEFORE
from twin.model.dates import zone as zone_of
from twin.model.errors import Fault, ScenarioError


class Record(NamedTuple):
    """The visits of whole days that simulations are held against."""

    visits: object
    begin: float  # seconds since 1970, a midnight of the port
    days: int

    def start(self, zone):
        """When a simulation begins, on the clock of a zone."""
        moment = datetime.fromtimestamp(self.begin, UTC).astimezone(zone_of(zone)) - timedelta(BEFORE)
        return f"{moment:%Y-%m-%d %H:%M}"


def record_of(cleaned):
    """The Record of a Cleaned: who came on its whole days; joining that was reckoned is not seen."""
    whole = whole_days(cleaned.span, cleaned.zone)
    if whole.number < 1:
        text = "holds no whole day, which simulations are held against; give records of more time"
        raise ScenarioError([Fault("the log", f"{(cleaned.span[1] - cleaned.span[0]) / 3600:.1f} h", text)])
    visits = cleaned.visits
    reckoned = visits["joined_from"].astype(str) != "seen"
    visits = visits.assign(joined=visits["joined"].where(~reckoned))
    first = visits[["joined", "started", "ended"]].min(axis=1).groupby(visits["case"]).transform("min")
    own = visits[(first >= whole.begin) & (first < whole.begin + whole.number * DAY)]
    times = {name: own[name].to_numpy(float) - whole.begin for name in ("joined", "started", "ended")}
    names = {name: own[name].astype(object).to_numpy() for name in ("cls", "station", "server")}
    frame = pd.DataFrame({"case": own["case"].to_numpy(np.int64), **names, **times})
    return Record(frame, whole.begin, whole.number)
