"""Reports of the small port in every form, and what a reader can see in their bytes."""

import io
import re
import zipfile
from functools import cache

import made_up
import pandas as pd
from pypdf import PdfReader

from twin.show.forms import FORMS, files_of
from twin.show.report import document_of

# Where the lines of a drawing lie: digits that nobody reads, in which any number may stand by chance.
SHAPE = re.compile(r'\s(?:d|x|y|points|transform|viewBox|x1|x2|y1|y2)="[^"]*"')


@cache
def document(lang):
    """The document of the small port, for all readers."""
    return document_of(made_up.report_input(lang))


@cache
def files(lang, form):
    """{name: bytes} of a form of it."""
    return files_of(document(lang), form)


def pdf_pages(content):
    """The text of every page of a PDF, blanks and places of breaks left out."""
    reader = PdfReader(io.BytesIO(content))
    return ["".join(page.extract_text().replace("\u200b", "").split()) for page in reader.pages]


def seen(name, content):
    """All that can be read in a file: packed streams are unpacked, tables of numbers are read."""
    if name.endswith(".pdf"):
        info = PdfReader(io.BytesIO(content)).metadata
        return "".join(pdf_pages(content)) + str(dict(info or {}))
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return " ".join(packed.read(part).decode() for part in packed.namelist())
    if name.endswith(".parquet"):
        return pd.read_parquet(io.BytesIO(content)).to_csv()
    if name.endswith(".png"):
        return ""  # made from the same figure as the SVG, whose words are in its comments
    return SHAPE.sub("", content.decode("utf-8-sig"))


def all_seen(of, forms=tuple(FORMS)):
    """All that can be read of a document in any form."""
    return {
        f"{form}/{name}": seen(name, content)
        for form in forms
        for name, content in files_of(of, form).items()
    }
