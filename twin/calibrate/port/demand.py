"""What arrives at a calibrated port: a flow for each class and type of day."""

import math
from datetime import date, timedelta

from twin.calibrate.port.quantities import RECORDS, around, measured, percent, seconds, supposed
from twin.calibrate.recorded import HOLIDAY, WEEKDAY, WEEKEND

HOUR = 3600.0
CLOSED = {WEEKDAY: ("sat", "sun"), WEEKEND: ("mon", "tue", "wed", "thu", "fri"), HOLIDAY: ()}
BEGIN, END = date(2000, 1, 1), date(2099, 12, 31)  # before all records and after all runs


def demand_of(fit, names):
    """The flows and profiles of a Fit; those of one type of day do not come on the others.

    A class that was seen on weekdays only comes on all days so, and one seen at weekends only as well.
    """
    flows, profiles = {}, {}
    within = {(p.cls, p.key): (p.low, p.high) for p in fit.parameters if p.kind == "arrivals_a_day"}
    types = {}
    for made in fit.arrivals:
        types.setdefault(made.cls, set()).add(made.days)
    for made in fit.arrivals:
        name = f"{names[made.cls]}_{made.days}"
        flows[name] = flow_of(made, name, within.get((made.cls, made.days)))
        profiles[name] = {"hours": by_hour(made.rate), **days_of(made, types[made.cls], fit.holidays)}
    return {"flows": flows, "profiles": profiles}


def flow_of(made, name, within):
    """How one class arrives on one type of day; `within` is the interval of the number of a day, if known."""
    flow = {"arrives": "profile", "profile": name, "volume": volume_of(made, within)}
    total = float(made.rate.sum() * HOUR)
    extra = math.sqrt(max(0.0, made.dispersion - 1.0) / total) if made.dispersion > 1.0 else 0.0
    if is_more(made) and extra > 0:
        text = f"{RECORDS} numbers of days differ more than by chance"
        flow["dispersion"] = measured(percent(extra), text)
    if made.platoon > 1.0:
        flow["platoon"] = f"geometric mean {made.platoon:.3g}"
        flow["platoon_gap"] = seconds(made.platoon_gap)
    return flow


def volume_of(made, within):
    """The number of a day with its range."""
    total = float(made.rate.sum() * HOUR)
    low, high = around(total, *(within or [float(end.sum() * HOUR) for end in (made.low, made.high)]))
    value, within = f"{total:.4g}/d", (f"{low:.4g}/d", f"{high:.4g}/d")
    if made.assumed:
        return supposed(value, within, made.assumed)
    return measured(value, f"{RECORDS} {made.n} arrivals in {made.observed:.1f} days", within)


def days_of(made, types, holidays):
    """The factors of the days on which others come: of weekdays, and of holidays by date."""
    others = (types & {WEEKDAY, WEEKEND}) - {made.days}
    if made.days == HOLIDAY:
        return {"events": dict.fromkeys(between(holidays), 0)}
    events = dict.fromkeys(holidays, 0) if HOLIDAY in types else {}
    closed = {"weekdays": dict.fromkeys(CLOSED[made.days], 0)} if others else {}
    return {**closed, **({"events": events} if events else {})}


def between(holidays):
    """The days that are none of these, in as few ranges as there are."""
    begin, ranges = BEGIN, []
    for day in [*(date.fromisoformat(day) for day in holidays), END + timedelta(days=1)]:
        if begin < day:
            ranges.append(f"{begin} to {day - timedelta(days=1)}")
        begin = day + timedelta(days=1)
    return ranges


def is_more(made):
    """Whether days differ by more than chance: beyond the 95 % that chance reaches with so many days."""
    return made.dispersion > 1.0 + 1.645 * math.sqrt(2.0 / max(made.observed, 1.0))


def by_hour(rate):
    """Weights of the hours, 1 on average."""
    weights = rate / max(rate.mean(), 1e-300)
    return {f"{hour:02d}-{hour + 1:02d}": f"{weight:.4g}" for hour, weight in enumerate(weights)}
