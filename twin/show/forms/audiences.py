"""Who reads a report: planners, buyers, researchers, each with their part of one source."""

from typing import NamedTuple

from twin.show.text import say

EVERYTHING = 0  # rows: none is left out


class Audience(NamedTuple):
    """Modules of pages in their order, none for all, and how many rows of a table are read on paper."""

    pages: tuple
    rows: int = EVERYTHING


AUDIENCES = {
    "planner": Audience(
        (
            "executive", "purpose", "today", "demand", "evidence.data", "results", "service", "alternatives",
            "carrying", "roster", "playbook", "robust", "resilience", "emissions", "sensitivity",
            "recommendations", "evidence.calibration", "evidence.limits", "evidence.manifest",
        ),
        16,
    ),
    "procurement": Audience(
        (
            "executive", "purpose", "alternatives", "procurement", "carrying", "robust", "sensitivity",
            "security", "service", "recommendations", "evidence.calibration", "evidence.limits",
            "evidence.data", "evidence.verification", "evidence.manifest", "dictionary", "stress", "annex",
        ),
        12,
    ),
    "research": Audience(()),
}  # fmt: skip


def name_of(page):
    """The module of a page, and its function where a module has several: results, evidence.limits."""
    module = page.__module__.rpartition(".")[2]
    return module if page.__name__ == "page" else f"{module}.{page.__name__}"


def pages_for(audience, pages):
    """The pages of an audience, in the order in which the audience reads them."""
    wanted = AUDIENCES[audience].pages
    if not wanted:
        return tuple(pages)
    by_name = {name_of(page): page for page in pages}
    return tuple(by_name[name] for name in wanted if name in by_name)


def shortened(document):
    """The document with long tables cut to what the audience reads; files of tables have all rows."""
    rows = AUDIENCES[document.given.audience].rows
    if not rows:
        return document
    sections = tuple(
        section._replace(blocks=tuple(_cut(block, rows, document.lang) for block in section.blocks))
        for section in document.sections
    )
    return document._replace(sections=sections)


def _cut(block, rows, lang):
    if block.block != "table" or len(block.rows) <= rows + 3:
        return block
    text = say("The first {n} of {all} rows; twin report --form xlsx has all.", lang)
    note = text.format(n=rows, all=len(block.rows))
    return block._replace(rows=block.rows[:rows], note=f"{block.note} {note}".strip())
