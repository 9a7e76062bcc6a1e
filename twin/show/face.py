"""The letters of a page, carried inside it: the same look on a machine without Chinese letters."""

from base64 import b64encode
from io import BytesIO

from twin.show.style import FONT_FILE


def face_for(text):
    """The font, cut down to the letters of a text, as an address that holds its own data."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.flavor = "woff"
    options.hinting = False
    options.notdef_outline = True
    cutter = Subsetter(options)
    cutter.populate(text=text)
    file = BytesIO()
    with TTFont(FONT_FILE, recalcTimestamp=False) as font:
        cutter.subset(font)
        font.flavor = "woff"
        font.save(file)
    return "data:font/woff;base64," + b64encode(file.getvalue()).decode("ascii")
