"""What a simulated day with some machines gives, replication by replication, for money to be reckoned of."""

from typing import NamedTuple

import numpy as np

from twin.model.threats import THREATS
from twin.results.summary import bottleneck
from twin.study.emissions.burden import burdens
from twin.study.target import values

DAY = 86400.0
OF_A_CLASS = ("arrived", "time_in_port_mean", "time_in_port_p95", "wait_mean")
MISSED = tuple(f"missed_{threat}" for threat in THREATS)
OF_THE_PORT = ("wait_mean", "wait_p95", "finished", "tonnes_in", "false_alarms", *MISSED)


class Response(NamedTuple):
    """Arrays are by replication; the same number is the same luck in every response of a day."""

    days: float  # that a replication looks at
    level: np.ndarray  # of the target's measure
    classes: dict  # [class, measure of OF_A_CLASS] array
    port: dict  # [measure of OF_THE_PORT] array, of those that the port has
    fuel_cost: dict  # [class] array, CNY of all that is burnt
    co2: dict  # [class] array, kg
    cause: tuple  # the largest cause of waiting: kind, name, share; empty if nobody waits


def response(scenario, summary, target, factors):
    """The Response of one summary."""
    table = summary.replications
    burnt = burdens(scenario, summary, factors).groupby(["cls", "replication"])[["fuel_cost", "co2"]].sum()
    of_class = table[(table["scope"] == "class") & table["measure"].isin(OF_A_CLASS)]
    of_port = table[(table["scope"] == "port") & (table["cls"] == "all") & table["measure"].isin(OF_THE_PORT)]
    return Response(
        (scenario.experiment.horizon - scenario.experiment.warm_up) / DAY,
        values(summary, target),
        {key: _column(rows) for key, rows in of_class.groupby(["name", "measure"], sort=False)},
        {key: _column(rows) for key, rows in of_port.groupby("measure", sort=False)},
        *(
            {cls: rows.to_numpy(float) for cls, rows in burnt[word].groupby("cls")}
            for word in ("fuel_cost", "co2")
        ),
        bottleneck(summary) or (),
    )


def _column(rows):
    return rows.sort_values("replication")["value"].to_numpy(float)
