"""Records that were sent here: a folder for each, with logs, the map by which they are read, and a fit."""

import re
import secrets
import shutil
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from twin.web.desk.placing import MAP, logs_in, records_in

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
FILE = re.compile(r"[^\x00-\x1f/\\]{1,100}")
SUFFIXES = (
    *(".csv", ".csv.gz", ".txt", ".tsv", ".jsonl", ".jsonl.gz", ".json", ".json.gz"),
    *(".parquet", ".xes", ".xes.gz", ".xml", ".xml.gz", ".xlsx"),
)
MOST = 50  # logs of one record
SPARE = 2 * 1024**3  # bytes of the disk that no log may take
PORT = ("layouts", "layouts/demand", "layouts/roster", "layouts/policy", "experiments", "scenarios")


class NotKeptError(ValueError):
    """What cannot be taken in; the text says what and the way out."""


class Record(NamedTuple):
    """Logs under one name, and how far they have come."""

    name: str
    logs: tuple[tuple[str, int], ...]  # (name, bytes)
    is_pseudonymised: bool
    is_imported: bool
    is_fitted: bool
    is_port: bool  # whether the fit was put among the layouts

    def told(self):
        """The record as JSON."""
        return {**self._asdict(), "logs": [{"name": name, "bytes": size} for name, size in self.logs]}


class Records:
    """The records of a desk."""

    def __init__(self, folder):
        self.folder, self.place = folder, folder / records_in(folder)
        self.lock = Lock()

    def all(self):
        """Every Record, by name."""
        found = sorted(self.place.iterdir()) if self.place.is_dir() else []
        return [self.get(path.name) for path in found if NAME.fullmatch(path.name)]

    def get(self, name):
        """The Record of a name. Raises KeyError."""
        home = self.place / name
        if not NAME.fullmatch(name) or not home.is_dir():
            raise KeyError(name)
        logs = tuple((path.name, path.stat().st_size) for path in logs_in(home))
        fit, port = home / "calibrated" / "fit.json", self.folder / "layouts" / f"{name}.yaml"
        states = (home / "key").is_file(), (home / "records.db").is_file(), fit.is_file(), port.is_file()
        return Record(name, logs, *states)

    def begin(self, name, is_pseudonymised):
        """Makes a place for a record; under a key of its own where plates are not to be kept."""
        if not NAME.fullmatch(name):
            raise NotKeptError(f"{name[:60]!r} is no name; letters a to z, digits and _, as month_of_march")
        home = self.place / name
        with self.lock:
            if home.is_dir():
                raise NotKeptError(f"{name} is there already; take another name, or delete it first")
            (home / "logs").mkdir(parents=True)
            if is_pseudonymised:
                (home / "key").touch(mode=0o600)
                (home / "key").write_text(secrets.token_hex(32), encoding="utf-8")
        return self.get(name)

    def aside(self, name, file):
        """The path to which a log is written while it comes in."""
        record = self.get(name)
        if not FILE.fullmatch(file) or file.startswith(".") or not file.lower().endswith(SUFFIXES):
            raise NotKeptError(f"{file[:100]!r} is no log; it ends in {', '.join(SUFFIXES)}")
        if len(record.logs) >= MOST:
            raise NotKeptError(f"{name} has {MOST} logs; put them together, or begin another record")
        if shutil.disk_usage(self.place).free < SPARE:
            raise NotKeptError(
                f"the disk has less than {SPARE >> 30} GB left; forget records, or delete old results"
            )
        return self.place / name / "logs" / f".{secrets.token_hex(6)}"

    def keep(self, part, name, file):
        """Gives a log that came in whole its name."""
        part.replace(self.place / name / "logs" / file)
        return self.get(name)

    def map_of(self, name):
        """(chosen, proposed): the text of the map, and of the likely one; "" where there is none."""
        self.get(name)
        home = self.place / name
        proposed = sorted((home / "logs").glob(f"*{MAP}"))
        chosen = [home / "map.yaml"] if (home / "map.yaml").is_file() else []
        return tuple(files[0].read_text(encoding="utf-8") if files else "" for files in (chosen, proposed))

    def set_map(self, name, text):
        """Chooses a map; "" takes the likely one again."""
        self.get(name)
        file = self.place / name / "map.yaml"
        if text:
            file.write_text(text, encoding="utf-8")
        else:
            file.unlink(missing_ok=True)

    def delete(self, name):
        """Forgets a record with all that came of it, but for a port that was put among the layouts."""
        self.get(name)
        shutil.rmtree(self.place / name)

    def put_among_layouts(self, name):
        """Copies the port of a fit into the user's own layouts; gives the paths. Never over another port."""
        if not self.get(name).is_fitted:
            raise NotKeptError(f"{name} is not calibrated yet")
        fit = self.place / name / "calibrated"
        files = [path for part in PORT for path in sorted((fit / part).glob("*.yaml"))]
        if not files:
            raise NotKeptError(f"the fit of {name} makes no port; its report says what is lacking")
        written = []
        for path in files:
            own = self.folder / path.relative_to(fit)
            if own.is_file() and not _says(own, path):
                raise NotKeptError(
                    f"{own.relative_to(self.folder)} is there already, and says something else"
                )
            written.append((path, own))
        for path, own in written:
            own.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, own)
        return [str(own.relative_to(self.folder)) for _, own in written]


def _says(own: Path, path: Path):
    """Whether two files say the same."""
    return own.read_bytes() == path.read_bytes()
