"""Random splits and gathers: one becomes many, many become one, and get out again."""

from twin.study.generated import paths
from twin.study.generated.dice import MOST_MEMBERS, between, fixed, fresh, one_in, pick
from twin.study.generated.things import CONVOY, EXITS

MOST_PARTS = 3


def split_and_gather(walk):
    """Parts that all come back to the whole, which waits for them and keeps its place."""
    walk.forks.append("split")
    step = _split(walk)
    body = paths.path(paths.deeper(walk, held=()), least=0)
    return [step, *body, {"gather": step["split"], "until": "all"}]


def split_for_good(walk):
    """Some of those who come here end, and their parts go on to an exit."""
    body = paths.path(paths.deeper(walk, held=()), least=0)
    return _some(walk, [_split(walk) | {"parent": "ends"}, *body, _leave(walk)])


def gather_for_good(walk):
    """Members become one, and leave with it."""
    first = pick(walk.dice, list(walk.port.classes))
    gathers = _gathers(walk, first)
    return _who(walk, first, [*gathers, *_inside(walk), _leave(walk)])


def gather_and_let_out(walk):
    """Members become one, get out of it, and leave each for itself."""
    first = pick(walk.dice, list(walk.port.classes))
    gathers = _gathers(walk, first)
    outs = [{"split": step["gather"], "parent": "ends"} for step in reversed(gathers)]
    after = paths.path(paths.deeper(walk, held=()), least=0)
    return _who(walk, first, [*gathers, *_inside(walk), *outs, *after, _leave(walk)])


def gather_and_wait(walk):
    """Members become one, which waits while they are out of it, and leaves with them."""
    first = pick(walk.dice, list(walk.port.classes))
    gathers = _gathers(walk, first)
    member = gathers[-1]["gather"]
    out = [{"split": member}, *_inside(walk), {"gather": member, "until": "all"}]
    return _who(walk, first, [*gathers, *_inside(walk), *out, _leave(walk)])


def _who(walk, first, steps):
    """One class goes another way: those of it who come here, or parts that some become."""
    if one_in(walk.dice, 2):
        cases = {cls: steps if cls == first else [] for cls in (*walk.port.classes, CONVOY)}
        return [{"branch": "class", "cases": cases}]
    split = {"split": first, "count": between(walk.dice, 1, MOST_PARTS), "parent": "ends"}
    return _some(walk, [split, *steps])


def _some(walk, steps):
    """A question whose answer leads some another way, which has its end."""
    name = fresh(walk.dice, "question")
    walk.answers["shares"][name] = paths.share(walk.dice)
    return [{"branch": name, "then": steps}]


def _gathers(walk, first):
    """One class becomes another, and perhaps that one a third."""
    others = [cls for cls in walk.port.classes if cls != first]
    if not others or not one_in(walk.dice, 2):
        return [_gather(walk, first, CONVOY)]
    second = pick(walk.dice, others)
    return [_gather(walk, first, second), _gather(walk, second, CONVOY)]


def _gather(walk, cls, into):
    """A gather that is full by count, length or mass, or goes when its time is up."""
    full = {"count": between(walk.dice, 1, MOST_MEMBERS)}
    if one_in(walk.dice, 3):
        full["length"] = f"{between(walk.dice, 8, 20)} m"
    if one_in(walk.dice, 3):
        full["mass"] = f"{between(walk.dice, 3, 12) * 10} t"
    step = {"gather": cls, "into": into, "as": fresh(walk.dice, "gather"), "full_at": full}
    if len(full) == 1 or one_in(walk.dice, 2):  # so many may never come
        step |= {"timeout": fixed(walk.dice, least=1), "fewest": between(walk.dice, 1, full["count"])}
    if walk.port.slots and one_in(walk.dice, 3):
        step["cut_off"] = pick(walk.dice, list(walk.port.slots))
    if one_in(walk.dice, 3):
        step["by"] = ["colour"]
        if step.keys() & {"timeout", "cut_off"} and one_in(walk.dice, 2):
            step["top_up"] = True
    return step


def _inside(walk):
    """Steps from which nobody leaves before the others."""
    return paths.path(paths.deeper(walk, held=(), may_leave=False, whole=True, parts=()), least=0)


def _leave(walk):
    return {"leave": pick(walk.dice, EXITS)}


def _split(walk):
    cls = pick(walk.dice, list(walk.port.classes))
    number = between(walk.dice, 1, MOST_PARTS)
    count = pick(walk.dice, [number, f"1 to {number}", "size"])
    step = {"split": cls, "count": count}
    return step | ({"as": fresh(walk.dice, "split")} if one_in(walk.dice, 2) else {})
