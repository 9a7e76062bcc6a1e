"""Where labels stand on a map: near what they name, never on each other.

Each label, the most crowded first, takes the cheapest of many places around its anchor. Standing on another
label, on an anchor or outside the sheet is not allowed; covering a line and a long leader cost.
"""

from typing import NamedTuple

import numpy as np

ANGLES = 24
RINGS = (
    7.0,
    16.0,
    28.0,
    44.0,
    64.0,
    90.0,
    120.0,
    160.0,
    210.0,
    270.0,
    340.0,
)  # points from the anchor to the box
CLEAR = 2.5  # points that stay free between two boxes
COVERED = 14.0  # what covering one point of a line costs, in points of leader
OVER = 12.0  # what one of eight points of a leader on a line costs
CROSSED = 20.0  # what one of ten points of a leader under another label costs


class Box(NamedTuple):
    """A rectangle, in points of the sheet."""

    left: float
    bottom: float
    right: float
    top: float


class Sheet(NamedTuple):
    """Where labels may stand, and what they should keep off."""

    width: float
    height: float
    keep_off: np.ndarray  # [point, 2] must not be covered: anchors, symbols
    avoid: np.ndarray  # [point, 2] better not covered: points along lines


def overlap(a, b):
    """Whether two boxes share an area."""
    return a.left < b.right and b.left < a.right and a.bottom < b.top and b.bottom < a.top


def place_labels(anchors, sizes, sheet):
    """A Box for every label, or None when the sheet is too small for them.

    `anchors`: [label, 2] and `sizes`: [label, 2], both in points.
    """
    anchors, sizes = np.asarray(anchors, float).reshape(-1, 2), np.asarray(sizes, float).reshape(-1, 2)
    placed = [None] * len(anchors)
    avoid = sheet.avoid
    for i in _crowded_first(anchors, sizes):
        boxes = _candidates(anchors[i], sizes[i])
        allowed = _inside(boxes, sheet) & (_covers(boxes, sheet.keep_off) == 0)
        for other in filter(None, placed):
            allowed &= ~_overlaps(boxes, other)
        if not allowed.any():
            return None
        boxes = boxes[allowed]
        cost = _length(boxes, anchors[i]) + COVERED * _covers(boxes, avoid)
        cost += OVER * _over_lines(anchors[i], boxes, sheet.avoid)
        cost += CROSSED * _crossings(anchors[i], boxes, [box for box in placed if box])
        placed[i] = Box(*map(float, boxes[np.argmin(cost)]))
        avoid = np.concatenate([avoid, leader(placed[i], anchors[i])])
    return placed


def _crowded_first(anchors, sizes):
    """Labels with near neighbours choose first; equals in the order given."""
    apart = np.hypot(*(anchors[:, None] - anchors[None]).transpose(2, 0, 1))
    crowd = (1.0 / (apart + 20.0)).sum(axis=1) * np.sqrt(sizes.prod(axis=1))
    return np.argsort(-crowd, kind="stable")


def _candidates(anchor, size):
    """[candidate, 4] boxes around an anchor, whose edge is a ring's distance away."""
    angle = np.arange(ANGLES) * 2 * np.pi / ANGLES
    way = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    centre = np.concatenate([anchor + way * (size / 2 + ring) for ring in RINGS])
    return np.hstack([centre - size / 2, centre + size / 2])


def _inside(boxes, sheet):
    low = (boxes[:, 0] >= 1) & (boxes[:, 1] >= 1)
    return low & (boxes[:, 2] <= sheet.width - 1) & (boxes[:, 3] <= sheet.height - 1)


def _overlaps(boxes, box):
    apart = (boxes[:, 0] >= box.right + CLEAR) | (boxes[:, 2] <= box.left - CLEAR)
    return ~(apart | (boxes[:, 1] >= box.top + CLEAR) | (boxes[:, 3] <= box.bottom - CLEAR))


def _covers(boxes, points):
    """[box] how many of the points each box covers."""
    x, y = points[:, 0], points[:, 1]
    within = (
        (boxes[:, :1] - 1 < x) & (x < boxes[:, 2:3] + 1) & (boxes[:, 1:2] - 1 < y) & (y < boxes[:, 3:] + 1)
    )
    return within.sum(axis=1)


def nearest(box, point):
    """The point of a box that is nearest to another one: where its leader ends."""
    return min(max(point[0], box.left), box.right), min(max(point[1], box.bottom), box.top)


def _length(boxes, anchor):
    """[box] how long the leader to each box is."""
    return np.hypot(*(_tips(boxes, anchor) - anchor).T)


def _tips(boxes, anchor):
    """[box, 2] where the leader to each box ends."""
    return np.clip(anchor, boxes[:, :2], boxes[:, 2:])


def leader(box, anchor):
    """[point, 2] points along the line from an anchor to the nearest point of its box."""
    tip = np.array(nearest(box, anchor))
    return anchor + (tip - anchor) * np.linspace(0.0, 1.0, 9)[:, None]


def _over_lines(anchor, boxes, lines):
    """[box] how many points of the far part of each leader lie on a line that is not its own."""
    along = np.linspace(0.3, 1.0, 8)[:, None, None]
    points = (anchor + (_tips(boxes, anchor) - anchor) * along).reshape(-1, 2)
    far = np.hypot(*(points - anchor).T) > 6.0
    near = np.zeros(len(points), bool)
    if len(lines):
        near[far] = (np.abs(points[far][:, None] - lines[None]).max(axis=2) < 2.5).any(axis=1)
    return near.reshape(8, len(boxes)).sum(axis=0)


def _crossings(anchor, boxes, placed):
    """[box] how many points of the leader to each box lie on boxes that stand already."""
    along = np.linspace(0.1, 1.0, 10)[:, None, None]
    points = (anchor + (_tips(boxes, anchor) - anchor) * along).reshape(-1, 2)
    hit = np.zeros(len(points))
    for box in placed:
        hit += ((points > box[:2]) & (points < box[2:])).all(axis=1)
    return hit.reshape(10, len(boxes)).sum(axis=0)
