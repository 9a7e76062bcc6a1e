"""A fit whose gaps are filled by simulation: the port of each point, and what is told of the draws."""

from typing import NamedTuple

import numpy as np

from twin.calibrate.fit import ALL, CALIBRATED, NOT_IDENTIFIED, SIMULATION, Parameter
from twin.calibrate.port.naming import names_of
from twin.calibrate.port.texts import trees_of
from twin.calibrate.simulated.gaps import filled
from twin.calibrate.simulated.matching import found_by
from twin.calibrate.simulated.runs import Runs
from twin.calibrate.simulated.summaries import shown_by, summaries
from twin.calibrate.simulated.trying import AFTER, BEFORE, simulator
from twin.calibrate.why import NOTHING, Why, joined
from twin.model.errors import Fault, ScenarioError
from twin.model.scenario import Scenario

NARROW = 0.5  # of the width that a range has without any records, from which on a value is found
ENDS = (0.05, 0.95)
WITHOUT = ENDS[1] - ENDS[0]
ODD = 0.1  # share of the summaries far from all that were simulated, from which on the port is another one
LEFT = "looked for from {low:.4g} to {high:.4g}, of which {n} simulations have left {left:.0%}"
STRANGE = "no value makes visits like the recorded ones: {share:.0%} of what was compared is far off"
PARTIAL = "the time was over before all had run; asked again it goes on"
LANES = "the lanes that were used in each hour, by their names; more may have been open"
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
        text = f"are more than the {MOST} that simulations tell apart; record more, or name some"
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
    """The Fit with what was found; what was not is an assumption, in what is left of its range."""
    draws = [one.at(x) for one, x in zip(gaps.unknowns, posterior.draws.T, strict=True)]
    positions = posterior.draws.T
    rows = [told(*each, posterior) for each in zip(gaps.unknowns, draws, positions, strict=True)]
    of = {(row.kind, row.station): row for row in rows}
    kept = [row for row in fit.parameters if (row.kind, row.station) not in of]
    kept = [row for row in kept if not (row.kind.startswith("travel") and ("travel_mean", "") in of)]
    fit = fit._replace(parameters=(*kept, *rows))
    if posterior.odd > ODD:
        return fit
    middles = [middle(one, x) for one, x in zip(gaps.unknowns, draws, strict=True)]
    made = filled(fit, gaps, middles, posterior.simulations)
    services = [within(law, of) for law in made.services]
    servers = [seen_in(each, of, gaps) for each in made.servers]
    travel = [leg if leg.station else way_within(leg, of) for leg in made.travel]
    assumed = made.assumed._replace(
        services=(*made.assumed.services, *(law for law in services if law.assumed)),
        servers=(*made.assumed.servers, *(each for each in servers if each.assumed)),
        travel=(*made.assumed.travel, *(leg for leg in travel if leg.assumed)),
    )
    return made._replace(
        assumed=assumed,
        services=tuple(law for law in services if not law.assumed),
        servers=tuple(each for each in servers if not each.assumed),
        travel=tuple(leg for leg in travel if not leg.assumed),
    )  # fmt: skip


def middle(unknown, draws):
    """What a port is written with: the mean, or of whole numbers the median."""
    return float(np.median(draws)) if unknown.scale == "whole" else float(np.mean(draws))


def told(unknown, draws, positions, posterior):
    """The Parameter of an unknown."""
    low, high = np.quantile(draws, ENDS)
    left = float(np.ptp(np.quantile(positions, ENDS))) / WITHOUT
    is_found = left <= NARROW and posterior.odd <= ODD
    why = Why(LEFT, low=unknown.low, high=unknown.high, left=left, n=posterior.simulations)
    if not posterior.is_whole:
        why = joined(why, Why(PARTIAL))
    if posterior.odd > ODD:
        why = joined(why, Why(STRANGE, share=posterior.odd))
    return Parameter(
        unknown.kind, unknown.station, ALL, "", middle(unknown, draws) if is_found else np.nan, float(low),
        float(high), posterior.simulations, SIMULATION, CALIBRATED if is_found else NOT_IDENTIFIED, why,
    )  # fmt: skip


def within(law, of):
    """A Service with the intervals of what was found; assumed where its mean was not."""
    mean, cv = (of.get((kind, law.station)) for kind in ("service_mean", "service_cv"))
    if mean is None or law.cls != ALL:
        return law
    return law._replace(mean_within=(mean.low, mean.high), cv_within=(cv.low, cv.high), assumed=unsure(mean))


def way_within(leg, of):
    row = of.get(("travel_mean", ""))
    return leg if row is None else leg._replace(mean_within=(row.low, row.high), assumed=unsure(row))


def seen_in(made, of, gaps):
    """A Servers with its interval; assumed where it was not found, or only names of lanes tell."""
    if any(made is lane for lane in gaps.lanes):
        return made._replace(high=np.maximum(made.number.max(), made.number + 1), assumed=Why(LANES))
    row = of.get(("servers", made.station))
    if row is None:
        return made
    low, high = np.full(24, row.low), np.full(24, row.high)
    return made._replace(low=low, high=high, assumed=unsure(row))


def unsure(row):
    return NOTHING if row.verdict == CALIBRATED else row.why
