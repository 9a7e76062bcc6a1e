"""Who reads a report: planners, buyers, researchers, each with their part of one source."""

from typing import NamedTuple

from twin.show.blocks import Section, Words
from twin.show.text import say

EVERYTHING = 0  # rows: none is left out


class Audience(NamedTuple):
    """Modules of pages in their order, none for all; rows of a table on paper; tables not on paper."""

    pages: tuple
    rows: int = EVERYTHING
    in_workbook: tuple = ()


AUDIENCES = {
    "planner": Audience(
        (
            "executive", "purpose", "today", "demand", "evidence.data", "results", "service", "yards",
            "definitions", "alternatives", "roadmap", "carrying", "roster", "playbook", "robust",
            "resilience", "emissions", "sensitivity", "recommendations", "evidence.calibration",
            "evidence.limits", "evidence.manifest",
        ),
        16,
        ("T24_factors", "T25_roadmap_as_asked", "T25_roadmap_costs", "T27_run"),
    ),
    "procurement": Audience(
        (
            "executive", "purpose", "definitions", "alternatives", "procurement", "roadmap",
            "carrying", "robust", "sensitivity", "security", "service", "recommendations",
            "evidence.calibration", "evidence.limits",
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
    """The document with tables as long and as wide as the audience reads them; files of tables have all."""
    audience = AUDIENCES[document.given.audience]
    if not audience.rows:
        return document
    sections = tuple(
        section._replace(blocks=tuple(_short(block, audience, document.lang) for block in section.blocks))
        for section in document.sections
    )
    return document._replace(sections=tuple(_gathered(sections, document.lang)))


def _gathered(sections, lang):
    """Sections with nothing but what is not there become one, before the limits: said, and no page each."""
    missing = [section for section in sections if {block.block for block in section.blocks} == {"missing"}]
    if len(missing) < 2:
        return sections
    title = say("Not available", lang)
    gathered = Section("missing", title, tuple(block for each in missing for block in each.blocks))
    others = [section for section in sections if section not in missing]
    place = next((i for i, each in enumerate(others) if each.name == "limits"), len(others))
    return [*others[:place], gathered, *others[place:]]


def _short(block, audience, lang):
    """A table with the columns and the rows of paper, or the place where it is."""
    if block.block != "table":
        return block
    if block.name in audience.in_workbook:
        where = say("{table} It is in the workbook: twin report --form xlsx.", lang)
        return Words(where.format(table=block.caption), "note")
    return _cut(_narrowed(block, lang), audience.rows, lang)


def _narrowed(table, lang):
    """A table of the columns that are read on paper; which others there are is said."""
    kept = table.paper
    if not kept:
        return table
    others = [str(heading) for place, heading in enumerate(table.headings) if place not in kept]
    text = say("In the workbook as well: {names}.", lang).format(names=say(", ", lang).join(others))
    return table._replace(
        headings=tuple(table.headings[i] for i in kept),
        rows=tuple(tuple(row[i] for i in kept) for row in table.rows),
        numbers=tuple(place for place, i in enumerate(kept) if i in table.numbers),
        note=f"{table.note} {text}".strip(),
        paper=(),
    )


def _cut(table, rows, lang):
    if len(table.rows) <= rows + 3:
        return table
    text = say("The first {n} of {all} rows; twin report --form xlsx has all.", lang)
    note = text.format(n=rows, all=len(table.rows))
    return table._replace(rows=table.rows[:rows], note=f"{table.note} {note}".strip())
