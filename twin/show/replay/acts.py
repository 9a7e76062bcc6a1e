"""What everybody did when: visits as a play of acts that follow each other, entity by entity."""

from heapq import heapify, heappop, heappush
from typing import NamedTuple

import numpy as np

from twin.plan.visits import NOBODY
from twin.show.replay.ground import ground_of

TRAVELS, QUEUES, SERVED, BLOCKED, INSIDE, BETWEEN = range(6)
DOING = ("travels", "queues", "served", "blocked", "inside", "between")

ACT = np.dtype(
    [
        ("begins", "f8"),
        ("ends", "f8"),
        ("who", "i4"),  # row of `people`
        ("where", "i4"),  # road, line, post, yard or way, by what it does
        ("spot", "i4"),  # server of a post, or spot of a yard
        ("doing", "i1"),
    ]
)
RANK = {SERVED: 3, BLOCKED: 3, QUEUES: 2, INSIDE: 1, TRAVELS: 0}  # where two overlap the higher one is seen


class Play(NamedTuple):
    """The acts of a run, in order of their begin, and what their numbers mean."""

    ground: object  # ground.Ground
    names: dict  # "posts", "roads", "lines", "yards", "classes" -> list of names
    sizes: np.ndarray  # [class, 2] metres: length and width
    people: np.ndarray  # [entity] PERSON
    acts: np.ndarray  # [act] ACT
    ways: np.ndarray  # [between, 4] metres: from x, y to x, y
    end: float


PERSON = np.dtype([("key", "i8"), ("cls", "i4"), ("flow", "i4")])


def play_of(scenario, plan, run):
    """The Play of a run of a plan, simulated or recorded."""
    ground = ground_of(scenario)
    names = {name: list(getattr(ground, name)) for name in ("posts", "roads", "lines", "yards")}
    seen = np.array([name in ground.sizes for name in plan.names.classes])
    visits = run.visits[seen[run.visits["cls"]]]
    keys, who = np.unique(visits["key"], return_inverse=True)
    raw = [part for part in _parts((ground, names), plan, visits, who, run.end) if len(part)]
    raw = np.concatenate([np.zeros(0, ACT), *raw])
    acts = _spotted(_one_at_a_time(raw[(raw["ends"] > raw["begins"])]))
    people = np.zeros(len(keys), PERSON)
    people["key"] = keys
    first = np.unique(who, return_index=True)[1]
    people["cls"], people["flow"] = visits["cls"][first], visits["flow"][first]
    acts, ways = _with_between(ground, names, acts)
    sizes = np.array([ground.sizes.get(name, (0.0, 0.0)) for name in plan.names.classes])
    names["classes"] = list(plan.names.classes)
    return Play(
        ground, names, sizes, people, acts[np.argsort(acts["begins"], kind="stable")], ways, float(run.end)
    )


def _parts(spots, plan, visits, who, end):
    """The acts of visits at each kind of place; those that are not over last to the end."""
    ground, names = spots
    number = {kind: {name: i for i, name in enumerate(all_)} for kind, all_ in names.items()}
    times = {
        name: np.nan_to_num(visits[name], nan=end) for name in ("asked", "joined", "started", "ended", "left")
    }
    for point, at in enumerate(plan.names.points):
        rows = np.flatnonzero(visits["point"] == point)
        if not len(rows):
            continue
        here = {name: column[rows] for name, column in times.items()}
        people, server = who[rows], visits["server"][rows]
        if at.kind == "station" and at.name in number["posts"]:
            post, place = number["posts"][at.name], ground.place_of[at.name]
            lane = (at.name, at.lane) if (at.name, at.lane) in number["lines"] else place
            spot = server if at.lane < 0 else np.full(len(rows), at.lane)
            line = number["lines"][lane]
            yield _acts(people, (here["asked"], here["started"]), QUEUES, line, NOBODY)
            yield _acts(people, (here["started"], here["ended"]), SERVED, post, spot)
            yield _acts(people, (here["ended"], here["left"]), BLOCKED, post, spot)
        elif at.kind == "link" and at.name in number["roads"]:
            road = number["roads"][at.name]
            yield _acts(people, (here["joined"], here["ended"]), TRAVELS, road, NOBODY)
            place = _end_of(ground, at.name)
            yield _acts(people, (here["ended"], here["left"]), QUEUES, number["lines"][place], NOBODY)
        elif at.kind == "zone" and at.name in number["yards"]:
            yield _acts(people, (here["joined"], here["left"]), INSIDE, number["yards"][at.name], NOBODY)


def _end_of(ground, road):
    """The place at which a road ends."""
    end = ground.roads[road].end
    return next(place for place, at in ground.first.items() if at == end)


def _acts(who, span, doing, where, spot):
    acts = np.zeros(len(who), ACT)
    acts["who"], (acts["begins"], acts["ends"]) = who, span
    acts["doing"], acts["where"], acts["spot"] = doing, where, spot
    return acts


