"""A file that others see as it was or as it is, never a part of it."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def aside(path):
    """A file beside `path` that takes its place when the block ends; after a fault all is as it was."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.chmod(0o644)  # a temporary file is the writer's alone
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def put_whole(path, content):
    """Writes the bytes of a file, whole or not at all."""
    with aside(path) as part:
        part.write_bytes(content)
