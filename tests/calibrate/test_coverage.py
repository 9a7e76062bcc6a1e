"""Intervals of 90 % hold the truth nine times in ten, over logs that differ by luck alone."""

import json
from collections import Counter

import logged
import pytest
from storing import stored

from twin.calibrate.calibrating import calibrate
from twin.calibrate.fit import CALIBRATED
from twin.calibrate.synth import log as logs
from twin.observed.cleaning import clean

DAYS = 28
MINUTE, HOUR = 60.0, 3600.0
FORMS = {"clean": logs.clean_files, "devices": logs.device_files}


def truths(truth):
    """{(kind, station, class, key): value} of the parameters that the truth of a log has."""
    known = {}
    for cls, days in truth["arrivals_per_hour"].items():
        for kind, rates in days.items():
            for hour, rate in enumerate(rates):
                known["arrival_rate", "", cls, f"{kind} {hour:02d}"] = rate / HOUR
            known["arrivals_a_day", "", cls, kind] = sum(rates)
    for station, of in truth["service"].items():
        for cls, (mean, cv, _) in of.items():
            known["service_mean", station, cls, ""] = mean * MINUTE
            known["service_cv", station, cls, ""] = cv
    for cls, stations in truth["routing"].items():
        for station, ways in stations.items():
            if len(ways) > 1:
                known |= {("share", station, cls, way): share for way, share in ways.items()}
    offsets = truth.get("dirt", {}).get("clock_skew_s", {})
    drifting = truth.get("dirt", {}).get("clock_drift_s_per_day", {})
    known |= {("clock_offset", "", "*", name): s for name, s in offsets.items() if name not in drifting}
    return known


def covered(form, seed, folder):
    """(kind, whether its interval holds the truth) of every parameter that is calibrated."""
    log = logs.made(logged.scenario(days=DAYS, seed=seed), DAYS)
    files = FORMS[form](log)
    path = folder / f"{form}{seed}.csv.gz"
    path.write_bytes(files["log.csv.gz"])
    _, events = stored(str(folder / f"{form}{seed}.db"), path)
    truth = truths(log.truth if form == "clean" else json.loads(files["log.truth.json"]))
    fit = calibrate(clean(events), seed=1)
    for one in fit.parameters:
        key = "" if one.kind.startswith("service") else one.key
        value = truth.get((one.kind, one.station, one.cls, key))
        if value is not None and one.verdict == CALIBRATED:
            yield one.kind, one.low * (1 - 1e-9) <= value <= one.high * (1 + 1e-9)


@pytest.mark.prove
@pytest.mark.parametrize("form", FORMS)
def test_nine_in_ten_intervals_hold_the_truth(form, tmp_path):
    held, all_of = Counter(), Counter()
    for seed in range(1, 21):
        for kind, holds in covered(form, seed, tmp_path):
            all_of[kind] += 1
            held[kind] += holds
    told = {kind: f"{held[kind] / n:.1%} of {n}" for kind, n in all_of.items()}
    assert 0.85 <= held.total() / all_of.total() <= 0.95, told
