"""The fits of a port: each in a folder of its own that never changes, and which of them is in use."""

import json
import os
import shutil
import tempfile
from pathlib import Path

from twin.model.errors import Fault, ScenarioError
from twin.study.whole import put_whole

IN_USE, FIT, VERDICT = "in_use", "fit.json", "verdict.json"


class Fits:
    """A folder of fits. Who reads it sees the one before or the one after, never half of one."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def names(self):
        """All that are kept, the oldest first: their names begin with their dates."""
        return sorted(path.parent.name for path in self.folder.glob(f"*/{FIT}"))

    def in_use(self):
        """The folder of the fit in use, None where none was taken yet."""
        try:
            name = (self.folder / IN_USE).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        if name not in self.names():
            text = f"names {name!r}, which is not there; there is {', '.join(self.names()) or 'none'}"
            raise ScenarioError([Fault(str(self.folder / IN_USE), "", text)])
        return self.folder / name

    def add(self, name, files, verdict):
        """Keeps a fit, {path: text}, with what was said of it; whole or not at all."""
        if (self.folder / name).exists():
            raise ScenarioError([Fault(str(self.folder), name, "is kept already; a fit never changes")])
        aside = Path(tempfile.mkdtemp(prefix=".new-", dir=self.folder))
        try:
            for path, text in {**files, VERDICT: json.dumps(verdict, indent=1)}.items():
                put_whole(aside / path, text.encode())
            os.rename(aside, self.folder / name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        (self.folder / name).chmod(0o755)
        return self.folder / name

    def take(self, name):
        """Puts a fit in use, at once and for good."""
        if name not in self.names():
            raise ScenarioError([Fault(str(self.folder), name, f"is no fit; there is {self.names()}")])
        put_whole(self.folder / IN_USE, f"{name}\n".encode())
