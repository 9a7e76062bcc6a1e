"""The runnable blocks of a page: read, carried out in order, compared with what the page says they print.

A fence that is run says so behind its language:

    ```bash run             commands, each page in an empty folder of its own
    ```python run           a program
    ```yaml file=PATH       a file that later blocks of the page use
    ```text output          what the block before printed; … stands for anything
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
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


class Calls(NamedTuple):
    """The command lines that stand for two programs, without their words."""

    twin: Sequence[str] = (sys.executable, "-m", "twin")
    python: Sequence[str] = (sys.executable,)


COLD = Calls()


def carry_out(page, folder, calls=COLD):
    """Runs the blocks of a page in a folder; stops at the first that fails or prints something else."""
    printed = ""
    for block in blocks(page):
        where = f"{page.relative_to(ROOT)}:{block.line}"
        match block.how:
            case ("bash", "run"):
                line = ["bash", "-euo", "pipefail", "-c", block.text]
                printed = run(line, where, folder, calls)
            case ("python", "run"):
                printed = run([*calls.python, "-c", block.text], where, folder, calls)
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


def run(command, where, folder, calls):
    """Standard output of a command that has `twin` and `python` of this tree on its path."""
    ran = subprocess.run(
        command,
        cwd=folder,
        env=surroundings(put_programs(folder.parent / "programs", calls)),
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert ran.returncode == 0, f"{where} ended with {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


def put_programs(folder, calls):
    """The folder, with `twin` and `python` as programs in it."""
    folder.mkdir(exist_ok=True)
    for name, call in calls._asdict().items():
        program = folder / name
        program.write_text(f'#!/bin/sh\nexec {shlex.join(call)} "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    return folder


def surroundings(programs):
    """The environment of a block: this tree's `twin` first on the path, English, no screen."""
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "MPLBACKEND": "Agg"}


def fits(said, printed):
    """Whether what is printed is what is said; an ellipsis stands for anything."""

    def trimmed(text):
        return "\n".join(line.rstrip() for line in text.strip().splitlines())

    pattern = ".*?".join(re.escape(part) for part in trimmed(said).split("…"))
    return re.fullmatch(pattern, trimmed(printed), re.DOTALL) is not None
