"""How near a calibration comes to the truth that a log was made with."""

import gzip
import json
import math
from pathlib import Path
from typing import NamedTuple

LOGS = Path(__file__).parent / "data" / "logs"

# The most by which a fit may miss. Shares of the truth, but for: the number of wrong hours of the servers of
# a station, the probabilities of routing, and seconds of a clock. A mean wait may also miss by WAIT_MINUTES.
CLEAN = {
    "arrivals by hour": 0.055,  # misses over truth, both summed over the hours of a weekday and a weekend
    "arrivals of a week": 0.02,
    "service mean": 0.04,
    "service cv": 0.10,
    "wrong hours of servers": 0,
    "routing": 0.015,
    "routing of few": 0.06,
    "cases": 0.0,
    "cycle time": 0.01,
    "wait": 0.02,
}
DIRTY = CLEAN | {
    "arrivals by hour": 0.08,
    "arrivals of a week": 0.025,
    "service mean": 0.03,
    "wrong hours of servers": 1,
    "routing": 0.02,
    "cases": 0.01,
    "cycle time": 0.02,
    "wait": 0.10,
    "clock": 3.0,
}
WAIT_MINUTES = 0.10
FEW = {("empty", "scanner")}  # fewer than 400 trucks of these logs came there


class Line(NamedTuple):
    """One bar: what was judged, by how much the fit misses (None: it does not say), and the most it may."""

    what: str
    miss: float | None
    bar: float

    @property
    def holds(self):
        return self.miss is not None and self.miss <= self.bar


def truth_of(log):
    """The parameters and KPIs that a log in tests/data/logs was made with, as truth_of("port_a_clean")."""
    return json.loads((LOGS / f"{log}.truth.json").read_text(encoding="utf-8"))


def rows_of(log):
    """The text of a log, unpacked."""
    return gzip.decompress((LOGS / f"{log}.csv.gz").read_bytes()).decode()


def judged(fit, truth, bars):
    """Every Line of a fit (the tree of fit.json, in minutes) against a truth."""
    lines = [*arrivals(fit, truth, bars), *services(fit, truth, bars), *servers(fit, truth, bars)]
    lines += [*routing(fit, truth, bars), *kpis(fit, truth, bars)]
    return lines + clocks(fit, truth, bars) if "clock" in bars else lines


def missed(fit, truth, bars):
    """The lines that do not hold, as texts."""
    return [f"{one.what}: {one.miss} (<= {one.bar})" for one in judged(fit, truth, bars) if not one.holds]


def relative(found, true):
    return None if found is None else abs(found / true - 1.0)


def arrivals(fit, truth, bars):
    for cls, true in truth["arrivals_per_hour"].items():
        found = fit.get("arrivals_per_hour", {}).get(cls)
        hourly = weekly = None
        if found:
            pairs = [*zip(found["weekday"], true["weekday"], strict=True)]
            pairs += zip(found["weekend"], true["weekend"], strict=True)
            hourly = sum(abs(a - b) for a, b in pairs) / sum(b for _, b in pairs)
            weekly = relative(week(found), week(true))
        yield Line(f"arrivals by hour {cls}", hourly, bars["arrivals by hour"])
        yield Line(f"arrivals of a week {cls}", weekly, bars["arrivals of a week"])


def week(profile):
    return 5 * sum(profile["weekday"]) + 2 * sum(profile["weekend"])


def services(fit, truth, bars):
    for station, classes in truth["service"].items():
        laws = fit.get("service", {}).get(station, {})
        for cls, (mean, cv, _) in classes.items():
            law = laws.get(cls) or laws.get("*") or {}
            yield Line(f"service mean {station} {cls}", relative(law.get("mean"), mean), bars["service mean"])
            yield Line(f"service cv {station} {cls}", relative(law.get("cv"), cv), bars["service cv"])


def by_hour(servers):
    """24 numbers, from a number, from them, or from spans as {"00-07": 2}."""
    if isinstance(servers, dict):
        spans = [(*map(int, span.split("-")), number) for span, number in servers.items()]
        return [number for begins, ends, number in sorted(spans) for _ in range(begins, ends)]
    return servers if isinstance(servers, list) else [servers] * 24


def servers(fit, truth, bars):
    """The first hour of a shift is let off: lanes that close finish their truck while others have begun."""
    for station, true in truth["servers"].items():
        found, wrong = fit.get("servers", {}).get(station), None
        if found is not None:
            begins = {int(span.split("-")[0]) for span in true} if isinstance(true, dict) else ()
            pairs = enumerate(zip(by_hour(found), by_hour(true), strict=True))
            wrong = sum(abs(a - b) > 0.01 for hour, (a, b) in pairs if hour not in begins)
        yield Line(f"wrong hours of servers {station}", wrong, bars["wrong hours of servers"])


def routing(fit, truth, bars):
    for cls, stations in truth["routing"].items():
        for station, ways in stations.items():
            if len(ways) < 2:
                continue
            found = fit.get("routing", {}).get(cls, {}).get(station)
            miss = max(abs(found.get(way, 0.0) - p) for way, p in ways.items()) if found else None
            bar = bars["routing of few" if (cls, station) in FEW else "routing"]
            yield Line(f"routing {cls} {station}", miss, bar)


def kpis(fit, truth, bars):
    found, true = fit.get("kpi", {}), truth["kpi"]
    yield Line("cases", relative(found.get("cases"), true["cases"]), bars["cases"])
    for name in ("cycle_time_mean", "cycle_time_p90"):
        yield Line(name, relative(found.get(name), true[name]), bars["cycle time"])
    for station, wait in true["wait_mean"].items():
        said = found.get("wait_mean", {}).get(station, math.nan)
        miss = None if math.isnan(said) else abs(said - wait)
        yield Line(f"wait {station}", miss, max(bars["wait"] * wait, WAIT_MINUTES))


def clocks(fit, truth, bars):
    """Devices whose clock is off by one amount all the time; one that drifts has none to be held to."""
    dirt, found = truth["dirt"], fit.get("clock_skew_s", {})
    steady = {
        name: by for name, by in dirt["clock_skew_s"].items() if name not in dirt["clock_drift_s_per_day"]
    }
    misses = {name: abs(found[name] - by) if name in found else None for name, by in steady.items() if by}
    return [Line(f"clock {name}", miss, bars["clock"]) for name, miss in misses.items()]
