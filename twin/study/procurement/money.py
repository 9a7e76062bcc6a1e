"""What an investment costs and is worth: capital at the start, flows at the end of each year.

flows[0] is today, flows[t] the end of year t; money comes in above 0 and goes out below. All values are of
today, discounted by (1 + rate) ** t.
"""

import math

import numpy as np
from scipy.optimize import brentq

NEVER = math.inf  # a payback that no year reaches
LOWEST_RATE, HIGHEST_RATE = -0.99, 1e6  # a year, between which an internal rate is looked for


def npv(rate, flows):
    """The net present value of flows.

    >>> round(npv(0.08, [-2500.0, *[440.0] * 9, 690.0]), 3)
    568.234
    """
    flows = _checked(rate, flows)
    return math.fsum(flows * (1.0 + rate) ** -np.arange(len(flows), dtype=float))


def irr(flows):
    """The rate at which flows are worth nothing; nan where there is none, or more than one may be.

    There is one where the sign of the flows turns once, or that of the sums so far (Norstrom 1972).

    >>> irr([-100.0, 110.0])
    0.1
    """
    flows = _checked(0.0, flows)
    sums = np.cumsum(flows)
    if _turns(flows) == 1:
        low = LOWEST_RATE
    elif _turns(sums) == 1 and sums[-1] > 0:
        low = 0.0
    else:
        return math.nan
    ends = npv(low, flows), npv(HIGHEST_RATE, flows)
    if ends[0] * ends[1] > 0:
        return math.nan
    return float(round(brentq(lambda rate: npv(rate, flows), low, HIGHEST_RATE, xtol=1e-15), 15))


def _turns(values):
    """How often the sign of numbers changes, zeros left out."""
    return int(np.count_nonzero(np.diff(np.sign(values[values != 0.0]))))


def payback_year(flows, rate=0.0):
    """The first year from whose end on all flows so far, discounted by the rate, are not below 0.

    >>> payback_year([-2500.0, *[440.0] * 9, 690.0])
    6
    """
    flows = _checked(rate, flows)
    so_far = np.cumsum(flows * (1.0 + rate) ** -np.arange(len(flows), dtype=float))
    # Money that is lost again later has not been paid back.
    lost = np.flatnonzero(so_far < 0.0)
    first = int(lost[-1]) + 1 if len(lost) else 0
    return first if first < len(flows) else NEVER


def present_value(rate, costs):
    """What is paid at the end of year 1, 2, … is worth today."""
    return npv(rate, [0.0, *costs])


def tco(rate, price, costs, residual=0.0):
    """Total cost of ownership: the price, the costs of each year of life, less what is left at its end.

    >>> round(tco(0.08, 2500.0, [180.0] * 10, 250.0), 2)
    3592.02
    """
    return float(price) + present_value(rate, costs) - float(residual) * (1.0 + rate) ** -len(costs)


def annuity_factor(rate, years):
    """What 1 a year, at the end of each of so many years, is worth today."""
    if years < 1:
        raise ValueError(f"{years} years have no yearly cost; 1 or more are needed")
    _checked(rate, [0.0])
    return float(years) if rate == 0 else -math.expm1(-years * math.log1p(rate)) / rate


def equivalent_annual_cost(rate, cost, years):
    """The same amount each year that is worth a cost of today.

    >>> round(equivalent_annual_cost(0.08, tco(0.08, 2500.0, [180.0] * 10, 250.0), 10), 2)
    535.32
    """
    return cost / annuity_factor(rate, years)


def benefit_cost_ratio(rate, benefits, costs):
    """Worth of what comes in over worth of what goes out, both from today on; nan where nothing is paid."""
    paid = npv(rate, costs)
    return npv(rate, benefits) / paid if paid > 0 else math.nan


def _checked(rate, flows):
    flows = np.asarray(flows, float)
    if not (math.isfinite(rate) and rate > -1):
        raise ValueError(f"the discount rate is {rate}; it is a number above -1, as 0.08 for 8 %")
    if flows.ndim != 1 or not len(flows):
        raise ValueError("flows are one number a year, the first of today; here are none")
    if not np.isfinite(flows).all():
        year = int(np.flatnonzero(~np.isfinite(flows))[0])
        raise ValueError(
            f"the flow of year {year} is {flows[year]}; every year needs a number, 0 for nothing"
        )
    return flows
