"""Files that a system of the port puts into a folder, or writes on in it: CSV and JSON lines, also packed.

A file is read as far as its last whole line. Its last line without an end is one once the file rests.
"""

import gzip
import json
import time
import zlib
from pathlib import Path

from twin.live.intake.bodies import cut
from twin.live.records import Batch, Message
from twin.model.errors import Fault, ScenarioError

SUFFIXES = (".csv", ".txt", ".tsv", ".jsonl", ".ndjson", ".gz")
STEP = 1 << 20  # bytes that are read at once
RESTS = 2.0  # seconds without a change after which a file is whole
PAUSE = 0.1  # seconds between two looks
OPTIONS = ("name", "columns")


class Folder:
    """A feed of lines of files, in order of their names. Its cursor: how many bytes of each are behind."""

    def __init__(self, address):
        self.path = Path(address.path)
        self.columns = address.options.get("columns", "")
        self.name = address.options.get("name", f"folder {self.path}")
        self.trouble = ""
        self.done, self.heads, self.ready = {}, {}, []

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
        gone = self.done.keys() - {file.name for file in there}
        for name in gone:
            del self.done[name]
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
        size, name = file.stat().st_size, file.name
        begun = self.done.get(name, 0)
        is_packed = file.suffix == ".gz"
        if not is_packed and size < begun:
            begun = self.done[name] = 0  # written anew
        if not is_packed and size == begun or is_packed and name in self.done and begun < 0:
            return []
        rests = time.time() - file.stat().st_mtime > RESTS
        text, is_end = (unpacked if is_packed else plain)(file, begun)
        lines = text.split(b"\n")
        rest = lines.pop()
        if rest and is_end and rests:
            lines.append(rest)
        elif len(rest) >= STEP:
            lines.append(rest)  # longer than any line is: refused as that
        lines, behind = lines[:most], begun
        messages, heard = [], time.time()
        head = self.head_of(file, is_packed)
        for line in lines:
            place = f"{name}:{behind}"
            behind = min(behind + len(line) + 1, begun + len(text))
            if line.strip() and place != f"{name}:0" or head is None and line.strip():
                messages.append(Message(with_head(head, line), None, heard, place))
        whole = is_packed and is_end and behind >= begun + len(text)
        self.done[name] = -1 if whole else behind
        return messages

    def head_of(self, file, is_packed):
        """The first line of a CSV file, which names its columns; None where there is none."""
        known = self.heads.get(file.name)
        if known is None:
            line = (unpacked if is_packed else plain)(file, 0)[0].split(b"\n", 1)[0]
            is_json = line.lstrip(b"\xef\xbb\xbf \t")[:1] in (b"{", b"[")
            known = None if is_json or self.columns else line
            if len(self.heads) > 1000:
                self.heads.clear()
            self.heads[file.name] = known
        return known

    def kept(self, batch):
        """Nothing to say: the cursor was kept with the lines."""

    def close(self):
        """No file is open between two looks."""


def with_head(head, line):
    """A line as a body by itself."""
    return cut(line if head is None else head + b"\n" + line)


def plain(file, begun):
    """The next bytes of a file, and whether they are its last."""
    with open(file, "rb") as stream:
        stream.seek(begun)
        text = stream.read(STEP)
        return text, not stream.read(1)


def unpacked(file, begun):
    """The next bytes of a packed file, and whether they are its last; a damaged one ends where it is."""
    with gzip.open(file, "rb") as stream:
        try:
            stream.seek(begun)
            text = stream.read(STEP)
            return text, not stream.read(1)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            return b"", True
