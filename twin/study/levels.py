"""Numbers that were measured, by what they are of and by replication; in a file they outlast a break."""

from hashlib import blake2b
from threading import Lock


class Levels:
    """Levels by key and number of the replication; one line each, so a kill costs those under way."""

    def __init__(self, path=None):
        self.path, self.known, self.lock = path, {}, Lock()
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        if path is not None and path.is_file():
            text = path.read_text(encoding="utf-8")
            self.known = dict(filter(None, map(_read_line, text.splitlines(True))))
            if text and not text.endswith("\n"):  # torn: what comes next has a line of its own
                with path.open("a", encoding="utf-8") as file:
                    file.write("\n")

    def get(self, key, number):
        """The level, None where it was not measured yet."""
        return self.known.get((key, number))

    def add(self, key, number, level):
        """Keeps a level; a line is written whole, and one that is torn is not read."""
        with self.lock:
            self.known[key, number] = level
            if self.path is not None:
                with self.path.open("a", encoding="utf-8") as file:
                    file.write(f"{key},{number},{level!r},{_sum(key, number, level)}\n")


def _sum(key, number, level):
    return blake2b(f"{key},{number},{level!r}".encode(), digest_size=4).hexdigest()


def _read_line(line):
    """((key, number), level) of a whole line, None of one that is torn or was changed."""
    parts = line.rstrip("\n").split(",")
    try:
        key, number, level, told = parts[0], int(parts[1]), float(parts[2]), parts[3]
    except (ValueError, IndexError):
        return None
    return ((key, number), level) if line.endswith("\n") and told == _sum(key, number, level) else None
