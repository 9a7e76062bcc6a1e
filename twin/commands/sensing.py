"""How `twin sensitivity` comes to its tables: the runs, timed ahead, one method after the other."""

import time
from functools import partial
from typing import NamedTuple

from twin.commands.answers import note, table
from twin.commands.asking import tell_if_compiling
from twin.commands.bars import bar

TOP = 20  # rows that are told


class Port(NamedTuple):
    """A scenario of the words, how it is built with other values, and the levels that are kept of it."""

    scenario: object
    build: object  # {path: text} -> Scenario
    levels: object


def answered(args, asked):
    """(scenario, {name: frame}, what else is said of them)."""
    from twin.study.sensitivity import study, tables
    from twin.study.sensitivity.inputs import inputs_of

    port = port_of(args, asked.words, asked.target)
    inputs, passed = inputs_of(port.scenario, chosen=asked.chosen, spread=asked.spread)
    decide = {name: port_of(args, words, asked.target) for name, words in asked.decide.items()}
    bar = Progress(args, asked, len(inputs), len(decide) or 1)
    unit = asked.target.unit
    try:
        given = study.ready(inputs, passed, responders(args, port, (asked, bar)), asked.sizes)
        found = {"tornado": tables.tornado_table(given, unit)}
        said = indices(args, asked, given, found)
        said |= samples(args, asked, given, found)
        said |= decisions(args, given, (decide, asked, bar), found)
    finally:
        bar.end()
    found["passed"] = tables.passed_table(given)
    said |= {
        "base": given.tornado.base.mean(),
        "unit": unit,
        "inputs_varied": len(given.inputs),
        "inputs_passed": len(given.passed),
        "runs": bar.runs,
        "seconds": round(time.monotonic() - bar.begun, 1),
        "partial": bar.is_partial,
        "troubles": troubles(given.respond),
    }
    return port.scenario, found, said


def port_of(args, words, target):
    """The Port of words; a target that it has no measure of is refused here, after one run."""
    from twin.config.varying import varied
    from twin.study.kept import measures_of, study_of
    from twin.study.levels import Levels
    from twin.study.observing import observed
    from twin.study.sensitivity.responding import levels_file

    made = varied(words)
    scenario = made.scenario()
    observed(scenario, target, [0], measured=partial(measures_of, folder=args.outputs))
    return Port(scenario, made.scenario, Levels(levels_file(study_of(scenario, args.outputs), target)))


def responders(args, port, way):
    """`respond_to(inputs)` of a port: the Responder of points of these inputs, and how the port is built."""
    from twin.study.sensitivity.inputs import scenarios, values_at
    from twin.study.sensitivity.responding import Responder
    from twin.study.sensitivity.wholes import filled

    asked, bar = way
    built = {}

    def respond_to(inputs):
        at = scenarios(inputs, port.build, port.scenario.ledger)
        respond = Responder(at, asked.target, levels=port.levels, until=asked.until)
        respond.workers = args.workers or respond.workers
        respond.name_of, respond.built = lambda point: tuple(values_at(inputs, point).items()), built
        respond.watch = bar.step
        bar.responders.append(respond)
        return respond, lambda values: port.build(filled(values, port.scenario.ledger))

    return respond_to


def indices(args, asked, given, found):
    """Elementary effects and Sobol's indices, as the method wants them."""
    import pandas as pd

    from twin.study.sensitivity import SOBOL, study, tables

    if args.method not in study.SCREENS or not given.live.any():
        return {}
    names, screened = study.screened(given, asked.sizes, by_thing=args.groups)
    parts = [tables.morris_table(names, screened, asked.target.unit)]
    said = {}
    if args.method == SOBOL:
        top = asked.sizes.top
        which = study.most_important(given, names, screened, top, by_thing=args.groups)
        if which.any():
            chosen, shares = study.explained(given, which, asked.sizes, by_thing=args.groups)
            parts.insert(0, tables.sobol_table(chosen, shares))
            said = {"luck_of_total": shares.luck, "blocks": shares.blocks, "blocks_asked": shares.asked}
    found["indices"] = pd.concat(parts, ignore_index=True)
    return said


