"""A fit laid over a port that is written already: named changes of what the records tell."""

from difflib import get_close_matches
from typing import NamedTuple

from twin.calibrate.fit import ALL
from twin.calibrate.port.quantities import law, measured, seconds
from twin.calibrate.why import Why
from twin.model.errors import Fault, ScenarioError

LIKE = 0.8  # how near two names have to be


class Overlay(NamedTuple):
    """Changes of a scenario, whom the log's names belong to, and what found no place."""

    changes: list
    stations: dict  # name in the log: name in the layout
    left: tuple  # Whys


def overlay_of(fit, scenario, said=None):
    """The Overlay of a Fit over a Scenario; `said` are pairs of names that the user gave."""
    layout = scenario.layout
    stations = matched(fit.stations, layout.stations, said or {})
    classes = matched(fit.classes, layout.classes, said or {})
    left = [
        Why("no station of the layout is called {name}", name=name)
        for name in fit.stations
        if name not in stations
    ]
    changes = []
    for station, name in stations.items():
        times = times_of(fit, station, classes)
        if times is None:
            left.append(
                Why(
                    "service times of {station}: a class of the records is none of the layout",
                    station=station,
                )
            )
        elif times:
            changes.append({"set": {f"layout.stations.{name}.service_time": times}})
        number = max((made.number.max() for made in fit.servers if made.station == station), default=0)
        if number and name not in scenario.roster.shifts:
            value = measured(f"{number:.0f}", "records")
            changes.append({"set": {f"layout.stations.{name}.servers": value}})
    if not changes:
        names = ", ".join(layout.stations)
        text = f"has no station of the records ({', '.join(fit.stations)}); name pairs with --map, of {names}"
        raise ScenarioError([Fault("layout", scenario.name, text)])
    return Overlay(changes, stations, tuple(left))


def times_of(fit, station, classes):
    """The service time as the language has it; None where a class is not known, {} where nothing is."""
    laws = [each for each in fit.services if each.station == station]
    texts = {}
    for each in laws:
        if each.cls != ALL and each.cls not in classes:
            return None
        family = each.family if each.family not in ("observed", "mixture") else "lognormal"
        mean, cv = each.written if family == each.family and each.written[0] else (each.mean, each.cv)
        within = seconds(each.mean_within[0]), seconds(each.mean_within[1])
        texts[classes.get(each.cls, "other")] = measured(
            law(family, mean, cv, ""), f"records, {each.n} services", within
        )
    return texts["other"] if list(texts) == ["other"] else texts


def matched(names, things, said):
    """{name in the log: name in the layout}: as the user said, else by name or label, else nearly so."""
    known = {}
    for name, thing in things.items():
        label = getattr(thing, "label", None)
        for text in (name, getattr(label, "zh", ""), getattr(label, "en", "")):
            if text:
                known[plain(text)] = name
    found = {}
    for name in names:
        near = get_close_matches(plain(name), known, n=1, cutoff=LIKE)
        if name in said:
            found[name] = said[name]
        elif near and known[near[0]] not in found.values():
            found[name] = known[near[0]]
    return found


def plain(text):
    return str(text).lower().replace("_", " ").replace("-", " ").strip()
