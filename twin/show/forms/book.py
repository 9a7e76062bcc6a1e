"""The report as a PDF, set by typst: what stands in a name is text there, never markup."""

import json
import re
from base64 import b64decode
from pathlib import Path
from tempfile import TemporaryDirectory

from twin.show.forms.fitting import BREAK, column_of, fitted
from twin.show.style import FONT_FILE
from twin.show.text import say
from twin.show.written import Written

TEMPLATE = Path(__file__).parents[1] / "templates" / "report.typ"
TALLEST = 1.25  # height over width of a figure that still fits on a page with its caption


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
    texts = [[text_of(cell) for cell in line] for line in (table.headings, *table.rows)]
    fit = fitted([column_of(column) for column in zip(*texts, strict=True)])
    return {
        "block": "table",
        "caption": table.caption,
        "note": breakable(table.note),
        "on_its_side": fit.on_its_side,
        "sheets": [_sheet(table, sheet) for sheet in fit.sheets],
    }


def _sheet(table, sheet):
    """The columns of a table that stand side by side."""
    return {
        "headings": [breakable(table.headings[i]) for i in sheet.columns],
        "numbers": [place for place, i in enumerate(sheet.columns) if i in table.numbers],
        "widths": list(sheet.widths),
        "size": sheet.size,
        "rows": [[_cell(row[i]) for i in sheet.columns] for row in table.rows],
    }


def _cell(cell):
    return {"text": text_of(cell), "to": getattr(cell, "to", "")}


def text_of(cell):
    """A cell as it is set: numbers break at their blanks only."""
    return str(cell) if isinstance(cell, Written) else breakable(cell)


def breakable(text):
    """A text whose long names may break behind a point, a line or a sign of equality."""
    return re.sub(r"(?<=[A-Za-z0-9\]])([._=/,])(?=[A-Za-z0-9\[])", rf"\1{BREAK}", str(text))
