"""What kind of log a file, a folder or a database is, told by what is in it and not by its name."""

import hashlib
from pathlib import Path

from twin.model.errors import Fault, ScenarioError
from twin.observed.reading import (
    archive,
    delimited,
    document,
    fixed,
    jsonl,
    markup,
    parquet,
    tables,
    workbook,
    xes,
)
from twin.observed.reading.lines import GZIP, Overlong, Unpacked, blocks
from twin.observed.reading.piece import Source
from twin.observed.store.places import engine_of, is_url

PARQUET, SQLITE, ZIP, OLD = b"PAR1", b"SQLite format 3\x00", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
SUFFIXES = (
    ".csv", ".txt", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", ".xes", ".xml", ".xlsx", ".gz",
)  # fmt: skip
STEP = 1 << 20  # bytes
HEAD = 4000  # bytes by which a form is told


def sources(places, table=None):
    """A Source for each place: a file, a folder with files, or the URL of a database."""
    found = []
    for place in places:
        if not is_url(place) and Path(place).is_dir():
            inside = sorted(file for file in Path(place).iterdir() if file.suffix in SUFFIXES)
            if not inside:
                raise refused(place, f"has no log in it: no file ends in {', '.join(SUFFIXES)}")
            found += sources(map(str, inside), table)
        else:
            found += sheets(place, table) or [source(place, table)]
    return found


def sheets(place, table):
    """A Source for each sheet of a workbook of which all are of one form, or are called as a pattern says."""
    if is_url(place) or not Path(place).is_file() or not head_of(Path(place)).startswith(ZIP):
        return []
    return [of_sheet(Path(place), name) for name in workbook.sheets_alike(Path(place), table)]


def source(place, table=None):
    """The Source of one file or table."""
    if is_url(place):
        return of_table(engine_of(place, is_new=False), table)
    path = Path(place)
    if not path.is_file():
        raise refused(place, "is not there; name a file, a folder, or the URL of a database")
    head = head_of(path)
    if not head:
        raise refused(place, "is empty: there is nothing to read")
    if head.startswith(SQLITE):
        return of_table(engine_of(f"sqlite:///{path}", is_new=False), table)
    if head.startswith(OLD):
        raise refused(place, archive.OLD_FORM)
    if head.startswith(ZIP):
        return of_sheet(path, table)
    return of_file(path, head)


def of_sheet(path, name):
    """The Source of a sheet of a workbook."""
    name = workbook.sheet_in(path, name)
    digest = hashlib.sha256(f"{digest_of(path)}\n{name}".encode()).hexdigest()
    told = {"form": "XLSX", "table": name}
    named = f"{path.name}: {name}", digest, path.stat().st_size
    return Source(*named, told, lambda after=0: workbook.pieces(path, name, after))


def of_file(path, head):
    """The Source of a file that is no database."""
    named = path.name, digest_of(path), path.stat().st_size
    if head.startswith(PARQUET):
        return Source(*named, {"form": "Parquet"}, lambda after=0: parquet.pieces(path, after))
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return of_markup(path, head, named)
    if start.startswith((b"{", b"[")):
        return of_json(path, named)
    first = next(blocks(path, delimited.LOOKED_AT), None)
    if first is None or isinstance(first, Overlong) or b"\0" in first.text.split(b"\n", 1)[0]:
        raise refused(
            path, "is no log that can be read: it is neither text in lines, Parquet, XES nor a database"
        )
    form = delimited.form_of(first.text)
    if len(form.names) < 2 and (in_columns := fixed.form_of(first.text)):
        return Source(*named, {"form": "fixed width"}, lambda after=0: fixed.pieces(path, in_columns, after))
    told = {"form": "CSV", "delimiter": form.delimiter}
    return Source(*named, told, lambda after=0: delimited.pieces(path, form, after))


def of_markup(path, head, named):
    """The Source of an XML file."""
    root = markup.root_of(head)
    if root.lower() == "html":
        raise refused(path, "is a web page, whatever it is called; save its table as CSV or XLSX")
    if root == "log":
        return Source(*named, {"form": "XES"}, lambda after=0: xes.pieces(path, after))
    return Source(*named, {"form": "XML"}, lambda after=0: markup.pieces(path, after))


def of_json(path, named):
    """The Source of a file of JSON: an object a line, or all in one piece."""
    first = next(blocks(path, delimited.LOOKED_AT), None)
    head = first.head if isinstance(first, Overlong) else first.text
    if document.is_document(head):
        return Source(*named, {"form": "JSON"}, lambda after=0: document.pieces(path, after))
    return Source(*named, {"form": "JSON lines"}, lambda after=0: jsonl.pieces(path, after))


def of_table(engine, name):
    """The Source of a table."""
    table = tables.table_in(engine, name)
    place = engine.url.render_as_string(hide_password=True)
    digest = hashlib.sha256(f"{place}\n{table.name}".encode()).hexdigest()
    told = {"form": "table", "table": str(table.name)}
    return Source(str(table.name), digest, 0, told, lambda after=0: tables.pieces(engine, table, after))


def head_of(path):
    """The first bytes of a file, unpacked."""
    with open(path, "rb") as raw:
        packed = raw.read(2) == GZIP
        raw.seek(0)
        try:
            return (Unpacked(raw) if packed else raw).read(HEAD)
        except (EOFError, OSError) as error:
            raise refused(path, f"is packed, and damaged from its first byte on ({error})") from error


def digest_of(path):
    """The SHA-256 of a file's bytes."""
    found = hashlib.sha256()
    with open(path, "rb") as raw:
        while part := raw.read(STEP):
            found.update(part)
    return found.hexdigest()


def refused(place, text):
    return ScenarioError([Fault(str(place), "", text)])
