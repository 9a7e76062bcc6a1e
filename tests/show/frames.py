"""Tables as a run gives them, made up for charts and small enough to check by hand."""

import numpy as np
import pandas as pd

START = "2026-03-02T08:00:00"  # a Monday


def queues(places=("border_gate", "h986"), days=1):
    minute = np.arange(0, days * 1440 + 1, 10.0)
    rows = []
    for i, place in enumerate(places):
        mean = 30 * (1 + i) * np.clip(np.sin(np.pi * (minute % 1440) / 720), 0, None)
        rows.append(
            pd.DataFrame(
                {
                    "kind": "station",
                    "station": place,
                    "unit": "entities",
                    "minute": minute,
                    "mean": mean,
                    "low": mean * 0.8,
                    "high": mean * 1.25,
                    "storage": 12.0 * 5 if i == 0 else np.nan,
                }
            )
        )
    return pd.concat(rows, ignore_index=True)


def curves():
    minute = np.arange(0, 1441, 10.0)
    arrived = np.minimum(minute * 2.3, 1700)
    left = np.clip((minute - 90) * 2.0, 0, 1690)
    second = pd.DataFrame({"flow": "copper_in", "minute": minute, "arrived": arrived / 20, "left": left / 20})
    first = pd.DataFrame({"flow": "coal_in", "minute": minute, "arrived": arrived, "left": left})
    return pd.concat([first, second], ignore_index=True)


def hourly():
    hour = np.arange(12)
    wait = 300.0 + 240.0 * hour
    return pd.DataFrame(
        {"kind": "station", "station": "h986", "hour": hour, "wait_mean": wait, "wait_p95": 3 * wait, "n": 80}
    )


def utilisation():
    rows = [
        ("border_gate", 12, 0.62, 0.05, 0.33, 0.0, 0.0),
        ("customs_gate", 12, 0.55, 0.12, 0.30, 0.0, 0.03),
        ("h986", 2, 0.88, 0.01, 0.05, 0.06, 0.0),
    ]
    return pd.DataFrame(
        rows, columns=["station", "servers", "busy", "blocked", "starved", "down", "off_shift"]
    )


def why():
    rows = [
        ("service", "h986", 52_000.0, 47_000.0, 57_000.0, 0.52),
        ("hours", "freight", 23_000.0, 20_000.0, 26_000.0, 0.23),
        ("pool", "officers", 14_000.0, 9_000.0, 19_000.0, 0.14),
        ("quota", "neighbour_in", 11_000.0, 10_500.0, 11_500.0, 0.11),
    ]
    return pd.DataFrame(rows, columns=["cause", "name", "minutes", "low", "high", "share"])


def waits():
    rows = []
    for name, median in (("coal_truck", 1800.0), ("copper_truck", 900.0)):
        for measure, factor in (("wait_p50", 1.0), ("wait_p85", 2.2), ("wait_p95", 3.5)):
            mean = median * factor
            rows.append((name, measure, "s", mean, mean * 0.9, mean * 1.1))
    return pd.DataFrame(rows, columns=["name", "measure", "unit", "mean", "low", "high"])


def differences():
    rows = [
        ("s", -420.0, -600.0, -240.0, "better"),
        ("s", 60.0, -30.0, 150.0, "not clearly different"),
        ("entities", 35.0, 20.0, 50.0, "better"),
        ("share", 0.05, 0.02, 0.08, "worse"),
    ]
    return pd.DataFrame(rows, columns=["unit", "difference", "low", "high", "verdict"])


def expected_hours():
    hour = np.arange(24)
    is_open = (hour >= 8) & (hour < 20)
    work, offered = np.where(is_open, 2.4, 0.0), np.where(is_open, 2.0, 0.0)
    return pd.DataFrame(
        {
            "kind": "station",
            "station": "h986",
            "hour": hour,
            "visits": 40.0 * is_open,
            "work_hours": work,
            "open_server_hours": offered,
            "vc": 1.2 * is_open,
        }
    )
