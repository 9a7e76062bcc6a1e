"""A port fitted to days of its records, and held against those days that were kept back."""

from itertools import repeat
from typing import NamedTuple

from twin.calibrate.assuming.assuming import lacking
from twin.calibrate.calibrating import calibrate
from twin.calibrate.fit import Fit
from twin.calibrate.fit_file import as_text
from twin.calibrate.port.texts import trees_of
from twin.calibrate.validation.held_out import held_out
from twin.calibrate.validation.sample import AFTER, BEFORE
from twin.calibrate.validation.validating import HOLDS, REPLICATIONS, simulated_days, validate
from twin.calibrate.window import between
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan

DAY = 86400.0
FEWEST = 7  # days that a fit needs: one of each weekday
TOO_FEW, LACKING = "too few days", "the records do not tell enough"


class Tried(NamedTuple):
    """A fit and what became of it; `verdict` is that of the validation, or why there was none."""

    fit: Fit | None
    verdict: str
    why: tuple[str, ...]

    @property
    def holds(self):
        return self.verdict == HOLDS


class Terms(NamedTuple):
    """How a fit is tried."""

    holdout: int = 7  # days
    replications: int = REPLICATIONS
    seed: int = 1


def tried(cleaned, terms, whole):
    """The Tried of a Cleaned; `whole` are the Days of it. Its last days are kept back and judge the fit."""
    if whole.number < FEWEST + terms.holdout:
        why = f"{whole.number} whole days; {FEWEST + terms.holdout} are needed"
        return Tried(None, TOO_FEW, (why,))
    ends = whole.begin + (whole.number - terms.holdout) * DAY
    fit = calibrate(between(cleaned, whole.begin, ends), seed=terms.seed)
    if without := tuple(lacking(fit)):
        return Tried(fit, LACKING, tuple(map(str, without)))
    own = held_out(cleaned, fit.window, terms.holdout)
    scenario = scenario_of(fit, own, terms.seed)
    samples = simulated_days(repeat(compile_plan(scenario), terms.replications), own.record)
    found = validate(own.record, renamed(scenario, samples), earlier=own.earlier, seed=terms.seed)
    return Tried(fit, found.verdict, tuple(found.why))


def scenario_of(fit, own, seed):
    """The port of a Fit on the days that judge it."""
    trees = trees_of(fit, "tried")
    length = own.record.days + BEFORE + AFTER
    zone = trees["layout"]["about"]["time_zone"]
    when = {"start": own.start(zone), "horizon": f"{length} d", "warm_up": "0 s", "seed": str(seed)}
    return Scenario.from_tree({"name": "tried", **trees, "experiment": when})


def renamed(scenario, samples):
    """The samples with stations as the records call them: by their labels."""
    called = {name: station.label.en for name, station in scenario.layout.stations.items()}
    return [
        sample._replace(visits=sample.visits.assign(station=sample.visits["station"].map(called)))
        for sample in samples
    ]


def files_of(fit, as_yaml, name):
    """{path: text} of a fit as `twin calibrate` writes it; `as_yaml` gives the text of a tree."""
    places = {"layout": f"layouts/{name}.yaml", "experiment": f"experiments/{name}_week.yaml"}
    trees = trees_of(fit, name)
    files = {places.get(part, f"layouts/{part}/{name}.yaml"): as_yaml(tree) for part, tree in trees.items()}
    return {**files, "fit.json": as_text(fit)}
