"""Random steps: paths of a few elements, each of which may hold paths of its own."""

from typing import NamedTuple

from twin.study.generated.claims import claims, releases, with_enough
from twin.study.generated.dice import Dice, between, fresh, law, one_in, pick, share, shares
from twin.study.generated.things import CHOICES, COLOURS, CONVOY, EXITS, Ground, by_class

DEEPEST = 3
MOST_FORKS = 3  # of one flow: counters of a parent are few


class Walk(NamedTuple):
    """Where a path is being written: the port, the flow's names so far, and what may happen here."""

    dice: Dice
    port: Ground
    answers: dict  # policy.shares and policy.channels, filled as questions come up
    met: set  # names of visits of this flow
    forks: list  # names of forks of this flow
    depth: int = 0
    may_leave: bool = True
    held: tuple = ()  # pools seized here: not again before they are released
    parts: tuple = ()  # named parts that may be done
    whole: bool = False  # here is one that carries others, or that waits for them
    meets: bool = True  # those who come here may meet others in a match


def path(walk, *, least=1):
    """A list of steps that runs out at its end."""
    if walk.depth > DEEPEST:
        return [visit(walk)]
    steps = []
    for _ in range(between(walk.dice, least, 3)):
        steps += pick(walk.dice, elements(walk))(walk)
    return steps


def deeper(walk, **changes):
    """The same flow, one level further in."""
    return walk._replace(depth=walk.depth + 1, **changes)


def elements(walk):
    """What may come next; a visit first, and often."""
    port = walk.port
    able = [
        (one_visit, 6, True),
        (wait, 1, True),
        (ask_share, 2, True),
        (ask_several, 1, True),
        (ask_station, 1, True),
        (choose_one, 1, len(port.stations) > 1),
        (fork_and_join, 1, len(walk.forks) < MOST_FORKS),
        (seize_and_release, 1, len(port.sizes) > len(walk.held)),
        (call_a_mover, 1, "mover" in port.pools and "mover" not in walk.held),
        (take_or_put_back, 1, "depot" in port.pools),
        (travel, 1, port.zones),
        (await_quota, 1, port.quotas),
        (await_slot, 1, port.slots),
        (await_opening, 1, port.calendars),
        (await_permission, 1, port.permissions),
        (mark_and_wait, 1, len(walk.forks) < MOST_FORKS),
        (loop, 1, True),
        (set_colour, 1, True),
        (set_urgent, 1, True),
        (mark, 1, port.marks),
        (do_part, 1, walk.parts and not walk.held),
        *_of_many(walk),
    ]
    return [element for element, weight, can in able if can for _ in range(weight)]


def _of_many(walk):
    """What those may come to who are many, or who meet others."""
    from twin.study.generated.matches import meet_each_other, meet_others, possible
    from twin.study.generated.parting import (
        gather_and_let_out,
        gather_and_wait,
        gather_for_good,
        split_and_gather,
        split_for_good,
    )

    shallow = walk.depth < DEEPEST and not walk.whole
    meets = walk.meets and walk.depth < DEEPEST
    return [
        (split_and_gather, 1, shallow and len(walk.forks) < MOST_FORKS),
        (split_for_good, 1, shallow and walk.may_leave),
        (gather_for_good, 1, shallow and walk.may_leave),
        (gather_and_let_out, 1, shallow and walk.may_leave),
        (gather_and_wait, 1, shallow and walk.may_leave),
        (meet_each_other, 1, meets and len(walk.forks) < MOST_FORKS),
        (meet_others, 2, meets and possible(walk)),
    ]


def visit(walk, station=None):
    """A visit, under a name of its own where the station has been visited before."""
    station = station or pick(walk.dice, list(walk.port.stations))
    if station in walk.met:
        return {"visit": station, "as": fresh(walk.dice, "visit")}
    walk.met.add(station)
    return {"visit": station}


def one_visit(walk):
    return [restless(walk, visit(walk))]


def restless(walk, step):
    """A visit as it is, or one that is given up after a while, or for want of room."""
    inside = deeper(walk)
    if walk.depth < DEEPEST and one_in(walk.dice, 5):
        patience = by_class(walk.dice, tuple(walk.port.classes), law)
        step = step | {"gives_up_after": patience, "then": _elsewhere(inside)}
    if walk.depth < DEEPEST and one_in(walk.dice, 6):
        step = step | {"if_full": _elsewhere(inside)}
    return step


def _elsewhere(walk):
    """What one does instead of waiting; some leave the port."""
    steps = path(walk, least=0)
    return [*steps, {"leave": EXITS[1]}] if walk.may_leave and one_in(walk.dice, 3) else steps


def wait(walk):
    return [{"wait": law(walk.dice), "as": fresh(walk.dice, "wait")}]


def ask_share(walk):
    """Yes or no; one of the two may leave the port."""
    name = fresh(walk.dice, "question")
    walk.answers["shares"][name] = share(walk.dice)
    then = path(deeper(walk))
    if walk.may_leave and one_in(walk.dice, 4):
        then.append({"leave": EXITS[0]})
    step = {"branch": name, "then": then}
    return [step | ({"else": path(deeper(walk))} if one_in(walk.dice, 2) else {})]


def ask_several(walk):
    """By class, by an attribute, or by a channel of risk."""
    names, about = pick(walk.dice, [
        ((*walk.port.classes, CONVOY), "class"), (COLOURS, "colour"), (("green", "yellow"), "channel"),
    ])  # fmt: skip
    if about == "channel":
        about = fresh(walk.dice, "channel")
        walk.answers["channels"][about] = shares(walk.dice, names)
    return [{"branch": about, "cases": {name: path(deeper(walk), least=0) for name in names}}]


