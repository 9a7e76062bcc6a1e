"""Charts of runs over made-up data: so many things, so many points, one value throughout or many."""

from typing import NamedTuple

import networkx as nx
import numpy as np
import pandas as pd

from twin.plan.visits import VISIT
from twin.show.charts import (
    arrivals,
    carrying,
    emissions,
    fan,
    heat,
    over_time,
    passage,
    process,
    shares,
    stored,
    visits,
    waited,
    waits,
)
from twin.show.process import Node
from twin.show.style import STYLE

START = "2026-03-02T08:00:00"
LONG = "口岸联合查验与智能审图一体化作业区第二通道重车进境"  # a name as long as any that is shipped


class Made(NamedTuple):
    """What data there are: names of things, points of each, and a value, or None where they differ."""

    names: tuple
    points: int = 5
    value: float | None = None
    lang: str = "zh"

    @property
    def called(self):
        """What things are called."""
        return {name: LONG if name.startswith("long") else name for name in self.names}

    def values(self, number=None, top=100.0):
        """That many values."""
        number = self.points if number is None else number
        if self.value is not None:
            return np.full(number, self.value)
        return top * (0.5 + 0.5 * np.sin(np.arange(number)))

    def rows(self, key, values, points=None):
        """A frame: rows a thing, with its mean, its interval and whatever else there is of each point."""
        number = self.points if points is None else points
        mean = np.tile(self.values(number), len(self.names))
        frame = pd.DataFrame({key: np.repeat(np.array(self.names, object), number), "mean": mean})
        frame["low"], frame["high"] = 0.8 * mean, 1.2 * mean
        frame["place"] = np.tile(np.arange(float(number)), len(self.names))
        return frame.assign(**{name: make(frame) for name, make in values.items()})


def of(column, factor=1.0):
    return lambda frame: factor * frame[column]


def same(value):
    return lambda frame: value


def one_of(options):
    return lambda frame: [options[i % len(options)] for i in range(len(frame))]


def n_curves(m):
    curves = m.rows("flow", {"minute": of("place", 10.0), "arrived": of("mean"), "left": of("low")})
    return over_time.n_curves(curves, m.lang, start=START, names=m.called)


def queue_chart(m):
    more = {"minute": of("place", 10.0), "unit": same("entities"), "storage": of("mean", 0.9)}
    return over_time.queue_chart(m.rows("station", more), m.lang, start=START, names=m.called)


def demand_chart(m):
    more = {"hour": of("place"), "work_hours": of("mean"), "open_server_hours": of("low")}
    return over_time.demand_chart(m.rows("station", more), m.lang, start=START, names=m.called)


def hourly_waits(m):
    more = {"hour": of("place"), "wait_mean": of("mean"), "wait_p95": of("high")}
    return waits.hourly_waits(m.rows("station", more), m.lang, start=START, names=m.called)


def exceedance_chart(m):
    more = {"measure": one_of(list(waits.LONGER_THAN))}
    return waits.exceedance_chart(m.rows("name", more, points=3), m.lang, names=m.called)


def distribution_chart(m):
    return waited.distribution_chart(m.rows("cls", {"wait": of("mean")}), m.lang, names=m.called)


def utilisation_chart(m):
    parts = {part: of("mean", 0.002) for part in STYLE.use}
    return shares.utilisation_chart(m.rows("station", parts, points=1), m.lang, names=m.called)


def why_chart(m):
    more = {"cause": same("service"), "minutes": of("mean"), "share": of("mean", 0.01)}
    return shares.why_chart(m.rows("name", more, points=1), m.lang, names={"service": m.called})


def arrivals_chart(m):
    hours = {name: m.values() for name in m.names}
    return arrivals.arrivals_chart(hours, m.lang, start=START, names=m.called)


def tracks_chart(m):
    more = {"kind": one_of(["line", "yard"]), "measure": same("occupied")}
    frame = m.rows("section", more, points=1).assign(mean=lambda rows: rows["mean"] / 200)
    frame = frame.assign(low=0.8 * frame["mean"], high=1.2 * frame["mean"])
    return carrying.tracks_chart(frame, m.lang, names=m.called, limits={"line": 0.6, "yard": 0.65})


