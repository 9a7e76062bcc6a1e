"""Assumed values of a layout that are found by simulating it over the days of its records."""

from typing import NamedTuple

from twin.commands.recording import names_in


class Sought(NamedTuple):
    """What was found of each value: its Parameter, and how it stands in the scenario."""

    parameters: tuple
    changes: list  # of those that were found
    draws: tuple  # names and columns


def values_sought(args, fit, cleaned, chosen):
    """The Sought of the assumed values of a layout, over which the fit is laid already, in --out."""
    from twin.calibrate.simulated.filling import few, sought
    from twin.calibrate.simulated.record import record_of
    from twin.commands.simulating import Simulated, asked_of
    from twin.config.varying import varied
    from twin.study.sensitivity.inputs import scenarios

    record = record_of(cleaned)
    zone = varied(args.words).scenario().layout.about.time_zone
    made = varied(words_for(args, record, zone), args.out)
    scenario = made.scenario()
    inputs = assumed_of(scenario, chosen)
    few(len(inputs))
    asked = asked_of(args, f"{fit.digest} {args.words} {[(one.path, one.low, one.high) for one in inputs]}")
    visits = renamed(record.visits, fit, scenario.layout, args.map)
    with Simulated(asked.simulations) as watch:
        posterior = sought(
            scenarios(inputs, made.scenario, scenario.ledger), visits, record.days, len(inputs),
            asked._replace(watch=watch),
        )  # fmt: skip
    return told(inputs, posterior, scenario.layout.observed)


def words_for(args, record, zone):
    """The words of the port over the days of a record."""
    from twin.calibrate.simulated.trying import AFTER, BEFORE

    days = BEFORE + record.days + AFTER
    return [
        *args.words, f"scenario={args.name}", f"experiment.horizon={days} d", "experiment.warm_up=0 s",
        "experiment.replications=1", f"experiment.seed={args.seed}", f"experiment.start={record.start(zone)}",
    ]  # fmt: skip


def assumed_of(scenario, chosen):
    """The Inputs that are assumed, and are a number."""
    from twin.study.sensitivity.inputs import inputs_of

    kinds = {row.path: row.kind for row in scenario.ledger}
    inputs, _ = inputs_of(scenario, chosen=chosen)
    observed = scenario.layout.observed
    known = [one for one in inputs if kinds[one.path] == "assumed"]
    return [one for one in known if number_of(one.text(0.5), observed) is not None]


def number_of(text, observed):
    """A quantity in SI, of a law its mean; None of other texts."""
    from twin.model import units
    from twin.model.law import FAMILIES, read_law

    if text.split(" ", 1)[0] in FAMILIES:
        return read_law(text, observed).mean
    parts = units.split(text)
    if parts is None or not parts[0]:
        return None
    sizes = [float(kind.units[parts[1]]) for kind in units.KINDS if parts[1] in kind.units]
    if parts[1] and not sizes:
        return None
    return float(parts[0]) * (sizes[0] if parts[1] else 1.0)


def renamed(visits, fit, layout, said):
    """Visits by the names of a layout, of the stations that it has."""
    from twin.calibrate.overlay.matching import matched

    pairs = names_in(said)
    stations = matched(fit.stations, layout.stations, pairs)
    classes = matched(fit.classes, layout.classes, pairs)
    visits = visits[visits["station"].isin(stations)]
    return visits.assign(station=visits["station"].map(stations), cls=visits["cls"].map(classes))


def told(inputs, posterior, observed):
    """The Sought of the draws."""
    import numpy as np

    from twin.calibrate.fit import CALIBRATED
    from twin.calibrate.simulated.filling import ENDS, told
    from twin.calibrate.simulated.gaps import Unknown

    rows, changes, columns = [], [], []
    for each, positions in zip(inputs, posterior.draws.T, strict=True):
        column = np.array([number_of(each.text(x), observed) for x in positions])
        ends = sorted(number_of(each.text(x), observed) for x in (0.0, 1.0))
        row = told(Unknown("value", "", *ends, "linear"), column, positions, posterior)
        rows.append(row._replace(key=each.path))
        columns.append(column)
        if row.verdict == CALIBRATED:
            middle, *ends = (each.text(float(x)) for x in np.quantile(positions, (0.5, *ENDS)))
            changes.append({"set": {each.path: measured(middle, ends, posterior.simulations)}})
    return Sought(tuple(rows), changes, ([one.path for one in inputs], columns))


def measured(text, ends, number):
    """A value as the language has it; the range of a law is that of its mean."""
    from twin.calibrate.port.quantities import measured, seconds
    from twin.model.law import FAMILIES

    if text.split(" ", 1)[0] in FAMILIES:
        ends = [seconds(number_of(end, {})) for end in ends]
    return measured(text, f"records, by {number} simulations", ends)
