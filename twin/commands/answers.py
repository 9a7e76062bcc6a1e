"""How a command hands over its answer: text for people, JSON for programs."""

import json
import math
import shlex
import sys
from unicodedata import east_asian_width

from twin.study.whole import put_whole

__all__ = ["captioned", "hand_over", "note", "plain", "put_whole", "records", "table", "tell", "width"]


def hand_over(args, answer, text, after):
    """Prints the answer (a tree of dicts and lists) as JSON where that was asked for, else the text.

    `after` is the command that is useful to ask now, and its words: the last line for people.
    """
    if args.json:
        print(json.dumps(plain(answer), ensure_ascii=False, indent=2, allow_nan=False))
        return
    from twin.show.text import say

    command, words = after
    line = shlex.join(["twin", command, *words])
    print(f"{text}\n\n{say('next: {command}', args.lang).format(command=line)}")


def tell(args, text):
    """Prints a part of the answer as soon as it is known, unless the whole is wanted as JSON."""
    if not args.json:
        print(text, flush=True)


def note(text):
    """Says something about the way to the answer, where it does not mix with the answer."""
    print(text, file=sys.stderr)


def plain(tree):
    """The tree in the words JSON has: nan is null, numbers of numpy are numbers."""
    if isinstance(tree, dict):
        return {str(key): plain(value) for key, value in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [plain(value) for value in tree]
    if hasattr(tree, "item"):
        tree = tree.item()
    if isinstance(tree, float) and not math.isfinite(tree):
        return None
    return tree if isinstance(tree, (str, int, float, bool, type(None))) else str(tree)


def records(frame):
    """A frame of pandas as a list of rows."""
    return frame.to_dict("records")


def width(text):
    """Columns that a text takes on a terminal: a Chinese character takes two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def captioned(block, *, left=1):
    """A table of a page under its caption."""
    return f"{block.caption}\n{table(block.headings, block.rows, left=left)}"


def table(headings, rows, *, left=1):
    """Rows of texts under headings; the first `left` columns begin at the left, numbers end at the right."""
    rows = [headings, *([str(cell) for cell in row] for row in rows)]
    widths = [max(width(row[column]) for row in rows) for column in range(len(headings))]
    lines = []
    for row in rows:
        gaps = [" " * (widths[column] - width(cell)) for column, cell in enumerate(row)]
        cells = [
            cell + gap if column < left else gap + cell
            for column, (cell, gap) in enumerate(zip(row, gaps, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
