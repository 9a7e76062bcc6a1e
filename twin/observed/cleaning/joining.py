"""The sightings whose names were misread or not read, given to the journeys that they fit best, all at once.

Every sighting has one that comes before it on its journey and one that comes after, or none. Of all ways to
choose them the likeliest is taken: a matching of least cost between what lacks a successor and what lacks a
predecessor. A link is as likely as the step between the two places, the time it took, and what was read of
both; to have none is as likely as it is at that place.
"""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from .pairing import conflicting
from .plates import distances
from .ways import FLOOR, RARE, binned

# Logarithms of how much likelier a reading is of one truck than of two: by signs that differ in the plates.
SAME_PLATE = (8.0, 5.0, 1.0)
SAME_PAPER = 8.0
LEAST_SHARE = 0.002  # of sightings without predecessor or successor: less is not to be known from a month
SHIFT = 100.0  # added to all costs: a sparse matrix takes 0 for no entry
MOST = 400_000  # pairs looked at in one go


def joined(sightings, seen, links, ways, letters):
    """The links (from, to) of all sightings, those by name and those by what fits best."""
    one, two = links
    loose = _loose(seen, links, ways)
    cut = _doubtful(seen, links, ways) | _straddling(sightings, seen, links, loose, ways)
    size = len(seen.place)
    has_next, has_last = np.zeros(size, bool), np.zeros(size, bool)
    has_next[one[~cut]] = has_last[two[~cut]] = True
    ends, begins = (
        ways.stops > 1 - RARE,
        ways.starts > 1 - RARE,
    )  # from here nobody goes on, to here nobody comes
    outs = np.flatnonzero(~has_next & ~(ways.way_out & ends)[seen.place])
    ins = np.flatnonzero(~has_last & ~(ways.way_in & begins)[seen.place])
    a, b = _candidates(seen, outs, ins, ways)
    fit = ~conflicting(sightings, letters, a, b)
    a, b = np.append(a[fit], one[cut]), np.append(b[fit], two[cut])
    _, single = np.unique(a * size + b, return_index=True)
    a, b = a[single], b[single]
    gain = gains(sightings, seen, (a, b), ways, letters)
    a, b = _best(a[gain > 0], b[gain > 0], gain[gain > 0])
    return np.append(one[~cut], a), np.append(two[~cut], b)


def _loose(seen, links, ways):
    """Sightings that lack a link which their place should have."""
    one, two = links
    lacks = ~ways.way_in[seen.place]
    lacks[two] = False
    after = ~ways.way_out[seen.place]
    after[one] = False
    return np.flatnonzero(lacks | after)


def _doubtful(seen, links, ways):
    """Links that take a step which few take: more often a sighting between them went unread."""
    one, two = links
    return ways.step[seen.cls[one], seen.place[one], seen.place[two]] < RARE


def _straddling(sightings, seen, links, loose, ways):
    """Links in whose time a loose sighting lies that could stand between the two."""
    one, two = links
    order = loose[np.argsort(seen.begins[loose])]
    begins = seen.begins[order]
    doubt = seen.doubt[one] + seen.doubt[two]
    low = np.searchsorted(begins, seen.ends[one] - doubt)
    high = np.searchsorted(begins, seen.begins[two] + doubt)
    link, at = _spread(low, high)
    middle = order[at]
    into = ways.step[-1][seen.place[one[link]], seen.place[middle]]
    onward = ways.step[-1][seen.place[middle], seen.place[two[link]]]
    able = (into > RARE) & (onward > RARE)
    cut = np.zeros(len(one), bool)
    cut[link[able]] = True
    cut[np.isin(one, loose) & np.isin(two, loose)] |= False
    return cut


def _spread(low, high):
    """Every index from low to high of each row, as pairs of row and index."""
    count = np.maximum(high - low, 0)
    row = np.repeat(np.arange(len(low)), count)
    start = np.repeat(np.cumsum(count) - count, count)
    return row, np.arange(len(row)) - start + low[row]


def _candidates(seen, outs, ins, ways):
    """Pairs of a sighting without successor and one without predecessor that could follow it."""
    found_one, found_two = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for p in np.unique(seen.place[outs]):
        from_here = outs[seen.place[outs] == p]
        for q in np.flatnonzero((ways.step[-1][p] > FLOOR) & (ways.reach[p] > 0)):
            there = ins[seen.place[ins] == q]
            if not len(there):
                continue
            there = there[np.argsort(seen.begins[there])]
            begins, doubt = seen.begins[there], seen.doubt
            slack = doubt[from_here] + doubt[there].max()
            low = np.searchsorted(begins, seen.ends[from_here] - slack)
            high = np.searchsorted(begins, seen.ends[from_here] + ways.reach[p, q] + slack)
            row, at = _spread(low, high)
            one, two = from_here[row], there[at]
            gap, slack = seen.begins[two] - seen.ends[one], doubt[one] + doubt[two]
            able = (gap > -slack) & (gap < ways.reach[p, q] + slack) & (one != two)
            found_one.append(one[able])
            found_two.append(two[able])
    return np.concatenate(found_one), np.concatenate(found_two)


def gains(sightings, seen, pairs, ways, letters):
    """How much likelier each link is than none, as a logarithm."""
    one, two = pairs
    p, q = seen.place[one], seen.place[two]
    gap = seen.begins[two] - seen.ends[one]
    step = np.maximum(ways.step[seen.cls[one], p, q], FLOOR)
    density = np.maximum(ways.gap[p, q, binned(gap)], 1e-7)
    vague = np.maximum(seen.doubt[one], seen.doubt[two]) > 60.0
    density = np.where(vague, 1 / np.maximum(ways.reach[p, q], 60.0), density)
    chance = np.log(step * density / ways.rate[q])
    alone = np.maximum(ways.starts[q], LEAST_SHARE) * np.maximum(ways.stops[p], LEAST_SHARE)
    return chance - np.log(alone) + _names(sightings, one, two, letters)


def _names(sightings, one, two, letters):
    """How much likelier what was read is of one truck than of two."""
    said = np.zeros(len(one))
    for code in (sightings.tag, sightings.declaration):
        said += SAME_PAPER * ((code[one] >= 0) & (code[one] == code[two]))
    best = np.zeros(len(one))
    for first in (sightings.plate, sightings.other):
        for second in (sightings.plate, sightings.other):
            both = np.flatnonzero((first[one] >= 0) & (second[two] >= 0))
            apart = distances(letters, first[one[both]], second[two[both]])
            worth = np.asarray(SAME_PLATE)[np.minimum(apart, len(SAME_PLATE) - 1)]
            best[both] = np.maximum(best[both], np.where(apart < len(SAME_PLATE), worth, 0.0))
    return said + best


def _best(one, two, gain):
    """The links of the matching with the greatest sum of gains."""
    if not len(one):
        return one, two
    outs, row = np.unique(one, return_inverse=True)
    ins, column = np.unique(two, return_inverse=True)
    stay = np.arange(len(outs))  # a column of its own for each row: no successor
    cost = np.append(SHIFT - np.minimum(gain, SHIFT - 1), np.full(len(outs), SHIFT))
    rows, columns = np.append(row, stay), np.append(column, len(ins) + stay)
    matrix = coo_array((cost, (rows, columns)), shape=(len(outs), len(ins) + len(outs)))
    rows, columns = min_weight_full_bipartite_matching(matrix.tocsr())
    real = columns < len(ins)
    return outs[rows[real]], ins[columns[real]]