def emissions_chart(m):
    parts = (*emissions.LOOK, "delay", "all")
    causes = pd.DataFrame(
        [(part, name, value) for name in ("hours", "co2") for part in parts for value in m.values(1)],
        columns=["part", "measure", "mean"],
    )
    return emissions.emissions_chart(causes, m.lang, measures=("hours", "co2"))


def fan_chart(m):
    more = {"time": of("place", 600.0), "measure": same("queue"), "low90": of("low"), "high90": of("high")}
    more |= {"low50": of("mean", 0.9), "high50": of("mean", 1.1), "other": of("mean", 0.7)}
    titles = {(name, "queue"): m.called[name] for name in m.names}
    return fan.fan_chart(m.rows("station", more), m.lang, start=START, titles=titles)


def demand_fan(m):
    more = {"hour": of("place", 1), "low90": of("low"), "high90": of("high")}
    more |= {"low50": of("mean", 0.9), "high50": of("mean", 1.1)}
    days = {name: np.tile(0.9 * m.values(), (3, 1)) for name in m.names}
    return fan.demand_fan(m.rows("name", more), m.lang, start=START, titles=m.called, recorded=days)


def heat_chart(m):
    field = np.tile(m.values(24), (len(m.names), 1))
    return heat.heat_chart(field, m.lang, rows=list(m.called.values()), label=LONG, start=START)


def ways_of(m):
    rows = [("drive", 0, 0.0, 60.0, 0.0), ("after", 0, 60.0, 60.0, 900.0)]
    rows += [
        (part, 1, 60.0, 60.0 + each, 900.0)
        for part, each in zip(("queue", "service"), m.values(2), strict=True)
    ]
    rows += [("after", 1, 160.0, 160.0, 900.0)]
    frame = pd.DataFrame(
        [(name, *row, "station", "gate") for name in m.names for row in rows],
        columns=["flow", "part", "step", "begin", "end", "metres", "kind", "name"],
    )
    return frame.assign(cost=np.arange(len(frame)) * 1.0)


def time_stairs(m):
    called = {("station", "gate"): LONG}
    return passage.staircase_chart(ways_of(m), m.lang, names=called, titles=m.called)


def cost_chart(m):
    return passage.cost_chart(ways_of(m), m.lang, titles=m.called)


def process_chart(m):
    nodes = [Node("flow", "in"), *(Node("station", name) for name in m.names), Node("exit", "out")]
    graph = nx.DiGraph()
    graph.add_edges_from([(a, b, {"answers": ["often"]}) for a, b in zip(nodes, nodes[1:], strict=False)])
    names = {node: m.called.get(node.name, node.name) for node in nodes}
    agencies = {node: "customs" for node in nodes if node.kind == "station"}
    return process.process_chart(graph, m.lang, names=names, agencies=agencies, answers={"often": LONG})


def levels_chart(m):
    more = {"kind": same("pool"), "minute": of("place", 10.0), "level": of("mean"), "holds": of("high")}
    titles = {("pool", name): m.called[name] for name in m.names}
    return stored.levels_chart(m.rows("name", more), m.lang, start=START, titles=titles)


def stays_chart(m):
    more = {"track": same(0), "tracks": same(2), "flow": same("trains")}
    more |= {"begin": of("place", 600.0), "end": lambda rows: 600.0 * rows["place"] + 300.0}
    flows = {"trains": LONG}
    return stored.stays_chart(
        m.rows("section", more), m.lang, window=(START, 0.0, 7200.0), names=m.called, flows=flows
    )


def visits_chart(m):
    rows = np.zeros(len(m.names), VISIT)
    rows["key"] = np.arange(len(m.names))
    for place, name in enumerate(("asked", "joined", "started", "ended", "left")):
        rows[name] = 10.0 * place if m.value is None else m.value
    rows["asked"] = 0.0
    return visits.visits_chart(rows, m.lang, entities=list(m.called.values()), points=[LONG], end=60.0)
