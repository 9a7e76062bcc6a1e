"""What the shipped levers say that they cost can be priced."""

from twin.config import experiment_question, names, said_of
from twin.config.costing import costs_of, machines_of, unbundled
from twin.study.roadmap.buying import models_named

ROADS = [name for name in names("experiments") if name.startswith("roadmap_")]


def test_the_catalogue_prices_every_model_that_a_lever_buys():
    machines = machines_of(models_named(costs_of(unbundled({"all": names("scenarios")})["all"])))
    assert machines and all(machines.values())


def test_every_lever_of_a_road_says_what_it_costs_or_swaps_a_model_that_has_a_price():
    levers = unbundled({road: experiment_question(road)["scenarios"]["all"] for road in ROADS})
    of_all = {one for found in levers.values() for one in found if not one.startswith("growth_")}
    costs = costs_of(of_all)
    unsaid = {lever for lever in of_all if not costs[lever]}
    swaps = [change for lever in unsaid for change in said_of("scenarios", lever).tree["changes"]]
    assert swaps and all(machines_of([change["to"]])[change["to"]] for change in swaps)
