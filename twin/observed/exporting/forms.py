"""The forms in which events leave a store, each written aside and moved into place."""

import os
import tempfile
from pathlib import Path

from twin.model.errors import Fault, ScenarioError
from twin.observed.exporting import epcis, flat, ocel, xes

FORMS = {
    "xes": xes.write, "ocel": ocel.write, "epcis": epcis.write, "parquet": flat.write_parquet,
    "csv": flat.write_csv,
}  # fmt: skip


def export(store, form, path):
    """Writes the events of a store to a file; gives their number."""
    path = Path(path)
    if not path.parent.is_dir():
        raise ScenarioError([Fault(str(path), "", f"cannot be written: there is no folder {path.parent}")])
    handle, aside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            number = FORMS[form](store, file)
        os.chmod(aside, 0o644)  # a temporary file is the writer's alone
        os.replace(aside, path)
    except BaseException:
        os.unlink(aside)
        raise
    return number
