"""What is odd about a scenario before it is run: one rule one function, each finding with its way out."""

from typing import NamedTuple

import numpy as np

from twin.plan.compile import compile_plan
from twin.study.blocking import circles
from twin.study.loads import loads, ratio_by_hour

ERROR, WARNING, NOTE = "error", "warning", "note"
TIGHT = 0.85  # of the open hours: beyond it queues grow out of proportion
TOLD = 6  # names in one finding


class Said(NamedTuple):
    """A text in both languages."""

    en: str
    zh: str


class Finding(NamedTuple):
    """One odd thing: where, how bad, what, and what would help."""

    rule: str
    path: str
    severity: str
    text: Said
    way_out: Said


class View(NamedTuple):
    """What the rules look at."""

    scenario: object
    plan: object
    loads: dict  # [(kind, name)] Load


def lint(scenario):
    """Every Finding of every rule, the worst first."""
    plan = compile_plan(scenario)
    view = View(scenario, plan, loads(plan)[0])
    found = [finding for rule in RULES for finding in rule(view)]
    order = (ERROR, WARNING, NOTE)
    return sorted(found, key=lambda finding: (order.index(finding.severity), RULE_NAMES.index(finding.rule), finding.path))


def overloaded(view):
    """Things with more work than open hours over the whole horizon, or nearly so."""
    for (kind, name), load in view.loads.items():
        work, offered = load.work.sum(), load.offered.sum()
        if kind == "stock" or not work > TIGHT * offered or np.isinf(offered):
            continue
        used = f"{100 * work / offered:.0f} %" if offered > 0 else "∞"
        severity = ERROR if work > offered else WARNING
        yield Finding("overloaded", _path(kind, name), severity, *_overload_words(kind, name, used))


def _overload_words(kind, name, used):
    if kind == "quota":
        return (
            Said(f"{used} of what {name} releases is asked for", f"{name} 的放行量需求为 {used}"),
            Said("raise its count, or expect a queue that stays", "提高放行量，否则排队将持续存在"),
        )
    return (
        Said(f"the work that comes to {name} is {used} of its open hours", f"{name} 的工作量为开放时间的 {used}"),
        Said(
            "more servers or people, longer hours, a shorter service, or fewer visits",
            "增加通道或人员、延长开放时间、缩短作业时间，或减少到访量",
        ),
    )


def full_in_the_design_hour(view):
    """Things that cannot take what comes in their fullest hour, though they can over the day."""
    for (kind, name), load in view.loads.items():
        if kind in ("quota", "stock") or load.work.sum() > load.offered.sum():
            continue
        by_hour = ratio_by_hour(load)
        hour, ratio = int(by_hour.argmax()), by_hour.max()
        if ratio <= 1.0:
            continue
        yield Finding(
            "design_hour",
            _path(kind, name),
            WARNING,
            Said(
                f"in hour {hour} from the start {ratio:.2f} times as much work comes to {name} as it can do",
                f"自开始起第 {hour} 小时，{name} 的到达工作量为其能力的 {ratio:.2f} 倍",
            ),
            Said("a queue builds up and takes hours to clear; open more at that time", "将形成排队并需数小时消散；该时段应增开"),
        )


def piles_that_overflow(view):
    """Stocks that more comes to than leaves, until they are full."""
    for name, stock in view.scenario.layout.stocks.items():
        load = view.loads.get(("stock", name))
        if load is None:
            continue
        most = stock.starts_with + np.cumsum(load.work - load.offered).max(initial=0.0)
        if most > stock.holds:
            yield Finding(
                "stock_overflows",
                _path("stock", name),
                WARNING,
                Said(f"{name} would have to hold {most / 1e6:.1f} kt, it holds {stock.holds / 1e6:.1f} kt",
                     f"{name} 需容纳 {most / 1e6:.1f} 千吨，现容量 {stock.holds / 1e6:.1f} 千吨"),
                Said("a stronger drain, or more room", "加快外运或扩大堆场"),
            )  # fmt: skip


def rooms_too_short(view):
    """Rooms in metres that are shorter than one of those that come there."""
    longest = int(view.plan.arrays.cls["size"].max(initial=0))
    for station, row in enumerate(view.plan.arrays.station):
        point = view.plan.names.points[station]
        if not row["metric"] or row["room"] >= longest or (row["room"] == 0 and not row["holds_all"]):
            continue
        yield Finding(
            "room_too_short",
            _path(*point[:2]),
            WARNING,
            Said(f"{row['room'] / 1000:g} m at {point.name} are shorter than the longest class, {longest / 1000:g} m",
                 f"{point.name} 的 {row['room'] / 1000:g} 米短于最长车型 {longest / 1000:g} 米"),
            Said("lengthen it, or write 0 where nobody may wait", "加长，或在不许等候处写 0"),
        )  # fmt: skip


