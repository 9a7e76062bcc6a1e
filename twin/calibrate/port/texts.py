"""The trees of a calibrated port: what stands in its layout, demand, roster, policy and experiment."""

import math
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from twin.calibrate.port.itinerary import way_of
from twin.calibrate.port.naming import does, names_of
from twin.calibrate.port.quantities import law, measured, percent, seconds
from twin.calibrate.rosters.steps import steps_of

DAY, HOUR = 86400.0, 3600.0
CLOSED = {"weekday": ("sat", "sun"), "weekend": ("mon", "tue", "wed", "thu", "fri")}
OF_DAYS = {"weekday": "mon to fri", "weekend": "sat to sun"}
RECORDS = "S1"


def missing(fit):
    """What a layout cannot be without, and the records do not tell; nothing is put in its place."""
    served = {law.station for law in fit.services}
    manned = {made.station for made in fit.servers}
    met = {way for route in fit.routes for way in route.next} & set(fit.stations)
    lacking = [f"how long services take at {name}" for name in fit.stations if name in met - served]
    lacking += [f"how many serve at {name}" for name in fit.stations if name in met - manned]
    return lacking + ([] if fit.arrivals else ["how many arrive, hour by hour"])


def trees_of(fit, label):
    """{section: tree} of the port of a Fit, and the experiment of a week."""
    names = {**names_of(fit.stations, "station"), **names_of(fit.classes, "class")}
    classes = [cls for cls in fit.classes if any(made.cls == cls for made in fit.arrivals)]
    ways = {cls: way_of(cls, fit, names) for cls in classes}
    channels = {name: case for way in ways.values() for name, case in way.channels.items()}
    return {
        "layout": layout_of(fit, names, ways, label),
        "demand": demand_of(fit, names),
        "roster": roster_of(fit, names),
        "policy": {"channels": channels},
        "experiment": week_of(fit, label),
    }


def layout_of(fit, names, ways, label):
    first, last = (datetime.fromtimestamp(t, UTC).strftime("%Y-%m-%d %H:%M") for t in fit.window)
    note = (
        f"Calibrated from records of {first} to {last} UTC: {fit.kpi.cases} journeys, data {fit.digest[:12]}."
    )
    flows = {}
    for made in fit.arrivals:
        steps = ways[made.cls].steps
        flows[f"{names[made.cls]}_{made.days}"] = {"classes": names[made.cls], "steps": steps}
    observed = {
        f"{names[each.station]}_{names.get(each.cls, 'all')}": [
            seconds(value) for value in (each.quantiles[1:] + each.quantiles[:-1]) / 2
        ]
        for each in fit.services
        if each.family in ("observed", "mixture")
    }
    return {
        "about": {"label": {"zh": label, "en": label}, "note": note, "unmarked": f"source {RECORDS}",
                  "time_zone": offset_of(fit)},
        "sources": {RECORDS: f"the port's own records, {first} to {last} UTC, {fit.kpi.cases} journeys"},
        "classes": {names[made]: {"label": {"zh": made, "en": made}} for made in ways},
        "stations": {
            names[each]: station_of(each, fit, names) for each in fit.stations if is_met(each, fit)
        },
        "exits": {"out": {"label": {"zh": "离境", "en": "way out"}}},
        **({"observed": observed} if observed else {}),
        "flows": flows,
    }  # fmt: skip


def is_met(station, fit):
    return any(station in route.next for route in fit.routes)


