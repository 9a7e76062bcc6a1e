"""Random troubles: breakdowns with and without crews, and conditions that come and go."""

from twin.study.generated.claims import claims
from twin.study.generated.dice import DRAWN, between, law, one_in, pick, shares


def breakdown(dice, port, kept=()):
    """The service that a failure stops keeps what it needs, so the crew is of other pools."""
    mtbf = f"{between(dice, 2, 30)} min" if dice.times == DRAWN else f"constant {between(dice, 4, 40) * 30} s"
    clock, after = pick(dice, ["calendar", "operating"]), pick(dice, ["resume", "repeat", "goes_back"])
    out = {"mtbf": mtbf, "mttr": law(dice), "clock": clock, "after": after}
    if one_in(dice, 2):
        out |= _crew(dice, port, kept)
    return out | ({"degraded": pick(dice, ["50 %", "30 %", "100 %"])} if one_in(dice, 3) else {})


def _crew(dice, port, kept=()):
    wanted = claims(dice, port, kept)
    return {"crew": wanted} if wanted else {}


def sent_for(port, station):
    """Pools of the crews that repair a station's equipment."""
    models = [*station.get("servers", ()), station.get("model")]
    return {pool for m in models if m in port.equipment
            for pool in port.equipment[m].get("breakdown", {}).get("crew", ())}  # fmt: skip


def condition(dice, port):
    """Something that comes and goes: two states in short, or a few with chances of what comes next."""
    if one_in(dice, 2):
        short = {"every": law(dice, least=1), "lasts": law(dice)}
        short |= {"pace": _pace(dice)} if one_in(dice, 2) else {}
        return short | (_crew(dice, port) if one_in(dice, 3) else {})
    names = ("calm", "rain", "gale")[: between(dice, 2, 3)]
    states = {}
    for name in names:
        states[name] = {"stays": law(dice, least=1), "pace": _pace(dice)}
        if one_in(dice, 3):
            states[name] |= _crew(dice, port)
        if one_in(dice, 2):
            states[name]["then"] = shares(dice, names)
    return {"states": states} | ({"starts": pick(dice, names)} if one_in(dice, 2) else {})


def _pace(dice):
    return pick(dice, ["0 %", "100 %", "50 %", "33.3 %"])
