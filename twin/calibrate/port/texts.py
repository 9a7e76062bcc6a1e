"""The trees of a calibrated port: what stands in its layout, demand, roster, policy and experiment."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from twin.calibrate.assuming.assuming import whole
from twin.calibrate.port.demand import demand_of
from twin.calibrate.port.itinerary import way_of
from twin.calibrate.port.naming import does, names_of
from twin.calibrate.port.quantities import RECORDS, breakdown_text, law, law_within, seconds
from twin.calibrate.port.roster import most_of, roster_of


def trees_of(fit, label):
    """{section: tree} of the port of a Fit and what is assumed beside it, and the experiment of a week."""
    fit = whole(fit)
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
    flows = {
        f"{names[made.cls]}_{made.days}": {"classes": names[made.cls], "steps": ways[made.cls].steps}
        for made in fit.arrivals
    }
    parts = {name: steps for way in ways.values() for name, steps in way.parts.items()}
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
        **({"parts": parts} if parts else {}),
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
    failing = {each.station: each for each in fit.breakdowns}.get(station)
    broken = {"breakdown": breakdown_text(failing, f"{RECORDS} {failing.n} failures")} if failing else {}
    return {
        "label": {"zh": station, "en": station},
        "does": does(station),
        **broken,
        "servers": most_of([made for made in fit.servers if made.station == station]),
        "service_time": texts["other"] if list(texts) == ["other"] else texts,
    }


def service_text(each, name):
    mean, cv = each.written if each.written[0] else (each.mean, each.cv)
    return law_within(law(each.family, mean, cv, name), each, f"{RECORDS} {each.n} services")


def week_of(fit, label):
    """A week from Monday on, of the time of the records, after a day of warm-up."""
    begin = datetime.fromtimestamp(fit.window[0], ZoneInfo(fit.zone))
    sunday = (begin - timedelta(days=(begin.weekday() + 1) % 7)).strftime("%Y-%m-%d 00:00")
    return {
        "label": {"zh": f"{label} 一周", "en": f"a week of {label}"},
        "start": sunday, "horizon": "8 d", "warm_up": "1 d", "replications": "20", "seed": str(fit.seed),
    }  # fmt: skip