def ask_station(walk):
    """A visit whose outcome is asked."""
    asked = [name for name, fields in walk.port.stations.items() if "alarm" in fields]
    if not asked:
        return one_visit(walk)
    station = pick(walk.dice, asked)
    return [visit(walk, station), {"branch": f"{station}.alarm", "then": path(deeper(walk))}]


def choose_one(walk):
    """Stations at one place, or teams that come to the entity."""
    stations = walk.port.stations
    first = pick(walk.dice, list(stations))
    names = [name for name in stations if stations[name].get("at") == stations[first].get("at")]
    first = names.index(first)
    ways = [names[(first + i) % len(names)] for i in range(min(len(names), between(walk.dice, 2, 3)))]
    step = {"choose": pick(walk.dice, CHOICES)}
    step |= {"of": {f"by_{name}": [restless(walk, visit(walk, name))] for name in ways}}
    return [step | ({"jockeys": True} if one_in(walk.dice, 2) else {})]


def fork_and_join(walk):
    """Parts that go their ways; the whole waits for k of them, for all, or never."""
    name = fresh(walk.dice, "fork")
    walk.forks.append(name)
    parts = [fresh(walk.dice, "part") for _ in range(between(walk.dice, 1, 3))]
    if one_in(walk.dice, 3):
        parts[0] = pick(walk.dice, list(walk.port.classes))
    step = {"fork": name, "into": {part: path(deeper(walk, held=())) for part in parts}}
    meanwhile = path(deeper(walk, may_leave=False), least=0)
    if one_in(walk.dice, 4):
        return [step, *meanwhile]
    join = {"join": name}
    return [
        step,
        *meanwhile,
        join | ({"need": between(walk.dice, 1, len(parts))} if one_in(walk.dice, 2) else {}),
    ]


def seize_and_release(walk):
    wanted = with_enough(walk.dice, walk.port, claims(walk.dice, walk.port, walk.held))
    inside = path(deeper(walk, may_leave=False, held=(*walk.held, *wanted)), least=0)
    return [{"seize": wanted}, *inside, *releases(walk.dice, wanted)]


def call_a_mover(walk):
    """A unit that comes, goes along, and stays where it is released."""
    inside = path(deeper(walk, may_leave=False, held=(*walk.held, "mover")), least=0)
    return [{"seize": "mover"}, *inside, {"release": "mover"}]


def take_or_put_back(walk):
    """Things that one takes and another brings."""
    verb = pick(walk.dice, ["release", "seize"])
    return [{verb: {"depot": between(walk.dice, 1, walk.port.pools["depot"].get("most", 2))}}]


def travel(walk):
    return [{"travel": pick(walk.dice, list(walk.port.zones))}]


def await_quota(walk):
    return [{"wait": pick(walk.dice, list(walk.port.quotas)), "as": fresh(walk.dice, "wait")}]


def await_slot(walk):
    return [{"wait": pick(walk.dice, list(walk.port.slots))}]


def await_opening(walk):
    return [{"wait": pick(walk.dice, list(walk.port.calendars))}]


def await_permission(walk):
    return [{"wait": pick(walk.dice, list(walk.port.permissions))}]


def mark_and_wait(walk):
    """A part marks what the whole, or another of its parts, waits for; the whole may be gone by then."""
    name, mark = fresh(walk.dice, "fork"), f"done{walk.dice.choose(2)}"
    walk.forks.append(name)
    inside = deeper(walk, held=())
    maker = [*path(inside), {"mark": mark}]
    if one_in(walk.dice, 2):
        return [{"fork": name, "into": {fresh(walk.dice, "part"): maker}}, {"wait": mark}]
    waiter = [*path(inside), {"wait": mark}, *path(inside)]
    return [{"fork": name, "into": {fresh(walk.dice, "part"): one for one in (maker, waiter)}}]


def loop(walk):
    """A visit made again and again, with a wait that takes time."""
    name = fresh(walk.dice, "question")
    walk.answers["shares"][name] = f"{10 * between(walk.dice, 0, 5)} %"
    first = visit(walk)
    again = [
        {"wait": law(walk.dice, least=1), "as": fresh(walk.dice, "wait")},
        {"again": first.get("as", first["visit"])},
    ]
    return [first, {"branch": name, "then": again}]


def set_colour(walk):
    return [{"set": {"colour": pick(walk.dice, COLOURS)}}]


def set_urgent(walk):
    return [{"set": {"urgent": pick(walk.dice, [1, 1, 0])}}]


def mark(walk):
    return [{"mark": pick(walk.dice, walk.port.marks)}]


def do_part(walk):
    """Each part at most once in a flow: its visits keep their names."""
    part = pick(walk.dice, walk.parts)
    walk_done = f"do {part}"
    if walk_done in walk.met:
        return one_visit(walk)
    walk.met.add(walk_done)
    return [{"do": part}]


def named_parts(dice, port, answers):
    """Parts that several flows may do; every visit in them has a name of its own."""
    out = {}
    for _ in range(dice.choose(3)):
        bare = Walk(dice, port, answers, set(port.stations), [], may_leave=False, meets=False)
        out[fresh(dice, "routine")] = path(bare._replace(depth=DEEPEST - 1))
    return out
