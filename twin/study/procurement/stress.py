"""What becomes of the ranking where claims fall short: worth by state, switching values, regret."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from twin.study.procurement import investing
from twin.study.procurement.options import NOTHING

AS_OFFERED = "as_offered"


class State(NamedTuple):
    """One way in which things turn out otherwise: what is run otherwise, and the terms that change."""

    name: str
    run: tuple = ()  # ((word of offer.worse or growth, value), …): needs runs of its own
    terms: tuple = ()  # ((field of Terms, factor), …)
    discount: float = 0.0  # added to the rate


STATES = (
    State(AS_OFFERED),
    State("throughput_10_less", run=(("slower", 1 / 0.9),)),
    State("throughput_20_less", run=(("slower", 1 / 0.8),)),
    State("throughput_30_less", run=(("slower", 1 / 0.7),)),
    State("twice_the_failures", run=(("failing", 2.0),)),
    State("demand_10_more", run=(("growth", 0.1),)),
    State("demand_10_less", run=(("growth", -0.1),)),
    State("price_15_more", terms=(("price", 1.15),)),
    State("gains_half", terms=(("gain", 0.5),)),
    State("gains_double", terms=(("gain", 2.0),)),
    State("discount_lower", discount=-0.04),
    State("discount_higher", discount=0.04),
)
SLOWER = {0.0: AS_OFFERED, 0.1: "throughput_10_less", 0.2: "throughput_20_less", 0.3: "throughput_30_less"}
HIGHEST_FACTOR = 1000.0
STRESS_COLUMNS = ["state", "option", "npv", "is_best", "regret", "weight"]
SWITCH_COLUMNS = ["option", "what", "now", "switch", "unit", "against"]
REGRET_COLUMNS = ["option", "max_regret", "in_state", "expected_regret", "best_in_states", "states"]


def terms_in(terms, state):
    """The terms of a state."""
    changed = {field: getattr(terms, field) * factor for field, factor in state.terms}
    return terms._replace(**changed, discount=max(terms.discount + state.discount, 0.0))


def stressed(options, yearly_of, terms, weights):
    """A frame of STRESS_COLUMNS; buying nothing is an option too, and worth nothing."""
    rows = []
    for state in STATES:
        own = terms_in(terms, state)
        values = {
            option.name: investing.worth(option, yearly_of(option, state), own)["npv"] for option in options
        }
        values[NOTHING] = 0.0
        best = max(values.values())
        weight = weights.get(state.name, 1.0 if not weights else 0.0)
        rows += [(state.name, name, npv, npv == best, best - npv, weight) for name, npv in values.items()]
    return pd.DataFrame(rows, columns=STRESS_COLUMNS)


def regrets(table):
    """A frame of REGRET_COLUMNS: the most and the expected that is lost by not having known the state."""
    rows = []
    for name, own in table.groupby("option", sort=False):
        worst = own.loc[own["regret"].idxmax()]
        weight = own["weight"].sum()
        expected = float((own["regret"] * own["weight"]).sum() / weight) if weight > 0 else math.nan
        rows.append((name, worst["regret"], worst["state"], expected, int(own["is_best"].sum()), len(own)))
    return pd.DataFrame(rows, columns=REGRET_COLUMNS).sort_values(
        "max_regret", kind="stable", ignore_index=True
    )


def switching(options, yearly_of, terms, days):
    """A frame of SWITCH_COLUMNS: where the worth of each option turns 0, and where another becomes better.

    nan: it does so nowhere in the range that was looked at. Between simulated throughputs worth is
    interpolated in straight lines.
    """
    as_offered = STATES[0]
    base = {option.name: yearly_of(option, as_offered) for option in options}
    rows = []
    for option in options:
        own = base[option.name]

        def at(field, factor, option=option, own=own):
            return investing.worth(option, own, terms._replace(**{field: getattr(terms, field) * factor}))[
                "npv"
            ]

        price = _root(lambda factor: at("price", factor), 0.0)
        gain = _root(lambda factor: at("gain", factor), 0.0)
        rows.append((option.name, "price", option.offer.price, price * option.offer.price, "CNY", ""))
        rows.append((option.name, "days_a_year", days, gain * days, "d", ""))
        rows.append((option.name, "value_of_time", 1.0, gain, "1", ""))
        rate = investing.worth(option, own, terms)["irr"]
        rows.append((option.name, "discount", terms.discount, rate, "share", ""))
        rows.append((option.name, "throughput_less", 0.0, _derated(option, yearly_of, terms), "share", ""))
        rows += _overtaken(option, options, base, terms)
    return pd.DataFrame(rows, columns=SWITCH_COLUMNS)


def _overtaken(option, options, base, terms):
    """The price at which the best of the other options is worth as much, or this one becomes the best."""
    others = [other for other in options if other is not option]
    if not others:
        return []
    worth = {other.name: investing.worth(other, base[other.name], terms)["npv"] for other in others}
    name = max(worth, key=worth.get)
    factor = _root(
        lambda factor: (
            investing.worth(option, base[option.name], terms._replace(price=factor))["npv"] - worth[name]
        ),
        0.0,
    )
    price = option.offer.price
    return [(option.name, "price_of_rank", price, factor * price, "CNY", name)]


def _root(value, low, high=HIGHEST_FACTOR):
    """Where a monotone function turns 0 between low and high; nan where it does not."""
    ends = value(low), value(high)
    if not (np.isfinite(ends).all() and ends[0] * ends[1] <= 0) or ends[0] == ends[1]:
        return math.nan
    return float(brentq(value, low, high, xtol=1e-9))


def _derated(option, yearly_of, terms):
    """By what share the throughput may fall short until the option is worth nothing; nan if beyond 30 %."""
    by_name = {state.name: state for state in STATES}
    less = list(SLOWER)
    worth = [investing.worth(option, yearly_of(option, by_name[SLOWER[x]]), terms)["npv"] for x in less]
    if worth[0] < 0:
        return 0.0
    for (x, a), (y, b) in zip(
        zip(less, worth, strict=True), list(zip(less, worth, strict=True))[1:], strict=False
    ):
        if a >= 0 > b:
            return x + (y - x) * a / (a - b)
    return math.nan
