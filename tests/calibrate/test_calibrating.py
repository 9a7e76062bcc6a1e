"""A port's parameters come back from its records with honest intervals, and bad records give no numbers."""

import json
import math

import numpy as np
import pandas as pd
import pytest
from queueing import DESKS, HOUR, MONDAY, RATE, SCANNED, SERVICE, TRAVEL, cleaned, month, visits

from twin.calibrate.assuming.assuming import assumptions, lacking
from twin.calibrate.calibrating import calibrate
from twin.calibrate.fit import CALIBRATED, ENTER, EXIT, NOT_IDENTIFIED, REFUSED, UNITS
from twin.calibrate.fit_file import as_text
from twin.calibrate.port.texts import trees_of
from twin.calibrate.recorded import recorded
from twin.calibrate.routes import routes_of

DAYS = ("weekday", "weekend")


@pytest.fixture(scope="module")
def fit():
    return calibrate(month(), seed=1)


def truths(parameter):
    """What the port of queueing.py has for a parameter; None where the truth is no number."""
    p = parameter
    if p.kind == "arrival_rate":
        days, hour = p.key.split()
        return RATE[p.cls][DAYS.index(days)][int(hour)] / HOUR
    if p.kind == "arrivals_a_day":
        return RATE[p.cls][DAYS.index(p.key)].sum()
    if p.kind in ("service_mean", "service_cv"):
        return SERVICE[p.station][p.kind == "service_cv"]
    if p.kind in ("travel_mean", "travel_cv"):
        return TRAVEL[p.kind == "travel_cv"]
    if p.kind == "share" and p.station == "desk":
        return SCANNED[p.cls] if p.key == "scan" else 1 - SCANNED[p.cls]
    return 1.0 if p.kind == "arrival_dispersion" else None


def ways(fit):
    """{(class, station): {next: share}}."""
    return {(way.cls, way.station): dict(zip(way.next, way.share, strict=True)) for way in fit.routes}


def covered(fit):
    """Of each kind of parameter, whether its interval has the truth in it."""
    for parameter in fit.parameters:
        true = truths(parameter)
        if true is not None and parameter.verdict == CALIBRATED:
            yield parameter.kind, parameter.low <= true <= parameter.high


def test_every_part_comes_back(fit):
    for law in fit.services:
        mean, cv = SERVICE[law.station]
        assert law.cls == "*" and law.family == "gamma"
        assert law.mean == pytest.approx(mean, rel=0.04) and law.cv == pytest.approx(cv, rel=0.06)
    assert {tuple(made.number) for made in fit.servers if made.station == "desk"} == {tuple(DESKS)}
    routes = {
        (route.cls, route.station): dict(zip(route.next, route.share, strict=True)) for route in fit.routes
    }
    assert routes["loaded", "desk"]["scan"] == pytest.approx(SCANNED["loaded"], abs=0.02)
    assert routes["loaded", ENTER] == {"gate": 1.0} and routes["empty", "scan"] == {EXIT: 1.0}
    assert all(leg.mean == pytest.approx(TRAVEL[0], rel=0.03) for leg in fit.travel)


def test_every_parameter_says_what_it_rests_on(fit):
    for parameter in fit.parameters:
        assert parameter.kind in UNITS and parameter.verdict in (CALIBRATED, NOT_IDENTIFIED)
        if parameter.verdict == CALIBRATED:
            assert parameter.low <= parameter.value <= parameter.high and parameter.n > 0
        else:
            assert parameter.why


def test_intervals_of_nine_in_ten_have_the_truth_in_them_about_so_often(fit):
    hits = [hit for _, hit in covered(fit)]
    assert len(hits) > 100 and 0.8 < np.mean(hits) < 0.97


