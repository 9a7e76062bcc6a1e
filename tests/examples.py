"""The runnable blocks of a page: read, carried out in order, compared with what the page says they print.

A fence that is run says so behind its language:

    ```bash run             commands, each page in an empty folder of its own
    ```python run           a program
    ```yaml file=PATH       a file that later blocks of the page use
    ```text output          what the block before printed; … stands for anything
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
FENCE = re.compile(r"^```(?P<how>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LONGEST = 600  # seconds for one block


class Block(NamedTuple):
    """One fence: `how` are the words behind the backticks."""

    line: int
    how: tuple[str, ...]
    text: str


def blocks(page):
    """All fences of a page."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(text.count("\n", 0, found.start()) + 1, tuple(found["how"].split()), found["text"])
        for found in FENCE.finditer(text)
    ]


def carry_out(page, folder):
    """Runs the blocks of a page in a folder; stops at the first that fails or prints something else."""
    printed = ""
    for block in blocks(page):
        where = f"{page.relative_to(ROOT)}:{block.line}"
        match block.how:
            case ("bash", "run"):
                printed = run(["bash", "-euo", "pipefail", "-c", block.text], folder, where)
            case ("python", "run"):
                printed = run([sys.executable, "-c", block.text], folder, where)
            case ("yaml", name) if name.startswith("file="):
                put(block, folder)
            case ("text", "output"):
                assert fits(block.text, printed), f"{where}\nsays\n{block.text}\nbut printed is\n{printed}"


def small_port(folder):
    """Writes the files of the small port of docs/language.md into a folder."""
    for block in blocks(ROOT / "docs" / "language.md"):
        if block.how[:1] == ("yaml",) and len(block.how) > 1:
            put(block, folder)


def put(block, folder):
    """Writes the file that a block holds."""
    target = folder / block.how[1].removeprefix("file=")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(block.text, encoding="utf-8")


def run(command, folder, where):
    """Standard output of a command that has `twin` and `python` of this tree on its path."""
    ran = subprocess.run(
        command,
        cwd=folder,
        env=surroundings(folder),
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert ran.returncode == 0, f"{where} ended with {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


def surroundings(folder):
    """The environment of a block: this tree's `twin` first on the path, English, no screen."""
    programs = folder.parent / "programs"
    programs.mkdir(exist_ok=True)
    for name, call in (("twin", f'{sys.executable} -m twin "$@"'), ("python", f'{sys.executable} "$@"')):
        program = programs / name
        program.write_text(f"#!/bin/sh\nexec {call}\n", encoding="utf-8")
        program.chmod(0o755)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "MPLBACKEND": "Agg"}


def fits(said, printed):
    """Whether what is printed is what is said; an ellipsis stands for anything."""

    def trimmed(text):
        return "\n".join(line.rstrip() for line in text.strip().splitlines())

    pattern = ".*?".join(re.escape(part) for part in trimmed(said).split("…"))
    return re.fullmatch(pattern, trimmed(printed), re.DOTALL) is not None
