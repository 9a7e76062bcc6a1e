"""Files that a system of the port puts into a folder, or writes on in it: CSV and JSON lines, also packed.

A file is read as far as its last whole line. Its last line without an end is one once the file rests.
"""

import gzip
import json
import time
import zlib
from pathlib import Path
from typing import NamedTuple

from twin.live.intake.bodies import cut
from twin.live.records import Batch, Message
from twin.live.steady import now
from twin.model.errors import Fault, ScenarioError
from twin.observed.reading.lines import Unpacked

SUFFIXES = (".csv", ".txt", ".tsv", ".jsonl", ".ndjson", ".gz")
STEP = 1 << 20  # bytes that are read at once
RESTS = 2.0  # seconds without a change after which a file is whole
WHOLE = -1
PAUSE = 0.1  # seconds between two looks
OPTIONS = ("name", "columns")


class Folder:
    """A feed of lines of files, in order of their names. Its cursor: how many bytes of each are behind."""

    def __init__(self, address):
        self.path = Path(address.path)
        self.columns = address.options.get("columns", "")
        self.name = address.options.get("name", f"folder {self.path}")
        self.trouble = ""
        self.done = {}  # name of a file -> bytes of its text that are behind; WHOLE if no more can come
        self.heads, self.damaged = {}, {}

    def open(self, cursor):
        if not self.path.is_dir():
            text = "is no folder; make it, or name the one in which the files are put"
            raise ScenarioError([Fault("folder", str(self.path), text)])
        self.done = json.loads(cursor) if cursor else {}

    def take(self, most, seconds):
        until = time.monotonic() + seconds
        while not (messages := self.looked(most)) and time.monotonic() < until:
            time.sleep(min(PAUSE, max(until - time.monotonic(), 0.0)))
        return Batch(tuple(messages), json.dumps(self.done))

    def looked(self, most):
        """The next lines of the first file that has some."""
        self.trouble = ""
        there = sorted(file for file in self.path.iterdir() if file.suffix in SUFFIXES and file.is_file())
        names = {file.name for file in there}
        for known in (self.done, self.heads, self.damaged):
            for name in known.keys() - names:
                del known[name]
        for file in there:
            try:
                messages = self.lines_of(file, most)
            except OSError as error:  # moved away at this moment, or not to be read by us
                self.trouble = f"{file.name} cannot be read ({error.strerror or error})"
                continue
            if messages:
                return messages
        return []

    def lines_of(self, file, most):
        """The next lines of a file, and notes that they are behind."""
        name, look = file.name, file.stat()
        begun = self.done.get(name, 0)
        stamp = [look.st_size, look.st_mtime]
        if self.damaged.get(name) == stamp:
            self.trouble = f"{name} is packed, and damaged or not whole yet"
            return []
        if file.suffix != ".gz" and look.st_size < begun:
            begun = self.done[name] = 0  # written anew
        if begun == WHOLE or file.suffix != ".gz" and look.st_size == begun:
            return []
        part = part_of(file, begun)
        rests = time.time() - look.st_mtime > RESTS
        lines = part.text.split(b"\n")
        rest = lines.pop()
        if rest and (part.is_end and rests or len(rest) == STEP):  # a line so long is refused as that
            lines.append(rest)
        messages, behind = self.messages_of(file, lines, begun, most)
        behind = min(behind, begun + len(part.text))
        at_end = behind == begun + len(part.text)
        if part.is_damaged and not messages:
            self.damaged[name] = stamp
        self.done[name] = WHOLE if file.suffix == ".gz" and part.is_end and at_end else behind
        return messages

    def messages_of(self, file, lines, begun, most):
        """The first messages that lines are, and where the next line begins."""
        head, heard, behind, messages = self.head_of(file), now(), begun, []
        for line in lines:
            if len(messages) == most:
                break
            if line.strip() and (behind or head is None):
                messages.append(Message(with_head(head, line), None, heard, f"{file.name}:{behind}"))
            behind += len(line) + 1
        return messages, behind

    def head_of(self, file):
        """The first line of a CSV file, which names its columns; None where there is none."""
        if file.name not in self.heads:
            line = part_of(file, 0).text.split(b"\n", 1)[0]
            is_json = line.lstrip(b"\xef\xbb\xbf \t")[:1] in (b"{", b"[")
            self.heads[file.name] = None if is_json or self.columns else line
        return self.heads[file.name]

    def kept(self, batch):
        """Nothing to say: the cursor was kept with the lines."""

    def close(self):
        """No file is open between two looks."""


def with_head(head, line):
    """A line as a body by itself."""
    return cut(line if head is None else head + b"\n" + line)


class Part(NamedTuple):
    """Some of the text of a file, whether it ends there, and whether that is for damage."""

    text: bytes
    is_end: bool
    is_damaged: bool


def part_of(file, begun):
    """The next Part of a file; of a packed one, what can be unpacked."""
    with open(file, "rb") as raw:
        if file.suffix != ".gz":
            raw.seek(begun)
            text = raw.read(STEP)
            return Part(text, not raw.read(1), False)
        stream = Unpacked(raw)
        try:
            for size in [STEP] * (begun // STEP) + [begun % STEP]:
                stream.read(size)
            text = stream.read(STEP)
            return Part(text, not stream.trouble and not stream.read(1), stream.trouble is not None)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            return Part(b"", False, True)
