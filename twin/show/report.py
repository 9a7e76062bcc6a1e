"""The capacity report: what it is made from, and the pages it has."""

from dataclasses import dataclass, field, replace
from typing import Any

from twin.show.blocks import Missing
from twin.show.forms.audiences import name_of, pages_for
from twin.show.forms.document import Document
from twin.show.forms.redaction import told
from twin.show.map3d import Still
from twin.show.pages import (
    alternatives,
    annex,
    carrying,
    definitions,
    demand,
    dictionary,
    emissions,
    evidence,
    executive,
    model,
    playbook,
    procurement,
    purpose,
    recommendations,
    resilience,
    results,
    roadmap,
    robust,
    roster,
    security,
    sensitivity,
    service,
    stress,
    today,
    yards,
)
from twin.show.text import LANGUAGES, say
from twin.show.titled import titled
from twin.show.words import port_name

PAGES = (
    executive.page,
    purpose.page,
    today.page,
    demand.page,
    evidence.data,
    model.page,
    evidence.verification,
    evidence.calibration,
    results.page,
    service.page,
    yards.page,
    definitions.page,
    alternatives.page,
    procurement.page,
    roadmap.page,
    carrying.page,
    roster.page,
    robust.page,
    playbook.page,
    resilience.page,
    security.page,
    emissions.page,
    sensitivity.page,
    recommendations.page,
    evidence.limits,
    evidence.manifest,
    dictionary.page,
    stress.page,
    annex.page,
)


@dataclass(frozen=True)
class ReportInput:
    """All that a report says is in here; what is None is said to be missing, and why."""

    scenario: Any  # model.scenario.Scenario
    plan: Any  # plan.plan.Plan
    summary: Any  # results.summary.Summary
    manifest: dict  # of the run store; `command` is the line that runs it again
    lang: str
    comparison: Any = None  # frame of results.paired.compare
    preview: Any = None  # study.preview.Preview
    still: Still | None = None  # show.map3d.take_still
    pair: Still | None = None  # show.pair3d.take_pair, of the first alternative
    passage: Any = None  # study.passage.Passage
    leads: dict = field(default_factory=dict)  # [name of a page] its answer in a sentence
    studies: dict = field(default_factory=dict)  # [kind] study.answered.Answer
    audience: str = "research"  # of forms.audiences.AUDIENCES
    level: str = "none"  # of forms.redaction.LEVELS
    withheld: frozenset = frozenset()  # names of pages that the level hides as a whole
    levers: dict = field(default_factory=dict)  # [name] model.record.Label
    written: dict = field(default_factory=dict)  # [title of an alternative] its word, filled by show.titled


def report(given):
    """The report as HTML text: the same input gives the same text, to the byte."""
    from twin.show.forms.page import as_html

    return as_html(document_of(given))


def document_of(given):
    """The report before it has a form: what its reader wants, without what its reader may not know."""
    if given.lang not in LANGUAGES:
        raise ValueError(f"lang is {given.lang!r}; a report speaks {' or '.join(LANGUAGES)}")
    title = say("Capacity report: {port}", given.lang).format(port=port_name(given.scenario, given.lang))
    may_know, hidden = told(titled(given), given.level)
    sections = tuple(_sections(pages_for(given.audience, PAGES), may_know))
    document = Document(given.lang, title, sections, evidence.footer(may_know), may_know)
    if hidden is None:
        return document
    sections = tuple(hidden.section(section, given.lang) for section in sections)
    title, footer = hidden.text(title), hidden.text(document.footer)
    return document._replace(title=title, footer=footer, sections=sections)


def _sections(pages, given):
    """All pages in their order; the first page is written last, as it says what the others found."""
    made = {page: _section(page, given) for page in pages if page is not executive.page}
    leads = {
        name_of(page): block.text
        for page, section in made.items()
        for block in reversed(section.blocks)
        if block.block == "words" and block.kind == "lead"
    }
    if executive.page in pages:
        made[executive.page] = executive.page(replace(given, leads=leads))
    return [made[page] for page in pages]


def _section(page, given):
    """A page, or that it is withheld."""
    section = page(given)
    if name_of(page) not in given.withheld:
        return section
    because = say("it is withheld from this reader (--redact {level})", given.lang)
    return section._replace(blocks=(Missing(section.title, because.format(level=given.level)),))
