"""What a log was made with: the parameters of the scenario, and the measures of the visits; in minutes."""

from datetime import timedelta

import numpy as np
import pandas as pd

from twin.calibrate.synth.laws import moments
from twin.calibrate.visited import DAY, visits_of
from twin.model.calendar import open_intervals, servers_on_duty
from twin.model.serving import kinds_of_server, move_up, work
from twin.plan.arrivals import windows
from twin.plan.processes.profile import ProfileDays

MINUTE, HOUR = 60.0, 3600.0
WEEKEND = 5  # Saturday, counted from Monday
EXIT = "EXIT"
COUNTED = 10  # other replications, over which is counted what the scenario does not say as a number
DAY_TYPES = ("weekday", "weekend")


def parameters(scenario, plan, days):
    """arrivals_per_hour, service, servers and routing of a scenario."""
    others = pd.concat(
        [visits_of(plan, number, until=days * DAY).assign(log=number) for number in range(1, COUNTED + 1)],
        ignore_index=True,
    )
    return {
        "arrivals_per_hour": arrivals(scenario, plan, days),
        "service": services(scenario, others),
        "servers": servers(scenario, others, days),
        "routing": routing(others),
    }


def day_types(scenario, days):
    """[day] 0 for a weekday, 1 for Saturday or Sunday."""
    first = scenario.experiment.start.date()
    return np.array([int((first + timedelta(days=day)).weekday() >= WEEKEND) for day in range(days)])


def arrivals(scenario, plan, days):
    """{class: {day type: [hour] how many come}}, on average over the days."""
    by_hour = np.zeros((len(plan.names.classes), days * 24))
    counted = []
    for i, source in enumerate(plan.sources):
        shares = np.diff([share for _, share in source.mix], prepend=0.0)
        if isinstance(source.process, ProfileDays):
            rate = np.concatenate([_of_a_day(source.process, day) for day in range(days)])
            for (cls, _), share in zip(source.mix, shares, strict=True):
                by_hour[cls] += share * rate
        else:
            counted.append(i)
    if counted:
        by_hour += _counted(plan, counted, days)
    kinds = day_types(scenario, days)
    shaped = by_hour.reshape(len(by_hour), days, 24)
    return {
        name: {
            kind: [round(float(x), 6) for x in shaped[cls, kinds == number].mean(axis=0)]
            for number, kind in enumerate(DAY_TYPES)
            if (kinds == number).any()
        }
        for cls, name in enumerate(plan.names.classes)
        if shaped[cls].sum() > 0
    }


def _of_a_day(process, day):
    """[hour] how many a profile lets come on a day, on average."""
    shares = np.diff(process.shape.until(HOUR * np.arange(25)))
    opening = np.zeros(24)
    opening[min(int(process.shape.opening // HOUR), 23)] = process.waiting
    return process.volume * process.factors[day] * ((1 - process.waiting) * shares + opening)


def _counted(plan, sources, days):
    """[class, hour] how many of these sources came, on average over the other replications."""
    flows = {plan.sources[i].flow for i in sources}
    found = np.zeros((len(plan.names.classes), days * 24))
    for number in range(1, COUNTED + 1):
        for rows, _ in windows(plan, number):
            is_seen = (rows["time"] >= 0) & (rows["time"] < days * DAY)
            rows = rows[np.isin(rows["flow"], list(flows)) & is_seen]
            np.add.at(found, (rows["cls"], (rows["time"] // HOUR).astype(int)), 1 / COUNTED)
    return found


def services(scenario, visits):
    """{station: {class, or * for all alike: [mean, cv, family]}}."""
    found = {}
    for station, rows in visits.groupby("station", sort=False):
        by_class = {cls: _service(scenario, station, cls, each) for cls, each in rows.groupby("cls")}
        is_one = len({tuple(one) for one in by_class.values()}) == 1
        found[station] = {"*": next(iter(by_class.values()))} if is_one else by_class
    return found


def _service(scenario, station, cls, rows):
    """Mean, cv and family as the scenario says them; counted where it is not one law on its own."""
    thing = scenario.layout.stations[station]
    laws = [work(scenario, thing, cls, model) for model in kinds_of_server(thing)]
    is_bare = not (move_up(scenario, thing) or thing.depends_on or thing.breakdown or thing.needs)
    if is_bare and len(laws) == 1 and len(laws[0]) == 1:
        mean, cv = moments(laws[0][0].law)
        return [round(mean / MINUTE, 6), round(cv, 6), laws[0][0].law.family]
    took = (rows["ended"] - rows["started"]) / MINUTE
    return [round(float(took.mean()), 6), round(float(took.std() / took.mean()), 6), "counted"]


def servers(scenario, visits, days):
    """{station: how many servers on a weekday: a number, or by ranges of hours}."""
    found, kinds = {}, day_types(scenario, days)
    for station in visits["station"].unique():
        opens = open_intervals(scenario, scenario.layout.stations[station].hours)
        duty = servers_on_duty(scenario, station, opens)
        times, numbers = np.array([time for time, _ in duty]), [int(number) for _, number in duty]
        middle = (np.arange(days * 24) + 0.5) * HOUR
        level = np.array(numbers)[np.searchsorted(times, middle, side="right") - 1].reshape(days, 24)
        usual = level[kinds == 0] if (kinds == 0).any() else level
        found[station] = _in_ranges([int(np.median(hour)) for hour in usual.T])
    return found


def _in_ranges(by_hour):
    """{'00-06': 2, ...}, or one number where it never changes."""
    edges = [hour for hour in range(24) if hour == 0 or by_hour[hour] != by_hour[hour - 1]]
    if len(edges) == 1:
        return by_hour[0]
    ends = [*edges[1:], 24]
    return {f"{a:02d}-{b:02d}": by_hour[a] for a, b in zip(edges, ends, strict=True)}


def routing(visits):
    """{class: {station: {next station or EXIT: share}}}, counted over the other replications."""
    same = visits.groupby(["log", "case"], sort=False)["station"]
    after = same.shift(-1).fillna(EXIT)
    count = visits.assign(after=after).groupby(["cls", "station", "after"], sort=False).size()
    share = count / count.groupby(level=[0, 1]).transform("sum")
    found = {}
    for (cls, station, then), part in share.items():
        found.setdefault(cls, {}).setdefault(station, {})[then] = round(float(part), 6)
    return found


def travel(visits):
    """Mean and cv of the minutes from the end of a visit to the joining of the next; 0 if there are none."""
    then = visits.groupby("case")["joined"].shift(-1)
    away = ((then - visits["ended"]).dropna() / MINUTE).to_numpy()
    if not len(away) or away.max() < 1e-6:
        return 0.0
    mean = away.mean()
    return {"mean": round(float(mean), 6), "cv": round(float(away.std() / mean), 6), "family": "counted"}


def kpi(visits):
    """Measures of the visits of the log: cases, cycle times, waits by station."""
    by_case = visits.groupby("case")
    cycle = ((by_case["ended"].max() - by_case["joined"].min()) / MINUTE).to_numpy()
    wait = ((visits["started"] - visits["joined"]) / MINUTE).groupby(visits["station"])
    return {
        "cases": len(cycle),
        "cycle_time_mean": float(cycle.mean()),
        "cycle_time_p50": float(np.quantile(cycle, 0.5)),
        "cycle_time_p90": float(np.quantile(cycle, 0.9)),
        "wait_mean": {name: float(value) for name, value in wait.mean().items()},
        "wait_p90": {name: float(value) for name, value in wait.quantile(0.9).items()},
    }
