"""A table of offers to be filled in: remarks, the headings, a row for each model that could be offered."""

import csv
import io

from twin.show.text import say
from twin.show.workbook import CREATED

REMARKS = (
    "One row an offer; a line that begins with # is a remark. An empty column is as its model has it.",
    "price: 28 M CNY or 2800 万元 · upkeep: 2.5 M CNY/y or 8 %/y · life: 12 y · delivery: 9 months",
    "service_time: 100 s or triangular 90 s 120 s 180 s · throughput: 100/h · detection: 92 % · mtbf: 600 h",
    "X is what the vendor claims; X_tested is what a test found of X, X_evidence where that can be read.",
)
WIDE, NARROW = 28, 14  # characters


def lines_of(columns, models, lang):
    """[cells] of the table; `models` are those that the station could have."""
    remarks = [[f"# {say(text, lang)}"] for text in REMARKS]
    number = {name: i for i, name in enumerate(columns)}
    rows = []
    for i, model in enumerate(models, 1):
        row = [""] * len(columns)
        row[number["name"]], row[number["model"]] = f"{say('offer', lang)} {i}", model
        rows.append(row)
    return [*remarks, list(columns), *rows]


def as_csv(lines):
    """The bytes of a CSV that spreadsheets read as UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(lines):
    """The bytes of a workbook with one sheet, all of it texts."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": CREATED})
    head, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    sheet = book.add_worksheet("offers")
    first = next(i for i, cells in enumerate(lines) if len(cells) > 1)
    for number, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            sheet.write_string(number, column, cell, head if number == first else text)
    sheet.set_column(0, 2, WIDE, text)
    sheet.set_column(3, len(lines[first]) - 1, NARROW, text)
    sheet.freeze_panes(first + 1, 1)
    book.close()
    return file.getvalue()
