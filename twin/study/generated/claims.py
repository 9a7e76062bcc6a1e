"""Random pools, and claims on them that can be granted."""

from twin.study.generated.dice import MOST_MEMBERS, between, law, one_in, pick, some


def some_pools(dice, *, hours):
    """(pools, most units there ever are of each but the reusable ones, shifts)."""
    pools, sizes, shifts = {}, {}, {}
    for i in range(dice.choose(4)):
        name = f"pool{i}"
        sizes[name] = between(dice, 1, 4)
        pools[name] = {"size": sizes[name]}
        if one_in(dice, 3):
            pools[name] = {}
            shifts[name] = {"crew": {"hours": hours(dice), "size": sizes[name]}}
        pools[name] |= _coming_back(dice, "pool0" if i else None)
    if one_in(dice, 3):
        pools["depot"] = {"size": between(dice, 1, 3), "reusable": True} | _coming_back(dice, None)
        if one_in(dice, 2):
            pools["depot"]["most"] = pools["depot"]["size"] + dice.choose(3)
    return pools, sizes, shifts


def _coming_back(dice, crew):
    """How units return, and what one holds; the first pool is the crew that cleans."""
    out = {}
    if one_in(dice, 4):
        out["comes_back"] = law(dice)
    if one_in(dice, 4):
        out["each_holds"] = between(dice, 2, 4)
    if crew and one_in(dice, 4):
        out["cleaning"] = {"takes": law(dice)} | ({"needs": {crew: 1}} if one_in(dice, 2) else {})
    return out


def claims(dice, port, held=()):
    """Units of one pool or two that are not held yet, never more than there are."""
    names = some(dice, [pool for pool in port.sizes if pool not in held], least=1)[:2]
    return {name: between(dice, 1, port.sizes[name]) for name in names}


def with_enough(dice, port, claim):
    """The same claim, some of it as many units as the entity needs, where all classes can have that."""
    most = max(MOST_MEMBERS, *(int(str(one["size"]).split()[-1]) for one in port.classes.values()))
    out = {}
    for pool, units in claim.items():
        each = port.pools[pool].get("each_holds")
        fits = each and -(-most // each) <= port.sizes[pool]
        out[pool] = "enough" if fits and one_in(dice, 2) else units
    return out


def releases(dice, claim):
    """Steps that give a claim back: as it was, by name, or one after the other."""
    way = pick(dice, ["numbers", "names", "parts"])
    if way == "numbers":
        return [{"release": claim}]
    if way == "names":
        return [{"release": list(claim)}]
    steps = []
    for pool, units in claim.items():
        if units != "enough" and units > 1:
            steps.append({"release": {pool: 1}})
        steps.append({"release": pool})
    return steps
