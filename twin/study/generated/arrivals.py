"""Random ways to arrive, a function a kind: few entities, that often share their instant."""

from twin.study.generated.dice import DRAWN, GRID, between, fixed, law, one_in, pick

MOST_ENTITIES = 40  # of one source
PROFILES = {
    "shape": {"00-08": 0, "08-09": 2, "09-24": 1},
    "curve": {"points": {"00:00": 0, "08:00": 0, "08:30": 2, "09:10": 0.5, "20:00": 1}},
}


def _every(dice, flow, odd):
    arrives = {"arrives": "every", "every": law(dice, least=1), "first": f"{odd!r} s"}
    platoons = _platoons(dice)
    return arrives | {"count": between(dice, 1, MOST_ENTITIES // (4 if platoons else 1))} | platoons


def _recorded(dice, flow, odd):
    """Rows that often share their instant, some with the service times of the steps that come first."""
    visits = [step.get("as", step["visit"]) for step in flow["steps"] if "visit" in step]
    rows, time = [], odd
    for _ in range(between(dice, 1, MOST_ENTITIES)):
        time += GRID * dice.choose(4) if dice.times != DRAWN else dice.choose(2000) / 16
        row = {"time": f"{time!r} s", "class": pick(dice, flow["classes"])}
        if one_in(dice, 2):
            row["service"] = {visit: fixed(dice) for visit in visits}
        rows.append(row)
    return {"arrives": "recorded", "rows": rows} | _at_start(dice)


def _fleet(dice, flow, odd):
    fleet = {"class": pick(dice, flow["classes"]), "size": between(dice, 1, 8), "away": law(dice, least=1)}
    if dice.times != DRAWN:
        fleet["starts"] = f"{odd!r} s"
    return {"fleet": fleet} | _at_start(dice, most=fleet["size"])


def _profile(dice, flow, odd):
    """Random instants, with some who wait at the opening and some who come close together."""
    arrives = {"arrives": "profile", "volume": f"{between(dice, 1, 12) * 60}/d", "exact": one_in(dice, 2)}
    if one_in(dice, 2):
        arrives |= {"profile": pick(dice, list(PROFILES)), "waiting_at_opening": f"{10 * dice.choose(6)} %"}
    if one_in(dice, 3):
        arrives["dispersion"] = f"{between(dice, 1, 8) * 10} %"
    return arrives | _platoons(dice) | _at_start(dice)


def _timetable(dice, flow, odd):
    """Every five minutes or seldomer: most of a day's come when nobody looks."""
    arrives = {"arrives": "timetable"}
    if one_in(dice, 2):
        arrives["per_day"] = between(dice, 4, 24) * 12
    else:
        arrives["at"] = [f"{8 + minute // 60:02d}:{minute % 60:02d}" for minute in _minutes(dice)]
    if one_in(dice, 2):
        arrives["late"] = law(dice)
        arrives["early"] = f"{10 * dice.choose(5)} %"
    if one_in(dice, 3):
        arrives["cap"] = between(dice, 1, 150)
    if one_in(dice, 3):
        arrives["cancelled"] = f"{10 * dice.choose(5)} %"
    return arrives | _platoons(dice) | _at_start(dice)


def _minutes(dice):
    return sorted(dice.choose(120) for _ in range(between(dice, 1, 12)))


def _appointments(dice, flow, odd):
    """Slots that begin on the minute; some come at a time that suits them."""
    arrives = {"arrives": "appointments", "slot": f"{between(dice, 2, 20)} min"}
    arrives |= {"per_slot": between(dice, 1, 2), "no_show": f"{10 * dice.choose(4)} %"}
    if one_in(dice, 3):
        normal = f"normal mean {between(dice, 10, 150)} s cv 100 %"
        arrives["off_by"] = normal if dice.times == DRAWN else law(dice)
    elif one_in(dice, 2):
        arrives |= {"late": law(dice), "early": f"{10 * between(dice, 1, 5)} %", "early_by": law(dice)}
    if one_in(dice, 3):
        arrives["misuse"] = f"{10 * dice.choose(4)} %"
    if one_in(dice, 3):
        arrives["booked"] = f"{10 * between(dice, 5, 10)} %"
    return arrives | _at_start(dice)


def _states(dice, flow, odd):
    """Two or three states, so short that a run sees several of each."""
    names = ("low", "high", "none")[: between(dice, 2, 3)]
    rates = {"low": 12, "high": 60, "none": 0}
    states = {name: {"rate": f"{rates[name]}/h", "stays": law(dice, least=4)} for name in names}
    if len(names) > 2 and one_in(dice, 2):
        states["low"]["then"] = {"high": "70 %", "none": "30 %"}
    starts = {"starts": pick(dice, names)} if one_in(dice, 2) else {}
    return {"arrives": "states", "states": states} | starts | _platoons(dice) | _at_start(dice)


def _platoons(dice):
    """Sometimes several who come together, at one instant or a gap apart."""
    if not one_in(dice, 3):
        return {}
    size = pick(dice, [2, "1 to 3", "geometric mean 1.5", 2.5, 5])
    return {"platoon": size} | ({"platoon_gap": fixed(dice)} if one_in(dice, 2) else {})


def _at_start(dice, most=8):
    return {"at_start": between(dice, 1, most)} if one_in(dice, 4) else {}


KINDS = [_every, _recorded, _fleet, _profile, _timetable, _appointments, _states]
