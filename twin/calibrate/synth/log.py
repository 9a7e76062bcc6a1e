"""A log with its truth, as files: the visits themselves, or what the devices of the port said of them."""

import gzip
import json
from dataclasses import asdict
from datetime import timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd

from twin.calibrate.synth import truth
from twin.calibrate.synth.devices import messages_of, port_of
from twin.calibrate.synth.dirt import dirtied
from twin.calibrate.synth.faults import by_default
from twin.calibrate.visited import DAY, by_arrival, visits_of
from twin.model.dates import zone
from twin.plan.compile import compile_plan

CLEAN, DEVICES = "clean", "devices"
FORMS = (CLEAN, DEVICES)
NOTE = "weekend = Saturday, Sunday; hours and days on the clock of the port; times in minutes"
COLUMNS = (
    "msg_id", "device_id", "seq", "station", "event_type", "event_time", "received_time", "plate",
    "plate_conf", "rfid", "declaration_id", "weight_kg", "vehicle_class",
)  # fmt: skip


class Change(NamedTuple):
    """From a day on, arrivals meet another scenario."""

    day: int
    word: str
    scenario: object


class Made(NamedTuple):
    """The visits, what they were made with, and where second 0 is."""

    visits: pd.DataFrame
    truth: dict
    scenario: object
    days: int
    epoch: float  # seconds since 1970 of second 0


def made(scenario, days, change=None):
    """The visits of so many days of a scenario, whose horizon is a day longer, with their truth."""
    plan = compile_plan(scenario)
    visits = visits_of(plan, 0, until=days * DAY)
    told = truth.parameters(scenario, plan, days)
    more = {}
    if change is not None:
        other = compile_plan(change.scenario)
        later = visits_of(other, 0, until=days * DAY)
        visits = joined(visits, later, change.day * DAY)
        after = truth.parameters(change.scenario, other, days)
        more = {"change": {"day": change.day, "what": change.word, "after": after}}
    start = scenario.experiment.start.replace(tzinfo=zone(scenario.layout.about.time_zone))
    told = {
        "simulator": "PortTwin", "scenario": scenario.name, "seed": scenario.experiment.seed, "days": days,
        "start": start.isoformat(sep=" "), "zone": scenario.layout.about.time_zone, **told,
        "travel_min": truth.travel(visits), **more, "note": NOTE, "kpi": truth.kpi(visits),
    }  # fmt: skip
    return Made(visits, told, scenario, days, start.timestamp())


def joined(before, after, time):
    """Who came before a time by the one, the others by the other."""
    came = [frame.groupby("case")["joined"].transform("min") for frame in (before, after)]
    first, then = before[came[0] < time], after[came[1] >= time]
    shift = int(before["case"].max()) + 1
    return by_arrival(pd.concat([first, then.assign(case=then["case"] + shift)], ignore_index=True))


def clean_files(log):
    """{name: bytes} of the complete visits, with the truth."""
    visits = log.visits.sort_values(["started", "case"], kind="stable")
    frame = pd.DataFrame(
        {
            "case_id": _names(visits["case"]),
            "vehicle_class": visits["cls"],
            "activity": visits["station"],
            "resource": _server(visits),
            "arrival_time": _written(visits["joined"] + log.epoch, log),
            "start_time": _written(visits["started"] + log.epoch, log),
            "end_time": _written(visits["ended"] + log.epoch, log),
        }
    )
    return {"log.csv.gz": _csv(frame), "log.truth.json": as_json(log.truth)}


def device_files(log, faults=None):
    """{name: bytes} of what the devices said, with the truth and the visits behind it.

    `faults` is a function of (Port, the faults that are drawn) which gives those to be laid over.
    """
    seed = log.scenario.experiment.seed
    port = port_of(log.scenario, log.visits)
    drawn = by_default(port, log.days, seed)
    faults = faults(port, drawn) if faults else drawn
    true = messages_of(log.visits, port, np.random.default_rng([seed, 2]))
    true["at_exit"] = true["station"].isin(port.exits)
    heard = dirtied(true, faults, log.epoch, np.random.default_rng([seed, 3]))
    heard["msg_id"] = "m" + heard["msg_id"].astype(int).astype(str).str.zfill(7)
    for column in ("event_time", "received_time"):
        heard[column] = _written(heard[column], log)
    told = {
        **log.truth,
        "visits": len(log.visits), "messages": len(heard), "dirt": asdict(faults),
        "note": f"{NOTE}; only {', '.join(port.entries)} reports who joins its queue",
    }  # fmt: skip
    return {
        "log.csv.gz": _csv(heard[list(COLUMNS)]),
        "log.truth.json": as_json(told),
        "log.truth.csv.gz": _csv(_behind(log, true)),
    }


def _behind(log, messages):
    """The true visits, in minutes since the start, with the plates that the trucks have."""
    visits = log.visits.sort_values(["started", "case"], kind="stable")
    plate = messages.groupby("case")["plate"].first()
    minutes = {
        f"{name}_min": (visits[column] / truth.MINUTE).round(4)
        for name, column in (("arrival", "joined"), ("start", "started"), ("end", "ended"))
    }
    return pd.DataFrame(
        {
            "case_id": _names(visits["case"]), "vehicle_class": visits["cls"], "activity": visits["station"],
            "resource": _server(visits), **minutes, "plate": visits["case"].map(plate),
        }
    )  # fmt: skip


def _names(case):
    return "V" + case.astype(str).str.zfill(6)


def _server(visits):
    return visits["station"].astype(str) + "-" + visits["server"].astype(str)


def _written(seconds, log):
    """[time] as 2026-03-02T00:11:57.116Z, or with the offset of the port's clock."""
    aware = log.scenario.experiment.start.replace(tzinfo=zone(log.scenario.layout.about.time_zone))
    offset = aware.utcoffset() or timedelta()
    ms = np.round((np.asarray(seconds, float) + offset.total_seconds()) * 1000).astype("datetime64[ms]")
    return np.char.add(np.datetime_as_string(ms, unit="ms"), _suffix(offset))


def _suffix(offset):
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}" if minutes else "Z"


def _csv(frame):
    """A packed CSV whose bytes do not depend on the hour."""
    return gzip.compress(frame.to_csv(index=False, lineterminator="\n").encode(), 6, mtime=0)


def as_json(told):
    """A tree as the bytes of a JSON file."""
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