def samples(args, asked, given, found):
    """The split and the worth of knowing, from random points; with a surrogate also its indices."""
    from twin.study.sensitivity import SURROGATE, study, tables
    from twin.study.sensitivity.surrogate import HONEST

    if args.method not in study.SAMPLES or not given.live.any():
        return {}
    points, levels = study.sampled(given, asked.sizes.n)
    weighed = study.weighed(given, points, levels, with_surrogate=args.method == SURROGATE)
    if weighed is None:
        return {"sample": "too few random points have a level"}
    names = [each.path for each in given.varied]
    found["split"] = tables.split_table(weighed.split, asked.target.unit)
    found["value_of_information"] = tables.worth_table(names, weighed.worth, tables.WIDTH, "share")
    if weighed.made is None:
        return {}
    verdict = "clear" if weighed.made.q2 >= HONEST else "unknown"
    found["indices"] = tables.surrogate_table(names, weighed.indices, verdict)
    return {"q2": weighed.made.q2, "q2_wanted": HONEST}


def decisions(args, given, others, found):
    """What knowing an input is worth to the choice between scenarios."""
    import numpy as np

    from twin.study.sensitivity import study, tables
    from twin.study.sensitivity.inputs import same_inputs

    ports, asked, bar = others
    if not ports or not given.live.any():
        return {}
    responding = []
    for port in ports.values():
        respond, _ = responders(args, port, (asked, bar))(given.inputs)
        responding.append((respond, same_inputs(given.inputs, port.scenario)))
    sign = 1.0 if asked.target.at_most else -1.0
    charges = np.array([asked.charge.get(name, 0.0) for name in ports])
    made = study.decided(given, asked.sizes.n, responding, lambda levels: sign * levels + charges)
    if made is None:
        return {"decision": "too few random points have a level with every scenario"}
    names = [each.path for each in given.varied]
    worth = tables.worth_table(names, made.worth, tables.DECISION, asked.target.unit)
    found["value_of_information"] = worth
    best = list(ports)[int(np.argmin(made.means))]
    return {"decision": best, "losses": dict(zip(ports, made.means, strict=True)), "points": made.points}


def troubles(respond):
    """{reason: how many points} that have no level; of one place that is refused, one reason for all."""
    counts, first = {}, {}
    for reason in respond.troubles.values():
        place = reason.partition(": ")[0]
        text = first.setdefault(place, reason)
        counts[text] = counts.get(text, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


class Progress:
    """The time said ahead, and a bar over replications on standard error where that is a terminal."""

    def __init__(self, args, asked, inputs, decisions):
        from twin.study.sensitivity.study import runs_ahead

        tell_if_compiling()
        self.ahead = runs_ahead(args.method, inputs, asked.sizes, decisions=decisions)
        self.responders, self.begun, self.steps = [], time.monotonic(), 0
        self.told, self.lang = False, args.lang
        self.bar = bar(self.ahead, unit="run")

    def step(self, runs):
        """So many replications more are there; after some the time that all take is said."""
        self.bar.update(runs)
        self.steps += runs
        fresh = self.runs
        if not self.told and fresh >= 32:
            self.told = True
            self._tell((time.monotonic() - self.begun) / fresh)

    def _tell(self, seconds):
        from twin.show.text import say

        left = seconds * max(self.ahead - self.steps, 0)
        text = say("up to {n} runs, {each:.2f} s each here: about {left:.1f} min to go", self.lang)
        note(text.format(n=self.ahead, each=seconds, left=left / 60))

    @property
    def runs(self):
        """How many were run now, and not found."""
        return sum(each.fresh for each in self.responders)

    @property
    def is_partial(self):
        """Whether anything was not run in the time that was given."""
        from twin.study.sensitivity.responding import NOT_RUN

        return any(NOT_RUN in each.troubles.values() for each in self.responders)

    def end(self):
        """Takes the bar away."""
        self.bar.close()


def text_of(args, tables, said):
    """The answer for people."""
    parts = []
    for part in blocks_of(args, tables, said, args.lang):
        lines = (
            [part] if isinstance(part, str) else [part.caption, table(part.headings, part.rows), part.note]
        )
        parts.append("\n".join(filter(None, lines)))
    return "\n\n".join(parts)


def blocks_of(args, tables, said, lang):
    """What was varied and what came of it: texts and tables."""
    from twin.show import sensed
    from twin.show.text import say

    yield sensed.headline(said, args.target, lang)
    yield from sensed.parts(tables, said, lang, top=args.top or TOP)
    yield from sensed.sentences(tables, said, lang)
    if len(tables["passed"]):
        text = say("{n} assumed values were not varied, or not over all their range; --json lists them", lang)
        yield text.format(n=len(tables["passed"]))
