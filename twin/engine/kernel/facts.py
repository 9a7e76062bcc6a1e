"""What the kernel's memory says of those who are inside: who stands where, holds and waits for what."""

from collections import Counter

import numpy as np

from twin.engine import standing
from twin.engine.kernel.circles import may_stand
from twin.engine.kernel.state import (
    AT_DOOR,
    AWAITING,
    CLAIMING,
    FREE,
    MEETING,
    PAUSED,
    QUEUEING,
    RIDING,
    SERVED,
)
from twin.engine.standing import Scene, Standing, claimed, together
from twin.plan.plan import ENTER, NO_DIST, UNTIL
from twin.plan.visits import NOBODY

DOING = {
    SERVED: standing.SERVED,
    PAUSED: standing.SERVED,
    QUEUEING: standing.QUEUE,
    AT_DOOR: standing.DOOR,
    CLAIMING: standing.CLAIM,
    AWAITING: standing.JOIN,
    MEETING: standing.MEET,
    RIDING: standing.RIDE,
}
_WHO = ("number", "key", "parent_key", "flow", "cls", "place", "wants")
_COLUMNS = (*_WHO, "status", "level", "since", "joined", "server")


def scene_of(arrays, state, since):
    """The Scene of all who matter to others; empty if nobody who waits since then may stand in a circle."""
    entity = state.entity
    waits = np.isin(entity["status"], (QUEUEING, AT_DOOR, CLAIMING, AWAITING, MEETING, RIDING))
    holds = (entity["zone_need"] != NOBODY) | state.held.any(axis=1)
    holds |= (entity["place"] != NOBODY) & (entity["status"] != QUEUEING)
    began = np.where(entity["status"] == QUEUEING, entity["joined"], entity["asked"])
    long = waits & holds & (began <= since)
    slots = _who_matter(arrays, state, waits) if long.any() and may_stand(arrays, state, waits) else []
    return Scene(standing_of(arrays, state, slots), state.units.tolist())


def _who_matter(arrays, state, waits):
    """Slots of all inside, but one of those of a flow at a place who go on and have nothing that others want.

    A part that somebody waits for matters by himself.
    """
    entity = state.entity
    inside = entity["status"] != FREE
    needs = np.append(arrays.station["needs"], 0)[entity["place"]]  # of NOBODY: the last
    alike = inside & ~waits & (entity["zone_need"] == NOBODY) & (needs == 0) & ~state.held.any(axis=1)
    alike &= ~np.isin(entity["parent_key"], entity["key"][entity["status"] == AWAITING])
    place, flow = entity["place"][alike].astype(np.int64), entity["flow"][alike] + 1  # of NOBODY: 0
    one_each = np.unique(place * (1 + flow.max(initial=0)) + flow, return_index=True)[1]
    others = np.flatnonzero(alike)[one_each]
    return np.sort(np.concatenate([np.flatnonzero(inside & ~alike), others]))


def standing_of(arrays, state, slots):
    """[Standing] of these slots."""
    entity = state.entity[slots]
    columns = [entity[name].tolist() for name in _COLUMNS]
    held = {int(row) for row in np.flatnonzero(state.held[slots].any(axis=1))} if len(slots) else set()
    carriers = _carriers(state) if (entity["status"] == RIDING).any() else {}
    out = []
    for i, (*who, status, level, since, joined, server) in enumerate(zip(*columns, strict=True)):
        doing, place = DOING.get(status, standing.FREE), who[5]
        if doing == standing.QUEUE and _is_wavering(arrays, entity[i]):
            doing = standing.WAVERING
        s = Standing(*who, doing, level if doing == standing.CLAIM else 0, since, server=server)
        if doing == standing.QUEUE:
            s = s._replace(level=level, since=joined, rank=since)
        if status == MEETING:
            s = _in_a_role(arrays, entity[i], s)
        elif status == RIDING:
            s = s._replace(carrier=carriers[slots[i]])
        if status in (CLAIMING, AWAITING) or entity["zone_need"][i] != NOBODY or i in held:
            s = s._replace(**_more(arrays, entity[i], state.held[slots[i]]))
        elif place != NOBODY and arrays.station["needs"][place]:
            s = s._replace(**_of_service(arrays, entity[i]))
        if entity["parent_key"][i]:
            s = s._replace(fork=(int(entity["parent_counter"][i]), int(entity["parent_era"][i])))
        out.append(s)
    return out


def _carriers(state):
    """{slot: key of the one it rides with}."""
    out, entity = {}, state.entity
    for slot in np.flatnonzero((entity["status"] != FREE) & (entity["riders"] != NOBODY)).tolist():
        rider = int(entity["riders"][slot])
        while rider != NOBODY:
            out[rider] = int(entity["key"][slot])
            rider = int(entity["after"][rider])
    return out


def _in_a_role(arrays, e, s):
    """Where one waits for others; of a match that it may give up it is free to go."""
    step = arrays.step[e["pc"]]
    if step["e"] != NOBODY and step["d"] and arrays.tab[step["d"] + UNTIL + e["cls"]] != NO_DIST:
        return s._replace(doing=standing.FREE)
    role = int(arrays.meeting["first_role"][step["a"]]) + max(int(step["e"]), 0)
    return s._replace(meeting=int(step["a"]), role=role, wants=int(step["c"]))


def _is_wavering(arrays, e):
    """It stands in a queue that it may leave, to give up or for a better one."""
    step = arrays.step[e["pc"]]
    patient = not step["d"] or arrays.tab[step["d"] + UNTIL + e["cls"]] == NO_DIST
    return np.isnan(e["started"]) and not (patient and step["e"] == 0)


def _more(arrays, e, held):
    """What one holds and claims by its own steps."""
    body = {name: int(e[name]) for name in ("load", "size", "heads")}
    found = _of_service(arrays, e)
    holds = [(int(pool), int(held[pool])) for pool in np.flatnonzero(held)]
    if e["zone_need"] != NOBODY:
        holds += claimed(arrays, arrays.need[[e["zone_need"]]], **body)
    found["holds"] = together([*found.get("holds", ()), *holds])
    step = arrays.step[e["pc"]]
    if e["status"] == CLAIMING:
        n = 1 if step["op"] == ENTER else int(step["b"])
        found["claims"] = claimed(arrays, arrays.need[step["a"] : step["a"] + n], **body)
    elif e["status"] == AWAITING:
        counter = int(step["a"])
        need = int(e["spawned"][counter] if step["b"] < 0 else step["b"])
        found["awaits"] = (counter, int(e["era"][counter]))
        found["missing"] = need - int(e["ended_parts"][counter])
    return found


def _of_service(arrays, e):
    """What its service holds, or will claim when it starts."""
    if e["place"] == NOBODY or e["status"] not in (SERVED, PAUSED, QUEUEING):
        return {}
    row = arrays.station[e["place"]]
    body = {name: int(e[name]) for name in ("load", "size", "heads")}
    needs = arrays.need[row["first_need"] : row["first_need"] + row["needs"]]
    pools = claimed(arrays, needs, **body)
    return {"claims": pools} if e["status"] == QUEUEING else {"holds": together(pools)}


def counted(state):
    """{(flow, class, place, wants): how many} of all who are inside."""
    inside = state.entity[state.entity["status"] != FREE]
    wants = np.where(inside["status"] == AT_DOOR, inside["wants"], NOBODY)
    columns = (inside[name].tolist() for name in ("flow", "cls", "place"))
    return Counter(zip(*columns, wants.tolist(), strict=True))
