"""The door of a tender: offers, need and words of a port become what the steps of a study ask."""

import re
from pathlib import Path
from typing import NamedTuple

from twin.config import composing, library
from twin.config.equipping import Site, model_tree
from twin.config.needs import read_need
from twin.config.offers import read_offers
from twin.config.words import read as read_words
from twin.model.errors import Fault, ScenarioError, listed, nearest
from twin.model.serving import kinds_of_server
from twin.study.emissions.factors import factors_of
from twin.study.procurement.offer import EVIDENCE
from twin.study.procurement.options import Ground
from twin.study.procurement.stress import STATES
from twin.study.procurement.tender import Day, Tender
from twin.study.procurement.yearly import FULL_DAYS
from twin.study.target import target_of

FEWER = 5  # replications of days that are simulated for the year's sake alone
MOST_DAYS = 366
TYPICAL = "typical"


class Asked(NamedTuple):
    """What the command line says."""

    offers: str
    words: tuple
    need: str | None = None
    said: dict = {}  # [word of a need] text
    rates: tuple = ()
    basis: str = EVIDENCE


def tender_of(asked, summary_of):
    """The Tender; whatever is wrong with the need, the offers and the port is refused together by kind."""
    need = read_need(asked.need, asked.said, asked.rates)
    site = Site(asked.words)
    offers = read_offers(asked.offers, site.catalogue, need.rates)
    name = need.value("station") or _station(site, offers)
    does = site.station(name).does
    there = _existing(site, name, need)
    ground = Ground(site.base, name, there, need.value("how"), site.down_share(name))
    target = need.value("target") or target_of("wait_mean")
    _refuse_strangers(need, site)
    days = [_day(day, figure, (site, ground, does, asked)) for day, figure in _days(need, asked.words)]
    return Tender(need, offers, ground, days, target, summary_of, factors_of(), asked.basis)


def _existing(site, name, need):
    """The machines that are there; where they are to go, those that cannot be told apart are nobody's."""
    if need.value("how") == "add":
        return tuple(site.existing(name))
    station = site.station(name)
    if station.servers is None:
        text = "has servers without limit; there is nothing that a machine could speed up"
        raise ScenarioError([Fault("--station", name, text)])
    if isinstance(station.servers, dict):
        return tuple((model, None, number) for model, number in station.servers.items())
    return ((kinds_of_server(station)[0] or f"existing_{name}", None, station.servers),)


def _station(site, offers):
    """The one station that does what the offers' models do."""
    does = {offer.does for offer in offers if offer.does}
    stations = site.base.layout.stations
    found = [name for name, station in stations.items() if station.does in does]
    if len(found) != 1:
        there = f"{listed(found)} do what the offers do" if found else f"there is {listed(stations)}"
        first = (found or list(stations))[0]
        text = f"is not said; {there}; name the one that they are for, as --station {first}"
        raise ScenarioError([Fault("--station", "", text)])
    return found[0]


def _refuse_strangers(need, site):
    """Refuses names of classes and of states that nothing has."""
    faults = []
    states = [state.name for state in STATES]
    for table, given, known in (
        ("hour_values", need.hour_values, list(site.base.layout.classes)),
        ("weights", need.weights, states),
    ):
        for name in given:
            if name not in known:
                text = f"there is no {name}{nearest(name, known)}; there is {', '.join(known)}"
                faults.append(Fault(f"need.{table}.{name}", "", text))
    if need.weights and not sum(figure.value for figure in need.weights.values()) > 0:
        faults.append(Fault("need.weights", "", "are all 0; give at least one state a weight above 0"))
    if faults:
        raise ScenarioError(faults)


def _days(need, words):
    """[(peak, Figure)], that of the words first."""
    peak = _peak(words)
    days = need.days or {peak: FULL_DAYS}
    if peak not in days:
        text = (
            f"says nothing of {peak}, the day that the words ask about; add {peak}: and how many a year has"
        )
        raise ScenarioError([Fault("need.days", listed(days), text)])
    total = sum(figure.value for figure in days.values())
    if not 0 < total <= MOST_DAYS:
        text = "days a year add up to more than 0 and at most 366"
        raise ScenarioError([Fault("need.days", f"{total:g}", text)])
    return [(peak, days[peak]), *((name, figure) for name, figure in days.items() if name != peak)]


def _peak(words):
    """The day that the words, or else the experiment that they name, ask about."""
    files = read_words(words).files
    asked = composing.question(library.library(), files["experiment"]) if "experiment" in files else {}
    return files.get("peak", str(asked.get("peak", TYPICAL)))


def _day(name, figure, given):
    """The Day, its port composed once and changed time and again."""
    site, ground, does, asked = given
    if name != _peak(asked.words):
        others = [word for word in asked.words if not word.startswith("peak=")]
        fewer = [] if any("replications" in word for word in others) else [f"experiment.replications={FEWER}"]
        site = Site([*others, f"peak={name}", *fewer])

    def scenario_at(lots, growth):
        if not lots and not growth:
            return site.base
        machines = [(offer.key, model_tree(offer, does, asked.basis), number) for offer, number in lots]
        stay = list(ground.stay) if lots else []
        name = "_".join(f"{offer.key}_x{number}" for offer, number in lots) or "base"
        return site.scenario(name, ground.station, [*stay, *machines], growth)

    return Day(name, figure, scenario_at, lambda growth: site.one_down(ground.station, growth))


def changes_with(tender, key, number):
    """The changes of a lever that brings so many machines of an offer to the station, as believed."""
    ground, offer = tender.ground, next(offer for offer in tender.offers if offer.key == key)
    does = ground.scenario.layout.stations[ground.station].does
    machines = [*ground.stay, (key, model_tree(offer, does, tender.basis), number)]
    models = {model: own for model, own, _ in machines if own}
    to = {model: str(many) for model, _, many in machines}
    return [{"add": {"equipment": models}}, {"swap": ground.station, "to": to}]


def file_of_offers(words):
    """(the word that names a file of offers or None, the other words)."""
    found = [word for word in words if "=" not in word and re.search(r"\.(csv|xlsx|ya?ml)$", word, re.I)]
    return (found[0] if found else None), [word for word in words if word not in found[:1]]


def digest(path):
    """What tells one state of a file from another; '' for no file."""
    from hashlib import sha256

    return sha256(Path(path).read_bytes()).hexdigest()[:16] if path else ""
