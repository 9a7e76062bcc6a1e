"""The search for rules: candidates are tried on some luck, the best of each thing is judged on other luck.

What decides is the money of a day: the value of the time of those who wait, their fuel, and what lanes and
people on duty cost. A rule is told where it clearly saves on the days together, with Bonferroni over all that
are judged, and clearly costs on none of them. People who are called and hours that are longer are decided by
the queue at a time of day: until then both days are one, so each replication has the one its queue says.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from twin.model.errors import ScenarioError
from twin.model.units import DAY
from twin.results.intervals import CONFIDENCE, mean_intervals
from twin.study.levels import Levels
from twin.study.playbook import candidates
from twin.study.playbook.days import missing, name_of, put, taken
from twin.study.playbook.rules import Lanes, Lever, Longer, People, Together, followed, reference
from twin.study.playbook.signs import came_to, metres_of
from twin.study.playbook.worth import UNITS, worth

TRIES = 6  # replications of a candidate, over all peaks
LEAST_TRIES = 2  # on each peak
BATCH = 8  # replications that are run before they are kept
THRESHOLDS = (0.25, 0.5, 0.75)  # quantiles of the queues that were seen, tried beside every day
TOLD, UNCLEAR, HARMFUL = "told", "not clear", "worse on a peak"
EFFECTS = ("rule", "peak", "measure", "unit", "mean", "low", "high", "replications", "followed")
RULES = (
    "rule", "kind", "thing", "fewest", "open_at", "close_at", "most", "begins", "extra", "later",
    "until", "watch", "calendars", "threshold", "metres", "opened", "saved", "low", "high",
    "standing", "because",
)  # fmt: skip
ALL_TOLD = -1  # the number of the effects of all rules together


class Ask(NamedTuple):
    """What a playbook is asked for."""

    scenarios: dict  # [peak] the port as it is
    factors: object
    spare: dict  # [station] lanes that could be called beside those there are
    levers: dict  # [lever][peak] the port with it
    replications: int  # on which a rule is judged
    engine: str = "kernel"
    watch: object = None
    levels: Levels | None = None  # what days cost, kept over a break


class Playbook(NamedTuple):
    """The rules that were judged, in the order of what they save, and their effects by peak."""

    rules: pd.DataFrame  # RULES
    effects: pd.DataFrame  # EFFECTS
    said: list  # the records of the rules, in the order of `rules`
    tried: int  # candidates


def playbook(ask, confidence=CONFIDENCE):
    """The Playbook of a port over its peaks."""
    book = _Days(ask)
    tries = max(LEAST_TRIES, -(-TRIES // len(ask.scenarios)))
    first = range(tries)
    things = _things(ask, book, first)
    best = [found for rules in things.values() if (found := _best(book, rules, first)) is not None]
    tried = book.tried
    later = range(tries, tries + ask.replications)
    each = 1 - (1 - confidence) / (len(best) + 1)  # and all of them together
    judged = [_judged(book, rule, threshold, later, each) for rule, threshold in best]
    judged.sort(key=lambda one: (one.row["standing"] != TOLD, -one.row["saved"]))
    rows = [one.row | {"rule": number} for number, one in enumerate(judged)]
    frames = [one.effects.assign(rule=number) for number, one in enumerate(judged)]
    frames += _together(book, judged, later, each)
    effects = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(EFFECTS))
    return Playbook(
        pd.DataFrame(rows, columns=list(RULES)), effects[list(EFFECTS)], [one.rule for one in judged], tried
    )


class _Judged(NamedTuple):
    rule: object
    row: dict
    effects: pd.DataFrame


class _Days:
    """The worth of rules and of what they are held against, each run once."""

    def __init__(self, ask):
        self.ask, self.known, self.tried = ask, {}, 0
        self.levels = ask.levels or Levels()
        self.named = {}  # [rule, peak] what its values are kept under

    def as_it_is(self, peak, numbers):
        """The Worth of the port without a rule."""
        return self._run(self.ask.scenarios[peak], (None, peak), numbers)

    def of(self, rule, peak, numbers):
        """{measure: [replication]} of a rule on a peak; only those are run that are not kept."""
        if (rule, peak) not in self.named:
            self.named[rule, peak] = name_of(self._following(rule, peak), self.ask.engine)
        name = self.named[rule, peak]
        lacking = missing(self.levels, name, numbers)
        for batch in (lacking[i : i + BATCH] for i in range(0, len(lacking), BATCH)):
            scenario = self._following(rule, peak)
            found = worth(scenario, batch, self.ask.factors, engine=self.ask.engine, watch=self.ask.watch)
            put(self.levels, name, batch, found.values)
        return taken(self.levels, name, numbers)

    def _following(self, rule, peak):
        """The port of a peak in which a rule is followed."""
        if isinstance(rule, Lever):
            return self.ask.levers[rule.thing][peak]
        return followed(rule, self.ask.scenarios[peak])

    def against(self, rule, peak, numbers):
        """The Worth of what a rule is held against."""
        scenario = self.ask.scenarios[peak]
        other = reference(rule, scenario)
        return self._run(other, (None if other is scenario else rule.thing, peak), numbers)

    def _run(self, scenario, key, numbers):
        key = (*key, numbers.start, numbers.stop)
        if key not in self.known:
            ask = self.ask
            self.known[key] = worth(scenario, numbers, ask.factors, engine=ask.engine, watch=ask.watch)
        return self.known[key]

    def fits(self, rule, peak):
        """Whether the port of a peak can follow a rule at all."""
        scenario = self.ask.scenarios[peak]
        experiment = scenario.experiment
        if isinstance(rule, People | Longer) and experiment.horizon - experiment.warm_up > DAY:
            return False  # a queue of one day says nothing of the next
        if isinstance(rule, People | Longer) and experiment.warm_up:
            return False  # the day before would be another
        if isinstance(rule, Lever):
            return peak in self.ask.levers[rule.thing]
        try:
            followed(rule, scenario)
        except ScenarioError:
            return False
        return True


def _things(ask, book, numbers):
    """{what is switched: candidates}, of the first peak."""
    peak, scenario = next(iter(ask.scenarios.items()))
    summary = book.as_it_is(peak, numbers).summary
    return {
        **candidates.lanes(scenario, summary, ask.spare),
        **candidates.people(scenario, summary),
        **candidates.longer(scenario, summary),
        **{f"lever {name}": rules for name, rules in candidates.levers(ask.levers).items()},
    }


def _best(book, rules, numbers):
    """(rule, threshold) that saves most on the luck of the search; None where none fits."""
    scored = _scored(book, rules, numbers)
    if scored and isinstance(scored[0][1], Lanes):
        scored += _scored(book, candidates.around(scored[0][1]), numbers)
    scored.sort(key=lambda one: -one[0])
    return scored[0][1:] if scored else None


def _scored(book, rules, numbers):
    """[(mean saved, rule, threshold)], the best first."""
    found = []
    for rule in rules:
        peaks = [peak for peak in book.ask.scenarios if book.fits(rule, peak)]
        if not peaks:
            continue
        book.tried += 1
        saved = np.concatenate([_saved(book, rule, peak, numbers) for peak in peaks])
        queue = np.concatenate([_seen(book, rule, peak, numbers) for peak in peaks])
        for threshold in _thresholds(rule, queue):
            found.append((float(np.where(queue >= threshold, saved, 0.0).mean()), rule, threshold))
    return sorted(found, key=lambda one: -one[0])


def _thresholds(rule, queue):
    """Queues from which a rule may be followed; 0 is every such day."""
    if not isinstance(rule, People | Longer):
        return (0.0,)
    return tuple(dict.fromkeys([0.0, *np.ceil(np.quantile(queue, THRESHOLDS)).tolist()]))


def _saved(book, rule, peak, numbers):
    """[replication] money saved where the rule is followed."""
    return book.against(rule, peak, numbers).values["cost"] - book.of(rule, peak, numbers)["cost"]


def _seen(book, rule, peak, numbers):
    """[replication] the queue at the time of the decision, without the rule; inf where none decides."""
    if not isinstance(rule, People | Longer):
        return np.full(len(numbers), np.inf)
    calm = book.against(rule, peak, numbers)
    start = book.ask.scenarios[peak].experiment.start
    minute = (rule.begins - start.hour * 3600 - start.minute * 60 - start.second) % DAY / 60.0
    at = min(int(np.searchsorted(calm.minutes, minute)), len(calm.minutes) - 1)
    return calm.queues[rule.watch][:, at].astype(float)


def _judged(book, rule, threshold, numbers, confidence):
    """The rule on luck of its own: what it saves on each peak and over all, and how it stands."""
    frames, saved, on_peak = [], [], {}
    for peak in book.ask.scenarios:
        if not book.fits(rule, peak):
            continue
        frame, on_peak[peak] = _changes(book, (rule, threshold), peak, numbers, confidence)
        frames.append(frame)
        saved.append(on_peak[peak])
    mean, low, high, _ = mean_intervals(np.mean(saved, axis=0), confidence)  # the same number, the same luck
    standing, because = _standing(float(low), on_peak, confidence)
    row = _row(book, rule, threshold) | {
        "saved": float(mean), "low": float(low), "high": float(high),
        "standing": standing, "because": because, "opened": _opened(frames),
    }  # fmt: skip
    return _Judged(rule, row, pd.concat(frames, ignore_index=True))


def _opened(frames):
    """How many lanes a rule opens a day, on all peaks."""
    every = pd.concat(frames)
    return float(every[every["measure"] == "openings"]["mean"].mean())


def _changes(book, said, peak, numbers, confidence):
    """(effects of a rule and its threshold on a peak, [replication] money saved)."""
    rule, threshold = said
    seen = _seen(book, rule, peak, numbers) >= threshold
    with_it, without = book.of(rule, peak, numbers), book.against(rule, peak, numbers).values
    change = {measure: np.where(seen, with_it[measure] - without[measure], 0.0) for measure in UNITS}
    return _told(peak, change, float(seen.mean()), confidence), -change["cost"]


def _together(book, judged, numbers, confidence):
    """[effects of all told rules on one day], none where they are fewer than two.

    Rules that the queue of a time of day decides take part where they are followed every day, and of hours
    that end later only the one that saves most, as the others lie within it or beside it.
    """
    told = [one for one in judged if one.row["standing"] == TOLD]
    every = [
        one.rule for one in told if isinstance(one.rule, Lanes | People) and not one.row["threshold"] > 0
    ]
    hours = [one.rule for one in told if isinstance(one.rule, Longer) and one.row["threshold"] == 0][:1]
    rule = Together((*every, *hours))
    if len(rule.rules) < 2:
        return []
    peaks = [peak for peak in book.ask.scenarios if all(book.fits(one, peak) for one in rule.rules)]
    return [_changes(book, (rule, 0.0), peak, numbers, confidence)[0].assign(rule=ALL_TOLD) for peak in peaks]


def _standing(low, on_peak, confidence):
    harmed = [peak for peak, saved in on_peak.items() if mean_intervals(saved, confidence)[2] < 0]
    if harmed:
        return HARMFUL, ", ".join(harmed)
    return (TOLD, "") if low > 0 else (UNCLEAR, "")


def _told(peak, change, followed_share, confidence):
    rows = []
    for measure, unit in UNITS.items():
        mean, low, high, n = mean_intervals(change[measure], confidence)
        rows.append((peak, measure, unit, float(mean), float(low), float(high), int(n), followed_share))
    return pd.DataFrame(rows, columns=list(EFFECTS[1:]))


def _row(book, rule, threshold):
    """The columns of RULES that say a rule; nan and '' where it has no such word."""
    said = dict.fromkeys(RULES, np.nan) | {
        "watch": "",
        "calendars": "",
        "kind": type(rule).__name__.lower(),
        "thing": rule.thing,
    }
    said |= {word: value for word, value in rule._asdict().items() if word in RULES}
    if isinstance(rule, Lanes):
        said |= {"metres": _metres(book, rule.thing, rule.open_at), "watch": rule.thing}
    elif isinstance(rule, People | Longer):
        said |= {"calendars": " ".join(getattr(rule, "calendars", ()))}
        said |= {"threshold": threshold, "metres": _metres(book, rule.watch, threshold)}
    return said


def _metres(book, station, waiting):
    """How far back so many stand, by the classes that came there on the first peak."""
    peak, scenario = next(iter(book.ask.scenarios.items()))
    summary = next(known.summary for key, known in book.known.items() if key[:2] == (None, peak))
    return metres_of(scenario, station, waiting, came_to(summary, station))