def offset_of(fit):
    """The clock of the port as the language writes it: hours ahead of UTC at the end of the records."""
    shift = datetime.fromtimestamp(fit.window[1], ZoneInfo(fit.zone)).utcoffset() or timedelta(0)
    minutes = int(shift.total_seconds() // 60)
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def station_of(station, fit, names):
    laws = {each.cls: each for each in fit.services if each.station == station}
    texts = {
        names.get(cls, "other"): service_text(each, f"{names[station]}_{names.get(cls, 'all')}")
        for cls, each in laws.items()
    }
    if len(texts) > len(fit.classes):
        del texts["other"]  # every class has its own
    most = max(made.number.max() for made in fit.servers if made.station == station)
    times = texts["other"] if list(texts) == ["other"] else texts
    proven = all(np.isfinite(made.high).all() for made in fit.servers if made.station == station)
    told = "most that were busy at once" if not proven else "who was busy, and who waited meanwhile"
    return {
        "label": {"zh": station, "en": station},
        "does": does(station),
        "servers": measured(f"{most:.0f}", f"{RECORDS} {told}"),
        "service_time": times,
    }


def service_text(each, name):
    source = f"{RECORDS} {each.n} services"
    within = (seconds(each.mean_within[0]), seconds(each.mean_within[1]))
    mean, cv = each.written if each.written[0] else (each.mean, each.cv)
    drawn = each.family in ("observed", "mixture")
    return measured(law(each.family, mean, cv, name), source, None if drawn else within)


def demand_of(fit, names):
    """A flow for each class and type of day, which does not come on the other days."""
    flows, profiles = {}, {}
    alone = {made.cls for made in fit.arrivals} - {m.cls for m in fit.arrivals if m.days == "weekend"}
    for made in fit.arrivals:
        if made.days not in CLOSED:
            continue
        name = f"{names[made.cls]}_{made.days}"
        total = float(made.rate.sum() * HOUR)
        extra = math.sqrt(max(0.0, made.dispersion - 1.0) / total) if made.dispersion > 1.0 else 0.0
        believed = is_more(made)
        flow = {
            "arrives": "profile", "profile": name,
            "volume": measured(f"{total:.4g}/d", f"{RECORDS} {made.n} arrivals in {made.observed:.1f} days"),
        }  # fmt: skip
        if believed and extra > 0:
            flow["dispersion"] = measured(
                percent(extra), f"{RECORDS} numbers of days differ more than by chance"
            )
        if made.platoon > 1.0:
            flow["platoon"] = f"geometric mean {made.platoon:.3g}"
            flow["platoon_gap"] = seconds(made.platoon_gap)
        flows[name] = flow
        profiles[name] = {"hours": by_hour(made.rate)}
        if made.cls not in alone:
            profiles[name]["weekdays"] = dict.fromkeys(CLOSED[made.days], 0)
    return {"flows": flows, "profiles": profiles}


def is_more(made):
    """Whether days differ by more than chance: beyond the 95 % that chance reaches with so many days."""
    return made.dispersion > 1.0 + 1.645 * math.sqrt(2.0 / max(made.observed, 1.0))


def by_hour(rate):
    """Weights of the hours, 1 on average."""
    weights = rate / max(rate.mean(), 1e-300)
    return {f"{hour:02d}-{hour + 1:02d}": f"{weight:.4g}" for hour, weight in enumerate(weights)}


def roster_of(fit, names):
    """Shifts of the stations whose number of servers changes."""
    shifts = {}
    for station in fit.stations:
        of = [made for made in fit.servers if made.station == station]
        if len({value for made in of for value in made.number}) < 2:
            continue
        same = len(of) < 2 or (of[0].number == of[1].number).all()
        shifts[names[station]] = {
            name: shift for made in (of[:1] if same else of) for name, shift in shifts_of(made, same)
        }
    return {"shifts": shifts}


def shifts_of(made, same):
    """(name, shift) of each run of hours with one number of servers."""
    for group in steps_of(made.number):
        if not made.number[group[0]]:  # closed: no shift
            continue
        first, end = int(group[0]), (int(group[-1]) + 1) % 24 or 24
        parts = [(first, end)] if first < end else [(first, 24), (0, end)]
        for begin, stop in parts:
            name = f"from_{begin:02d}" if same else f"{made.days}_{begin:02d}"
            size = measured(f"{made.number[begin]:.0f}", f"{RECORDS} who was busy, and who waited meanwhile")
            shift = {"hours": f"{begin:02d}:00-{stop:02d}:00", "size": size}
            yield name, shift if same else {**shift, "days": OF_DAYS[made.days]}


def week_of(fit, label):
    """A week from Monday on, of the time of the records, after a day of warm-up."""
    begin = datetime.fromtimestamp(fit.window[0], ZoneInfo(fit.zone))
    sunday = (begin - timedelta(days=(begin.weekday() + 1) % 7)).strftime("%Y-%m-%d 00:00")
    return {
        "label": {"zh": f"{label} 一周", "en": f"a week of {label}"},
        "start": sunday, "horizon": "8 d", "warm_up": "1 d", "replications": "20", "seed": str(fit.seed),
    }  # fmt: skip
