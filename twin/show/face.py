"""The letters of a page, carried inside it: the same look on a machine without Chinese letters."""

from base64 import b64encode
from functools import lru_cache
from io import BytesIO

from twin.show.style import FONT_FILE


def face_for(text):
    """The font, cut down to the letters of a text, as an address that holds its own data."""
    return _face_of("".join(sorted(set(text))))


@lru_cache(maxsize=8)
def _face_of(letters):
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.flavor = "woff"
    options.hinting = False
    options.notdef_outline = True
    cutter = Subsetter(options)
    cutter.populate(text=letters)
    file = BytesIO()
    with TTFont(FONT_FILE, recalcTimestamp=False) as font:
        cutter.subset(font)
        font.flavor = "woff"
        font.save(file)
    return "data:font/woff;base64," + b64encode(file.getvalue()).decode("ascii")
