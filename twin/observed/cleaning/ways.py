"""The ways that trucks take through the places of a port, learned from those that were read without doubt."""

from typing import NamedTuple

import numpy as np

DAY = 86400.0
OFTEN = 0.25  # a place is a way in if so large a share of those seen at it are seen nowhere before
TOLD = 0.02  # the same where the log itself names the journeys: an end is then seldom a loss
RARE = 0.02  # a step that a smaller share of trucks takes is more often a sighting that failed
FLOOR = 1e-4  # the least share or density that is not excluded
BINS = 40  # of the time from one place to the next, equal on a scale of logarithms
SHORTEST, LONGEST = 1.0, 2 * DAY  # seconds of that scale


class Ways(NamedTuple):
    """Shares and times of steps between places."""

    step: (
        np.ndarray
    )  # [class + 1, place, place] share of those at a place that go to another; the last row: all
    gap: (
        np.ndarray
    )  # [place, place, bin] density per second of the time from leaving one to being seen at the next
    reach: np.ndarray  # [place, place] seconds within which nearly all come
    starts: np.ndarray  # [place] share of those seen at a place that were seen nowhere before
    stops: np.ndarray  # [place] share of those seen at a place that are seen nowhere after
    way_in: np.ndarray  # [place] True: journeys begin here
    way_out: np.ndarray  # [place] True: journeys end here
    rate: np.ndarray  # [place] sightings a second


def doors(seen, key, share):
    """Places where a share of those seen are seen first, and last, in the whole log: the ways in and out."""
    places = seen.places
    order = np.lexsort((seen.tie, seen.rank, key))
    key, place = key[order], seen.place[order]
    starts = np.append(True, key[1:] != key[:-1])
    ends = np.append(starts[1:], True)
    met = np.unique(key * places + place) % places
    number = np.maximum(np.bincount(met, minlength=places), 1)
    first = np.bincount(place[starts], minlength=places)
    last = np.bincount(place[ends], minlength=places)
    return first / number > share, last / number > share


def learn(seen, links, doors_found):
    """The ways that the links (from, to) of sightings show; seen has place, cls, begins, ends of each."""
    one, two = links
    places, classes = seen.places, int(seen.cls.max(initial=-1)) + 1
    count = np.zeros((classes + 1, places, places))
    cls = np.where(seen.cls[one] >= 0, seen.cls[one], seen.cls[two])
    np.add.at(count, (cls[cls >= 0], seen.place[one][cls >= 0], seen.place[two][cls >= 0]), 1)
    np.add.at(count[-1], (seen.place[one], seen.place[two]), 1)
    onward = count.sum(2, keepdims=True)
    gap, reach = _gaps(seen, one, two)
    total = np.maximum(np.bincount(seen.place, minlength=places), 1)
    no_in = 1 - np.bincount(seen.place[two], minlength=places) / total
    no_out = 1 - np.bincount(seen.place[one], minlength=places) / total
    length = max(np.ptp(seen.begins), 1.0)
    step = (count + 0.1 * count[-1:] / np.maximum(onward[-1:], 1)) / np.maximum(onward + 0.1, 1)
    return Ways(step, gap, reach, no_in, no_out, *doors_found, total / length)


def binned(gap):
    """The bin of each time from one place to the next."""
    scale = (BINS - 1) / np.log(LONGEST / SHORTEST)
    return np.clip(np.ceil(np.log(np.maximum(gap, SHORTEST) / SHORTEST) * scale), 0, BINS - 1).astype(
        np.int64
    )


def _gaps(seen, one, two):
    """Densities of the time between places, smoothed to neighbouring bins, and the reach of each pair."""
    places = seen.places
    took = np.maximum(seen.begins[two] - seen.ends[one], 0.0)
    count = np.zeros((places, places, BINS))
    np.add.at(count, (seen.place[one], seen.place[two], binned(took)), 1)
    smooth = count.copy()
    smooth[..., 1:] += 0.5 * count[..., :-1]
    smooth[..., :-1] += 0.5 * count[..., 1:]
    edges = np.append(0.0, SHORTEST * np.exp(np.arange(BINS) / (BINS - 1) * np.log(LONGEST / SHORTEST)))
    total = smooth.sum(2, keepdims=True)
    density = (smooth + 0.01 * total / BINS) / np.maximum(total, 1) / np.diff(edges)
    share = np.cumsum(count, 2) / np.maximum(count.sum(2, keepdims=True), 1)
    reach = np.where(total[..., 0] > 0, 1.5 * edges[1:][np.argmax(share >= 0.995, axis=2)] + 60.0, 0.0)
    return density, reach
