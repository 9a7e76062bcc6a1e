"""What stations, halls and fences look like: parts in metres, beside and over the way through."""

from twin.show.shapes import BLACK, DARK, GLASS, OWN, PALE, RED, STEEL, box, column

THIN, GLAZED = "38", "66"  # of a colour that is seen through: roofs, panes
POST = 12.0  # metres between posts of a fence
FENCE = 2.2  # metres: its height


def standing(does, size):
    """The parts of one server of a station; who is served in it is seen."""
    return FORMS.get(does, _hut)(*size)


def hall(long, wide, high):
    """A roof on columns over all servers of a station, seen through from above."""
    corners = [(x * long / 2, y * wide / 2) for x in (-1, 1) for y in (-1, 1)]
    return [
        *(column((x, y, 0), (0.35, 0.35, high), STEEL) for x, y in corners),
        box((0, 0, high), (long + 1.5, wide + 1.5, 0.3), PALE + THIN),
        box((0, 0, high + 0.3), (long + 1.5, 0.8, 0.5), own=OWN),
        *(box((0, y * (wide / 2 + 0.6), high), (long + 1.5, 0.3, 0.6), own=OWN) for y in (-1, 1)),
    ]


def fence(long, wide):
    """Posts with two rails around a yard, a gap in its near side to go in by."""
    posts, rails = [], []
    for side in (-1, 1):
        posts += [(x, side * wide / 2) for x in _spread(long)] + [(side * long / 2, y) for y in _spread(wide)]
        rails.append(((0, side * wide / 2), (long, 0.08)))
    rails += [((long / 2, 0), (0.08, wide))]
    rails += [((-long / 2, side * wide * 0.32), (0.08, wide * 0.36)) for side in (-1, 1)]
    return [
        *(box((x, y, 0), (0.15, 0.15, FENCE), STEEL) for x, y in posts),
        *(box((*at, z), (*size, 0.12), STEEL) for at, size in rails for z in (FENCE * 0.5, FENCE - 0.15)),
    ]


def _spread(long):
    """Where posts stand along a side."""
    many = max(round(long / POST), 1)
    return [long * (i / many - 0.5) for i in range(many + 1)]


def _gate(long, wide, _):
    aside = wide / 2 + 0.75
    return [
        box((0, aside, 0), (long * 1.6, 1.1, 0.2), STEEL),
        box((0, aside, 0.2), (long * 0.6, 0.9, 2.4), own=OWN),
        box((0, aside, 1.3), (long * 0.62, 0.92, 0.8), GLASS),
        box((0, aside, 2.6), (long * 0.75, 1.2, 0.2), PALE),
        *(column((x * long * 0.4, aside, 0.2), (0.12, 0.12, 4.8), STEEL) for x in (-1, 1)),
        box((0, 0, 5.0), (long * 1.1, wide + 1.7, 0.35), own=OWN),
        box((long * 0.55, 0, 5.35), (0.2, wide + 1.7, 0.5), PALE),
        box((long * 0.62, 0, 1.0), (0.14, wide + 0.3, 0.14), RED),
    ]


def _scan(long, wide, high):
    sides = (wide / 2 - 0.5, 0.5 - wide / 2)
    return [
        *(box((0, y, 0), (long * 0.8, 1.0, high * 0.45), PALE) for y in sides),
        *(box((0, y, 0), (long * 0.16, 1.4, high), own=OWN) for y in sides),
        box((0, 0, high - 1.2), (long * 0.16, wide, 1.2), own=OWN),
        box((0, 0, high * 0.45), (long * 0.8, wide, 0.4), own=OWN, colour=BLACK + THIN),
    ]


def _platform(long, wide, _):
    return [
        box((0, wide / 2 - 0.35, 0), (long * 0.95, 0.7, 1.1), PALE, 0.65),
        box((-long * 0.42, wide / 2 - 0.35, 1.1), (0.3, 0.3, 3.4), STEEL),
        box((-long * 0.42, wide / 2 - 1.2, 4.4), (0.5, 2.2, 0.2), own=OWN),
    ]


def _parking(*_):
    return []


def _crane(long, wide, high):
    legs = [(x * long, y * wide) for x in (-0.42, 0.42) for y in (-0.48, 0.48)]
    return [
        *(box((x, y, 0), (0.9, 0.9, high - 1), own=OWN) for x, y in legs),
        *(box((x * long, 0, high - 1.6), (0.9, wide, 1.6), own=OWN) for x in (-0.42, 0.42)),
        box((0, wide * 0.12, high - 2.2), (long * 0.7, 3.2, 1.6), DARK),
        box((0, wide * 0.12, high - 4.6), (long * 0.5, 0.2, 2.4), STEEL),
        box((0, wide * 0.12, high - 4.9), (long * 0.7, 2.4, 0.3), RED),
    ]


def _weighbridge(long, wide, _):
    return [
        box((0, 0, 0), (long * 0.9, wide * 0.8, 0.25), STEEL),
        box((long * 0.2, wide / 2 + 0.3, 0), (2.2, 1.2, 2.4), own=OWN),
        box((long * 0.2, wide / 2 + 0.3, 2.4), (2.6, 1.6, 0.2), PALE),
    ]


def _arch(long, wide, high):
    parts = []
    for x in (-long * 0.25, long * 0.25):
        parts += [box((x, side * (wide / 2 + 0.3), 0), (0.7, 0.5, high + 0.9), own=OWN) for side in (-1, 1)]
        parts.append(box((x, 0, high + 0.9), (0.7, wide + 1.1, 0.5), own=OWN))
    return parts


def _desk(long, wide, _):
    return [
        box((0, wide / 2 - 0.3, 0), (long * 0.55, 0.9, 1.05), PALE, 0.75),
        box((0, wide / 2 - 0.3, 1.05), (long * 0.55, 0.08, 1.0), GLASS + GLAZED),
        box((long * 0.3, wide / 2 - 0.3, 0), (0.15, 0.9, 2.2), own=OWN),
    ]


def _tunnel(long, wide, _):
    return [
        box((0, wide / 2 - 0.7, 0), (long * 0.7, 0.9, 0.7), DARK),
        box((0, wide / 2 - 0.7, 0.7), (long * 0.3, 1.2, 0.9), own=OWN),
    ]


def _hut(long, wide, high):
    return [
        box((0, wide / 2 + 0.2, 0), (long * 0.5, wide * 0.45, high * 0.7), PALE, 0.7),
        box((0, wide / 2 + 0.2, high * 0.7), (long * 0.56, wide * 0.55, 0.3), own=OWN),
    ]


FORMS = {
    "gate": _gate, "agv_gate": _gate, "scan": _scan, "parking": _parking, "lifting": _crane,
    "weighing": _weighbridge, "bag_scan": _tunnel, "reclaim": _tunnel,
    **dict.fromkeys(("examination", "unloading", "loading"), _platform),
    **dict.fromkeys(
        ("disinfection", "treatment", "radiation_check", "gauge_change", "technical_check"), _arch
    ),
    **dict.fromkeys(
        ("identity_check", "health_check", "body_check", "temperature_check", "search"), _desk
    ),
}  # fmt: skip
ROOFED = frozenset(does for does, form in FORMS.items() if form in (_platform, _desk))
