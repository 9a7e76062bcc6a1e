"""Who stands where in the reference, holds and waits for what."""

from collections import Counter

from twin.engine import standing
from twin.engine.standing import NO_FORK, Scene, Standing, claimed, together
from twin.plan.plan import ENTER
from twin.plan.visits import NOBODY

_KNOWN = (
    standing.SERVED,
    standing.QUEUE,
    standing.DOOR,
    standing.CLAIM,
    standing.JOIN,
    standing.MEET,
    standing.RIDE,
)


def scene_of(port, since):
    """The Scene of all who are inside; empty if nobody who waits since then holds anything."""
    if not any(
        waits_with_something(e) and (e.joined if e.doing == "queue" else e.asked) <= since
        for e in port.inside
    ):
        return Scene([], list(port.units))
    with_whom = {one: e.key for e in port.inside for one in e.riders}
    told = (standing_of(port, e)._replace(carrier=with_whom.get(e, 0)) for e in port.inside)
    return Scene(list(told), list(port.units))


def waits_with_something(e):
    """It waits, and holds what others may wait for."""
    holds = e.zone is not None or any(e.held.values()) or (e.place is not None and e.doing != "queue")
    return holds and e.doing in _KNOWN and e.doing != standing.SERVED


def standing_of(port, e):
    """Where one stands."""
    doing = standing.SERVED if e.doing == "paused" else e.doing
    if doing == standing.MEET and port.patience_of(e) is not None:
        doing = standing.FREE  # it may give up
    queues = doing == standing.QUEUE
    return Standing(
        number=e.number,
        key=e.key,
        parent=e.parent_key,
        flow=e.flow,
        cls=e.cls,
        place=_index(e.place),
        **_wants(port, e, doing),
        doing=standing.WAVERING if is_wavering(port, e) else doing if doing in _KNOWN else standing.FREE,
        level=e.level if queues or doing == standing.CLAIM else 0,
        since=e.joined if queues else e.asked,
        rank=e.rank if queues else 0.0,
        server=_index(e.server),
        fork=NO_FORK if e.parent is None else e.fork,
        **_pools(port, e, doing),
        **_parts(port, e, doing),
    )


def is_wavering(port, e):
    """It stands in a queue that it may leave, to give up or for a better one."""
    if e.doing != "queue" or e.started == e.started:
        return False
    return port.patience_of(e) is not None or port.steps[e.pc]["e"] != 0


def _wants(port, e, doing):
    """The station or the others that one waits for."""
    if doing == standing.MEET:
        step = port.steps[e.pc]
        role = port.meetings[step["a"]].row["first_role"] + max(step["e"], 0)
        return {"wants": step["c"], "meeting": step["a"], "role": role}
    return {"wants": _index(e.wants)}


def _pools(port, e, doing):
    """What one holds, and what it claims or its service will."""
    step, claims = port.steps[e.pc], ()
    holds = [(pool, units) for pool, units in e.held.items() if units]
    if e.zone is not None:
        holds += _rows(port, e, [e.zone[0]])
    if e.place is not None and doing == standing.SERVED:
        holds += _rows(port, e, e.place.needs)
    elif doing == standing.QUEUE:
        claims = _rows(port, e, e.place.needs)
    elif doing == standing.CLAIM:
        n = 1 if step["op"] == ENTER else step["b"]
        claims = _rows(port, e, port.needs[step["a"] : step["a"] + n])
    return {"holds": together(holds), "claims": tuple(claims)}


def _rows(port, e, needs):
    return claimed(port.plan.arrays, needs, load=e.load, size=e.size, heads=e.heads)


def _parts(port, e, doing):
    """The fork one waits for, and how many of its parts are missing."""
    if doing != standing.JOIN:
        return {}
    step = port.steps[e.pc]
    counter = step["a"]
    need = e.spawned[counter] if step["b"] < 0 else step["b"]
    return {"awaits": (counter, e.era[counter]), "missing": need - e.ended_parts[counter]}


def counted(port):
    """{(flow, class, place, wants): how many} of all who are inside."""
    return Counter((e.flow, e.cls, _index(e.place), _index(e.wants)) for e in port.inside)


def _index(station):
    return NOBODY if station is None else station.index
