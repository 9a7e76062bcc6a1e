"""A line for everything that was asked for or changed: when, from where, as whom, what."""

import json
import time
from pathlib import Path
from threading import Lock

LARGEST = 16 * 1024 * 1024  # bytes; then the file is put aside, and the one before it is lost


class Audit:
    """Appends lines of JSON to a file that does not grow without end."""

    def __init__(self, file):
        self.file, self.lock = Path(file), Lock()
        self.file.parent.mkdir(parents=True, exist_ok=True)

    def note(self, request, role, what, **more):
        """One line."""
        said = {
            "time": round(time.time(), 3),
            "from": request.client.host if request.client else "",
            "role": role,
            "what": what,
            **more,
        }
        with self.lock:
            if self.file.is_file() and self.file.stat().st_size > LARGEST:
                self.file.replace(self.file.with_suffix(".before.jsonl"))
            with self.file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(said, ensure_ascii=False) + "\n")
