"""The figures of a report as files, each with words for those who do not see it."""

import json
from base64 import b64decode
from xml.sax.saxutils import escape

from twin.show.style import as_pdf_page, as_png

INDEX = "figures.json"


def as_figures(document):
    """{file: bytes} SVG, PDF and PNG of every figure, and an index with captions and words."""
    files, index = {}, []
    for section in document.sections:
        for block in section.blocks:
            if block.block != "picture":
                continue
            own = _files(block)
            files |= own
            index.append(
                {
                    "name": block.name,
                    "section": section.title,
                    "caption": block.caption,
                    "alt": block.alt,
                    "words": list(block.words),
                    "files": sorted(own),
                }
            )
    about = {"title": document.title, "foot": document.footer, "lang": document.lang, "figures": index}
    files[INDEX] = (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode()
    return files


def _files(block):
    if not block.svg:
        return {f"{block.name}.png": b64decode(block.png.partition(",")[2])}
    files = {f"{block.name}.svg": svg_file(block).encode()}
    if block.figure is not None:
        files[f"{block.name}.pdf"] = as_pdf_page(block.figure, block.caption)
        files[f"{block.name}.png"] = as_png(block.figure)
    return files


def svg_file(block):
    """The SVG as a file of its own, with its caption and its words for those who do not see it."""
    head, end, rest = block.svg.partition(">")
    named = f'{head} role="img" aria-labelledby="{block.name}-title {block.name}-desc"{end}'
    title = f'<title id="{block.name}-title">{escape(block.caption)}</title>'
    desc = f'<desc id="{block.name}-desc">{escape(block.alt)}</desc>'
    return f'<?xml version="1.0" encoding="utf-8"?>\n{named}\n{title}\n{desc}{rest}'
