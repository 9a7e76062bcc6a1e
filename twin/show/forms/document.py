"""A report before it has a form: sections of blocks, a title and a foot."""

from typing import Any, NamedTuple


class Document(NamedTuple):
    """What every form of a report is written from."""

    lang: str
    title: str
    sections: tuple
    footer: str
    given: Any  # ReportInput, as far as it may be told


def _html(document):
    from twin.show.forms.audiences import shortened
    from twin.show.forms.page import as_html

    return {"report.html": as_html(shortened(document)).encode()}


def _pdf(document):
    from twin.show.forms.audiences import shortened
    from twin.show.forms.book import as_pdf

    return {"report.pdf": as_pdf(shortened(document))}


def _xlsx(document):
    from twin.show.forms.sheets import as_xlsx

    return {"report.xlsx": as_xlsx(document)}


def _csv(document):
    from twin.show.forms.frames import as_frames

    return as_frames(document)


def _figures(document):
    from twin.show.forms.figures import as_figures

    return as_figures(document)


# Each gives {name of a file: bytes}; the same document gives the same bytes.
FORMS = {"html": _html, "pdf": _pdf, "xlsx": _xlsx, "csv": _csv, "figures": _figures}


def files_of(document, form):
    """{name of a file: bytes} of a document in a form of FORMS."""
    return FORMS[form](document)
