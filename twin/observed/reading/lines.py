"""A stream of bytes in blocks of whole lines, none of which can fill the memory."""

import codecs
import gzip
import zlib
from typing import NamedTuple

from twin.model.errors import Fault, ScenarioError

BLOCK = 8 << 20  # bytes: about 100,000 messages
GZIP = b"\x1f\x8b"
STEP = 1 << 18  # bytes
HEAD = 4000  # bytes of a line that is too long
MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class Block(NamedTuple):
    """Whole lines, the first of which has the number `first`, and the bytes of the source behind them."""

    first: int
    text: bytes
    read: int


class Overlong(NamedTuple):
    """A line that is longer than a block: its number, its head and how long it is."""

    first: int
    head: bytes
    length: int
    read: int


class Transcoded:
    """A stream of UTF-16 that reads as UTF-8."""

    def __init__(self, stream, encoding):
        self.stream = stream
        self.decoder = codecs.getincrementaldecoder(encoding)(errors="replace")

    def read(self, size):
        raw = self.stream.read(size)
        return self.decoder.decode(raw, final=not raw).encode("utf-8")


class Translated:
    """A stream whose lines end with a return alone, as old spreadsheets write, with line breaks instead."""

    def __init__(self, stream):
        self.stream = stream

    def read(self, size):
        return self.stream.read(size).replace(b"\r", b"\n")


class Unpacked:
    """A stream out of a packed file, which gives all there is before it says that the file is damaged."""

    def __init__(self, raw):
        self.stream = gzip.GzipFile(fileobj=raw)
        self.trouble = None

    def read(self, size):
        parts, left = [], size
        while left and not self.trouble:
            try:
                part = self.stream.read(min(left, STEP))
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                self.trouble = error
                break
            if not part:
                break
            parts.append(part)
            left -= len(part)
        if self.trouble and not parts:
            raise self.trouble
        return b"".join(parts)


def opened(raw):
    """The stream of the text of a file, in UTF-8 or bytes like it, behind its byte order mark."""
    packed = raw.read(2) == GZIP
    mark = mark_of(raw, packed)
    raw.seek(0)
    stream = Unpacked(raw) if packed else raw
    if b"\r" in mark and b"\n" not in mark and len(mark) > mark.find(b"\r") + 1:
        stream = Translated(stream)
    for known, encoding in MARKS.items():
        if mark.startswith(known):
            stream.read(len(known))
            return Transcoded(stream, encoding) if encoding != "utf-8" else stream
    return stream


def mark_of(raw, packed):
    """The beginning of the text of a file."""
    raw.seek(0)
    try:
        return (Unpacked(raw) if packed else raw).read(HEAD)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return b""  # whoever reads on is told


def blocks(path, size=BLOCK):
    """Every Block, and each Overlong line, of a file that may be packed with gzip."""
    with open(path, "rb") as raw:
        stream, rest, first = opened(raw), b"", 1
        while chunk := taken(stream, size, path):
            chunk = rest + chunk
            cut = chunk.rfind(b"\n") + 1
            if not cut and len(chunk) >= size:
                head = chunk[:HEAD]
                length, chunk = skipped(stream, len(chunk), size, path)
                yield Overlong(first, head, length, raw.tell())
                first += 1
                cut = chunk.rfind(b"\n") + 1
            if cut:
                yield Block(first, chunk[:cut], raw.tell())
                first += chunk.count(b"\n", 0, cut)
            rest = chunk[cut:]
        if rest:
            yield Block(first, rest + b"\n", raw.tell())


def skipped(stream, length, size, path):
    """Reads to the end of a line of which `length` bytes are read; gives its length and what follows it."""
    while chunk := taken(stream, size, path):
        end = chunk.find(b"\n")
        if end >= 0:
            return length + end, chunk[end + 1 :]
        length += len(chunk)
    return length, b""


def taken(stream, size, path):
    """The next bytes; a packed file that is damaged is refused there."""
    try:
        return stream.read(size)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        text = (
            f"the packed file ends too early or is damaged ({error}); what came before is kept, "
            "and the same line goes on once the file is whole"
        )
        raise ScenarioError([Fault(str(path), "", text)]) from error
