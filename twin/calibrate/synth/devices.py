"""The devices of a port: which there are, what each sees, and the messages they send of true visits."""

from typing import NamedTuple

import numpy as np
import pandas as pd

KINDS = np.array(["arrive", "start", "end"], object)
ARRIVE, START, END = range(3)
APPROACH = "approach"  # the device that sees who joins the queue of an entry

# What a station's work says of its device.
CAMERA = ("gate", "agv_gate")  # reads plates and tags, and misreads them
TYPED = ("document_check", "identity_check")  # a clerk types the plate and knows the class
WEIGHS = ("weighing",)
BY_HAND = ("examination", "search", "verification")  # times may be written down afterwards

LETTERS = np.array(list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
DIGITS = np.array(list("0123456789"))


class Port(NamedTuple):
    """What stands where."""

    devices: tuple[str, ...]
    station_of: dict[str, str]  # by device
    entries: tuple[str, ...]  # where cases begin: only there it is seen who joins a queue
    exits: tuple[str, ...]  # where cases end
    does: dict[str, str]  # by station
    by_hand: str  # a station whose times are written down by hand, '' without


def port_of(scenario, visits):
    """The Port that a scenario's visits tell of."""
    first = visits[visits["visit"] == 0]["station"].value_counts()
    last = visits.groupby("case")["station"].last().value_counts()
    does = {name: scenario.layout.stations[name].does for name in visits["station"].unique()}
    station_of = {f"{name}-{APPROACH}": name for name in first.index}
    pairs = visits[["station", "server"]].drop_duplicates().sort_values(["station", "server"])
    station_of |= {f"{row.station}-{row.server}": row.station for row in pairs.itertuples()}
    by_hand = next((name for name, work in does.items() if work in BY_HAND), "")
    exits = tuple(last.index[last >= last.max() / 10])
    return Port(tuple(station_of), station_of, tuple(first.index), exits, does, by_hand)


def messages_of(visits, port, rng):
    """[message] in order of true time: device, seq, station, kind, time, case, cls, and what it read."""
    lane = visits["station"].astype(str) + "-" + visits["server"].astype(str)
    is_entry = visits["station"].isin(port.entries) & (visits["visit"] == 0)
    parts = [
        (visits[is_entry], visits["station"][is_entry] + f"-{APPROACH}", ARRIVE, "joined"),
        (visits, lane, START, "started"),
        (visits, lane, END, "ended"),
    ]
    frames = [
        pd.DataFrame(
            {
                "device": device, "station": rows["station"], "kind": kind, "time": rows[column],
                "case": rows["case"], "cls": rows["cls"], "visit": rows["visit"],
            }
        )
        for rows, device, kind, column in parts
    ]  # fmt: skip
    out = pd.concat(frames).sort_values(["time", "case", "visit", "kind"], kind="stable", ignore_index=True)
    out["seq"] = out.groupby("device").cumcount() + 1
    out["number"] = np.arange(1, len(out) + 1)
    return _read(out, port, rng)


def _read(out, port, rng):
    """The messages with what the devices read, all of it right."""
    cases = int(out["case"].max()) + 1 if len(out) else 0
    truck, work = out["case"].to_numpy(), out["station"].map(port.does)
    out["plate"] = plates(cases, rng)[truck]
    declared = "26XX" + pd.Series(rng.integers(10**9, 10**10, cases)).astype(str)
    weighed = rng.integers(14_000, 45_000, cases)  # kg of a laden truck; an assumption
    sees_plate_only = work.isin(CAMERA + WEIGHS)
    out["declaration_id"] = np.where(sees_plate_only, "", declared.to_numpy(object)[truck])
    weighs = work.isin(WEIGHS) & (out["kind"] == END)
    out["weight_kg"] = np.where(weighs, weighed[truck].astype(str).astype(object), "")
    typed = work.isin(TYPED)
    knows = typed | (out["station"].isin(port.entries) & ~out["case"].isin(out["case"][typed]))
    out["vehicle_class"] = np.where(knows, out["cls"], "")
    out["rfid"] = ""
    out["camera"] = work.isin(CAMERA)
    out["typed"] = work.isin(TYPED)
    out["tagged"] = sees_plate_only
    return out


def plates(n, rng):
    """[case] invented plates, two letters, four digits, two letters; no two alike."""
    found = np.zeros(0, object)
    while len(found) < n:
        letters, digits = LETTERS[rng.integers(26, size=(n, 4))], DIGITS[rng.integers(10, size=(n, 4))]
        shaped = np.concatenate([letters[:, :2], digits, letters[:, 2:]], axis=1)
        more = np.array(["".join(row) for row in shaped], object)
        found = pd.unique(np.concatenate([found, more]))
    return found[:n]
