"""XML that is no XES: the element that comes most often is a record, and what is in it are its fields."""

import gzip
import json
import re
import xml.etree.ElementTree as tree
from collections import Counter
from functools import partial

from twin.model.errors import Fault, ScenarioError
from twin.observed.reading.xes import in_pieces, stream_of

LOOKED_AT = 1 << 20  # bytes among which the record is looked for
FIELDS = 2  # that a record has at least
ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s>/]")


def root_of(head):
    """The name of the outermost element, by the first bytes of a file."""
    found = ROOT.search(re.sub(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>", b"", head, flags=re.DOTALL))
    return found[1].decode() if found else ""


def pieces(path, after=0):
    """Every Piece of a file behind a record."""
    return in_pieces(path, partial(records, record=record_in(path)), after, "is no whole XML")


def record_in(path):
    """The path of the element that comes most often, of those that have fields; the outermost of several."""
    number, way, parser = Counter(), [], tree.XMLPullParser(["start", "end"])
    with open(path, "rb") as raw:
        try:
            parser.feed(stream_of(raw).read(LOOKED_AT))
        except (tree.ParseError, EOFError, gzip.BadGzipFile) as error:
            raise refused(path, f"is no XML that can be read: {error}") from error
    for what, element in parser.read_events():
        if what == "start":
            way.append(name_of(element))
            continue
        if len(element) + len(element.attrib) >= FIELDS and len(way) > 1:
            number[tuple(way)] += 1
        way.pop()
    if not number:
        raise refused(path, "has no element with fields that could be a record; write it as CSV or JSON")
    return max(number, key=lambda way: (number[way], -len(way)))


def records(stream, record):
    """The fields of every record; nothing of what was read is held."""
    way, above = [], []
    for what, element in tree.iterparse(stream, events=("start", "end")):
        if what == "start":
            way.append(name_of(element))
            above.append(element)
            continue
        if tuple(way) == record:
            yield fields_of(element)
            above[-2].remove(element)
        way.pop()
        above.pop()


def name_of(element):
    return element.tag.rpartition("}")[2]


def fields_of(element, before=""):
    """What stands in an element, its attributes, and the elements within it as `outer.inner`."""
    told = {}
    for name, value in element.attrib.items():
        told.setdefault(before + name.rpartition("}")[2], []).append(value)
    for inner in element:
        name = before + name_of(inner)
        if (text := (inner.text or "").strip()) or not len(inner) + len(inner.attrib):
            told.setdefault(name, []).append(text)
        for deeper, value in fields_of(inner, f"{name}.").items():
            told.setdefault(deeper, []).append(value)
    return {
        name: values[0] if len(values) == 1 else json.dumps(values, ensure_ascii=False)
        for name, values in told.items()
    }


def refused(path, text):
    return ScenarioError([Fault(str(path), "", text)])
