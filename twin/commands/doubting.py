"""Ports that a fit leaves possible, run over the days of a record."""

from typing import NamedTuple

RUNS = 2  # of each port, each with luck of its own: the least that tells luck from the rest


class Possible(NamedTuple):
    """A calibrated port, and how its values can be said otherwise."""

    made: object  # config.varying.Varied
    scenario: object

    def draws(self, parameters, number, seed):
        """[port] {path: text} that the parameters of the fit leave possible."""
        import numpy as np

        from twin.calibrate.posterior import Named, draws

        layout = self.scenario.layout
        named = Named(called(layout.stations), called(layout.classes))
        values = {row.path: row.value for row in self.scenario.ledger}
        return draws(parameters, values, named, number, np.random.default_rng([seed, 11]))


def port_for(words, folder):
    """The Possible of the words."""
    from twin.config.varying import varied

    made = varied(words, folder)
    return Possible(made, made.scenario())


def plans(port, drawn):
    """The Plan of each port that is drawn, one at a time."""
    from twin.plan.compile import compile_plan

    for values in drawn:
        yield compile_plan(port.made.scenario(values))


def called(things):
    """{what the records say: name}, by the labels of the layout."""
    return {getattr(thing.label, "en", None) or name: name for name, thing in things.items()}


def levels(port, drawn, record):
    """{measure: (of the record, [port, run])}, means over the days."""
    import numpy as np

    from twin.calibrate.validation.sample import simulated

    rows = []
    for i, plan in enumerate(plans(port, drawn)):
        numbers = range(RUNS * i, RUNS * (i + 1))
        rows.append([means(simulated(plan, number, record.days, record.weekday)) for number in numbers])
    seen = means(record)
    return {name: (seen[name], np.array([[run[name] for run in row] for row in rows])) for name in seen}


def means(sample):
    """Cases a day, the mean time in port, and the mean wait of a visit."""
    last = sample.visits.groupby("case")["ended"].max()
    wait = sample.visits["started"] - sample.visits["joined"]
    return {
        "arrivals_a_day": len(sample.arrived) / sample.days,
        "time_in_port": float((last - sample.arrived).mean()),
        "wait": float(wait.mean()),
    }
