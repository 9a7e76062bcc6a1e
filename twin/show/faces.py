"""Shapes as quadrangles with the light of one sun in their colours."""

from typing import NamedTuple

import numpy as np

SUN = np.array([-0.33, -0.46, 0.82])
SHADE, LIGHT = 0.66, 0.42  # of a colour: turned away from the sun, and what the sun adds
UP = (0.0, 0.0, 1.0)
# Corners of a box on the ground by face, against the clock as seen from outside, and which way each looks.
BOX = np.array(
    [
        [(-1, -1, 1), (1, -1, 1), (1, 1, 1), (-1, 1, 1)],
        [(1, -1, 0), (1, 1, 0), (1, 1, 1), (1, -1, 1)],
        [(-1, 1, 0), (-1, -1, 0), (-1, -1, 1), (-1, 1, 1)],
        [(1, 1, 0), (-1, 1, 0), (-1, 1, 1), (1, 1, 1)],
        [(-1, -1, 0), (1, -1, 0), (1, -1, 1), (-1, -1, 1)],
    ],
    float,
) * (0.5, 0.5, 1.0)
WAYS = np.array([UP, (1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0)], float)


class Faces(NamedTuple):
    """[quadrangle] corners, where it looks, its own colour, and how much of another's it takes."""

    points: np.ndarray  # [quadrangle, 4, 3] metres
    ways: np.ndarray  # [quadrangle, 3] unit vectors
    colours: np.ndarray  # [quadrangle, 4] red, green, blue, alpha as shares of 1
    own: np.ndarray  # [quadrangle]


class Lit(NamedTuple):
    """[quadrangle] corners in the scene, where each looks, and its colour."""

    points: np.ndarray  # [quadrangle, 4, 3]
    ways: np.ndarray  # [quadrangle, 3]
    colours: np.ndarray  # [quadrangle, 4]


def faces_of(parts):
    """The Faces of parts (form, at, size, colour, own)."""
    made = [_box(at, size) if form == "box" else _column(at, size) for form, at, size, *_ in parts]
    many = [len(points) for points, _ in made]
    colours = np.array([rgba(part[3]) for part in parts], float).reshape(-1, 4)
    own = np.array([part[4] for part in parts], float)
    empty = np.zeros((0, 4, 3)), np.zeros((0, 3))
    points, ways = (np.concatenate(each) for each in zip(empty, *made, strict=True))
    return Faces(points, ways, np.repeat(colours, many, axis=0), np.repeat(own, many))


def placed(faces, things):
    """The Lit of a shape wherever it stands; `things` are rows of `row_of`."""
    things = np.asarray(things, float).reshape(-1, 9)
    cos, sin = np.cos(things[:, 2]), np.sin(things[:, 2])
    points = faces.points[None] * things[:, None, None, 3:6]
    points = _turned(points, cos[:, None, None], sin[:, None, None])
    points[..., :2] += things[:, None, None, :2]
    ways = _turned(np.broadcast_to(faces.ways, (len(things), *faces.ways.shape)), cos[:, None], sin[:, None])
    colours = np.empty((len(things), len(faces.own), 4))
    own = faces.own[None, :, None]
    colours[..., :3] = faces.colours[None, :, :3] * (1 - own) + things[:, None, 6:9] * own
    colours[..., 3] = faces.colours[:, 3]
    return Lit(points.reshape(-1, 4, 3), ways.reshape(-1, 3), colours.reshape(-1, 4))


def flat_of(paint, named, layer):
    """[quadrangle] corners and colours of strips, each a layer higher than the one before."""
    points, colours = [np.zeros((0, 4, 3))], [np.zeros((0, 4))]
    for i, (begin, end, wide, name, alpha, times, step) in enumerate(paint):
        begin, end = np.array(begin), np.array(end)
        along = (end - begin) / (np.hypot(*(end - begin)) or 1.0)
        aside = np.array([-along[1], along[0]]) * wide / 2
        corners = np.array([begin - aside, end - aside, end + aside, begin + aside])
        flat = corners[None] + np.arange(times)[:, None, None] * np.array(step)
        points.append(np.concatenate([flat, np.full((times, 4, 1), i * layer)], axis=2))
        colours.append(np.tile([*rgba(named.get(name, name))[:3], alpha], (times, 1)))
    return np.concatenate(points), np.concatenate(colours)


def row_of(x, y, heading, scale, colour):
    """A thing as a row of what `placed` takes."""
    return (x, y, heading, *scale, *rgba(colour)[:3])


def sunlit(lit):
    """[quadrangle, 4] colours as the sun shows them."""
    light = SHADE + LIGHT * np.maximum(lit.ways @ SUN, 0.0)
    return np.concatenate([np.minimum(lit.colours[:, :3] * light[:, None], 1.0), lit.colours[:, 3:]], axis=1)


def rgba(text):
    """[4] shares of 1 of a colour as "#rrggbb" or "#rrggbbaa"."""
    parts = [int(text[i : i + 2], 16) / 255 for i in range(1, len(text), 2)]
    return parts if len(parts) == 4 else [*parts, 1.0]


def _box(at, size):
    return BOX * size + at, WAYS


def _column(at, size):
    """Six sides, and two quadrangles that close it above."""
    below, above, high = size
    angles = np.arange(7) * np.pi / 3
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    low = np.concatenate([ring * below, np.zeros((7, 1))], axis=1)
    top = np.concatenate([ring * above, np.full((7, 1), high)], axis=1)
    sides = np.stack([low[:-1], low[1:], top[1:], top[:-1]], axis=1)
    ways = np.stack([np.cos(angles[:-1] + np.pi / 6), np.sin(angles[:-1] + np.pi / 6), np.zeros(6)], axis=1)
    lid = np.stack([top[:4], top[3:]])
    return np.concatenate([sides, lid]) + at, np.concatenate([ways, [UP, UP]])


def _turned(vectors, cos, sin):
    x, y = vectors[..., 0], vectors[..., 1]
    return np.stack([x * cos - y * sin, x * sin + y * cos, vectors[..., 2]], axis=-1)
