"""Random things: classes, stations, pools, stocks, zones, links and rosters, before any step."""

from typing import NamedTuple

from twin.study.generated import duty
from twin.study.generated.claims import claims, some_pools
from twin.study.generated.dice import (
    GRID,
    between,
    fixed,
    fresh,
    law,
    one_in,
    pick,
    share,
    shares,
    some,
)
from twin.study.generated.troubles import breakdown, condition, sent_for

CLASSES = ("car", "truck", "wagon")
CONVOY = "convoy"  # a class that nobody arrives as
EXITS = ("inland", "abroad")
COLOURS = ("red", "blue", "grey")
CHOICES = ("shortest_queue", "least_work", "preference")
DISCIPLINES = ("priority", "last_come", "shortest_service", "earliest_due")
ENDS_OF_SHIFT = ("finish", "pause", "hand_over")
LONGEST = 10  # metres that the longest class takes, gap included


class Ground(NamedTuple):
    """What the steps of a random port can refer to."""

    classes: dict
    places: dict
    links: dict
    stations: dict
    zones: dict
    pools: dict
    sizes: dict  # [pool] most units there ever are; not of a reusable one
    shifts: dict
    calendars: dict
    quotas: dict
    slots: dict
    permissions: dict
    stocks: dict
    marks: tuple
    equipment: dict
    conditions: dict
    matches: dict  # filled as those who meet come up in paths


def ground(dice):
    """All things of a port, before it has steps."""
    classes = {name: _class(dice, name) for name in CLASSES[: between(dice, 1, 3)]}
    calendars = {name: {"hours": hours(dice)} for name in ("day", "late")[: dice.choose(3)]}
    pools, sizes, shifts = some_pools(dice, hours=hours)
    places = {f"place{i}": [f"{200 * i} m", "0 m"] for i in range(dice.choose(4))}
    if places and one_in(dice, 3):
        pools["mover"] = {"size": between(dice, 1, 2), "at": pick(dice, list(places)), "speed": "1 m/s"}
    stocks = _stocks(dice, tuple(calendars))
    bare = Ground(
        classes, places, _links(dice, tuple(places)), {}, {}, pools, sizes, shifts, calendars, {}, {}, {},
        stocks,
        tuple(stock["only_when"] for stock in stocks.values() if "only_when" in stock), {}, {}, {},
    )  # fmt: skip
    bare = bare._replace(
        equipment={f"model{i}": _equipment(dice, bare) for i in range(dice.choose(3))},
        conditions={f"condition{i}": condition(dice, bare) for i in range(dice.choose(3))},
    )
    stations = {f"station{i}": _station(dice, bare) for i in range(between(dice, 1, 6))}
    return bare._replace(
        stations=stations,
        shifts=shifts | duty.shifts(dice, stations, hours),
        zones={f"zone{i}": _zone(dice, bare) for i in range(dice.choose(3))},
        quotas={f"quota{i}": _quota(dice) for i in range(dice.choose(2))},
        slots={f"slot{i}": _slot(dice) for i in range(dice.choose(3))},
        permissions={f"permission{i}": _permission(dice) for i in range(dice.choose(3))},
    )


def _class(dice, name):
    out = {"length": f"{between(dice, 1, 4) * 2} m", "carries": f"{10 * dice.choose(4)} t"}
    out["size"] = pick(dice, [2, 3, 6, "1 to 3"])
    if one_in(dice, 3):
        out["promise"] = fixed(dice, least=1)
    return out | {"attributes": {"colour": shares(dice, COLOURS)}}


def hours(dice):
    """Opening hours that change on whole minutes; the first begin within a quarter of an hour."""
    first = between(dice, 0, 15)
    cuts = sorted({first, *(first + between(dice, 1, 60) for _ in range(3))})
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    return " and ".join(f"{_clock(a)}-{_clock(b)}" for a, b in spans)


def _clock(minutes):
    return f"{8 + minutes // 60:02d}:{minutes % 60:02d}"


def _stocks(dice, calendars):
    out = {}
    for i in range(dice.choose(3)):
        stock = {"holds": f"{between(dice, 3, 20) * 10} t", "drain": f"{between(dice, 0, 20) * 10} t/h"}
        if one_in(dice, 3):
            stock["only_when"] = f"mark{i}"
        if calendars and one_in(dice, 3):
            stock["hours"] = pick(dice, calendars)
        if one_in(dice, 3):
            stock["starts_with"] = f"{between(dice, 0, 3) * 10} t"
        out[f"stock{i}"] = stock
    return out


def _links(dice, places):
    out = {}
    for a, b in zip(places, places[1:], strict=False):
        link = {"from": a, "to": b, "length": f"{GRID_METRES * between(dice, 1, 6)} m", "speed": "1 m/s"}
        link["storage"] = pick(
            dice, ["unlimited", f"{LONGEST} m", f"{3 * LONGEST} m", f"{5 * LONGEST + 1} m"]
        )
        out[fresh(dice, "link")] = link | {"both_ways": True}
    return out