@pytest.mark.prove
def test_intervals_over_twenty_seeds_cover_85_to_95_percent():
    hits = [hit for seed in range(20) for hit in covered(calibrate(month(seed), seed=seed))]
    assert 0.85 <= np.mean([hit for _, hit in hits]) <= 0.95
    for kind in {kind for kind, _ in hits}:
        assert np.mean([hit for each, hit in hits if each == kind]) > 0.78, kind


def test_the_same_records_and_seed_give_the_same_bytes():
    days = month(days=2)
    texts = {as_text(calibrate(days, seed=3)) for _ in range(2)}
    assert len(texts) == 1


def test_the_file_says_times_in_minutes_and_nothing_that_json_cannot(fit):
    tree = json.loads(as_text(fit), parse_constant=lambda word: pytest.fail(word))
    assert tree["service"]["desk"]["*"]["mean"] == pytest.approx(SERVICE["desk"][0] / 60, rel=0.04)
    assert tree["servers"]["desk"] == list(DESKS) and tree["kpi"]["cases"] == fit.kpi.cases
    assert len(tree["parameters"]) == len(fit.parameters) and tree["data"]["digest"] == fit.digest


def test_without_any_end_services_and_servers_are_not_identified():
    rows = visits(1, 7).assign(ended=np.nan)
    fit = calibrate(cleaned(rows, until=MONDAY + 7 * 86400.0), seed=1)
    assert not fit.services and not fit.servers and fit.arrivals
    unknown = {p.kind for p in fit.parameters if p.verdict == NOT_IDENTIFIED}
    assert {"service_mean", "servers", "travel_mean", "cycle_time_mean"} <= unknown
    assert all(math.isnan(p.value) for p in fit.parameters if p.kind in ("service_mean", "servers"))
    assert not list(lacking(fit)) and {each.kind for each in assumptions(fit)} >= {"service_mean", "servers"}


def test_a_handful_of_journeys_gives_no_number_out_of_the_air():
    fit = calibrate(cleaned(visits(1, 1).query("case < 6")), seed=1)
    assert {p.verdict for p in fit.parameters if p.kind.startswith(("arrival_r", "service", "servers"))} == {
        NOT_IDENTIFIED
    }
    assert fit.assumed.arrivals and not list(lacking(fit))


def test_one_class_and_three_days_are_enough_for_what_they_show():
    rows = visits(2, 3).query("cls == 'loaded'")
    fit = calibrate(cleaned(rows, until=MONDAY + 3 * 86400.0), seed=1)
    assert fit.classes == ("loaded",) and {each.days for each in fit.arrivals} == {"weekday"}
    assert not list(lacking(fit))


def shares_of(rows, station):
    routed = routes_of(recorded(cleaned(rows)))
    route = next(each for each in routed.routes if (each.cls, each.station) == ("loaded", station))
    return dict(zip(route.next, route.share, strict=True))


def test_a_lost_visit_is_put_back_and_a_short_cut_is_not():
    rows = visits(1, 14)
    lost = (rows["station"] == "desk") & (np.arange(len(rows)) % 33 == 0)
    assert shares_of(rows[~lost], "gate").get("scan", 0.0) < 0.002
    skipped = rows["case"] % 33 == 0
    quick = rows[~(skipped & (rows["station"] == "desk"))].copy()
    scan = skipped & (quick["station"] == "scan")
    gate = rows[rows["station"] == "gate"].set_index("case")["ended"]
    long = quick["ended"] - quick["started"]
    quick.loc[scan, "joined"] = quick.loc[scan, "case"].map(gate) + 60.0
    quick.loc[scan, "started"] = quick.loc[scan, "joined"]
    quick["ended"] = quick["started"] + long
    assert shares_of(quick, "gate")["scan"] == pytest.approx(SCANNED["loaded"] / 33, rel=0.5)


