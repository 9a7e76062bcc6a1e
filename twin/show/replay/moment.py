"""Where everybody is at one instant."""

from typing import NamedTuple

import numpy as np

from twin.show.replay.acts import BETWEEN, QUEUES, TRAVELS, edge_of

GAP = 2.0  # metres between two in a line
PACE = 8.0  # m/s at which one comes over from where he was seen last


class Moment(NamedTuple):
    """Rows of the acts that are going on, and where each is."""

    acts: np.ndarray  # [one] row of play.acts
    at: np.ndarray  # [one, 2] metres
    close: np.ndarray  # [one] of its length that is drawn: less where a line is longer than its room


def moment(play, time):
    """The Moment of a play at a time in seconds."""
    until = np.searchsorted(play.acts["begins"], time, side="right")
    rows = np.flatnonzero(play.acts["ends"][:until] > time)
    acts, at, close = play.acts[rows], np.zeros((len(rows), 2)), np.ones(len(rows))
    for i, act in enumerate(acts):
        doing = int(act["doing"])
        if doing in (TRAVELS, BETWEEN):
            at[i] = _on_the_way(play, act, time)
        elif doing != QUEUES:
            at[i] = edge_of(play.ground, play.names, act, 0)
    queueing = np.flatnonzero(acts["doing"] == QUEUES)
    for line in np.unique(acts["where"][queueing]):
        here = queueing[acts["where"][queueing] == line]
        stands = standing(play, play.ground.lines[play.names["lines"][line]], acts["who"][here])
        at[here], close[here] = stands
    return Moment(rows, at, close)


def _on_the_way(play, act, time):
    if act["doing"] == TRAVELS:
        begin, end = play.ground.roads[play.names["roads"][act["where"]]]
        seconds = act["ends"] - act["begins"]
    else:
        way = play.ways[act["where"]]
        begin, end = way[:2], way[2:]
        metres = float(np.hypot(*(end - begin)))
        seconds = min(act["ends"] - act["begins"], metres / PACE) or 1.0
    share = np.clip(1.0 - (act["ends"] - time) / seconds, 0.0, 1.0)
    return np.add(begin, share * np.subtract(end, begin))


def standing(play, line, who):
    """[one, 2] metres of those in a line, who came first first; each at the end of the shortest lane.

    A line that is longer than its room is drawn closer together: how close comes second.
    """
    ends, places = [0.0] * line.lanes, []
    for one in who.tolist():
        lane = ends.index(min(ends))
        length = length_of(play, one) * play.ground.scale
        places.append((ends[lane] + length / 2, lane))
        ends[lane] += length + GAP * play.ground.scale
    squeeze = min(1.0, line.room / max(max(ends), 1.0))
    back, wide = np.array(line.back), 4.0 * max(1.0, play.ground.scale / 2)
    side = np.array([-back[1], back[0]])
    at = np.array(
        [
            np.array(line.head) + back * (along * squeeze) + side * (lane - (line.lanes - 1) / 2) * wide
            for along, lane in places
        ]
    )
    return at, squeeze


def length_of(play, who):
    """Metres that an entity is long."""
    return play.sizes[play.people["cls"][who]][0]


def waiting(play):
    """Times in seconds, and how many queue from each of them on."""
    queueing = play.acts[play.acts["doing"] == QUEUES]
    times = np.concatenate([queueing["begins"], queueing["ends"]])
    steps = np.concatenate([np.ones(len(queueing)), -np.ones(len(queueing))])
    order = np.argsort(times, kind="stable")
    times, last = times[order], np.append(times[order][1:] != times[order][:-1], True)
    return times[last] if len(times) else times, np.cumsum(steps[order])[last] if len(times) else times


def worst(play):
    """The first second in which most of all queue; the middle where nobody ever does."""
    times, number = waiting(play)
    return float(times[number.argmax()]) if len(times) else play.end / 2
