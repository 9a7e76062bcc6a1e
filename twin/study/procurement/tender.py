"""A tender: the offers, the need, the port, and what has been simulated of them so far."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from twin.study.procurement import investing, stress, yearly
from twin.study.procurement.filling import Filling
from twin.study.procurement.investing import RAMP, Terms, Yearly
from twin.study.procurement.need import growth_after, hour_value
from twin.study.procurement.offer import EVIDENCE, worse
from twin.study.procurement.options import NOTHING
from twin.study.procurement.response import response
from twin.study.target import short_of

OUT_OF_ORDER = 1e4  # times the service of a machine that stands still: nobody is served in a day
DOWN = "down"


class Day(NamedTuple):
    """A kind of day, how many of them a year has, and the port on it."""

    name: str  # the peak
    days: Any  # Figure
    scenario_at: Any  # (lots, growth) -> Scenario; lots: ((Offer, how many), …), none: nothing bought
    one_down_at: Any  # growth -> Scenario with one machine fewer of those that are there


@dataclass
class Tender:
    """All that the steps of a tender share; `summary_of(scenario)` runs a port or finds it kept."""

    need: Any  # Need
    offers: list
    ground: Any  # Ground
    days: list  # [Day], the first is the one asked about, of which the target is
    target: Any  # Target
    summary_of: Any
    factors: Any  # Factors of emissions
    basis: str = EVIDENCE
    _responses: dict = field(default_factory=dict)
    runs: dict = field(default_factory=dict)  # [name of a run] path of what is kept

    @cached_property
    def filling(self):
        """How full the station is with an option on the day asked about."""
        day = self.days[0]
        return Filling(self.ground.station, lambda own: day.scenario_at(((own.offer, own.count),), 0.0))

    @property
    def terms(self):
        """The terms that the need states."""
        return Terms(self.need.value("horizon"), self.need.value("discount"))

    def asked(self, option):
        """The Response of the day asked about, None for nothing bought."""
        return self.respond(option, ())[0]

    def respond(self, option, changes):
        """[day] the Responses with an option under ((word, value), …) of a stress, run once each."""
        key = (option.name if option else NOTHING, _of_nothing(option, changes))
        if key not in self._responses:
            changes = dict(key[1])
            growth = changes.pop("growth", 0.0)
            lots = ((worse(option.offer, **changes), option.count),) if option else ()
            self._responses[key] = [self._of(day.scenario_at(lots, growth), growth) for day in self.days]
        return self._responses[key]

    def respond_down(self, option, changes):
        """The same with one machine out of order all day: of those bought, or of those that are there."""
        if option and option.count > 1:
            return self.respond(replace(option, count=option.count - 1), changes)
        growth = dict(changes).get("growth", 0.0)
        if option and self.ground.stay:
            return self.respond(None, _of_nothing(None, changes))
        key = (option.name if option else NOTHING, DOWN, growth)
        if key not in self._responses:
            still = ((worse(option.offer, slower=OUT_OF_ORDER), 1),) if option else ()
            ports = [
                day.scenario_at(still, growth) if option else day.one_down_at(growth) for day in self.days
            ]
            self._responses[key] = [self._of(port, growth) for port in ports]
        return self._responses[key]

    def on_asked_day(self, lots, growth):
        """The Response of the day asked about with several kinds of machines."""
        return self._of(self.days[0].scenario_at(lots, growth), growth)

    def _of(self, scenario, growth):
        kept = self.summary_of(scenario)
        self.runs[f"{scenario.name} {growth:+.1%}" if growth else scenario.name] = str(kept.path)
        return response(scenario, kept.summary, self.target, self.factors)

    def yearly(self, option, state):
        """What an option costs and gains a year, in a state of a stress."""
        changes = dict(state.run)
        growth = changes.pop("growth", 0.0)
        costs = investing.running(self.need, self.ground, option, self.basis)
        first = self._gain(option, changes, growth)
        grown = growth_after(self.need, min(RAMP, self.need.value("horizon")))
        # Grown demand is run for the offers as they are; a stress moves the later gain as it does the first.
        if not grown:
            return Yearly(*costs, first, first)
        later = self._gain(option, {}, grown)
        if not state.run:
            return Yearly(*costs, first, later)
        plain = self._gain(option, {}, 0.0)
        return Yearly(*costs, first, _moved(later, first, plain))

    def _gain(self, option, changes, growth):
        """The Gain against buying nothing, both with the same demand and with days on which one is down.

        A simulated day begins with every machine in order, and few days see one fail. So days on which one
        stands still from the morning on are run apart, and count as often as a machine is down.
        """
        words = tuple(sorted({**changes, **({"growth": growth} if growth else {})}.items()))
        base, days = self.respond(None, words), [day.days.value for day in self.days]
        down = self.down_share(option, changes)
        cases = [(self.respond(option, words), 1 - down), (self.respond_down(option, words), down)]
        without = self.down_share(None, {})
        if without:
            cases.append((self.respond_down(None, words), -without))
        found = [
            (before, own, weight * number)
            for case, weight in cases
            for before, own, number in zip(base, case, days, strict=True)
        ]
        return yearly.gain(self.need, self.prices(), found)

    def prices(self):
        """{class: (EntityClass, Figure of its hour)} of all that have one."""
        scenario = self.ground.scenario
        values = {cls: hour_value(self.need, scenario, cls, self.factors) for cls in scenario.layout.classes}
        return {cls: (scenario.layout.classes[cls], value) for cls, value in values.items() if value}

    def down_share(self, option, changes):
        """Share of days that begin with a machine down: of an option's, or of those that are there and go."""
        if option:
            available = worse(option.offer, **changes).availability(self.basis)
            return 1 - available**option.count
        return 0.0 if self.ground.stay else self.ground.down_share

    def short(self, own):
        """By how much the mean level of a Response misses the target's bound; nan without a bound."""
        return float(short_of(self.target, np.nanmean(own.level)))

    def keeps(self, option):
        """Whether the mean level keeps the target; a target without a bound is kept by all."""
        return not self.short(self.asked(option)) > 0


def _moved(later, first, plain):
    """The later Gain, by as much more or less as the first is than the plain one, item by item."""
    mean = {item: later.mean[item] + first.mean[item] - plain.mean[item] for item in later.mean}
    return later._replace(mean=mean)


def _of_nothing(option, changes):
    """The changes that matter: claims that fall short change nothing where nothing is bought."""
    return tuple(changes) if option else tuple(pair for pair in changes if pair[0] == "growth")


def finalists(tender, options, money):
    """The best option of each offer: among those that keep the target if any does, by worth."""
    worth = dict(zip(money["option"], money["npv"], strict=True))
    found = {}
    for option in sorted(options, key=lambda option: -worth[option.name]):
        found.setdefault(option.offer.key, []).append(option)
    chosen = [next((own for own in group if tender.keeps(own)), group[0]) for group in found.values()]
    return sorted(chosen, key=lambda option: (not tender.keeps(option), -worth[option.name]))


def stressed(tender, options):
    """(stress, regret, switching) frames of the finalists."""
    weights = {name: figure.value for name, figure in tender.need.weights.items()}
    days = sum(day.days.value for day in tender.days)
    table = stress.stressed(options, tender.yearly, tender.terms, weights)
    return table, stress.regrets(table), stress.switching(options, tender.yearly, tender.terms, days)
