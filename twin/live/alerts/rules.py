"""Rules that look at the port: one function a kind, each gives a Finding for every thing it looks at."""

import numpy as np

from twin.live.alerts.passing import passage
from twin.live.alerts.sight import AMBER, RED, Finding
from twin.live.forecast.counting import LEFT, NUMBER
from twin.live.records import DOWN, QUEUEING, SILENT
from twin.model import live as settings

SURE = {SILENT: 0.5, DOWN: 0.95}  # what the state of a device stands for
GROWTH = 0.2  # of a parameter from which a change is told


def findings(rules, sight):
    """Everything that the rules, {name: Rule}, say of a Sight."""
    return [each for name, rule in rules.items() for each in KINDS[rule.when](name, rule, sight)]


def named(name, *parts):
    """The same thing under the same rule has the same name."""
    return ":".join((name, *(part for part in parts if part)))


def chosen(rule, names):
    """The stations of a rule, of those there are."""
    return [name for name in names if rule.station in (settings.EVERY, name)]


def threshold(name, rule, sight):
    """A measure of now beyond its limit."""
    for station, value, likely in measured(rule, sight.present):
        on = _beyond(value, rule)
        yield Finding(
            named(name, station), rule.when, station, rule.measure, value, rule.limit.amount, sight.at,
            likely, on, rule.lasting,
        )  # fmt: skip


def measured(rule, present):
    """Triples of station, value of now and how sure it is."""
    if rule.measure == "number":
        return [(settings.OF_THE_PORT, present.number, _sure(rule, present.number_low, present.number_high))]
    rows = present.stations[present.stations["station"].isin(chosen(rule, present.stations["station"]))]
    if rule.measure == "wait":
        return [(station, longest_wait(present, station), 1.0) for station in rows["station"]]
    if rule.measure not in rows:
        return []  # what only a forecast tells
    if rule.measure == "queue":
        return [
            (row.station, float(row.queue), _sure(rule, row.queue_low, row.queue_high))
            for row in rows.itertuples()
        ]
    return [(row.station, float(getattr(row, rule.measure)), 1.0) for row in rows.itertuples()]


def longest_wait(present, station):
    """Seconds that the first of a queue has waited so far."""
    waits = present.inside
    there = (waits["station"] == station) & (waits["doing"] == QUEUEING) & (waits["likely"] > 0.5)
    since = waits.loc[there, "since"]
    return float(present.at - since.min()) if len(since) else 0.0


def _sure(rule, low, high):
    """The chance to be beyond the limit, of an even spread over the 90 % interval."""
    if not high > low:
        return 1.0
    return float(np.clip(0.05 + 0.9 * (high - rule.limit.amount) / (high - low), 0.05, 0.95))


def _beyond(value, rule):
    if value > rule.limit.amount:
        return True
    return None if value > rule.over else False


def forecast(name, rule, sight):
    """A measure that is likely to pass its limit within some time, at whatever minute of it."""
    if sight.forecast is None:
        return
    made, gone = sight.forecast, sight.at - sight.forecast.at  # what is past is not foreseen
    times = made.step * np.arange(round(made.ahead / made.step) + 1)
    ahead = (times >= gone) & (times <= gone + rule.within)
    of_port = rule.measure in (NUMBER, LEFT)
    places = [place for place, measure in made.paths if measure == rule.measure]
    for station in places if of_port else chosen(rule, places):
        light = sight.lights.get(station)
        if not ahead.any() or light is not None and light.colour == RED:
            continue  # nothing is foreseen where forecasts do not hold
        path = made.paths[station, rule.measure][:, ahead]
        found = passage(path, times[ahead], rule.limit.amount)
        on = True if found.chance >= rule.chance else None
        if on is None and passage(path, times[ahead], rule.over).chance < rule.chance:
            on = False
        early, middle, late = (made.at + time for time in found[1:])
        yield Finding(
            named(name, station), rule.when, station, rule.measure, _at_most(path), rule.limit.amount, middle,
            found.chance, on, rule.lasting, early, late,
        )  # fmt: skip


def _at_most(path):
    """What the middle future comes to at the most."""
    return float(np.median(np.nanmax(path, axis=1, initial=0.0)))


def silent(name, rule, sight):
    """A device that should have said something by now."""
    return _devices(name, rule, sight, SILENT)


def down(name, rule, sight):
    """A device that is down."""
    return _devices(name, rule, sight, DOWN)


def _devices(name, rule, sight, status):
    for row in sight.present.devices.itertuples():
        if rule.station in (settings.EVERY, row.station):
            quiet = sight.at - row.heard
            yield Finding(
                named(name, row.device), rule.when, row.station, row.device, quiet, row.usual,
                row.heard + row.usual, SURE[status], row.status == status, rule.lasting,
            )  # fmt: skip


def plan(name, rule, sight):
    """Fewer servers are open than the roster says."""
    for row in sight.present.stations.itertuples():
        wanted = sight.planned.get(row.station)
        if wanted is None or rule.station not in (settings.EVERY, row.station):
            continue
        on = True if row.open_high < wanted else None if row.open < wanted else False
        yield Finding(
            named(name, row.station), rule.when, row.station, "servers", float(row.open), float(wanted),
            sight.at, 0.95 if on else 0.5, on, rule.lasting,
        )  # fmt: skip


def drift(name, rule, sight):
    """A parameter that has another value than it had."""
    for change in sight.changes:
        if rule.station in (settings.EVERY, change.station):
            known = np.isfinite([change.before, change.after]).all() and change.before
            size = abs(change.after / change.before - 1.0) if known else np.inf
            yield Finding(
                named(name, change.kind, change.station, change.cls, change.key), rule.when, change.station,
                change.kind, change.after, change.before, change.day, 0.95, size > GROWTH or None,
                rule.lasting,
            )  # fmt: skip


def unsure(name, rule, sight):
    """What the model says of a station can no longer be believed."""
    for station, light in sight.lights.items():
        if rule.station in (settings.EVERY, station):
            on = True if light.colour == RED else None if light.colour == AMBER else False
            yield Finding(
                named(name, station), rule.when, station, "forecast", float(len(light.reasons)), 0.0,
                sight.at, 0.9, on, rule.lasting,
            )  # fmt: skip


KINDS = {
    settings.THRESHOLD: threshold, settings.FORECAST: forecast, settings.SILENT: silent,
    settings.DOWN: down, settings.PLAN: plan, settings.DRIFT: drift, settings.UNSURE: unsure,
}  # fmt: skip
