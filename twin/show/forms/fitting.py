"""How wide the columns of a table are on paper, where its letters stay large enough to read."""

import re
from functools import cache
from itertools import groupby
from typing import NamedTuple
from unicodedata import east_asian_width

ACROSS, ON_ITS_SIDE = 510.0, 757.0  # points that a page has for a table, upright and on its side
GAP = 6.0  # points of a column that its cells keep free
SMALLEST, LARGEST = 7.0, 7.6  # points of the letters of a table
WIDEST = 20.0  # ems: what a longer text asks for, the rest of it stands on more lines
NARROWEST = 2.0  # ems
SAFE = 1.02  # of the measured width: letters are set a little wider where pairs are not drawn together
SMALL = 1000  # points: letters are measured that large, where no hinting widens them
BREAK = "\u200b"  # a place where a long name may break
BREAKS = re.compile(rf"[ {BREAK}]+")


class Column(NamedTuple):
    """What a column needs: its longest piece that does not break, and room for each cell on one line."""

    least: float  # ems
    whole: float  # ems


class Sheet(NamedTuple):
    """Columns side by side: which, counted from 0, how wide each, and the size of their letters."""

    columns: tuple
    widths: tuple  # points
    size: float  # points


class Fitting(NamedTuple):
    """The sheets of a table one below the other, all with its first column; whether they lie on a side."""

    sheets: tuple
    on_its_side: bool


def fitted(columns):
    """The Fitting of a table: upright where it can be, on its side else; what still is too wide is parted.

    >>> fitted([Column(3.0, 20.0)] * 4).on_its_side, len(fitted([Column(9.0, 9.0)] * 30).sheets)
    (False, 4)
    """
    everything = tuple(range(len(columns)))
    for room in (ACROSS, ON_ITS_SIDE):
        if _least(columns) <= room:
            return Fitting((_sheet(columns, everything, room),), room is ON_ITS_SIDE)
    return Fitting(tuple(_sheet(columns, each, ON_ITS_SIDE) for each in _parted(columns)), True)


def column_of(texts):
    """The Column of a heading and its cells, whose places of breaks are marked.

    >>> column_of(["wait", "3 [2, 4]"]).whole > column_of(["wait", "3"]).whole
    True
    """
    pieces = (piece for text in texts for piece in BREAKS.split(str(text)))
    least = max(NARROWEST, *(_unbroken(piece) for piece in pieces))
    return Column(least, max(least, min(max(width(str(text)) for text in texts), WIDEST)))


def width(text):
    """How wide a text stands on one line, in ems."""
    return SAFE * sum(_advance(letter) for letter in text)


def _unbroken(piece):
    """The width of what no line breaks: Chinese breaks anywhere, but is kept in fours and by its number."""
    runs = ["".join(run) for is_wide, run in groupby(piece, _is_wide) if not is_wide]
    if len(runs) == 1 and runs[0] == piece:
        return width(piece)
    number = max((width(run) for run in runs), default=0.0)
    return min(width(piece), max(4.0, number + 2.0) * SAFE)


def _is_wide(letter):
    return east_asian_width(letter) in "WF"


def _least(columns):
    return sum(SMALLEST * column.least + GAP for column in columns)


def _sheet(columns, which, room):
    """Each cell on one line where letters stay readable; else what is left goes to those who need lines."""
    mine = [columns[i] for i in which]
    free = room - GAP * len(mine)
    size = min(LARGEST, free / sum(column.whole for column in mine))
    if size >= SMALLEST:
        return Sheet(which, tuple(size * column.whole + GAP for column in mine), size)
    wanted = sum(column.whole - column.least for column in mine)
    part = (free / SMALLEST - sum(column.least for column in mine)) / wanted
    ems = [column.least + part * (column.whole - column.least) for column in mine]
    return Sheet(which, tuple(SMALLEST * each + GAP for each in ems), SMALLEST)


def _parted(columns):
    """As many columns as fit behind the first, and the others behind the first again."""
    parts, part = [], [0]
    for i in range(1, len(columns)):
        if len(part) > 1 and _least([columns[j] for j in (*part, i)]) > ON_ITS_SIDE:
            parts.append(tuple(part))
            part = [0]
        part.append(i)
    return [*parts, tuple(part)]


@cache
def _advance(letter):
    """The width of a letter in ems; what the face has not is Chinese, and as wide as high."""
    if letter == BREAK:
        return 0.0
    face = _face()
    if not face.get_char_index(ord(letter)):
        return 1.0
    return face.load_char(ord(letter)).linearHoriAdvance / 65536 / SMALL


@cache
def _face():
    from matplotlib import get_data_path
    from matplotlib.ft2font import FT2Font

    face = FT2Font(f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf")
    face.set_size(SMALL, 72)
    return face
