"""Random splits: one becomes many, who are gathered again or go their own ways."""

from twin.study.generated import paths
from twin.study.generated.dice import between, fresh, one_in, pick
from twin.study.generated.things import EXITS

MOST_PARTS = 3


def split_and_gather(walk):
    """Parts that all come back to the whole, which waits for them and keeps its place."""
    walk.forks.append("split")
    step = _split(walk)
    body = paths.path(paths.deeper(walk, held=()), least=0)
    return [step, *body, {"gather": step["split"], "until": "all"}]


def split_for_good(walk):
    """Some of those who come here end, and their parts go on to an exit."""
    name = fresh(walk.dice, "question")
    walk.answers["shares"][name] = paths.share(walk.dice)
    body = paths.path(paths.deeper(walk, held=()), least=0)
    then = [_split(walk) | {"parent": "ends"}, *body, {"leave": pick(walk.dice, EXITS)}]
    return [{"branch": name, "then": then}]


def _split(walk):
    cls = pick(walk.dice, list(walk.port.classes))
    number = between(walk.dice, 1, MOST_PARTS)
    count = pick(walk.dice, [number, f"1 to {number}", "size"])
    step = {"split": cls, "count": count}
    return step | ({"as": fresh(walk.dice, "split")} if one_in(walk.dice, 2) else {})
