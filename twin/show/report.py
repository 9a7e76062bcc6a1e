"""The capacity report: one HTML file that carries everything it shows."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from twin.show.map3d import Still
from twin.show.pages import (
    alternatives,
    annex,
    demand,
    emissions,
    evidence,
    executive,
    model,
    resilience,
    results,
    robust,
    today,
)
from twin.show.text import LANGUAGES, say
from twin.show.words import port_name

TEMPLATES = Path(__file__).parent / "templates"
PAGES = (
    executive.page,
    today.page,
    demand.page,
    model.page,
    results.page,
    alternatives.page,
    robust.page,
    resilience.page,
    emissions.page,
    evidence.verification,
    evidence.limits,
    evidence.manifest,
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
    studies: dict = field(default_factory=dict)  # [kind] study.answered.Answer


def report(given):
    """The report as HTML text: the same input gives the same text, to the byte."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from twin.show.face import face_for

    if given.lang not in LANGUAGES:
        raise ValueError(f"lang is {given.lang!r}; a report speaks {' or '.join(LANGUAGES)}")
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sections = [page(given) for page in PAGES]
    words = {
        "lang": {"zh": "zh-CN", "en": "en"}[given.lang],
        "title": say("Capacity report: {port}", given.lang).format(
            port=port_name(given.scenario, given.lang)
        ),
        "sections": sections,
        "footer": evidence.footer(given),
        "say": lambda text: say(text, given.lang),
    }
    template = environment.get_template("report.html")
    return template.render(**words, face=face_for(template.render(**words, face="")))
