"""Charts of studies over made-up data, of any_data's kind."""

from types import SimpleNamespace

import numpy as np
from any_data import LONG, START, of, one_of, same

from twin.calibrate.validation.criteria import Bands
from twin.calibrate.validation.proper import Forecast
from twin.show.charts import (
    calibration,
    carrying,
    differences,
    frontier,
    playbook,
    procurement,
    resilience,
    roadmap,
    robust,
    roster,
    scores,
    sensitivity,
    validation,
)
from twin.show.style import STYLE


def difference_chart(m):
    more = {
        "difference": of("mean"),
        "unit": one_of(["s", "entities"]),
        "verdict": one_of(list(STYLE.verdict)),
    }
    rows = m.rows("name", more, points=1)
    return differences.difference_chart(rows, m.lang, texts=[m.called[name] for name in rows["name"]])


def arrivals_fitted(m):
    kinds = [
        SimpleNamespace(cls=name, days="weekday", rate=rate, low=0.8 * rate, high=1.2 * rate, n=2400)
        for name in m.names
        for rate in [m.values(24, 0.01)]
    ]
    return calibration.arrivals_fitted(SimpleNamespace(classes=m.names, arrivals=kinds), m.lang)


def quantiles_fitted(m):
    law = {"cls": "*", "family": "gamma", "written": (60.0, 0.5), "quantiles": np.linspace(10.0, 300.0, 101)}
    law |= {"n": 400, "fits": 0.23}
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


def frontier_chart(m):
    more = {"wait": of("mean"), "wait_low": of("low"), "wait_high": of("high"), "best": one_of([True, False])}
    more |= {f"missed{end}": of("mean", 0.005) for end in ("", "_low", "_high")}
    points = m.rows("name", more, points=1).assign(name=list(m.called.values()))
    return frontier.frontier_chart(points, m.lang, unit="s", missed=LONG)


def playbook_chart(m):
    rules = m.rows("name", {"saved": of("mean"), "standing": one_of(list(playbook.LOOK))}, points=1)
    return playbook.playbook_chart(rules, m.lang, texts=list(m.called.values()))


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


def bands_chart(m):
    level = m.values(24)
    ways = {"number": 4, "profile": level, "spread": 0.1 * level, "simulated": level}
    bands = [Bands("queue", name, "weekday", low=0.9 * level, high=1.1 * level, **ways) for name in m.names]
    return validation.bands_chart(bands, m.lang)


def forecasts(m):
    ranks = tuple(int(1000 * each) for each in np.nan_to_num(m.values(10)))
    measures = "arrivals", "queue", "served", "time_in_port", "wait"
    return [Forecast(one, name, 24, 0.9, 0.0, 1.0, 1.0, 0.0, ranks) for name in m.names for one in measures]


def ranks_chart(m):
    return validation.ranks_chart(forecasts(m), m.lang)


def coverage_chart(m):
    return validation.coverage_chart(forecasts(m), m.lang)
