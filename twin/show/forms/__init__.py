"""The forms of a report: one document, written as a page, a book, sheets, tables or figures."""

from twin.show.forms.document import FORMS, Document, files_of

__all__ = ["FORMS", "Document", "files_of"]
