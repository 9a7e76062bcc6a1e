"""The report as one HTML page that carries everything it shows."""

from pathlib import Path

from twin.show.text import say

TEMPLATES = Path(__file__).parents[1] / "templates"


def as_html(document):
    """The page as text: the same document gives the same text, to the byte."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from twin.show.face import face_for

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = {
        "lang": {"zh": "zh-CN", "en": "en"}[document.lang],
        "title": document.title,
        "sections": document.sections,
        "footer": document.footer,
        "anchors": [section.name for section in document.sections],
        "say": lambda text: say(text, document.lang),
    }
    template = environment.get_template("report.html")
    return template.render(**words, face=face_for(template.render(**words, face="")))
