"""Who is a part of whom, and what is known of a whole by what its parts went through."""

from typing import NamedTuple

import numpy as np

from twin.plan.visits import NOBODY
from twin.results.wholes import who_became_whom

DEEPEST = 50  # parts of parts of parts


class Family(NamedTuple):
    """Links from a trip to the one that it belongs to, the deepest first."""

    trips: int
    child: np.ndarray  # [link] trip: a part, or a whole that the other has become with others
    parent: np.ndarray  # [link] trip
    depth: np.ndarray  # [link]
    alone: np.ndarray  # [link] 1: the only part of its class; else one of several, or a whole
    group: np.ndarray  # [link] parts of one class of one trip share a number
    share: np.ndarray  # [link] of the whole's false alarms that are the member's; 1 of a part


def family(plan, run):
    """The Family of a run."""
    trips = run.trips
    parts = np.flatnonzero(trips["parent"] != 0)
    if not len(parts):
        none = np.zeros(0, np.int64)
        return Family(len(trips), none, none, none, none.astype(bool), none, none.astype(float))
    member, whole = who_became_whom(plan, run)
    parts = np.setdiff1d(parts, whole)
    origin = origin_of(trips, parts)
    parts, origin = parts[origin != NOBODY], origin[origin != NOBODY]
    _, group, size = np.unique(
        np.stack([origin, trips["cls"][parts].astype(np.int64)]),
        axis=1, return_inverse=True, return_counts=True,
    )  # fmt: skip
    group = group.ravel()
    members = np.bincount(whole, minlength=len(trips))
    child, parent = np.concatenate([parts, whole]), np.concatenate([origin, member])
    depth = _depth(len(trips), child, parent)[child]
    order = np.argsort(-depth, kind="stable")
    return Family(
        len(trips), child[order], parent[order], depth[order],
        np.concatenate([size[group] == 1, np.zeros(len(whole), bool)])[order],
        np.concatenate([group, len(size) + np.arange(len(whole))])[order],
        np.concatenate([np.ones(len(parts)), 1.0 / np.maximum(members[whole], 1)])[order],
    )  # fmt: skip


def origin_of(trips, parts):
    """[part] the trip it came from: of its parent's rounds the last that had begun."""
    key = np.concatenate([trips["key"], trips["parent"][parts]])
    time = np.nan_to_num(np.concatenate([trips["arrived"], trips["arrived"][parts]]), nan=np.inf)
    is_part = np.arange(len(key)) >= len(trips)
    order = np.lexsort((is_part, time, key))
    at = np.maximum.accumulate(np.where(is_part[order], NOBODY, np.arange(len(key))))
    before = np.where(at == NOBODY, NOBODY, order[np.maximum(at, 0)])
    before = np.where((before != NOBODY) & (key[np.maximum(before, 0)] == key[order]), before, NOBODY)
    out = np.full(len(key), NOBODY, np.int64)
    out[order] = before
    return out[len(trips) :]


def _depth(n, child, parent):
    """[trip] how many links lie between it and one that belongs to nobody."""
    depth = np.zeros(n, np.int64)
    for _ in range(DEEPEST):
        further = depth[parent] + 1
        before = depth.copy()
        np.maximum.at(depth, child, further)
        if (depth == before).all():
            break
    return depth


def rolled_up(of, own):
    """([trip, column] share missed by all that one and its parts went through, [trip] its false alarms)."""
    whole = type(own)(*(table.copy() for table in own))  # with its parts
    alone = type(own)(*(table.copy() for table in own))  # without those of which there are several
    for depth in range(int(of.depth.max(initial=0)), 0, -1):
        here = np.flatnonzero(of.depth == depth)
        _raise(whole, alone, of, here[of.alone[here]])
        _mean(whole, alone, of, here[~of.alone[here]])
    missed = _missed(whole)
    return _from_above(of, missed, (_missed(own), _missed(alone))), _alarms(whole)


def _raise(whole, alone, of, links):
    """The only part of its class speaks for the one it belongs to: an image for the truck it shows."""
    child, parent = of.child[links], of.parent[links]
    for table in (whole, alone):
        for name in ("unseen", "unshown", "unread", "calm"):
            np.multiply.at(getattr(table, name), parent, getattr(whole, name)[child])
        np.add.at(table.alarms, parent, whole.alarms[child])


def _mean(whole, alone, of, links):
    """Of several parts of one class each may be the one that carries: the mean of what they miss."""
    child, parent = of.child[links], of.parent[links]
    shown = (whole.unshown[child] < 1.0).any(axis=1)
    missed = np.where(shown[:, None], _missed(whole)[child], whole.unseen[child])
    group, first = np.unique(of.group[links], return_index=True)
    index = np.searchsorted(group, of.group[links])
    number = np.bincount(index, minlength=len(group))
    mean = np.stack([np.bincount(index, column, len(group)) for column in missed.T], axis=1)
    np.multiply.at(whole.unseen, parent[first], mean / number[:, None])
    reads = ~shown  # images alone: whoever reads one of them reads for the whole
    for table in (whole, alone):
        np.multiply.at(table.unread, parent[reads], whole.unread[child[reads]])
        np.multiply.at(table.calm, parent[reads], whole.calm[child[reads]])
    alarms = np.where(shown, _alarms(whole)[child], whole.alarms[child])
    np.add.at(whole.alarms, parent, alarms * of.share[links])


def _missed(evidence):
    """[trip, column] an image finds what it shows and somebody reads."""
    n = evidence.unseen.shape[1] // 2
    read = np.repeat(1.0 - evidence.unread, n, axis=1)
    return evidence.unseen * (1.0 - (1.0 - evidence.unshown) * read)


def _alarms(evidence):
    """[trip] a harmless image that is read raises an alarm by what it shows, or by its reader."""
    images = (evidence.unshown < 1.0).any(axis=1) & (evidence.unread[:, 1] < 1.0)
    return evidence.alarms + np.where(images, 1.0 - evidence.calm.prod(axis=1), 0.0)


def _from_above(of, missed, apart):
    """[trip, column] what is missed of a part, with the controls that its whole went through."""
    own, alone = apart
    out, outside = missed.copy(), np.ones_like(missed)
    is_whole = of.share < 1.0
    for depth in range(1, int(of.depth.max(initial=0)) + 1):
        here = np.flatnonzero((of.depth == depth) & ~is_whole)
        only, several = here[of.alone[here]], here[~of.alone[here]]
        child, parent = of.child[only], of.parent[only]
        outside[child] = outside[parent] * own[parent]
        out[child] = out[parent]
        child, parent = of.child[several], of.parent[several]
        outside[child] = outside[parent] * alone[parent]
        out[child] = outside[child] * missed[child]
        links = np.flatnonzero((of.depth == depth) & is_whole)
        _of_members(out, of, links)
    return out


def _of_members(out, of, links):
    """What is missed of a whole is the mean over those who have become it."""
    wholes, index = np.unique(of.child[links], return_inverse=True)
    number = np.bincount(index, minlength=len(wholes))
    for column in range(out.shape[1] if len(wholes) else 0):
        total = np.bincount(index, out[of.parent[links], column], len(wholes))
        out[wholes, column] = total / number
