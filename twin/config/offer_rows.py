"""A table of offers as it was written: CSV, XLSX or YAML, one row an offer, each cell with its place."""

import csv
import io
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from twin.model import yaml_text
from twin.model.errors import Fault, ScenarioError
from twin.model.yaml_text import Fields, Items, Leaf

LARGEST = 5_000_000  # bytes of a file: an offer has some 500
MOST_ROWS = 200
FORMULA = (
    "=",
    "+",
    "@",
    "\t",
    "\r",
)  # what a spreadsheet takes for the beginning of a formula; - begins numbers
KINDS = (".csv", ".xlsx", ".yaml", ".yml")
PARTS = ("claim", "tested", "evidence")  # of a quality in YAML: detection: {claim: 95 %, tested: 91 %}


class Cell(NamedTuple):
    """One value as text, where it stands, and the unit that its heading gives."""

    text: str
    place: str
    unit: str = ""


class Row(NamedTuple):
    """One offer: its cells by word, empty ones left out."""

    cells: dict
    place: str


def read_rows(path):
    """([Row], [Fault]) of a file of offers; a file that cannot be read is refused."""
    path = Path(path)
    _must_be_readable(path)
    if path.suffix.lower() == ".csv":
        rows, faults = _of_table(path.name, _csv_lines(path))
    elif path.suffix.lower() == ".xlsx":
        rows, faults = _of_table(path.name, _xlsx_lines(path))
    else:
        rows, faults = _of_yaml(path)
    faults += [
        _formula(cell, word) for row in rows for word, cell in row.cells.items() if is_formula(cell.text)
    ]
    if not rows and not faults:
        faults = [Fault(path.name, "", "has no offer; twin procure --template offers.csv writes an example")]
    if len(rows) > MOST_ROWS:
        faults.append(Fault(path.name, "", f"has {len(rows)} offers; at most {MOST_ROWS} are read"))
    return rows, faults


def is_formula(text):
    """Whether a spreadsheet would run a text as a formula.

    >>> is_formula("=cmd|' /C calc'!A0"), is_formula("-12 %"), is_formula("-cmd")
    (True, False, True)
    """
    begins_with_sign = text[:1] in ("-", "+") and text[1:2] in "0123456789."
    return bool(text) and not begins_with_sign and text[0] in (*FORMULA, "-")


def _formula(cell, word):
    way = "a spreadsheet would run this as a formula; write the value as plain text"
    return Fault(word, cell.text[:60], way, cell.place)


def _must_be_readable(path):
    if path.suffix.lower() not in KINDS:
        raise _refused(path, f"is none of {', '.join(KINDS)}; save the offers as CSV in UTF-8")
    if not path.is_file():
        way = "twin procure --template offers.csv writes an example to fill in"
        raise _refused(path, f"there is no such file; {way}")
    if path.stat().st_size > LARGEST:
        raise _refused(path, f"has {path.stat().st_size:,} bytes; at most {LARGEST:,} are read")


def _refused(path, text):
    return ScenarioError([Fault(str(path), "", text)])


