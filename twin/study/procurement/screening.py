"""Which options are out before any run, each with its reason: a value, a limit, and how they compare."""

import math
from typing import NamedTuple

import pandas as pd

from twin.model.threats import BY_CONTROL
from twin.study.procurement.offer import CLAIMED

COLUMNS = ["option", "offer", "count", "check", "value", "limit", "unit", "verdict", "standing", "against"]
PASSED, DROPPED, UNCHECKED, UNLIMITED = "passed", "dropped", "not checked", "no limit"
AT_MOST, AT_LEAST = "at most", "at least"
# What two offers are held against each other by: word, and whether more of it is better.
RANKED = (
    ("price", False), ("upkeep", False), ("life", True), ("delivery", False), ("seconds", False),
    ("availability", True), ("detection", True), ("false_alarm", False), ("power", False),
    ("footprint", False), ("crew", False),
)  # fmt: skip


class Check(NamedTuple):
    """One requirement held against one option."""

    check: str
    value: float  # nan: nobody says it
    limit: float  # nan: the need does not say one
    unit: str
    way: str  # AT_MOST or AT_LEAST
    standing: str = ""  # what the value stands on
    against: str = ""  # who or what is in the way, by name

    @property
    def verdict(self):
        """Whether the option stays."""
        if math.isnan(self.limit):
            return UNLIMITED
        if math.isnan(self.value):
            return UNCHECKED
        kept = self.value <= self.limit if self.way == AT_MOST else self.value >= self.limit
        return PASSED if kept else DROPPED


def screen(need, ground, options, basis, filling):
    """(options that stay, the frame of all checks). `filling` tells how full the station is with each.

    One that the budget alone keeps out is held against the day's work too, so that the cheapest is known.
    """
    own = {}
    for option in options:
        own.setdefault(option.offer.key, []).append(option)
    offered = basis, [each[0].offer for each in own.values()]
    of_offer = {key: list(_of_offer(need, ground, each[0], offered)) for key, each in own.items()}
    rows, stay = [], []
    for key, several in own.items():
        checks = {each.name: [*of_offer[key], *_of_option(need, ground, each, basis)] for each in several}
        may_fit = [each for each in several if dropped_for(checks[each.name]) <= {"budget"}]
        for option, filled in zip(may_fit, filling.of_all(may_fit), strict=True):
            checks[option.name].append(_capacity(option, basis, filled))
        for option in several:
            rows += [_row(option, check) for check in checks[option.name]]
            if not dropped_for(checks[option.name]):
                stay.append(option)
    return stay, pd.DataFrame(rows, columns=COLUMNS)


def dropped_for(checks):
    """The names of the checks that an option does not pass."""
    return {check.check for check in checks if check.verdict == DROPPED}


def cheapest_beyond(table):
    """The row of the cheapest option that the budget alone keeps out, where all are out; or None."""
    out = table[table["verdict"] == DROPPED]
    alone = out.groupby("option").filter(lambda own: set(own["check"]) == {"budget"})
    if alone.empty or set(table["option"]) != set(out["option"]):
        return None
    return alone.loc[alone["value"].idxmin()]


def _row(option, check):
    fields = check.check, check.value, check.limit, check.unit, check.verdict, check.standing, check.against
    return (option.name, option.offer.name, option.count, *fields)


def _of_offer(need, ground, option, offered):
    """What is asked of the machine itself."""
    (basis, offers), offer = offered, option.offer
    does = ground.scenario.layout.stations[ground.station].does
    if offer.does and offer.does != does:
        yield Check("work", 1.0, 0.0, "", AT_MOST, against=f"{offer.does} / {does}")
    finds = does in BY_CONTROL
    for word, way in (("detection", AT_LEAST), ("false_alarm", AT_MOST)):
        claim = offer.claims[word]
        value = claim.believed(basis)
        limit = _number(need.value(word))
        if finds or not math.isnan(limit):
            yield Check(word, _number(value), limit, "share", way, claim.standing(basis))
    standing = CLAIMED if offer.claims["mtbf"].standing(basis) == CLAIMED else ""
    yield Check(
        "availability",
        offer.availability(basis),
        _number(need.value("availability")),
        "share",
        AT_LEAST,
        standing,
    )
    yield Check("delivery", offer.delivery, _number(need.value("delivery")), "y", AT_MOST)
    by = next((other for other in offers if _dominates(other, offer, basis)), None)
    if by:
        yield Check("dominated", 1.0, 0.0, "", AT_MOST, against=by.name)


def _of_option(need, ground, option, basis):
    """What is asked of all its machines together."""
    yield Check("budget", option.price, _number(need.value("budget")), "CNY", AT_MOST)
    area = ground.scenario.layout.stations[ground.station].area
    wanted = (
        ("footprint", "ground", "m2", area),
        ("power", "power", "W", None),
        ("crew", "crew", "persons", None),
    )
    for quality, word, unit, fallback in wanted:
        limit = need.value(word) if need.value(word) is not None else fallback
        if quality == "crew" and limit is None and option.offer.pool:
            limit = people_of(ground.scenario, option.offer.pool)
        claim = option.offer.claims[quality]
        each = _number(claim.believed(basis))
        stay = sum(
            _number(_existing(ground, model, quality), 0.0) * number for model, _, number in ground.stay
        )
        standing = claim.standing(basis)
        yield Check(quality, each * option.count + stay, _number(limit), unit, AT_MOST, standing)


def of_those_that_stay(ground, quality):
    """What the machines that stay take of a room: ground, power or people; what nobody says is nothing."""
    return sum(_number(_existing(ground, model, quality), 0.0) * number for model, _, number in ground.stay)


def _existing(ground, model, quality):
    record = ground.equipment(model)
    if quality == "crew":
        return sum(record.needs.values()) if record else None
    return getattr(record, quality, None)


def people_of(scenario, pool):
    """The people of all shifts of a pool, more than which no instant has; None where it has no roster."""
    shifts = scenario.roster.shifts.get(pool)
    return None if not shifts else float(sum(shift.size for shift in shifts.values()))


def _capacity(option, basis, filled):
    """The day's work against what the open hours take, machines standing still for repair counted off."""
    if isinstance(filled, str):
        return Check("fits_the_port", 1.0, 0.0, "faults", AT_MOST, against=filled)
    used = filled / option.offer.availability(basis)
    standing = option.offer.claims["service_time"].standing(basis)
    return Check("capacity", used, 1.0, "share", AT_MOST, standing)


def figures_of(offer, basis):
    """{word: value} of what offers are held against each other by; nan where nobody says it."""
    own = {"price": offer.price, "upkeep": offer.upkeep, "life": offer.life, "delivery": offer.delivery}
    own |= {"seconds": offer.seconds_each(basis), "availability": offer.availability(basis)}
    rest = ("detection", "false_alarm", "power", "footprint", "crew")
    return own | {word: _number(offer.believed(word, basis)) for word in rest}


def _dominates(one, other, basis):
    """Whether one offer is nowhere worse and somewhere better; what it does not say is not better."""
    if one is other:
        return False
    mine, its = figures_of(one, basis), figures_of(other, basis)
    better = False
    for word, more in RANKED:
        a, b = (mine[word], its[word]) if more else (-mine[word], -its[word])
        if math.isnan(b):
            continue
        if math.isnan(a) or a < b:
            return False
        better = better or a > b
    return better


def _number(value, otherwise=math.nan):
    return otherwise if value is None else float(value)
