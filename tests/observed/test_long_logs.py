"""Ten million events are cleaned in a gigabyte and a half."""

import os
import subprocess
import sys

import pytest
from examples import ROOT

CLEAN = """
import resource
import numpy as np, pandas as pd
from recorded import recorded
from twin.observed.cleaning import clean_store

DAY, MONTH, MONTHS = 86400.0, 35 * 86400.0, 100
month = recorded("port_b_devices")
month = month[month["at"].between(month["at"].quantile(0.001), month["at"].quantile(0.999))]
NAMED = ("source", "device", "station", "kind", "cls")
month = month.assign(**{name: month[name].astype("category") for name in NAMED})
first = np.floor(month["at"].min() / DAY) * DAY

class Repeated:
    zone = "UTC"
    def days(self):
        begins = [first + k * MONTH + d * DAY for k in range(MONTHS) for d in range(30)]
        return [(day, day + DAY) for day in begins]
    def events(self, since, until):
        parts = [month]
        for k in range(MONTHS):
            if first + k * MONTH < until and first + (k + 1) * MONTH > since:
                moved = {name: month[name] + k * MONTH for name in ("at", "received")}
                part = month.assign(row=month["row"] + k * 200_000, **moved)
                parts.append(part[(part["at"] >= since) & (part["at"] < until)])
        return pd.concat(parts[1:], ignore_index=True) if parts[1:] else month.head(0)

cleaned = clean_store(Repeated())
print(cleaned.stated["events"], len(cleaned.cases))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10)
"""


@pytest.mark.prove
def test_ten_million_events_are_cleaned_in_a_gigabyte_and_a_half():
    folders = (ROOT, ROOT / "tests", ROOT / "tests" / "observed")
    env = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, folders))}
    told = subprocess.run(
        [sys.executable, "-c", CLEAN], capture_output=True, text=True, check=True, env=env
    ).stdout
    (events, cases), most = map(int, told.split("\n")[0].split()), int(told.split("\n")[1])
    assert events > 9_900_000 and cases == pytest.approx(1_131_700, rel=0.01)
    assert most < 1536
