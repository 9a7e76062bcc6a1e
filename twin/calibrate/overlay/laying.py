"""A fit laid over a port that is written already: named changes of what the records tell."""

from typing import NamedTuple

from twin.calibrate.overlay.arrivals import arrivals_laid
from twin.calibrate.overlay.breakdowns import breakdowns_laid
from twin.calibrate.overlay.matching import Matched, Part, matched
from twin.calibrate.overlay.rosters import rosters_laid
from twin.calibrate.overlay.services import services_laid
from twin.calibrate.overlay.shares import shares_laid
from twin.calibrate.overlay.ways import ways_laid
from twin.calibrate.why import Why
from twin.model.errors import Fault, ScenarioError

LAID = (services_laid, rosters_laid, breakdowns_laid, arrivals_laid, shares_laid, ways_laid)


class Overlay(NamedTuple):
    """Changes of a scenario in parts, whom the log's names belong to, and what found no place."""

    parts: tuple[Part, ...]
    stations: dict  # name in the log: name in the layout
    left: tuple  # Whys

    @property
    def changes(self):
        return [change for part in self.parts for change in part.changes]


def overlay_of(fit, scenario, said=None):
    """The Overlay of a Fit over a Scenario; `said` are pairs of names that the user gave.

    Only what is calibrated is laid over: a layout has its own assumptions.
    """
    layout = scenario.layout
    names = Matched(
        matched(fit.stations, layout.stations, said or {}), matched(fit.classes, layout.classes, said or {})
    )
    parts, left = [], list(strangers(fit, names))
    for laid in LAID:
        for each in laid(fit, scenario, names):
            (parts if isinstance(each, Part) else left).append(each)
    if not parts:
        there = ", ".join(layout.stations)
        text = f"has no station of the records ({', '.join(fit.stations)}); name pairs with --map, of {there}"
        raise ScenarioError([Fault("layout", scenario.name, text)])
    return Overlay(tuple(parts), names.stations, tuple(dict.fromkeys(left)))


def strangers(fit, names):
    """What the layout has no name for."""
    for name in fit.stations:
        if name not in names.stations:
            yield Why("no station of the layout is called {name}", name=name)
    for name in fit.classes:
        if name not in names.classes:
            yield Why("no class of the layout is called {name}", name=name)


def accepted(overlay, composes):
    """The Overlay without the parts that the port refuses, which are left with the reason.

    `composes(changes)` raises ScenarioError at changes that the port does not take.
    """
    try:
        composes(overlay.changes)
        return overlay
    except ScenarioError:
        pass  # one or some of the parts: they are tried one after the other
    kept, left = [], []
    for part in overlay.parts:
        try:
            composes([change for each in (*kept, part) for change in each.changes])
            kept.append(part)
        except ScenarioError as error:
            fault = error.faults[0]
            told = f"{fault.path} {fault.text}"
            left.append(
                Why("{path}: the port refuses what the records say: {text}", path=part.about, text=told)
            )
    return overlay._replace(parts=tuple(kept), left=(*overlay.left, *left))
