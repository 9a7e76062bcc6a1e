"""A fit whose gaps are filled by simulation: the port of each point, and what is told of the draws."""

from typing import NamedTuple

import numpy as np

from twin.calibrate.fit import ALL, CALIBRATED, NOT_IDENTIFIED, UNITS, Parameter
from twin.calibrate.port.naming import names_of
from twin.calibrate.port.texts import trees_of
from twin.calibrate.simulated.gaps import filled
from twin.calibrate.simulated.matching import found_by
from twin.calibrate.simulated.runs import Runs
from twin.calibrate.simulated.summaries import shown_by, summaries
from twin.calibrate.simulated.trying import AFTER, BEFORE, simulator
from twin.model.errors import Fault, ScenarioError
from twin.model.scenario import Scenario

METHOD = "simulation"
NARROW = 0.5  # of the width that a range has without any records, from which on a value is found
ENDS = (0.05, 0.95)
WITHOUT = ENDS[1] - ENDS[0]
MOST = 20  # unknowns: each more needs many more simulations


class Asked(NamedTuple):
    """How much is simulated, where it is kept, and who is told."""

    simulations: int = 2000
    seed: int = 1
    path: object = None
    until: float = np.inf
    watch: object = lambda runs: None


def sought(scenario_at, visits, days, unknowns, asked):
    """The Posterior of so many unknowns: `scenario_at(point)` makes visits like those of so many days.

    `visits` are named as the scenario names them: case, cls, station, server, joined, started, ended, in
    seconds from the first midnight; nan and "" are not known. The scenario begins trying.BEFORE days early,
    and lasts until trying.AFTER days later.
    """
    shown = shown_by(visits, days)
    runs = Runs(simulator(scenario_at, shown), asked.path, until=asked.until, watch=asked.watch)
    return found_by(runs, summaries(visits, shown), unknowns, simulations=asked.simulations, seed=asked.seed)


def fit_by_simulation(fit, gaps, record, asked):
    """(Fit, Posterior): the gaps of a Fit filled with what makes visits like those of a Record."""
    few(len(gaps.unknowns))
    stations, classes = names_of(fit.stations, "station"), names_of(fit.classes, "class")
    seen = record.visits
    if len(classes) == 1:
        seen = seen.assign(cls=fit.classes[0])
    seen = seen.assign(station=seen["station"].map(stations), cls=seen["cls"].map(classes))

    def scenario_at(point):
        values = [one.at(x) for one, x in zip(gaps.unknowns, point, strict=True)]
        return port_at(filled(fit, gaps, values), record, asked.seed)

    posterior = sought(scenario_at, seen, record.days, len(gaps.unknowns), asked)
    return with_draws(fit, gaps, posterior), posterior


def few(number):
    """Raises ScenarioError where there are none, or more than simulations can tell apart."""
    if number > MOST:
        text = f"are too many to be found by simulation, which takes {MOST} at most; record more, or name some"
        raise ScenarioError([Fault("the unknowns", f"{number} values", text)])
    if not number:
        text = "finds nothing to look for: the records tell all that the port needs"
        raise ScenarioError([Fault("--by-simulation", "", text)])


def port_at(fit, record, seed):
    """The Scenario of a Fit over the days of a Record."""
    trees = trees_of(fit, "sought")
    trees["experiment"] = {
        "start": record.start(trees["layout"]["about"]["time_zone"]),
        "horizon": f"{BEFORE + record.days + AFTER} d", "warm_up": "0 s", "replications": "1",
        "seed": str(seed),
    }  # fmt: skip
    return Scenario.from_tree({"name": "sought", **trees})


def with_draws(fit, gaps, posterior):
    """The Fit with what was found; what is as wide as before is not identified, and is not put in."""
    draws = np.column_stack([one.at(x) for one, x in zip(gaps.unknowns, posterior.draws.T, strict=True)])
    columns = zip(gaps.unknowns, draws.T, posterior.draws.T, strict=True)
    rows = [told(one, *pair, posterior) for one, *pair in columns]
    found = {(row.kind, row.station): row for row in rows}
    kept = [row for row in fit.parameters if (row.kind, row.station) not in found]
    kept = [row for row in kept if not (row.kind.startswith("travel") and ("travel_mean", "") in found)]
    middles = [middle(one, x) for one, x in zip(gaps.unknowns, draws.T, strict=True)]
    made = filled(fit, gaps, middles, posterior.simulations)
    lacking = {(row.kind, row.station) for row in rows if row.verdict != CALIBRATED}
    services = [law for law in made.services if ("service_mean", law.station) not in lacking]
    servers = tuple(each for each in made.servers if ("servers", each.station) not in lacking)
    return made._replace(
        parameters=(*kept, *rows, *map(lane_row, gaps.lanes)),
        services=tuple(within(law, found) for law in services), servers=servers,
    )  # fmt: skip


def middle(unknown, draws):
    """What a port is written with: the mean, or of whole numbers the median."""
    return float(np.median(draws)) if unknown.scale == "whole" else float(draws.mean())


def told(unknown, draws, positions, posterior):
    """The Parameter of an unknown."""
    low, high = np.quantile(draws, ENDS)
    left = float(np.ptp(np.quantile(positions, ENDS))) / WITHOUT
    kind, is_found = unknown.kind, left <= NARROW
    unit = UNITS[kind]
    why = f"between {unknown.low:.4g} and {unknown.high:.4g} {unit}".rstrip()
    why += f", of which {left:.0%} are left by {posterior.simulations} simulations"
    return Parameter(
        kind, unknown.station, ALL, "", middle(unknown, draws) if is_found else np.nan, float(low),
        float(high), posterior.simulations, METHOD, CALIBRATED if is_found else NOT_IDENTIFIED, why,
    )  # fmt: skip


def within(law, found):
    """A Service with the intervals of what was found."""
    mean, cv = (found.get((kind, law.station)) for kind in ("service_mean", "service_cv"))
    if mean is None or cv is None:
        return law
    return law._replace(mean_within=(mean.low, mean.high), cv_within=(cv.low, cv.high))


def lane_row(made):
    """The Parameter of a roster that names of lanes show."""
    most = float(made.number.max())
    why = "lanes that were used in each hour, by their names; more may have been open"
    return Parameter(
        "servers", made.station, ALL, made.days, most, most, np.inf, 24, "names of lanes", NOT_IDENTIFIED, why
    )
