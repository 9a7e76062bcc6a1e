"""What a day of a port costs those who wait, those who work and the air, replication by replication."""

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from twin.engine import run
from twin.model.units import DAY
from twin.plan.compile import compile_plan
from twin.results.measures import reduce
from twin.results.places import places
from twin.results.summary import summarise
from twin.results.visited import time_grid
from twin.study.emissions.burden import burdens, delay_totals
from twin.study.playbook.lanes import manned
from twin.study.running.places import cores
from twin.study.target import target_of, values

# What is told of a rule, a day: unit; below 0 is saved. `cost` is what decides.
UNITS = {
    "waiting": "h",
    "lane_hours": "h",
    "person_hours": "h",
    "openings": "times",
    "co2": "kg",
    "nox": "g",
    "inside_at_end": "entities",
    "cost": "CNY",
}
INSIDE = target_of("inside_at_end")  # of the whole port, when the run ends


class Worth(NamedTuple):
    """One value of each of UNITS a replication, and the queues that could have been seen."""

    values: dict  # [measure] [replication]
    minutes: np.ndarray  # [instant]
    queues: dict  # [station] [replication, instant]
    summary: object  # results.summary.Summary


def worth(scenario, numbers, factors, *, engine="kernel", watch=None):
    """The Worth of the numbered replications of a scenario; `watch(1)` is called as each ends."""
    plan = compile_plan(scenario)

    def one(number):
        ran = run(plan, number, engine=engine)
        found = reduce(plan, ran), manned(scenario, plan, ran)
        if watch:
            watch(1)
        return found

    with ThreadPoolExecutor(cores() if engine == "kernel" else 1) as pool:
        found = list(pool.map(one, numbers))
    runs, work = [each for each, _ in found], np.array([each for _, each in found], float)
    summary = summarise(plan, runs)
    return Worth(
        _values(scenario, summary, work, factors),
        time_grid(runs[0].end) / 60.0,
        {
            place.name: np.stack([each.queues[i] for each in runs])
            for i, place in enumerate(places(plan).names)
            if place.kind == "station"
        },
        summary,
    )


def _values(scenario, summary, work, factors):
    """Values of UNITS by the day; a run shorter than a day is one."""
    days = max((scenario.experiment.horizon - scenario.experiment.warm_up) / DAY, 1.0)
    frame = burdens(scenario, summary, factors)
    late = (
        delay_totals(frame)
        if len(frame)
        else dict.fromkeys(("hours", "co2", "nox", "fuel_cost", "time_cost"), np.zeros(len(work)))
    )
    lanes, people, openings = work.T
    price = {name: factor.value for name, factor in factors.work.items()}
    to_open = openings * price["minutes_per_opening"] / 60.0
    staff = (lanes + to_open) * price["lane_cny_per_h"] + people * price["person_cny_per_h"]
    told = {
        "waiting": late["hours"],
        "lane_hours": lanes,
        "person_hours": people,
        "openings": openings,
        "co2": late["co2"],
        "nox": late["nox"],
        "inside_at_end": values(summary, INSIDE) * days,
        "cost": late["time_cost"] + late["fuel_cost"] + staff,
    }
    return {measure: each / days for measure, each in told.items()}
