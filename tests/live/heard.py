"""Events as a tracker gets them: the first of a recorded month, or made one by one."""

import gzip
import io
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from twin.observed.event import COLUMNS

LOGS = Path(__file__).parents[1] / "data" / "logs"
BEGINS = pd.Timestamp("2026-03-02T00:00Z").timestamp()  # of the recorded month
NAMES = {
    "msg_id": "message", "device_id": "device", "event_type": "kind", "plate_conf": "sureness",
    "rfid": "tag", "declaration_id": "declaration", "weight_kg": "weight", "vehicle_class": "cls",
}  # fmt: skip


@lru_cache(maxsize=2)
def recorded(number=None):
    """The first so many messages of the month of port b, in the order in which they were received."""
    return events_of((LOGS / "port_b_devices.csv.gz").read_bytes(), number)


def events_of(packed, number=None):
    """The events of a packed log of devices."""
    rows = pd.read_csv(io.BytesIO(gzip.decompress(packed)), nrows=number, dtype=str).rename(columns=NAMES)
    for name, told in (("at", "event_time"), ("received", "received_time")):
        moment = pd.to_datetime(rows[told], utc=True, errors="coerce", format="ISO8601")
        rows[name] = (moment - pd.Timestamp(0, tz="UTC")).dt.total_seconds()
    rows["seq"] = pd.to_numeric(rows["seq"], errors="coerce").fillna(-1).astype("int64")
    for name in ("sureness", "weight"):
        rows[name] = pd.to_numeric(rows[name], errors="coerce")
    for name in ("device", "kind", "station", "cls"):
        rows[name] = rows[name].astype("category")
    return rows.assign(row=np.arange(len(rows)), source="b", case=None)[list(COLUMNS)]


def spans_of(packed):
    """When each truck of a packed truth came and left, in order of each."""
    truth = pd.read_csv(io.BytesIO(gzip.decompress(packed)))
    spans = truth.groupby("case_id").agg(came=("arrival_min", "min"), left=("end_min", "max"))
    return np.sort(BEGINS + 60 * spans["came"].to_numpy()), np.sort(BEGINS + 60 * spans["left"].to_numpy())


@lru_cache(maxsize=1)
def true_spans():
    """Those of the recorded month."""
    return spans_of((LOGS / "port_b_devices.truth.csv.gz").read_bytes())


def number_at(spans, at):
    """How many trucks were inside."""
    came, left = spans
    return int(np.searchsorted(came, at, side="right") - np.searchsorted(left, at, side="right"))


def said(*events):
    """A table of events (seconds, device, kind, what else it says); they are received at once."""
    rows = []
    for seq, (at, device, kind, more) in enumerate(events):
        row = dict.fromkeys(COLUMNS) | {"row": seq, "source": "made", "message": str(seq), "seq": seq}
        row |= {"device": device, "station": device.partition("-")[0], "kind": kind, "at": float(at)}
        rows.append(row | {"received": float(at), "sureness": 0.9, "weight": np.nan} | more)
    return pd.DataFrame(rows, columns=list(COLUMNS))
