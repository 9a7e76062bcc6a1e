"""What the page works with: warm processes, jobs, and the folder in which all of it happens."""

import json
from pathlib import Path
from threading import Lock

from twin.web.desk.audit import Audit
from twin.web.desk.disk import Disk
from twin.web.desk.jobs import MINUTES, Jobs
from twin.web.desk.records import Records
from twin.web.desk.warm import Warm

FILES = 60  # of one job that are shown
DAYS = 30.0  # after which a job that is over is offered for clearing


class Desk:
    """A folder with the user's own layouts and scenarios, and `outputs/` for what comes of questions."""

    def __init__(self, folder, at_once=1, minutes=MINUTES, days=DAYS):
        self.folder = Path(folder).resolve()
        self.jobs = Jobs(self.folder, at_once, minutes)
        self.place = self.jobs.place
        self.disk = Disk(self.folder / "outputs", days)
        self.records = Records(self.folder)
        self.warm = Warm(self.folder)
        self.audit = Audit(self.place / "audit.jsonl")
        self.writing = Lock()

    def upload_of(self, name):
        """The path of what was sent here, from the folder."""
        found = next(iter(sorted(self.place.glob(f"upload.{name}.*"))), None)
        return str(found.relative_to(self.folder)) if found else f"upload {name} is gone"

    def files_of(self, name):
        """[path] of what a job wrote, pages first; none that lies outside the folder of outputs."""
        answer = json.loads(self.jobs.answer(name))
        said = list(_paths(answer)) if isinstance(answer, dict) else []
        found, outputs = [], self.folder / "outputs"
        for text in said:
            path = (self.folder / text).resolve()
            if path.is_relative_to(outputs) and path.is_dir():
                found += sorted(
                    one
                    for one in path.iterdir()
                    if one.suffix in (".html", ".pdf", ".xlsx", ".csv", ".gz", ".parquet", ".yaml")
                )
            elif path.is_relative_to(outputs) and path.is_file():
                found.append(path)
        found = list(dict.fromkeys(found))
        return sorted(found, key=lambda path: path.suffix != ".html")[:FILES]

    def end(self):
        """Ends all processes."""
        self.jobs.end()
        self.warm.end()


def _paths(answer):
    """What an answer says of files that it wrote."""
    outputs = answer.get("outputs")
    for said in (answer, outputs if isinstance(outputs, dict) else {}):
        for name in ("report", "page", "workbook", "file", "capsule"):
            if isinstance(said.get(name), str) and said[name]:
                yield said[name]
    for name in ("files", "reports"):
        if isinstance(answer.get(name), list):
            yield from (each for each in answer[name] if isinstance(each, str))
