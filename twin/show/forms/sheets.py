"""The tables of a report as one workbook: a sheet a table, numbers as numbers."""

import math
from datetime import datetime
from io import BytesIO

from twin.show.forms.columns import columns_of, tables_of
from twin.show.text import say

CREATED = datetime(2020, 1, 1)  # the same document is the same file: no clock is read
LONGEST_NAME = 31  # letters of a sheet's name, by the form
WIDEST = 60  # letters
FIRST_ROW = 3  # of the headings, counted from 0


def as_xlsx(document):
    """The bytes of the workbook; a text is never a formula."""
    from xlsxwriter import Workbook

    file, lang = BytesIO(), document.lang
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        book.set_properties({"title": document.title, "comments": document.footer, "created": CREATED})
        looks = _looks(book)
        cover = book.add_worksheet(say("Contents", lang)[:LONGEST_NAME])
        sheets = []
        for number, (name, section, table) in enumerate(tables_of(document), 1):
            sheet = book.add_worksheet(f"{number} {name}"[:LONGEST_NAME])
            _write(sheet, table, lang, looks)
            sheets.append((sheet.get_name(), section.title, table.caption))
        _cover(cover, document, sheets, looks)
    return file.getvalue()


def _looks(book):
    font = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
    return {
        "title": book.add_format({**font, "bold": True, "font_size": 14}),
        "head": book.add_format(
            {**font, "bold": True, "bg_color": "#F3F5F8", "bottom": 1, "text_wrap": True}
        ),
        "text": book.add_format({**font, "text_wrap": True}),
        "quiet": book.add_format({**font, "font_color": "#666666"}),
        "link": book.add_format({**font, "font_color": "#0B5394", "underline": 1}),
        **{
            places: book.add_format({**font, "num_format": "#,##0" + ("." + "0" * places if places else "")})
            for places in range(5)
        },
    }


def _cover(sheet, document, sheets, looks):
    lang = document.lang
    sheet.write_string(0, 0, document.title, looks["title"])
    sheet.write_string(1, 0, document.footer, looks["quiet"])
    for column, heading in enumerate(("sheet", "section", "table")):
        sheet.write_string(FIRST_ROW, column, say(heading, lang), looks["head"])
    for row, (name, section, caption) in enumerate(sheets, FIRST_ROW + 1):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", looks["link"], name)
        sheet.write_string(row, 1, section, looks["text"])
        sheet.write_string(row, 2, caption, looks["text"])
    sheet.set_column(0, 1, 28)
    sheet.set_column(2, 2, 90)
    sheet.freeze_panes(FIRST_ROW + 1, 0)


def _write(sheet, table, lang, looks):
    sheet.write_string(0, 0, table.caption, looks["title"])
    sheet.write_string(1, 0, table.note, looks["quiet"])
    for place, column in enumerate(columns_of(table, lang)):
        sheet.write_string(FIRST_ROW, place, column.heading, looks["head"])
        for row, cell in enumerate(column.cells, FIRST_ROW + 1):
            if not column.is_number:
                sheet.write_string(row, place, cell, looks["text"])
            elif math.isfinite(cell):
                sheet.write_number(row, place, cell, looks[column.places[row - FIRST_ROW - 1]])
            elif not math.isnan(cell):
                sheet.write_string(row, place, "∞" if cell > 0 else "-∞", looks["text"])
        longest = max((len(str(cell)) for cell in column.cells), default=0) if not column.is_number else 12
        sheet.set_column(place, place, min(max(longest, 12), WIDEST))
    sheet.freeze_panes(FIRST_ROW + 1, 1)
