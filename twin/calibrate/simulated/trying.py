"""A plan for each point of what is unknown, and the summaries of its visits."""

import numpy as np

from twin.calibrate.simulated.summaries import summaries
from twin.calibrate.visited import DAY, visits_of
from twin.engine import EngineError
from twin.model.errors import ScenarioError
from twin.plan.compile import compile_plan

BEFORE = 1  # days that are run before the first one, so that it does not begin with an empty port
AFTER = 1  # days behind the last one, so that all who came are seen to their end


def simulator(scenario_at, shown):
    """`simulate(point, number)` -> [summary]; all nan where the port is refused or jams.

    `scenario_at(point)` gives a Scenario that begins BEFORE days early, and lasts AFTER days longer.
    """
    width = len(summaries(nobody(), shown))

    def simulate(point, number):
        try:
            plan = compile_plan(scenario_at(point))
            visits = visits_of(plan, number, until=(BEFORE + shown.days) * DAY)
        except (ScenarioError, EngineError):
            return np.full(width, np.nan)
        visits[["joined", "started", "ended"]] -= BEFORE * DAY
        came = visits.groupby("case")["joined"].transform("min")
        return summaries(visits[came >= 0.0], shown)

    return simulate


def nobody():
    """Visits that are none."""
    import pandas as pd

    texts = {name: pd.Series(dtype=object) for name in ("cls", "station", "server")}
    times = {name: pd.Series(dtype=float) for name in ("case", "joined", "started", "ended")}
    return pd.DataFrame({**texts, **times})
