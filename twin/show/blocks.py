"""What a report is made of: blocks in sections, whatever they are about."""

from base64 import b64encode
from typing import Any, NamedTuple

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


class Link(str):
    """A text that leads to a section of the report by its name."""

    to: str

    def __new__(cls, text, to):
        link = super().__new__(cls, text)
        link.to = to
        return link


class Table(NamedTuple):
    """Rows of texts under headings; `numbers` are the columns that stand to the right, counted from 0.

    `name` is what its file is called, where tables are files; written.Written texts are numbers there.
    `paper` are the columns that a short report has, all where it names none.
    """

    caption: str
    headings: tuple
    rows: tuple
    numbers: tuple = ()
    note: str = ""
    block: str = "table"
    name: str = ""
    paper: tuple = ()


class Picture(NamedTuple):
    """A figure: SVG text, or a PNG as an address that holds its own data.

    `words` are all texts that are drawn in it; `figure` is what draws it in another form.
    """

    name: str
    caption: str
    alt: str
    svg: str = ""
    png: str = ""
    block: str = "picture"
    words: tuple = ()
    figure: Any = None


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
    svg = as_svg(figure, name)
    return Picture(name, caption, alt, svg=svg, words=words_of(figure), figure=figure)


def words_of(figure):
    """All texts that are drawn in a figure, each once."""
    from matplotlib.text import Text

    return tuple(dict.fromkeys(text for each in figure.findobj(Text) if (text := each.get_text().strip())))


def photographed(name, still, caption):
    """The Picture of a Still (PNG bytes, and the words in it)."""
    png = "data:image/png;base64," + b64encode(still.png).decode("ascii")
    return Picture(name, caption, caption, png=png, words=still.words)