@pytest.mark.parametrize("joined_from", ["seen", "reckoned"])
def test_who_took_a_short_cut_and_waited_behind_it_made_no_visit(joined_from):
    rows = visits(1, 7)
    scan, desk = rows["station"] == "scan", rows["station"] == "desk"
    skips = rows["case"] % 30 == 0
    gate = rows[rows["station"] == "gate"].set_index("case")["ended"]
    wait = np.where(rows["case"] % 2 == 0, 900.0, 0.0)  # who came by the usual way waited as often
    rows.loc[scan & skips, "joined"] = rows["case"].map(gate) + 90.0
    started = np.where(scan, rows["joined"] + wait, rows["started"])
    rows = rows.assign(ended=started + rows["ended"] - rows["started"], started=started)
    rows = rows[~(desk & skips & rows["case"].isin(rows["case"][scan]))]
    log = cleaned(rows)
    log.visits["joined_from"] = joined_from
    routed = routes_of(recorded(log))
    route = next(each for each in routed.routes if (each.cls, each.station) == ("loaded", "gate"))
    true = rows[(rows["cls"] == "loaded") & (rows["number"] > 0)].groupby("case")["station"].first()
    share = (true == "scan").sum() / (rows["cls"][rows["station"] == "gate"] == "loaded").sum()
    told = dict(zip(route.next, route.share, strict=True))
    assert told["scan"] == pytest.approx(share, abs=0.0 if joined_from == "seen" else 0.3 * share)


def test_the_port_that_is_written_is_a_port(fit):
    from twin.model.scenario import Scenario
    from twin.plan.compile import compile_plan

    trees = trees_of(fit, "three")
    experiment = {**trees.pop("experiment"), "horizon": "2 d", "warm_up": "0 s", "replications": "1"}
    scenario = Scenario.from_tree({"name": "three", **trees, "experiment": experiment})
    plan = compile_plan(scenario)
    assert plan.horizon == 2 * 86400.0
    assert {row.kind for row in scenario.ledger} <= {"source", "remark"}
    assert any(row.low for row in scenario.ledger if row.path.endswith("service_time"))


def test_what_changed_in_the_middle_is_refused_as_one_number_and_told():
    rows = visits(3, 14)
    later = (rows["station"] == "scan") & (rows["started"] > MONDAY + 7 * 86400.0)
    rows.loc[later, "ended"] += 300.0
    fit = calibrate(cleaned(rows, until=MONDAY + 14 * 86400.0), seed=1)
    (mean,) = (p for p in fit.parameters if (p.kind, p.station) == ("service_mean", "scan"))
    assert mean.verdict == REFUSED and "--from 2026-03-09" in mean.why
    assert any("service scan changed on 2026-03-09" in note for note in fit.notes)
    (other,) = (p for p in fit.parameters if (p.kind, p.station) == ("service_mean", "desk"))
    assert other.verdict == CALIBRATED


def test_records_of_odd_names_without_classes_and_with_rework_make_a_port():
    from twin.model.scenario import Scenario
    from twin.plan.compile import compile_plan

    rows = visits(1, 5).assign(cls=None)
    again = rows[(rows["station"] == "scan") & (rows["case"] % 5 == 0)]
    parts = [rows]
    for number, station in ((3, "desk"), (4, "scan")):
        later = again.assign(station=station, number=number)
        parts.append(
            later.assign(**{t: later[t] + 1500.0 * (number - 2) for t in ("joined", "started", "ended")})
        )
    rows = pd.concat(parts).sort_values(["case", "number"], ignore_index=True)
    odd = {"gate": "1号 卡口", "desk": "Desk #2", "scan": "sc'an\""}
    fit = calibrate(
        cleaned(rows.assign(station=rows["station"].map(odd)), until=MONDAY + 5 * 86400.0), seed=1
    )
    trees = trees_of(fit, "odd")
    scenario = Scenario.from_tree({"name": "odd", **trees})
    assert compile_plan(scenario) and list(scenario.layout.stations) == ["station_1", "desk_2", "sc_an"]
    assert [each.does for each in scenario.layout.stations.values()][0] == "gate"
