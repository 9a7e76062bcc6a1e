"""What a report is made of: blocks in sections, whatever they are about."""

from base64 import b64encode
from typing import NamedTuple

from twin.show.style import as_svg


class Words(NamedTuple):
    """A paragraph; kind is plain, lead (the answer itself), note or warning."""

    text: str
    kind: str = "plain"
    block: str = "words"


class Items(NamedTuple):
    """A list of sentences."""

    texts: tuple
    block: str = "items"


class Table(NamedTuple):
    """Rows of texts under headings; `numbers` are the columns that stand to the right, counted from 0."""

    caption: str
    headings: tuple
    rows: tuple
    numbers: tuple = ()
    note: str = ""
    block: str = "table"


class Picture(NamedTuple):
    """A figure: SVG text, or a PNG as an address that holds its own data."""

    name: str
    caption: str
    alt: str
    svg: str = ""
    png: str = ""
    block: str = "picture"


class Missing(NamedTuple):
    """A part that is not there, and why: it is said, never left out."""

    what: str
    because: str
    block: str = "missing"


class Code(NamedTuple):
    """Text to be copied letter by letter."""

    text: str
    block: str = "code"


class Section(NamedTuple):
    """A heading and its blocks; `name` is its anchor."""

    name: str
    title: str
    blocks: tuple


def drawn(name, figure, caption, alt):
    """The Picture of a matplotlib figure."""
    return Picture(name, caption, alt, svg=as_svg(figure, name))


def photographed(name, png, caption, alt):
    """The Picture of PNG bytes."""
    return Picture(name, caption, alt, png="data:image/png;base64," + b64encode(png).decode("ascii"))