def rooms_that_spill_back(view):
    """Waiting rooms that the queue of the fullest hours outgrows, by a fluid that waits nowhere else."""
    rooms = {}
    for station, row in enumerate(view.plan.arrays.station):
        point = view.plan.names.points[station]
        if point.kind == "station" and row["room"] < 1 << 50:
            rooms.setdefault((point.name, int(row["metric"])), []).append(int(row["room"]))
    size = float(view.plan.arrays.cls["size"].mean())
    for (name, metric), room in rooms.items():
        load = view.loads["station", name]
        queue = _fluid_queue(load)
        holds = sum(room) / size if metric and size > 0 else sum(room)
        if queue > max(holds, 1.0):
            yield Finding(
                "spills_back",
                _path("station", name),
                NOTE,
                Said(f"some {queue:.0f} may wait at {name}, there is room for {holds:.0f}: the queue reaches upstream",
                     f"{name} 排队约 {queue:.0f}，仅可容纳 {holds:.0f}，队列将回溢至上游"),
                Said("a longer waiting room, or more servers in these hours", "加长候检区，或在该时段增开通道"),
            )  # fmt: skip


def _fluid_queue(load):
    """The most that wait if work flows in and out evenly within each hour."""
    visits, work = load.visits.sum(), load.work.sum()
    if work <= 0 or visits <= 0:
        return 0.0
    waiting = most = 0.0
    for coming, offered in zip(load.work, load.offered, strict=True):
        waiting = max(0.0, waiting + coming - offered)
        most = max(most, waiting)
    return most * visits / work


def circles_that_jam(view):
    """Places with limited room that wait for each other in a circle."""
    for circle in circles(view.plan):
        names = " → ".join([*circle, circle[0]])
        yield Finding(
            "may_jam",
            _path("station", circle[0]) if circle[0] in view.scenario.layout.stations else f"layout.links.{circle[0]}",
            WARNING,
            Said(f"{names}: if all of them are full, nobody can move", f"{names}：若全部占满则互相堵死"),
            Said("give one of them an unlimited waiting room, or separate the ways", "使其中一处候检区不设上限，或分开行车路线"),
        )


def never_visited(view):
    """Stations that no entity ever comes to."""
    for name in view.scenario.layout.stations:
        load = view.loads.get(("station", name))
        if load is None or not load.visits.sum() > 0:
            yield Finding(
                "never_visited",
                _path("station", name),
                NOTE,
                Said(f"nobody comes to {name}", f"没有任何流程到访 {name}"),
                Said("add a visit to a flow, a share above 0 %, or remove the station", "在流程中加入到访、设大于 0 % 的比例，或删除该站点"),
            )


def without_origin(view):
    """Values that have neither a source nor a range within which they are assumed."""
    loose = {}
    for row in view.scenario.ledger:
        bare = row.kind == "assumed" and not row.low
        if bare:
            thing, _, field = row.path.rpartition(".")
            loose.setdefault(thing, []).append(field)
    for thing, values in loose.items():
        names = ", ".join(values[:TOLD]) + (", …" if len(values) > TOLD else "")
        yield Finding(
            "without_origin",
            thing,
            NOTE,
            Said(f"neither a source nor a range: {names}", f"既无来源也无假设范围：{names}"),
            Said("write value | source, or value | assumed low to high why", "写作 值 | 来源，或 值 | assumed 下限 to 上限 理由"),
        )


def _path(kind, name):
    return {
        "station": f"layout.stations.{name}",
        "link": f"layout.links.{name.removesuffix(':back')}",
        "pool": f"layout.pools.{name}",
        "zone": f"layout.zones.{name}",
        "quota": f"policy.quotas.{name}",
        "stock": f"layout.stocks.{name}",
    }[kind]


RULES = (
    overloaded, full_in_the_design_hour, piles_that_overflow, rooms_too_short, rooms_that_spill_back, circles_that_jam,
    never_visited, without_origin,
)  # fmt: skip
RULE_NAMES = (
    "overloaded", "design_hour", "stock_overflows", "room_too_short", "spills_back", "may_jam", "never_visited",
    "without_origin",
)  # fmt: skip
