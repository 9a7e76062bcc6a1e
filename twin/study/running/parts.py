"""Replications on disk in parts, each whole or not there: what ended is never run again.

outputs/<scenario>/parts/<key>/recipe.json        what the replications are of
                               000010-000019.part  those with the numbers 10 to 19
                               asked               how many were asked for, until all of these have ended

The key is that of the recipe without a number of replications, so who asks for more goes on where fewer
ended. A part is a line of JSON with the digest of all, and packed arrays; it is written aside and moved into
place. A damaged part is passed, and its replications are run again. Parts stay, as more replications may be
asked for, until `twin runs --clean` takes them away; results do not need them.
"""

import hashlib
import io
import json
import os
import re
from pathlib import Path

import numpy as np
import pyarrow as pa

from twin.results.measures import RunMeasures
from twin.results.store import key
from twin.study.whole import put_whole

FORM = 1  # of a part; counted up when its layout changes
FOLDER = "parts"
RECIPE = "recipe.json"
ASKED = "asked"
_NAME = re.compile(r"(\d{6,})-(\d{6,})\.part")
_LARGEST = 1 << 34  # bytes that the arrays of a part may have, lest a damaged line asks for all memory


class PartError(Exception):
    """A file that is no intact part, and why."""


def recipe_of_parts(recipe):
    """The Recipe of replications whatever their number: what the result of a recipe is made of."""
    experiment = {
        name: value for name, value in recipe.scenario["experiment"].items() if name != "replications"
    }
    tree = recipe.scenario | {"experiment": experiment}
    return recipe._replace(scenario=tree, replications=0, measured=f"{recipe.measured}, in parts")


def place_of(study, recipe):
    """The folder of the parts of a recipe of parts, below the folder of a study."""
    return Path(study) / FOLDER / key(recipe)


def packed(wanted, numbers, measures):
    """The bytes of a part of a key: RunMeasures of consecutive numbers; equal ones have equal bytes."""
    body = io.BytesIO()
    for field in RunMeasures._fields:
        stacked = np.stack([np.asarray(getattr(one, field)) for one in measures])
        np.save(body, np.ascontiguousarray(stacked), allow_pickle=False)
    raw = body.getvalue()
    dense = pa.Codec("zstd").compress(raw, asbytes=True)
    line = {
        "form": FORM,
        "key": wanted,
        "first": int(numbers[0]),
        "last": int(numbers[-1]),
        "fields": list(RunMeasures._fields),
        "bytes": len(raw),
    }
    return json.dumps(line | {"sha256": _digest(line, dense)}, sort_keys=True).encode() + b"\n" + dense


def unpacked(content, wanted):
    """{number: RunMeasures} of the bytes of a part of a key, or PartError."""
    head, _, dense = content.partition(b"\n")
    try:
        line = json.loads(head)
        known = (line["form"], line["key"], line["fields"]) == (FORM, wanted, list(RunMeasures._fields))
        numbers, size = range(line["first"], line["last"] + 1), line["bytes"]
        digest = line.pop("sha256")
    except (ValueError, KeyError, TypeError):
        raise PartError("its first line is not that of a part") from None
    if not known or not 0 <= size <= _LARGEST:
        raise PartError(f"it is no part of {wanted} in form {FORM}")
    if _digest(line, dense) != digest:
        raise PartError("it is not what was written")
    raw = io.BytesIO(pa.Codec("zstd").decompress(dense, decompressed_size=size, asbytes=True))
    stacked = [np.load(raw, allow_pickle=False) for _ in RunMeasures._fields]
    return {
        number: RunMeasures(*map(_one, (each[i] for each in stacked))) for i, number in enumerate(numbers)
    }


def _digest(line, dense):
    return hashlib.sha256(json.dumps(line, sort_keys=True).encode() + b"\n" + dense).hexdigest()


def _one(value):
    """A number of a replication as Python has it; an array as it is."""
    return value if value.ndim else value.item()


def read(place, numbers):
    """{number: RunMeasures} of those of the numbers that lie in intact parts of a folder."""
    wanted, found = set(numbers), {}
    for first, last, path in listed(place):
        missing = wanted.intersection(range(first, last + 1)).difference(found)
        if missing:
            try:
                part = unpacked(path.read_bytes(), Path(place).name)
            except (PartError, OSError):
                continue
            found |= {number: part[number] for number in missing if number in part}
    return found


def listed(place):
    """[(first, last, path)] of the files that are named as parts of a folder are, in their order."""
    try:
        names = sorted(os.listdir(place))
    except (FileNotFoundError, NotADirectoryError):
        return []
    matches = filter(None, map(_NAME.fullmatch, names))
    return [(int(match[1]), int(match[2]), Path(place) / match[0]) for match in matches]


def begin(place, recipe, number):
    """Makes the folder of a recipe's parts, with the recipe in it, and notes how many are asked for."""
    place = Path(place)
    if not (place / RECIPE).is_file():
        text = json.dumps(recipe._asdict(), sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False)
        put_whole(place / RECIPE, text.encode())
    put_whole(place / ASKED, b"%d" % number)


def end(place):
    """Notes that all have ended that were asked for."""
    (Path(place) / ASKED).unlink(missing_ok=True)


def wanted(place):
    """How many replications were asked for of a folder's parts when it broke off; 0 if it did not."""
    try:
        return int((Path(place) / ASKED).read_bytes())
    except (OSError, ValueError):
        return 0


def write(place, numbers, content):
    """Puts the bytes of a part into a folder, whole or not at all."""
    path = Path(place) / f"{numbers[0]:06d}-{numbers[-1]:06d}.part"
    try:
        put_whole(path, content)
    except FileNotFoundError:  # somebody cleaned up at this moment
        put_whole(path, content)
