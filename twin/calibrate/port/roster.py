"""Who serves when at a calibrated port: shifts of the stations whose number of servers changes."""

import math

from twin.calibrate.port.quantities import RECORDS, measured, supposed
from twin.calibrate.recorded import WEEKDAY, WEEKEND
from twin.calibrate.rosters.steps import steps_of
from twin.calibrate.why import Why

OF_DAYS = {WEEKDAY: "mon to fri", WEEKEND: "sat to sun"}
WHO = "who was busy, and who waited meanwhile"
TOLD = f"{RECORDS} {WHO}"
ABOVE = 1.5  # times as many, where nobody had to wait and the records have no end above: an assumption


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


def shifts_of(made, same, source=TOLD):
    """(name, shift) of each run of hours with one number of servers."""
    for group in steps_of(made.number):
        if not made.number[group[0]]:  # closed: no shift
            continue
        first, end = int(group[0]), (int(group[-1]) + 1) % 24 or 24
        parts = [(first, end)] if first < end else [(first, 24), (0, end)]
        for begin, stop in parts:
            name = f"from_{begin:02d}" if same else f"{made.days}_{begin:02d}"
            shift = {"hours": f"{begin:02d}:00-{stop:02d}:00", "size": number_at(made, begin, source)}
            yield name, shift if same else {**shift, "days": OF_DAYS[made.days]}


def number_at(made, hour, source):
    """How many serve in an hour, with the range in which it is believed; `source` is whatever tells."""
    number, low, high = made.number[hour], made.low[hour], made.high[hour]
    if made.assumed:
        return supposed(f"{number:.0f}", (f"{low:.0f}", f"{high:.0f}"), made.assumed)
    if not math.isfinite(high):
        most = max(number + 1, round(ABOVE * number))
        text = Why("nobody had to wait while {n:.0f} were busy", n=number)
        return supposed(f"{number:.0f}", (f"{number:.0f}", f"{most:.0f}"), text)
    within = (f"{min(low, number):.0f}", f"{max(high, number):.0f}") if low < high else None
    return measured(f"{number:.0f}", source, within)


def most_of(servers, source=TOLD):
    """The largest number of any hour, with its range: that of a station whose number never changes."""
    made, hour = max(
        ((made, hour) for made in servers for hour in range(len(made.number))),
        key=lambda each: each[0].number[each[1]],
    )
    return number_at(made, hour, source)
