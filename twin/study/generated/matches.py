"""Random matches: some who come here, or parts of them, wait for others of the port."""

from twin.study.generated import paths
from twin.study.generated.dice import between, fresh, law, one_in, pick, some
from twin.study.generated.things import CONVOY, EXITS, by_class

ROLES = ("first", "second", "third")


def meet_each_other(walk):
    """Parts of each class of a new match, which may meet those of another entity."""
    name, match = _new_match(walk)
    walk.forks.append(name)
    walk.met.add(name)
    sides = {cls: _side(walk, name) for cls in match["between"].values()}
    fork = {"fork": f"{name}_parts", "into": sides}
    return [fork, *([{"join": f"{name}_parts"}] if one_in(walk.dice, 2) else [])]


def meet_others(walk):
    """Those of some class, or of several, come to a match that others of the port have."""
    name = pick(walk.dice, possible(walk))
    walk.met.add(name)
    roles = walk.port.matches[name]["between"].values()
    who, everybody = some(walk.dice, list(roles), least=1), (*walk.port.classes, CONVOY)
    if set(who) == set(everybody):
        return [_step(walk, name)]
    cases = {cls: [_step(walk, name)] if cls in who else [] for cls in everybody}
    return [{"branch": "class", "cases": cases}]


def possible(walk):
    """Matches not met in this flow yet; one who holds pools does not seize them again together."""
    fresh_ones = [name for name in walk.port.matches if name not in walk.met]
    return [name for name in fresh_ones if not walk.held or "'seize'" not in str(walk.port.matches[name])]


def _new_match(walk):
    """A match of two or three classes."""
    name = fresh(walk.dice, "match")
    classes = [*walk.port.classes, CONVOY]
    number = min(len(classes), 3 if one_in(walk.dice, 4) else 2)
    first = walk.dice.choose(len(classes))
    between_ = {ROLES[i]: classes[(first + i) % len(classes)] for i in range(number)}
    match = walk.port.matches[name] = {"between": between_}
    if walk.port.permissions and one_in(walk.dice, 2):
        match["when"] = {pick(walk.dice, ROLES[:number]): pick(walk.dice, list(walk.port.permissions))}
    if one_in(walk.dice, 4):
        match["same"] = ["colour"]
    match["together"] = _together(walk)
    if one_in(walk.dice, 2):
        match["hand_over"] = _hand_over(walk, number)
    return name, match


def _together(walk):
    """Steps that may follow any others: every visit in them has a name of its own, and nobody leaves."""
    held = () if one_in(walk.dice, 2) else (*walk.port.sizes, "mover")
    alone = walk._replace(
        met=set(walk.port.stations), forks=[""] * paths.MOST_FORKS, depth=paths.DEEPEST - 1,
        may_leave=False, held=held, parts=(), whole=True, meets=False,
    )  # fmt: skip
    return paths.path(alone, least=0)


def _hand_over(walk, number):
    giver = between(walk.dice, 0, number - 1)
    taker = (giver + between(walk.dice, 1, number - 1)) % number
    what = some(walk.dice, ["colour", *([] if walk.port.marks else ["load"])], least=1)
    return {"what": what, "from": ROLES[giver], "to": ROLES[taker]}


def _side(walk, name):
    inside = paths.deeper(walk, held=())
    before = paths.path(inside._replace(may_leave=False, meets=False), least=0)
    return [*before, _step(walk, name), *paths.path(inside, least=0)]


def _step(walk, name):
    """The match, often one that is given up after a while."""
    step = {"match": name, "as": fresh(walk.dice, "meeting")}
    if one_in(walk.dice, 2):
        then = paths.path(paths.deeper(walk), least=0)
        if walk.may_leave and one_in(walk.dice, 3):
            then.append({"leave": EXITS[1]})
        patience = by_class(walk.dice, tuple(walk.port.classes), law)
        step |= {"gives_up_after": patience, "then": then}
    return step
