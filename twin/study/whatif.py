"""What a change would do: scenarios against each other under the same luck."""

from typing import NamedTuple

import pandas as pd

from twin.model.errors import Fault, ScenarioError
from twin.results.paired import compare
from twin.study.kept import summary_of

# What two scenarios must share so that the same number of a replication is the same luck, over the same time.
SHARED = ("start", "horizon", "warm_up", "replications", "seed")


class WhatIf(NamedTuple):
    """The kept summary of each scenario, and its differences to the first with their verdicts."""

    kept: dict  # [name] Kept
    differences: pd.DataFrame  # columns of results.paired


def what_if(scenarios, summarised=summary_of):
    """The WhatIf of {name: Scenario}, the first as the base; `summarised(scenario)` gives its Kept."""
    faults = different_luck(scenarios)
    if faults:
        raise ScenarioError(faults)
    kept = {name: summarised(scenario) for name, scenario in scenarios.items()}
    return WhatIf(kept, compare({name: one.summary for name, one in kept.items()}))


def different_luck(scenarios):
    """The faults of scenarios that cannot be paired with the first."""
    (base_name, base), *others = scenarios.items()
    return [
        Fault(
            f"experiment.{field}",
            str(getattr(scenario.experiment, field)),
            f"{name} cannot be held against {base_name}, which has {getattr(base.experiment, field)}; "
            "give both the same experiment",
        )
        for name, scenario in others
        for field in SHARED
        if getattr(scenario.experiment, field) != getattr(base.experiment, field)
    ]
