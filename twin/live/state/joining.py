"""Pieces whose names were misread given to those they continue, all at once and each to one.

A piece that does not begin at a way in continues another that has not left. Of all ways to choose, the one
with the greatest gain is taken: a link gains by the share of the step, by its time, and by what was read.
"""

import math
from bisect import bisect_left, bisect_right

import numpy as np
from scipy.optimize import linear_sum_assignment

from twin.live.state.linking import apart, unlike
from twin.live.state.reading import ARRIVE
from twin.observed.cleaning.joining import LEAST_SHARE, SAME_PAPER, SAME_PLATE
from twin.observed.cleaning.ways import FLOOR

SLACK = 30.0  # seconds by which a piece may seem to begin before the one it continues was last seen
REACH = 12 * 3600.0  # seconds that no link is longer than
ALONE = 0.03  # of pieces continue none that was seen, where nothing else is known


def joined(pieces, doors, passing):
    """Lists of pieces, one list a truck, in order of time; every piece is in one of them."""
    heads = [p for p in pieces if not _enters(p, doors)]
    tails, gains = _by_place(pieces), {}
    for head in heads:
        for place, (times, seen) in tails.items():
            reach = min(passing.reach(place, head.first.place) + SLACK, REACH)
            low = bisect_left(times, head.first.time - reach)
            high = bisect_right(times, head.first.time + SLACK, low)
            for tail in seen[low:high]:
                if tail.first < head.first and (gain := _gain(tail, head, passing)) > 0:
                    gains[tail.id, head.id] = gain
    follows = dict(best(gains))
    return _chains(pieces, follows)


def _by_place(pieces):
    """By place: when pieces that are not over were seen last there, in order, and these pieces."""
    tails = {}
    for piece in sorted((p for p in pieces if not p.over), key=lambda p: p.last):
        times, seen = tails.setdefault(piece.last.place, ([], []))
        times.append(piece.last.time)
        seen.append(piece)
    return tails


def _enters(piece, doors):
    """Whether a piece begins where journeys do."""
    station, kind = piece.first.place
    return station in doors.entries and (kind == ARRIVE or station not in doors.joins)


def _gain(tail, head, passing):
    """How much likelier it is that one piece continues the other than not, as a logarithm."""
    place, other = tail.last.place, head.first.place
    silence = max(head.first.time - tail.last.time, 0.0)
    if tail.begun[1] > head.begun[1] + SLACK or unlike(tail, head):
        return 0.0
    chance = max(passing.chance(place, other, silence), FLOOR * FLOOR)
    every = max(passing.number[other], 1)
    alone = max(passing.firsts[other] / every, LEAST_SHARE, ALONE)
    stopped = max(passing.lasts[place] / max(passing.number[place], 1), LEAST_SHARE)
    rate = every / passing.length
    return math.log(chance / rate) - math.log(alone * min(stopped, 1.0)) + _names(tail, head)


def _names(one, two):
    """What is gained by what was read of both."""
    said = SAME_PAPER * any(a and a == b for a, b in ((one.tag, two.tag), (one.declaration, two.declaration)))
    if one.plate and two.plate:
        signs = apart(one.plate, two.plate)
        said += SAME_PLATE[signs] if signs < len(SAME_PLATE) else 0.0
    return said


def best(gains):
    """The pairs of the matching with the greatest sum of gains."""
    out = []
    for tails, heads in _clusters(gains):
        table = np.array([[gains.get((tail, head), 0.0) for head in heads] for tail in tails])
        rows, columns = linear_sum_assignment(table, maximize=True)
        out += [(tails[r], heads[c]) for r, c in zip(rows, columns, strict=True) if table[r, c] > 0]
    return out


def _clusters(gains):
    """Tails and heads that are linked with each other and with no others, in order."""
    by_tail, by_head = {}, {}
    for tail, head in gains:
        by_tail.setdefault(tail, []).append(head)
        by_head.setdefault(head, []).append(tail)
    left = dict.fromkeys(sorted(by_tail))
    while left:
        tails, heads, ahead = set(), set(), [next(iter(left))]
        while ahead:
            tail = ahead.pop()
            if tail not in tails:
                tails.add(tail)
                del left[tail]
                heads.update(by_tail[tail])
                ahead += [other for head in by_tail[tail] for other in by_head[head]]
        yield sorted(tails), sorted(heads)


def _chains(pieces, follows):
    """The pieces of each truck, from what follows what."""
    by_id = {piece.id: piece for piece in pieces}
    later = set(follows.values())
    chains = []
    for piece in pieces:
        if piece.id not in later:
            chain = [piece]
            while chain[-1].id in follows:
                chain.append(by_id[follows[chain[-1].id]])
            chains.append(chain)
    return chains
