"""The level of a target, replication by replication, for studies that ask step by step."""

from twin.results.summary import summarise
from twin.study.kept import measures_of
from twin.study.target import values


def observed(scenario, target, numbers, *, measured=measures_of):
    """[number] the level of a target's measure in the numbered replications of a scenario, in their order.

    `measured(scenario, numbers)` gives the plan and its RunMeasures, run or kept.
    """
    plan, runs = measured(scenario, numbers)
    return values(summarise(plan, runs), target)
