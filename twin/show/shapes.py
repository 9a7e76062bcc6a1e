"""What those who move look like: parts in metres, drawn alike by VTK and by a browser."""

from typing import NamedTuple

DARK, STEEL, PALE, RED = "#212429", "#8c9199", "#edede8", "#cc2924"
GLASS, SKIN, BLACK = "#597385", "#edc7a8", "#000000"
OWN = 1.0  # of the colour of what one does, or of who works there
WAGON = 14.0  # metres from coupling to coupling
LOCOMOTIVE = 18.0  # metres


class Part(NamedTuple):
    """A box or a column that stands on a point; x is forward, y to the left, z up."""

    form: str  # box, or column of six sides
    at: tuple[float, float, float]  # of the middle of its underside
    size: tuple[float, float, float]  # a box along, across, up; a column: radius below, radius above, height
    colour: str = BLACK  # "#rrggbb"; with two more digits it is seen through
    own: float = 0.0  # share of the colour of whose part it is


def box(at, size, colour=BLACK, own=0.0):
    """A Part that is a box."""
    return Part("box", rounded(at), rounded(size), colour, own)


def column(at, size, colour=BLACK, own=0.0):
    """A Part that is a column."""
    return Part("column", rounded(at), rounded(size), colour, own)


def rounded(metres):
    """To the millimetre: more would only make pages longer."""
    return tuple(round(float(each), 3) for each in metres)


def moving(form, long, wide, high):
    """The parts of one of a form, as long, wide and high as it is."""
    return FORMS.get(form, _cargo)(long, wide, high)


def _truck(long, wide, high):
    return [
        *_wheels((long / 2 - 1.3, long / 2 - 4.4), wide),
        box((-long / 2 + 2.2, 0, 0), (2.6, wide * 0.96, 0.9), DARK),
        box((-1.35, 0, 0.8), (long - 2.9, wide, high - 0.8), own=OWN),
        box((long / 2 - 1.15, 0, 0.7), (2.3, wide, 2.4), own=OWN),
        box((long / 2 + 0.005, 0, 1.9), (0.06, wide * 0.9, 0.8), GLASS),
    ]


def _agv(long, wide, high):
    return [
        *_wheels((long / 2 - 1.5, -long / 2 + 1.5), wide),
        box((0, 0, 0.7), (long, wide, 0.5), DARK),
        box((0, 0, 1.2), (min(long - 0.6, 12.2), wide * 0.94, high - 1.2), own=OWN),
    ]


def _bus(long, wide, _):
    return [
        *_wheels((long / 2 - 2.2, -long / 2 + 2.6), wide),
        box((0, 0, 0.4), (long, wide, 1.2), own=OWN),
        box((0, 0, 1.6), (long * 0.985, wide * 0.97, 0.9), GLASS),
        box((0, 0, 2.5), (long, wide, 0.5), own=OWN),
    ]


def _car(long, wide, _):
    return [
        *_wheels((long * 0.32, -long * 0.32), wide * 0.75),
        box((0, 0, 0.3), (long, wide * 0.72, 0.55), own=OWN),
        box((-long * 0.06, 0, 0.85), (long * 0.52, wide * 0.64, 0.5), GLASS),
        box((-long * 0.06, 0, 1.33), (long * 0.48, wide * 0.62, 0.1), own=OWN),
    ]


def _train(long, wide, high):
    nose = min(LOCOMOTIVE, long / 3)
    engine = [
        box((long / 2 - nose / 2, 0, 0), (nose - 0.6, wide * 0.8, 1.1), DARK),
        box((long / 2 - nose / 2, 0, 1.1), (nose - 0.6, wide, high - 1.1), own=OWN),
        box((long / 2 - 0.29, 0, high * 0.62), (0.08, wide * 0.9, high * 0.2), GLASS),
    ]
    many = max(int(-(-(long - nose - WAGON / 2) // WAGON)), 0)
    middles = [long / 2 - nose - WAGON * (i + 0.5) for i in range(many)]
    return engine + [part for x in middles for part in _wagon_at(x, WAGON - 1, wide, high - 0.7)]


def _wagon(long, wide, high):
    return _wagon_at(0.0, long, wide, high)


def _wagon_at(x, long, wide, high):
    bogies = [box((x + side * long * 0.32, 0, 0), (2.4, wide * 0.6, 0.9), DARK) for side in (-1, 1)]
    return [*bogies, box((x, 0, 0.9), (long, wide, high - 0.9), own=OWN)]


def _container(long, wide, high):
    ribs = [-long / 2 + 1 + 1.6 * i for i in range(int((long - 1) // 1.6) + 1)]
    return [
        box((0, 0, 0), (long, wide, high), own=OWN),
        *(box((x, 0, 0.1), (0.3, wide * 1.04, high * 0.96), own=0.86) for x in ribs),
    ]


def _person(_, __, high):
    return [
        column((0, 0, 0), (0.16, 0.24, high * 0.5), DARK),
        column((0, 0, high * 0.5), (0.27, 0.2, high * 0.34), own=OWN),
        column((0, 0, high * 0.86), (0.13, 0.1, high * 0.14), SKIN),
    ]


def _animal(long, wide, high):
    return [
        *(box((x * long, 0, 0), (long * 0.08, wide * 0.7, high * 0.5), DARK) for x in (-0.3, 0.3)),
        box((0, 0, high * 0.45), (long * 0.8, wide * 0.7, high * 0.45), own=OWN),
        box((long * 0.45, 0, high * 0.7), (long * 0.1, wide * 0.35, high * 0.3), own=OWN),
    ]


def _cargo(long, wide, high):
    return [
        box((0, 0, 0), (long, wide, 0.15), DARK),
        box((0, 0, 0.15), (long * 0.94, wide * 0.94, high - 0.15), own=OWN),
    ]


def _wheels(along, wide):
    return [box((x, 0, 0), (1.0, wide * 0.96, 0.9), DARK) for x in along]


FORMS = {
    "truck": _truck, "agv": _agv, "bus": _bus, "car": _car, "train": _train, "wagon": _wagon,
    "container": _container, "person": _person, "animal": _animal,
}  # fmt: skip
