"""The two recorded months as events, the trucks that they are of, and how a cleaned log is judged."""

import io

import numpy as np
import pandas as pd
from recovery import LOGS, rows_of

EPOCH = pd.Timestamp("2026-03-02", tz="UTC").timestamp()


def seconds(column):
    """Times as text to seconds since 1970."""
    return pd.to_datetime(column, utc=True).astype("datetime64[us, UTC]").astype("int64") / 1e6


def devices(text):
    """Events of a log of devices: CSV in the form of port b."""
    rows = pd.read_csv(io.StringIO(text), dtype=str)
    number = {name: pd.to_numeric(rows[name]) for name in ("seq", "plate_conf", "weight_kg")}
    return pd.DataFrame(
        {
            "row": np.arange(len(rows)),
            "source": "log",
            "message": rows["msg_id"],
            "device": rows["device_id"],
            "seq": number["seq"].fillna(-1).astype("int64"),
            "case": None,
            "station": rows["station"],
            "kind": rows["event_type"],
            "at": seconds(rows["event_time"]),
            "received": seconds(rows["received_time"]),
            "plate": rows["plate"],
            "sureness": number["plate_conf"],
            "tag": rows["rfid"],
            "declaration": rows["declaration_id"],
            "weight": number["weight_kg"],
            "cls": rows["vehicle_class"],
        }
    )


def journeys(text):
    """Events of a log of journeys: CSV in the form of port a, three events a row."""
    rows = pd.read_csv(io.StringIO(text), dtype=str)
    same = {"source": "log", "message": None, "seq": -1, "received": np.nan, "plate": None, "sureness": 1.0}
    same |= {"tag": None, "declaration": None, "weight": np.nan}
    named = {"device": "resource", "case": "case_id", "station": "activity", "cls": "vehicle_class"}
    parts = []
    for place, (kind, column) in enumerate(
        (("arrive", "arrival_time"), ("start", "start_time"), ("end", "end_time"))
    ):
        told = {name: rows[column] for name, column in named.items()}
        at = {"row": 3 * np.arange(len(rows)) + place, "kind": kind, "at": seconds(rows[column])}
        parts.append(pd.DataFrame({**at, **told, **same}))
    return pd.concat(parts).sort_values("row", ignore_index=True)


def true_visits(log):
    """The visits behind a log of devices, in seconds since 1970: case, station, server and three times."""
    rows = pd.read_csv(LOGS / f"{log}.truth.csv.gz")
    names = {"case_id": "case", "activity": "station", "resource": "server", "vehicle_class": "cls"}
    times = {"arrival_min": "joined", "start_min": "started", "end_min": "ended"}
    visits = rows.rename(columns=names | times)
    visits[list(times.values())] = visits[list(times.values())] * 60 + EPOCH
    return visits.assign(case=pd.factorize(visits["case"])[0])


def recorded(log):
    """The events of one of the recorded months."""
    return (devices if "devices" in log else journeys)(rows_of(log))


def kpis(cleaned):
    """What a cleaned log says of a port, in minutes, in the words of fit.json."""
    waited = (cleaned.visits["started"] - cleaned.visits["joined"]) / 60
    cycle = (cleaned.cases["left"] - cleaned.cases["arrived"]) / 60
    return {
        "cases": len(cleaned.cases),
        "cycle_time_mean": cycle.mean(),
        "cycle_time_p90": cycle.quantile(0.9),
        "wait_mean": waited.groupby(cleaned.visits["station"], observed=True).mean().to_dict(),
    }


def rightly_given(cleaned, true):
    """The share of true visits whose cleaned visit is in the same journey as most of its truck's others."""
    owner = np.full(len(true), -1)
    for server, theirs in true.groupby("server"):
        ours = cleaned.visits[cleaned.visits["server"] == server]
        for column in ("started", "ended"):
            told = ours[ours[column].notna()].sort_values(column)
            if len(told) == 0:
                continue
            times, at = told[column].to_numpy(), theirs[column].to_numpy()
            above = np.searchsorted(times, at).clip(max=len(times) - 1)
            below = (above - 1).clip(min=0)
            near = np.where(at - times[below] < times[above] - at, below, above)
            close = np.abs(times[near] - at) < 3 + 160 * (told[f"{column}_within"].to_numpy()[near] > 0)
            index = theirs.index.to_numpy()
            fresh = close & (owner[index] < 0)
            owner[index[fresh]] = told["case"].to_numpy()[near[fresh]]
    judged = pd.DataFrame({"truck": true["case"], "case": owner})[owner >= 0]
    pairs = judged.value_counts().reset_index(name="visits")
    best = pairs.drop_duplicates("truck").drop_duplicates("case")
    return best["visits"].sum() / len(judged)
