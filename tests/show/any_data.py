"""Every chart over made-up data: so many things, so many points, one value throughout or many."""

from types import SimpleNamespace
from typing import NamedTuple

import networkx as nx
import numpy as np
import pandas as pd

from twin.calibrate.validation.criteria import Bands
from twin.calibrate.validation.proper import Forecast
from twin.plan.visits import VISIT
from twin.show.charts import (
    arrivals,
    calibration,
    carrying,
    differences,
    emissions,
    fan,
    frontier,
    heat,
    over_time,
    passage,
    playbook,
    process,
    procurement,
    resilience,
    roadmap,
    robust,
    roster,
    scores,
    sensitivity,
    shares,
    stored,
    validation,
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


def difference_chart(m):
    more = {
        "difference": of("mean"),
        "unit": one_of(["s", "entities"]),
        "verdict": one_of(list(STYLE.verdict)),
    }
    rows = m.rows("name", more, points=1)
    return differences.difference_chart(rows, m.lang, texts=[m.called[name] for name in rows["name"]])


def arrivals_chart(m):
    hours = {name: m.values() for name in m.names}
    return arrivals.arrivals_chart(hours, m.lang, start=START, names=m.called)


def arrivals_fitted(m):
    kinds = [
        SimpleNamespace(cls=name, days="weekday", rate=rate, low=0.8 * rate, high=1.2 * rate)
        for name in m.names
        for rate in [m.values(24, 0.01)]
    ]
    return calibration.arrivals_fitted(SimpleNamespace(classes=m.names, arrivals=kinds), m.lang)


def quantiles_fitted(m):
    law = {"cls": "*", "family": "gamma", "written": (60.0, 0.5), "quantiles": np.linspace(10.0, 300.0, 101)}
    return calibration.quantiles_fitted(
        [SimpleNamespace(station=m.called[n], **law) for n in m.names], m.lang
    )


def delay_chart(m):
    measures = ("level", "arrived_per_day", "finished_per_day")
    curve = m._replace(names=measures).rows("measure", {"multiplier": of("place", 0.3)})
    return carrying.delay_chart(curve, m.lang, target=(LONG, "s", 60.0), capacity=(0.6, 0.5, 0.7))


def envelope_chart(m):
    groups = [*m.names, "others"][:3] if m.names else []
    frame = m._replace(names=tuple(groups)).rows(
        "group", {"ray": of("place"), "multiplier": of("mean", 0.01)}
    )
    return carrying.envelope_chart(frame, m.lang, names=m.called)


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


def frontier_chart(m):
    more = {"wait": of("mean"), "wait_low": of("low"), "wait_high": of("high"), "best": one_of([True, False])}
    more |= {f"missed{end}": of("mean", 0.005) for end in ("", "_low", "_high")}
    points = m.rows("name", more, points=1).assign(name=list(m.called.values()))
    return frontier.frontier_chart(points, m.lang, unit="s", missed=LONG)


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


def playbook_chart(m):
    rules = m.rows("name", {"saved": of("mean"), "standing": one_of(list(playbook.LOOK))}, points=1)
    return playbook.playbook_chart(rules, m.lang, texts=list(m.called.values()))


def process_chart(m):
    nodes = [Node("flow", "in"), *(Node("station", name) for name in m.names), Node("exit", "out")]
    graph = nx.DiGraph()
    graph.add_edges_from([(a, b, {"answers": ["often"]}) for a, b in zip(nodes, nodes[1:], strict=False)])
    names = {node: m.called.get(node.name, node.name) for node in nodes}
    agencies = {node: "customs" for node in nodes if node.kind == "station"}
    return process.process_chart(graph, m.lang, names=names, agencies=agencies, answers={"often": LONG})


def cost_wait_chart(m):
    points = m.rows("offer", {"option": of("place"), "cost": of("mean", 1e6)}, points=1)
    return procurement.cost_wait_chart(points, m.lang, unit="s", bound=60.0)


def worth_chart(m):
    more = {
        "tco": of("mean", 1e6),
        "npv": of("mean", 2e5),
        "npv_low": of("low", 1e5),
        "npv_high": of("high", 3e5),
    }
    return procurement.worth_chart(m.rows("option", more, points=1), m.lang, names=list(m.called.values()))


def tornado_of_worth(m):
    rows = m.rows("state", {"npv": of("mean", 1e6)}, points=1)
    return procurement.tornado_chart(rows, m.lang, option="a", name=LONG)


def regret_of_offers(m):
    rows = m.rows("option", {"max_regret": of("high", 1e6), "expected_regret": of("low", 1e6)}, points=1)
    return procurement.regret_chart(rows, m.lang, names=list(m.called.values()))


def resilience_chart(m):
    more = {"peak": same("record_day"), "minute": of("place", 10.0)}
    where = {"start": START, "span": (600.0, 1200.0), "names": {"record_day": LONG}}
    return resilience.resilience_chart(m.rows("alternative", more), m.lang, **where)


def stands(m):
    return [
        SimpleNamespace(position=i, so_far=1e6 * i, known=i != 1, mean=each, low=0.8 * each, high=1.2 * each)
        for i, each in enumerate(m.values())
    ]


def steps_of_a_road(m):
    every = {(2030, order): stands(m) for order in roadmap.ORDERS}
    return roadmap.staircase_chart(every, m.lang, unit="s", title=LONG)


def timeline_chart(m):
    bars = [(2030, m.called[name], "12 M CNY") for name in m.names]
    return roadmap.timeline_chart(bars, m.lang, begins=2025, ends={2030: "4 h → 2 h"})


def regret_over_peaks(m):
    more = {
        "peak": same("record_day"),
        "regret": of("mean"),
        "regret_low": of("low"),
        "regret_high": of("high"),
    }
    rows = m.rows("alternative", more | {"standing": one_of(list(robust.LOOK))}, points=1)
    return robust.regret_chart(rows, m.lang, unit="s", names={"record_day": LONG})


def roster_chart(m):
    more = {
        "slot": of("place"),
        "load": of("mean"),
        "now": of("low"),
        "lanes": of("high"),
        "covered": of("high"),
    }
    return roster.roster_chart(m.rows("station", more), m.lang, names=m.called)


def score_chart(m):
    field = np.tile(np.minimum(m.values(top=1.0), 1.0), (len(m.names), 1))
    days = [f"03-{day + 1:02d}" for day in range(m.points)]
    return scores.score_chart(field, rows=list(m.called.values()), days=days, label=LONG)


def tornado_chart(m):
    more = {
        "unit": same("s"),
        "at_low": of("mean", -1.0),
        "at_high": of("mean"),
        "verdict": one_of(["clear", ""]),
    }
    more |= {
        f"at_{end}_{side}": of(side, sign)
        for end, sign in (("low", -1.0), ("high", 1.0))
        for side in ("low", "high")
    }
    return sensitivity.tornado_chart(m.rows("path", more, points=1), m.lang, base=60.0)


def index_chart(m):
    rows = m.rows("path", {"index": same("total"), "value": of("mean"), "unit": same("share")}, points=1)
    return sensitivity.index_chart(rows, m.lang, texts={"total": LONG})


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


def bands_chart(m):
    level = m.values(24)
    ways = {"number": 4, "profile": level, "spread": 0.1 * level, "simulated": level}
    bands = [Bands("queue", name, "weekday", low=0.9 * level, high=1.1 * level, **ways) for name in m.names]
    return validation.bands_chart(bands, m.lang)


def forecasts(m):
    ranks = tuple(int(each) for each in np.nan_to_num(m.values(10)))
    return [Forecast("queue", name, 24, 0.9, 0.0, 1.0, 1.0, 0.0, ranks) for name in m.names]


def ranks_chart(m):
    return validation.ranks_chart(forecasts(m), m.lang)


def coverage_chart(m):
    return validation.coverage_chart(forecasts(m), m.lang)


def visits_chart(m):
    rows = np.zeros(len(m.names), VISIT)
    rows["key"] = np.arange(len(m.names))
    for place, name in enumerate(("asked", "joined", "started", "ended", "left")):
        rows[name] = 10.0 * place if m.value is None else m.value
    rows["asked"] = 0.0
    return visits.visits_chart(rows, m.lang, entities=list(m.called.values()), points=[LONG], end=60.0)


# chart, as twin/show/charts/MODULE.FUNCTION -> it over Made
CHARTS = {
    "arrivals.arrivals_chart": arrivals_chart,
    "calibration.arrivals_fitted": arrivals_fitted,
    "calibration.quantiles_fitted": quantiles_fitted,
    "carrying.delay_chart": delay_chart,
    "carrying.envelope_chart": envelope_chart,
    "carrying.tracks_chart": tracks_chart,
    "differences.difference_chart": difference_chart,
    "emissions.emissions_chart": emissions_chart,
    "fan.fan_chart": fan_chart,
    "frontier.frontier_chart": frontier_chart,
    "heat.heat_chart": heat_chart,
    "over_time.demand_chart": demand_chart,
    "over_time.n_curves": n_curves,
    "over_time.queue_chart": queue_chart,
    "passage.cost_chart": cost_chart,
    "passage.staircase_chart": time_stairs,
    "playbook.playbook_chart": playbook_chart,
    "process.process_chart": process_chart,
    "procurement.cost_wait_chart": cost_wait_chart,
    "procurement.regret_chart": regret_of_offers,
    "procurement.tornado_chart": tornado_of_worth,
    "procurement.worth_chart": worth_chart,
    "resilience.resilience_chart": resilience_chart,
    "roadmap.staircase_chart": steps_of_a_road,
    "roadmap.timeline_chart": timeline_chart,
    "robust.regret_chart": regret_over_peaks,
    "roster.roster_chart": roster_chart,
    "scores.score_chart": score_chart,
    "sensitivity.index_chart": index_chart,
    "sensitivity.tornado_chart": tornado_chart,
    "shares.utilisation_chart": utilisation_chart,
    "shares.why_chart": why_chart,
    "stored.levels_chart": levels_chart,
    "stored.stays_chart": stays_chart,
    "validation.bands_chart": bands_chart,
    "validation.coverage_chart": coverage_chart,
    "validation.ranks_chart": ranks_chart,
    "visits.visits_chart": visits_chart,
    "waited.distribution_chart": distribution_chart,
    "waits.exceedance_chart": exceedance_chart,
    "waits.hourly_waits": hourly_waits,
}
