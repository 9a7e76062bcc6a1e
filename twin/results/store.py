"""Results on disk, named by what they are results of: a half-written or damaged one is never read.

outputs/<study>/<key>/manifest.json   what was run, and the digest of every other file
                      <table>.parquet
                      <table>.csv
"""

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

FORM = 1  # of the folder; counted up when its layout changes
MANIFEST = "manifest.json"
KEY_LENGTH = 16


class StoreError(Exception):
    """A folder that is no intact result, and why."""


class Recipe(NamedTuple):
    """All that a result depends on."""

    scenario: dict  # the tree it was made from, values as text and numbers
    seed: int
    replications: int
    engine: str
    versions: dict  # of the project and of what computes in it
    measured: str = "visits"  # by what: all visits of a replication, or statistics added up while it ran


class Stored(NamedTuple):
    """An intact result."""

    path: Path
    manifest: dict
    tables: dict  # name: DataFrame


def key(recipe):
    """The name of a result: equal recipes have equal keys, whatever the order of their fields.

    >>> one, two = {"layout": "a", "peak": "b"}, {"peak": "b", "layout": "a"}
    >>> key(Recipe(one, 7, 10, "kernel", {})) == key(Recipe(two, 7, 10, "kernel", {}))
    True
    """
    return hashlib.sha256(_canonical({"form": FORM, **recipe._asdict()})).hexdigest()[:KEY_LENGTH]


def save(folder, recipe, tables):
    """Writes the tables {name: DataFrame} of a recipe below a study's folder. Returns the result's path.

    They are written aside and moved into place in one step, so others see the whole or nothing.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    final = folder / key(recipe)
    aside = Path(tempfile.mkdtemp(prefix=f".{final.name}-", dir=folder))
    try:
        digests = {}
        for name, frame in sorted(tables.items()):
            table = _plain_table(frame)
            pq.write_table(table, aside / f"{name}.parquet", compression="zstd", version="2.6")
            csv.write_csv(table, aside / f"{name}.csv", csv.WriteOptions(quoting_style="needed"))
            digests |= {file: digest_of_file(aside / file) for file in (f"{name}.parquet", f"{name}.csv")}
        manifest = {"form": FORM, "key": final.name, **recipe._asdict(), "files": digests}
        (aside / MANIFEST).write_bytes(_pretty(manifest))
        for path in aside.iterdir():
            _flush(path)
        _flush(aside)
        _move_into_place(aside, final)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    _flush(folder)
    return final


def find(folder, wanted):
    """The path of the intact result of a key below a study's folder; None if it has to be run (again)."""
    path = Path(folder) / wanted
    try:
        manifest_of(path)
    except StoreError:
        return None
    return path


def load(path):
    """The Stored result at a path, every file held against its digest first."""
    path = Path(path)
    manifest = manifest_of(path)
    names = sorted(name.removesuffix(".parquet") for name in manifest["files"] if name.endswith(".parquet"))
    return Stored(path, manifest, {name: pd.read_parquet(path / f"{name}.parquet") for name in names})


def manifest_of(path):
    """The manifest of an intact result, or StoreError."""
    again = "run it again"
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise StoreError(f"{path} has no {MANIFEST}; it is no result, {again}") from None
    except (OSError, ValueError) as error:
        raise StoreError(f"{path / MANIFEST} cannot be read ({error}); {again}") from None
    if (
        not isinstance(manifest, dict)
        or manifest.get("form") != FORM
        or not isinstance(manifest.get("files"), dict)
    ):
        raise StoreError(f"{path / MANIFEST} is not of form {FORM}; {again}")
    if {*Recipe._fields} - {*manifest}:
        raise StoreError(
            f"{path / MANIFEST} lacks {', '.join(sorted({*Recipe._fields} - {*manifest}))}; {again}"
        )
    made = key(Recipe(**{field: manifest[field] for field in Recipe._fields}))
    if not made == manifest.get("key") == path.name:
        raise StoreError(f"{path / MANIFEST} was made for {made}, not for {path.name}; {again}")
    for name, digest in manifest["files"].items():
        file = path / name
        if Path(name).name != name or not file.is_file():
            raise StoreError(f"{file} is missing; {again}")
        if digest_of_file(file) != digest:
            raise StoreError(f"{file} is not what was written; {again}")
    return manifest


def _move_into_place(aside, final):
    """Renames aside to final; an intact result that stands there already stays, a damaged one goes."""
    try:
        os.replace(aside, final)
        return
    except OSError:
        if not final.exists():
            raise
    if find(final.parent, final.name) is not None:
        return
    broken = Path(tempfile.mkdtemp(prefix=f".{final.name}-broken-", dir=final.parent))
    os.replace(final, broken / final.name)
    os.replace(aside, final)
    shutil.rmtree(broken, ignore_errors=True)


def _plain_table(frame):
    """The same bytes for the same table: no index, no metadata of the libraries that made the frame."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    plain = pa.schema([pa.field(field.name, _plain(field.type), metadata=None) for field in table.schema])
    return table.cast(plain).replace_schema_metadata(None)


def _plain(kind):
    """Text is text, however wide its offsets."""
    return pa.string() if pa.types.is_large_string(kind) or pa.types.is_null(kind) else kind


def _canonical(tree):
    """The one spelling of a tree; what JSON has no word for is refused."""
    text = json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def _pretty(tree):
    return (json.dumps(tree, sort_keys=True, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode(
        "utf-8"
    )


def digest_of_file(path):
    """The SHA-256 of a file, in hexadecimal digits."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path):
    """Forces a file or folder to disk; a system that cannot flush folders goes without."""
    flags = os.O_RDONLY if path.is_dir() else os.O_RDWR
    try:
        handle = os.open(path, flags)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