GRID_METRES = 30  # at 1 m/s a whole number of grid steps


def _zone(dice, port):
    zone = {"holds": pick(dice, ["unlimited", "1", "2", "3", f"{LONGEST} m", f"{3 * LONGEST} m"])}
    return zone | {"area": "7 m2"} | ({"at": pick(dice, list(port.places))} if port.places else {})


def _quota(dice):
    return {"count": between(dice, 1, 9), "per": f"{between(dice, 1, 6) * 5} min", "resets": "00:00"}


def _slot(dice):
    """Departures that come within the shortest horizon, some of them at its first instant."""
    out = {"takes": between(dice, 1, 4)}
    if one_in(dice, 2):
        times = sorted({between(dice, 0, 19), *(between(dice, 0, 90) for _ in range(3))})
        return out | {"at": [_clock(minute) for minute in times]}
    return out | {"every": f"{GRID * between(dice, 1, 30)} s", "first": _clock(dice.choose(2))}


def _permission(dice):
    names = ("at_once", "later", "held")[: between(dice, 1, 3)]
    cases = {name: {"share": said, "after": law(dice)} for name, said in shares(dice, names).items()}
    return {"counted_from": pick(dice, ["arrival", "asking"]), "cases": cases}


def _station(dice, port):
    out = _work(dice, port) | {"area": "3 m2"}
    if port.places and not one_in(dice, 4):
        out["at"] = pick(dice, list(port.places))
    if one_in(dice, 2):
        out["waiting_room"] = pick(dice, ["0", "1", "2", "5", "0 m", f"{LONGEST} m", f"{4 * LONGEST} m"])
    if one_in(dice, 3):
        out["move_up"] = fixed(dice)
    if port.sizes and one_in(dice, 3):
        out["needs"] = claims(dice, port, sent_for(port, out))
    if "mover" in port.pools and "at" in out and one_in(dice, 3):
        out["needs"] = out.get("needs", {}) | {"mover": 1}
    if port.conditions and one_in(dice, 2):
        out["depends_on"] = some(dice, list(port.conditions), least=1)
    if port.stocks and one_in(dice, 3):
        out["fills"] = pick(dice, list(port.stocks))
    for question in ("alarm", "fails"):
        if one_in(dice, 3):
            out[question] = by_class(dice, tuple(port.classes), share)
    if port.calendars and one_in(dice, 2):
        out |= {"hours": pick(dice, list(port.calendars)), "end_of_shift": pick(dice, ENDS_OF_SHIFT)}
    out |= _servers(dice, port, out)
    out |= _discipline(dice, out) if one_in(dice, 2) else {}
    return out | duty.batch(dice, port, out)


def _discipline(dice, station):
    """Who is next; a service can be interrupted where it is of a server alone."""
    alone = not station.keys() & {"needs", "fills"} and station["servers"] != "unlimited"
    return {"discipline": pick(dice, [*DISCIPLINES, *(["preemptive"] * 4 if alone else [])])}


def _work(dice, port):
    """What a service takes: one duration, tasks, or what the equipment says."""
    if len(port.equipment) > 1 and one_in(dice, 3):
        # Unlike servers side by side: each brings its own service time and breakdowns.
        return {"servers": {name: between(dice, 1, 2) for name in port.equipment}}
    if port.equipment and one_in(dice, 4):
        return {"model": pick(dice, list(port.equipment))}
    if one_in(dice, 5):
        tasks = {fresh(dice, "task"): _task(dice, port) for _ in range(between(dice, 1, 3))}
        return {"tasks": tasks, "tasks_run": pick(dice, ["one_after_another", "side_by_side"])}
    return {"service_time": by_class(dice, tuple(port.classes), law)}


def _task(dice, port):
    return {"service_time": by_class(dice, tuple(port.classes), law), "move_up": fixed(dice)}


def _servers(dice, port, station):
    if "servers" in station:
        return {}
    if one_in(dice, 8):
        return {"servers": "unlimited"}
    number = between(dice, 1, 3)
    out = {"servers": number}
    if number > 1 and one_in(dice, 3):
        out["queue"] = "lanes"
        if one_in(dice, 2):
            out["reserved"] = {pick(dice, list(port.classes)): 1}
        if one_in(dice, 2):
            out |= {"lane_rule": pick(dice, CHOICES[1:]), "jockeys": True}
    if one_in(dice, 3):
        out["breakdown"] = breakdown(dice, port, tuple(station.get("needs", ())))
    return out


def _equipment(dice, port):
    out = {"does": "service", "service_time": by_class(dice, tuple(port.classes), law)}
    if one_in(dice, 2):
        out["breakdown"] = breakdown(dice, port)
    return out


def by_class(dice, classes, draw):
    """One value, or one by class."""
    if one_in(dice, 3):
        named = some(dice, classes, least=1)
        return {name: draw(dice) for name in named} | {"other": draw(dice)}
    return draw(dice)


def exits():
    """Where entities leave to."""
    return {name: {} for name in EXITS}
