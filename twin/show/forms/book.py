"""The report as a PDF, set by typst: what stands in a name is text there, never markup."""

import json
import re
from base64 import b64decode
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import east_asian_width

from twin.show.style import FONT_FILE
from twin.show.text import say
from twin.show.written import Written

TEMPLATE = Path(__file__).parents[1] / "templates" / "report.typ"
TALLEST = 1.25  # height over width of a figure that still fits on a page with its caption
NARROWEST, WIDEST = 5, 34  # letters that a column is laid out for
ACROSS, ON_ITS_SIDE = 510.0, 757.0  # points that a page has for a table, upright and on its side
GAP, LETTER = 6.0, 0.6  # points between columns, and the width of a letter over its size
SMALLEST, LARGEST = 5.4, 7.6  # points of the letters of a table
TOO_SMALL = 4.4  # points at which a table lies on its side rather than breaks its cells
BREAK = "\u200b"  # a place where a long name may break


def as_pdf(document):
    """The bytes of the PDF: the same document gives the same bytes, and no clock is read."""
    import typst

    with TemporaryDirectory() as folder:
        root = Path(folder)
        tree = _tree(document, root)
        (root / "report.json").write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
        (root / "report.typ").write_bytes(TEMPLATE.read_bytes())
        return typst.compile(
            str(root / "report.typ"), root=folder, font_paths=font_folders(), ignore_system_fonts=True
        )


def font_folders():
    """Where the letters are: the project's Chinese face, and DejaVu as it comes with matplotlib."""
    from matplotlib import get_data_path

    return [str(FONT_FILE.parent), str(Path(get_data_path()) / "fonts" / "ttf")]


def _tree(document, root):
    lang = document.lang
    return {
        "lang": lang,
        "title": document.title,
        "contents": say("Contents", lang),
        "footer": document.footer,
        "sections": [
            {
                "name": section.name,
                "title": section.title,
                "blocks": [_block(block, lang, root) for block in section.blocks],
            }
            for section in document.sections
        ],
    }


def _block(block, lang, root):
    """A block as JSON has it; its pictures are written beside."""
    if block.block == "table":
        return _table(block)
    if block.block == "picture":
        return _picture(block, root)
    if block.block == "missing":
        because = say("not available, because {reason}", lang).format(reason=block.because)
        return {"block": "missing", "text": f"{block.what}: {because}"}
    if block.block == "items":
        return {"block": "items", "texts": [breakable(text) for text in block.texts]}
    return {"block": block.block, "kind": getattr(block, "kind", ""), "text": breakable(block.text)}


def _picture(block, root):
    file = f"{block.name}.{'svg' if block.svg else 'png'}"
    content = block.svg.encode() if block.svg else b64decode(block.png.partition(",")[2])
    (root / file).write_bytes(content)
    size = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"', block.svg)
    tall = bool(size) and float(size[2]) > TALLEST * float(size[1])
    return {"block": "picture", "file": file, "alt": block.alt, "caption": block.caption, "tall": tall}


def _table(table):
    widths = [column_width(column) for column in zip(table.headings, *table.rows, strict=True)]
    wide = size_in(ACROSS, widths) < TOO_SMALL
    return {
        "block": "table",
        "caption": table.caption,
        "note": breakable(table.note),
        "headings": [breakable(heading) for heading in table.headings],
        "numbers": list(table.numbers),
        "widths": widths,
        "wide": wide,
        "size": max(SMALLEST, size_in(ON_ITS_SIDE if wide else ACROSS, widths)),
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
    }


def _cell(cell):
    text = str(cell) if isinstance(cell, Written) else breakable(str(cell))
    return {"text": text, "to": getattr(cell, "to", "")}


def size_in(room, widths):
    """The size of letters with which columns fit side by side, no larger than is read well."""
    fitting = (room - GAP * len(widths)) / (LETTER * sum(widths))
    return min(LARGEST, fitting)


def column_width(texts):
    """What a column asks for of the width: its longest cell up to a bound, at least its longest word."""
    longest = max(letters(text) for text in texts)
    word = max(letters(word) for text in texts for word in re.split(r"[\s._/·]+", str(text)) or [""])
    return max(NARROWEST, min(longest, WIDEST), min(word + 1, WIDEST))


def letters(text):
    """Half-width letters of a text: a Chinese one takes two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in str(text))


def breakable(text):
    """A text whose long names may break behind a point, a line or a sign of equality."""
    return re.sub(r"(?<=[A-Za-z0-9\]])([._=/,])(?=[A-Za-z0-9\[])", rf"\1{BREAK}", str(text))