def _csv_lines(path):
    """[(place of a line, [(place, text) of each cell])] of a CSV file with commas, semicolons or tabs."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(path, "is not written in UTF-8; save it as 'CSV UTF-8'") from None
    lines = (line for line in text.splitlines() if line.strip() and not line.lstrip('" ').startswith("#"))
    heading = next(lines, "")
    parted = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=parted, strict=True)
    found = []
    try:
        for texts in reader:
            place = f"{path.name}:{reader.line_num}"
            found.append((place, [(f"{place}, {letters(i)}", text) for i, text in enumerate(texts)]))
    except csv.Error as error:
        raise _refused(path, f"cannot be read as CSV in line {reader.line_num}: {error}") from None
    return found


def _xlsx_lines(path):
    """The same of the first sheet of a workbook; formulas stay as they are written, and are refused."""
    from zipfile import BadZipFile

    import openpyxl

    # A file of its own: of a damaged one openpyxl lets it lie open.
    try:
        with path.open("rb") as file, closing(openpyxl.load_workbook(file, read_only=True)) as book:
            return list(_rows_of(book.worksheets[0], path))
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise _refused(path, f"cannot be opened as a workbook: {error}") from None


def _rows_of(sheet, path):
    """(place, [(place of a cell, its text)]) of each row."""
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > MOST_ROWS + 20:
            break
        place = f"{path.name}:{number}"
        yield place, [(f"{place}, {letters(i)}", _as_text(value)) for i, value in enumerate(values)]


def letters(column):
    """How a spreadsheet calls a column, counted from 0.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    text, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _as_text(value):
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def _of_table(name, lines):
    """([Row], [Fault]) of lines whose first one that has words is the heading; # begins a remark."""
    filled = [(place, cells) for place, cells in lines if any(text.strip() for _, text in cells)]
    filled = [line for line in filled if not line[1][0][1].lstrip().startswith("#")]
    if not filled:
        return [], []
    heads, faults = [], []
    for place, text in filled[0][1]:
        word, unit = _head(text)
        if word and word in [head for head, _ in heads]:
            faults.append(Fault(word, "", "is the heading of two columns; keep one", place))
        heads.append((word, unit))
    rows = []
    for place, cells in filled[1:]:
        beyond = [cell for cell in cells[len(heads) :] if cell[1].strip()]
        if beyond:
            way = "put a text with the separator inside into quotes"
            faults.append(
                Fault(name, beyond[0][1], f"stands in a column without a heading; {way}", beyond[0][0])
            )
        own = {
            word: Cell(text.strip(), where, unit)
            for (word, unit), (where, text) in zip(heads, cells, strict=False)
            if word and text.strip()
        }
        rows.append(Row(own, place))
    return rows, faults


def _head(text):
    """A heading's word, and the unit that stands behind it in brackets."""
    word, _, unit = text.strip().replace("（", "(").replace("[", "(").partition("(")
    unit = unit.replace("）", ")").replace("]", ")").rstrip(") ").strip()
    return " ".join(word.split()).lower().replace(" ", "_").replace("-", "_"), unit


def _of_yaml(path):
    """([Row], [Fault]) of a YAML file: offers: a list of fields, a quality with its claim and its test."""
    try:
        page = yaml_text.read(path.read_text(encoding="utf-8-sig"), path.name)
    except UnicodeDecodeError:
        raise _refused(path, "is not written in UTF-8; save it as UTF-8 text") from None
    if page.faults:
        return [], list(page.faults)
    listed = next((node for key, node in page.root.pairs if key.text == "offers"), None)
    if not isinstance(listed, Items) or len(page.root.pairs) != 1:
        return [], [
            Fault(path.name, "", "is written offers: and below it a list, - name: …", f"{path.name}:1")
        ]
    rows, faults = [], []
    for item in listed.items:
        place = f"{path.name}:{item.line}"
        if not isinstance(item, Fields):
            faults.append(Fault("offers", "", "an offer is a mapping of fields, name: …", place))
            continue
        own = dict(_cells(path.name, item))
        rows.append(Row({word: cell for word, cell in own.items() if cell.text}, place))
    return rows, faults


def _cells(name, item):
    """(word, Cell) of an offer in YAML; what is no text is told as it is, and refused as such later."""
    for key, node in item.pairs:
        word = key.text.lower()
        if isinstance(node, Fields):
            for part, inner in node.pairs:
                ending = "" if part.text == "claim" else f"_{part.text}"
                yield f"{word}{ending}", Cell(getattr(inner, "text", "[…]"), f"{name}:{inner.line}")
        elif isinstance(node, Leaf):
            yield word, Cell(node.text.strip(), f"{name}:{node.line}")
        else:
            yield word, Cell("[…]", f"{name}:{node.line}")
