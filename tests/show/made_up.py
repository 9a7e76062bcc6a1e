"""Ports and results made up for drawing: frames as a run gives them, small enough to check by hand."""

from types import SimpleNamespace as Made

import numpy as np
import pandas as pd

START = "2026-03-02T08:00:00"  # a Monday


def label(zh, en):
    return Made(zh=zh, en=en)


def station(zh, en, at, servers, **other):
    own = {
        "does": "gate",
        "agency": "customs",
        "hours": "freight",
        "waiting_room": None,
        "needs": {},
        "model": None,
    }
    own |= {"service_time": Made(family="lognormal", values=(25.0, 0.4)), "tasks": None, "queue": "one"}
    return Made(label=label(zh, en), at=at, servers=servers, **(own | other))


def link(from_, to, length, lanes=2, both_ways=False, storage=None, kind="road"):
    return Made(
        from_=from_, to=to, length=length, lanes=lanes, both_ways=both_ways, storage=storage, kind=kind
    )


def stations():
    metres = Made(unit="metres", amount=360.0)
    return {
        "neighbour_gate": station("蒙方出境", "Mongolian exit", "line", 4, agency="neighbour"),
        "border_gate": station(
            "国门", "border gate", "line", 12, agency="border", waiting_room=metres, queue="lanes"
        ),
        "driver_health": station("司机卫生检疫", "driver health check", "apron", 6, agency="health"),
        "disinfection": station("车辆消毒", "vehicle disinfection", "apron", 4, agency="health"),
        "radiation": station("核辐射门户", "radiation portal", "hall", 4),
        "radiation_search": station("核生化处置", "radiation search", "hall", 1, needs={"officers": 2}),
        "customs_gate": station("海关智能卡口", "customs smart gate", "hall", 12),
        "manual_gate": station("人工通道", "manual lane", "hall", 1),
        "weighbridge": station("地磅", "weighbridge", "hall", 8),
        "h986": station(
            "H986 大型机检", "H986 scanner", "scan_site", {"h986_fast": 1, "h986_relocatable": 1}, does="scan"
        ),
        "image_review": station("图像审核", "image review", None, None),
        "examination": station("人工查验场", "inspection yard", "scan_site", 10),
        "tipping": station("卸煤位", "tipping bay", "tip", 55, agency="operator"),
        "exit_customs": station("出境卡口", "exit gate", "exit_gate", 7),
        "agv_gate": station("AGV 卡口", "AGV gate", "agv_line", 2),
        "agv_crane": station("AGV 吊机", "AGV crane", "agv_yard", 3, agency="operator"),
    }


def layout():
    places = {
        "line": (0.0, 0.0),
        "apron": (0.0, -250.0),
        "hall": (0.0, -600.0),
        "scan_site": (300.0, -900.0),
        "yard": (0.0, -2400.0),
        "tip": (400.0, -2600.0),
        "exit_gate": (-200.0, -700.0),
        "agv_line": (900.0, 0.0),
        "agv_yard": (900.0, -3000.0),
    }
    links = {
        "line_apron": link("line", "apron", 250.0, 12, storage=3000.0),
        "apron_hall": link("apron", "hall", 350.0, 12, storage=4200.0),
        "hall_scan": link("hall", "scan_site", 450.0, both_ways=True),
        "scan_yard": link("scan_site", "yard", 1600.0),
        "hall_yard": link("hall", "yard", 1800.0, 4),
        "yard_tip": link("yard", "tip", 450.0, both_ways=True),
        "yard_exit": link("yard", "exit_gate", 1750.0),
        "exit_line": link("exit_gate", "line", 730.0, 7),
        "agv_road": link("agv_line", "agv_yard", 6190.0, 4, both_ways=True, kind="corridor"),
    }
    stocks = {"coal_stock": Made(label=label("煤堆场", "coal stockpile"), at="tip", holds=9e8)}
    return Made(
        places=places, links=links, stations=stations(), zones={}, stocks=stocks, classes={}, flows=flows()
    )


def flows():
    return {
        "coal_in": Made(
            label=label("重车进境", "loaded coal trucks in"), starts_at="line", classes=("coal_truck",)
        ),
        "agv_in": Made(label=label("AGV 通道", "AGV corridor"), starts_at="agv_line", classes=("agv",)),
    }


def port():
    return Made(name="ganqimaodu_road", layout=layout())


def crowded_port(n=9):
    """Places so close together that labels must be moved apart."""
    places = {f"p{i}": (20.0 * (i % 3), 15.0 * (i // 3)) for i in range(n)}
    posts = {f"s{i}": station(f"作业点第{i}号", f"a station named {i}", f"p{i}", i + 1) for i in range(n)}
    links = {f"l{i}": link(f"p{i}", f"p{i + 1}", 20.0) for i in range(n - 1)}
    return Made(
        name="crowded", layout=Made(places=places, links=links, stations=posts, zones={}, stocks={}, flows={})
    )


def row_port():
    """All places on one line, and one of them twice as far."""
    places = {f"p{i}": (500.0 * i, 0.0) for i in (0, 1, 2, 4)}
    posts = {f"s{i}": station(f"站{i}", f"post {i}", f"p{i}", 2) for i in (0, 1, 2, 4)}
    return Made(
        name="row", layout=Made(places=places, links={}, stations=posts, zones={}, stocks={}, flows={})
    )


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
