"""What is bought between two scenarios: machines as their layouts differ, the rest as levers say."""

from typing import NamedTuple

from twin.model.costs import MACHINES, NONE, ONCE, UNKNOWN, YEARLY, Amount
from twin.model.serving import models
from twin.model.values import read_growth
from twin.study.procurement.money import equivalent_annual_cost
from twin.study.procurement.need import DEFAULTS

DISCOUNT = read_growth(DEFAULTS["discount"][0].removesuffix("/y"))
LASTS = 10.0  # years that what is no machine of the catalogue lasts: assumed, as software and fittings do
NOTHING = Amount(0.0, 0.0, 0.0, "")
UNPRICED = "no model of the catalogue is named for it"
UNSAID = "its file does not say what it costs"


class Bought(NamedTuple):
    """A line of the bill in CNY; what has no known cost says why and counts as nothing."""

    lever: str
    item: str
    number: int
    model: str
    known: bool
    once: tuple  # value, low, high
    yearly: tuple  # upkeep, wages
    spread: tuple  # what is paid once as an amount a year over its life, and what is paid each year
    why: str


def models_named(costs):
    """The models that levers buy, as {lever: items} name them."""
    return {model for items in costs.values() for item in items for model in item.models}


def bill(lever, before, after, *, costs, priced):
    """[Bought] by a lever that makes one scenario of another.

    `costs`: {lever: items} of all that are pulled; `priced(model)`: its Machine, or None.
    """
    named = {item.name: item for other in (*costs, lever) for item in costs[other]}
    lines = [
        line
        for name, new in _new(before, after).items()
        for line in _machines(lever, name, new, named.get(name), priced)
    ]
    for item in costs[lever]:
        is_told = any(line.item == item.name for line in lines)
        # That something costs nothing is told where nothing else is: other ports have other parts of a lever.
        if item.kind in (ONCE, YEARLY, UNKNOWN) and not is_told or item.kind == NONE and not lines:
            lines.append(_line(lever, item))
    return lines or [_free(lever, "", UNSAID, known=False)]


def _new(before, after):
    """{station, fleet or place: {model or '': how many more}}, of what has no number 1."""
    found = {}
    for name, station in after.layout.stations.items():
        had = _numbers(before.layout.stations.get(name))
        more = {model: n - had.get(model, 0) for model, n in _numbers(station).items()}
        found[name] = {model: n for model, n in more.items() if n > 0}
    for name, fleet in after.demand.fleets.items():
        had = before.demand.fleets.get(name)
        found[name] = {"": fleet.size - (had.size if had else 0)}
    for group in ("links", "zones", "stocks"):
        old, new = (getattr(one.layout, group) for one in (before, after))
        found |= {name: {"": 1} for name in new if name not in old}
    return {name: new for name, new in found.items() if sum(new.values()) > 0}


def _numbers(station):
    """{model, '' where none is named: how many}; servers without limit are one, as they have no number."""
    if station is None:
        return {}
    every = models(station) or ("",)
    return {model or "": sum(one == model for one in every) for model in dict.fromkeys(every)}


def _machines(lever, name, new, item, priced):
    """The lines of new servers, vehicles or places of one name."""
    if item is not None and item.kind in (NONE, UNKNOWN):
        yield _line(lever, item)
    elif item is not None and item.kind == MACHINES:
        for model in item.models:
            yield _priced(lever, name, model, sum(new.values()), priced)
    elif item is None:
        for model, number in new.items():
            yield _priced(lever, name, model, number, priced)


def _priced(lever, name, model, number, priced):
    machine = priced(model) if model else None
    if machine is None:
        why = f"the catalogue does not say what a {model} costs" if model else UNPRICED
        return _free(lever, name, why, known=False)._replace(number=number, model=model)
    once, yearly = _times(number, machine.price), _times(number, machine.upkeep)
    why = machine.price.origin
    return Bought(lever, name, number, model, True, once, yearly, _spread(once, yearly, machine.life), why)


def _line(lever, item):
    if item.kind in (NONE, UNKNOWN):
        return _free(lever, item.name, item.why, known=item.kind == NONE)
    amount = _times(1, item.amount)
    once, yearly = (amount, _times(0, NOTHING)) if item.kind == ONCE else (_times(0, NOTHING), amount)
    spread = _spread(once, yearly, LASTS)
    return Bought(lever, item.name, 1, "", True, once, yearly, spread, item.amount.origin)


def _free(lever, name, why, *, known):
    zero = _times(0, NOTHING)
    return Bought(lever, name, 0, "", known, zero, zero, zero, why)


def _times(number, amount):
    return tuple(number * each for each in (amount.value, amount.low, amount.high))


def _spread(once, yearly, years):
    """An amount a year for the life of what is bought, with what it costs each year."""
    return tuple(
        equivalent_annual_cost(DISCOUNT, paid, years) + running
        for paid, running in zip(once, yearly, strict=True)
    )