def _one_at_a_time(acts):
    """Of acts of one entity that overlap, the one of the higher rank is seen, then the later one."""
    if not len(acts):
        return acts
    acts = acts[np.lexsort((acts["begins"], acts["who"]))]
    who, long = (
        acts["who"],
        float(acts["ends"].max()) + 1.0,
    )  # entities one after the other on one line of time
    latest = np.maximum.accumulate(acts["ends"] + who * long)
    late = np.flatnonzero(acts["begins"][1:] + who[1:] * long < latest[:-1] - 1e-6) + 1
    overlaps = np.isin(who, who[late])
    firsts = np.flatnonzero(np.r_[True, who[1:] != who[:-1]])
    lasts = np.r_[firsts[1:], len(who)]
    cut = [_seen_of(acts[firsts[i] : lasts[i]]) for i in np.flatnonzero(overlaps[firsts])]
    acts = np.concatenate([acts[~overlaps], *cut])
    return acts[np.lexsort((acts["begins"], acts["who"]))]


def _seen_of(acts):
    """The acts of one entity without overlap, in order of their begin."""
    edges = np.unique(np.concatenate([acts["begins"], acts["ends"]]))
    rank = np.array([RANK[int(doing)] for doing in acts["doing"]])
    first = np.searchsorted(edges, acts["begins"])
    last = np.searchsorted(edges, acts["ends"])
    chosen = np.full(len(edges) - 1, -1)
    for i in np.lexsort((acts["begins"], rank)):  # those of a higher rank are laid over those below
        chosen[first[i] : last[i]] = i
    change = np.flatnonzero(np.r_[True, chosen[1:] != chosen[:-1]])
    ends = np.r_[change[1:], len(chosen)]
    there = chosen[change] >= 0
    out = acts[chosen[change[there]]].copy()
    out["begins"], out["ends"] = edges[change[there]], edges[ends[there]]
    return out


def _spotted(acts):
    """Acts in yards, and at posts whose servers nobody counts, each at the lowest free spot."""
    lacking = np.isin(acts["doing"], (INSIDE, SERVED, BLOCKED)) & (acts["spot"] == NOBODY)
    group = acts["where"] * 2 + (acts["doing"] == INSIDE)
    for each in np.unique(group[lacking]):
        rows = np.flatnonzero(lacking & (group == each))
        _lowest_free(acts, rows[np.argsort(acts["begins"][rows], kind="stable")])
    return acts


def _lowest_free(acts, rows):
    free, taken, most, mine = [], [], 0, {}
    for row in rows:
        begins = acts["begins"][row]
        while taken and taken[0][0] <= begins:
            heappush(free, heappop(taken)[1])
        who = int(acts["who"][row])
        spot = mine.get(who)
        if spot is not None and spot in free:  # whoever comes back has his spot again
            free.remove(spot)
            heapify(free)
        elif free:
            spot = heappop(free)
        else:
            spot, most = most, most + 1
        mine[who] = spot
        acts["spot"][row] = spot
        heappush(taken, (acts["ends"][row], spot))


def _with_between(ground, names, acts):
    """Where nothing is seen of an entity between two acts it is BETWEEN them; and [act, 4] its ways."""
    same = acts["who"][1:] == acts["who"][:-1]
    gap = np.flatnonzero(same & (acts["begins"][1:] > acts["ends"][:-1]))
    between = acts[gap].copy()
    between["begins"], between["ends"] = acts["ends"][gap], acts["begins"][gap + 1]
    between["doing"], between["where"], between["spot"] = BETWEEN, np.arange(len(gap)), NOBODY
    ways = [
        (*edge_of(ground, names, acts[i], 1), *edge_of(ground, names, acts[i + 1], 0)) for i in gap.tolist()
    ]
    return np.concatenate([acts, between]), np.array(ways, float).reshape(-1, 4)


def edge_of(ground, names, act, side):
    """The metres where one is at the begin (side 0) or the end (side 1) of an act."""
    doing, where = int(act["doing"]), int(act["where"])
    if doing == TRAVELS:
        return ground.roads[names["roads"][where]][side]
    if doing == QUEUES:
        return ground.lines[names["lines"][where]].head
    if doing == INSIDE:
        return spot_in(ground.yards[names["yards"][where]], int(act["spot"]))
    spots = ground.posts[names["posts"][where]]
    return tuple(spots[int(act["spot"]) % len(spots)].tolist())


def spot_in(yard, spot):
    """The metres of a spot of a Yard."""
    row, column = divmod(spot, yard.across)
    return yard.corner[0] + (column + 0.5) * yard.pitch[0], yard.corner[1] + (row + 0.5) * yard.pitch[1]


def rows_taken(play):
    """{yard: rows of it that are ever taken}, one at least."""
    inside = play.acts[play.acts["doing"] == INSIDE]
    last = np.zeros(len(play.ground.yards), int)
    np.maximum.at(last, inside["where"], inside["spot"])
    each = zip(play.ground.yards.items(), last.tolist(), strict=True)
    return {name: spot // yard.across + 1 for (name, yard), spot in each}
