"""Futures take the ports that a fit leaves possible in turn, and what is not doubted is as it was fitted."""

from dataclasses import replace

import numpy as np
import pytest
from now import AT, BY_DAY, asked, levels, small, tree, world

from twin.live.forecast.forecasting import forecast
from twin.live.forecast.port import plan_from
from twin.live.forecast.possible import Possible
from twin.live.records import SERVED
from twin.model.scenario import Scenario


def taking(service):
    return Scenario.from_tree(tree(service_time=service))


def possible(*services, asks=None):
    """The Possible of a booth that takes 10 min, or as long as is said."""

    def scenarios(words):
        if asks is not None:
            asks.append(words)
        return [taking("10 min"), *map(taking, services)]

    return Possible(scenarios)


def test_futures_take_the_ports_in_turn():
    port = small()._replace(possible=possible("5 min", "20 min"))
    told = forecast(port, [world(("booth", SERVED, 1.0))], asked(futures=40))
    serving = levels(told, "serving", "booth")
    assert (serving[4], serving[9], serving[19], serving[25]) == (1.0, 0.5, 0.5, 0.0)


def test_a_port_is_drawn_once_for_its_words_whatever_the_instant():
    asks = []
    port = small()._replace(possible=possible("5 min", asks=asks))
    for at in (AT, AT + 86400.0):
        forecast(port, [world()], asked(at=at))
        forecast(port, [world()], asked(at=at, what_if=("open 1 more at booth",)))
    assert asks == [()]


@pytest.mark.parametrize("service", ["gamma mean 5 min cv 40 %", "10 min"])
def test_a_port_with_other_laws_than_those_that_were_fitted_is_forecast_as_it_is(service):
    plan = plan_from(taking("20 min"), AT, 60.0)
    assert possible(service).plans(plan, AT) == (plan,)


def test_what_a_fit_leaves_open_widens_the_bands():
    stands = [world(*[("booth", "queueing", 60.0 * i) for i in range(1, 6)])]
    port, ask = small(BY_DAY), asked(futures=60, ahead=7200.0, step=900.0)
    wide = port._replace(possible=possible("4 min", "7 min", "15 min", "22 min"))
    usual, wider = (forecast(one, stands, ask).marks[-1] for one in (port, wide))
    assert usual.measure == "number" and np.ptp(wider.bands) > np.ptp(usual.bands)


def test_a_plan_differs_in_its_tables_alone():
    plan = plan_from(taking("10 min"), AT, 60.0)
    [one] = possible("5 min").plans(plan, AT)
    back = one.arrays._replace(dist=plan.arrays.dist, cum=plan.arrays.cum, table=plan.arrays.table)
    assert replace(one, arrays=back) == plan or back.step is plan.arrays.step
