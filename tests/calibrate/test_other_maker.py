"""Logs of ports that another simulator drew and ran are fitted to what they were made with."""

import csv
import gzip
import json
import math
from collections import Counter

import pytest
from device_words import CLEAN, DEVICES, Teller, clean_rows, faults_of
from drawn_port import drawn_port
from heap_days import Days, truth_of
from recovery import CLEAN as CLEAN_BARS
from recovery import DIRTY as DIRTY_BARS
from recovery import judged
from storing import stored

from twin.calibrate.calibrating import calibrate
from twin.calibrate.fit_file import as_text
from twin.observed.cleaning import clean

MONTH = 28
SURE = 2.6  # standard errors of what was counted right: what chance alone makes of a parameter


def written_to(path, head, rows):
    with gzip.open(path, "wt", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def a_log(seed, form, folder, days=MONTH):
    """(path, truth, visits) of a drawn port, complete or as devices tell it."""
    port = drawn_port(seed, travels=form == "devices")
    visits = Days(port, days, seed).run()
    truth, path = truth_of(port, visits), folder / f"{form}{seed}.csv.gz"
    if form == "clean":
        return written_to(path, CLEAN, clean_rows(visits)), truth, visits
    faults = faults_of(port, days, seed)
    told = Teller(port, faults, seed).rows(visits)
    return written_to(path, DEVICES, told), truth | {"dirt": faults}, visits


def lines_of(seed, form, folder, days=MONTH):
    """(kind, what, miss, bar) of every parameter; a bar is as wide as chance makes it at least."""
    path, truth, visits = a_log(seed, form, folder, days)
    _, events = stored(str(folder / f"{form}{seed}.db"), path)
    fit = json.loads(as_text(calibrate(clean(events))))
    luck = by_chance(truth, visits, days)
    for line in judged(fit, truth, CLEAN_BARS if form == "clean" else DIRTY_BARS):
        kind = next(kind for kind in KINDS if line.what.startswith(kind))
        yield kind, line.what, line.miss, max(line.bar, luck.get(line.what, 0.0))


KINDS = (
    "arrivals by hour", "arrivals of a week", "service mean", "service cv", "wrong hours", "routing", "cases",
    "cycle_time", "wait", "clock",
)  # fmt: skip


def by_chance(truth, visits, days):
    """{what: the miss that SURE standard errors make}, of who counts all visits right."""
    number = Counter((visit.station, visit.cls) for visit in visits)
    found = {}
    for cls, rates in truth["arrivals_per_hour"].items():
        weeks = days / 7
        week = 5 * sum(rates["weekday"]) + 2 * sum(rates["weekend"])
        found[f"arrivals of a week {cls}"] = SURE / math.sqrt(week * weeks)
        each = [(rate, weeks * 5) for rate in rates["weekday"]] + [(r, weeks * 2) for r in rates["weekend"]]
        found[f"arrivals by hour {cls}"] = sum(math.sqrt(rate / n) for rate, n in each) / sum(
            r for r, _ in each
        )
        for station, ways in truth["routing"][cls].items():
            n = max(number[station, cls], 1)
            found[f"routing {cls} {station}"] = SURE * max(math.sqrt(p * (1 - p) / n) for p in ways.values())
    for station, laws in truth["service"].items():
        for cls, (_, cv, _) in laws.items():
            n = max(sum(m for (s, c), m in number.items() if s == station and cls in ("*", c)), 1)
            found[f"service mean {station} {cls}"] = SURE * cv / math.sqrt(n)
            found[f"service cv {station} {cls}"] = SURE * math.sqrt((0.5 + 2 * cv * cv) / n)
    return found


def told(rows):
    """The share of each kind that holds, and every line that does not."""
    held, all_of = Counter(), Counter(kind for kind, *_ in rows)
    missed = [(what, miss, bar) for _, what, miss, bar in rows if miss is None or miss > bar]
    held.update(kind for kind, _, miss, bar in rows if miss is not None and miss <= bar)
    return {kind: f"{held[kind]} of {n}" for kind, n in all_of.items()}, missed


@pytest.mark.parametrize("form", ["clean", "devices"])
def test_a_week_of_another_maker_is_fitted_to_what_it_was_made_with(form, tmp_path):
    held, missed = told(list(lines_of(1, form, tmp_path, days=7)))
    assert not missed and held["service mean"] == "4 of 4"


@pytest.mark.prove
@pytest.mark.parametrize(("form", "least"), [("clean", 0.98), ("devices", 0.96)])
def test_of_twenty_months_nearly_every_parameter_is_found(form, least, tmp_path):
    rows = [row for seed in range(1, 21) for row in lines_of(seed, form, tmp_path)]
    held, missed = told(rows)
    print(form, held, *missed, sep="\n")
    assert 1 - len(missed) / len(rows) >= least, missed


def test_servers_of_the_other_maker_serve_one_truck_at_a_time_and_nobody_overtakes():
    port = drawn_port(3, travels=True)
    visits = Days(port, 2, 1).run()
    for name, station in port.stations.items():
        own = sorted((visit for visit in visits if visit.station == name), key=lambda each: each.started)
        assert all(a.joined <= b.joined for a, b in zip(own, own[1:], strict=False))
        for lane in range(1, max(station.servers) + 1):
            mine = [visit for visit in own if visit.lane == lane]
            assert all(a.ended <= b.started for a, b in zip(mine, mine[1:], strict=False))
            hours = [int(visit.started // 60) % 24 for visit in mine]
            assert all(lane <= station.servers[hour] for hour in hours)
