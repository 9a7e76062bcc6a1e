"""What jobs and results take of the disk, and which jobs are old enough to be cleared."""

import shutil
import time
from pathlib import Path
from threading import Lock

DAY = 86400.0
FRESH = 30.0  # seconds for which what all results take is not counted again


class Disk:
    """The room in the folder of outputs; jobs that are over for `days` are old."""

    def __init__(self, outputs, days):
        self.outputs, self.days, self.lock = Path(outputs), days, Lock()
        self.counted, self.bytes = -FRESH, 0

    def told(self, jobs):
        """The room that is taken and free in bytes, that of each job by name, and which of them are old."""
        sizes = {job.name: size_of(jobs.place / job.name) for job in jobs.all()}
        ended = time.time() - DAY * self.days
        old = [job.name for job in jobs.all() if job.is_over and (job.ended or job.asked) < ended]
        free = shutil.disk_usage(self.outputs).free
        return {"jobs": sizes, "outputs": self._all(), "free": free, "days": self.days, "old": old}

    def _all(self):
        with self.lock:
            if time.monotonic() - self.counted > FRESH:
                self.counted, self.bytes = time.monotonic(), size_of(self.outputs)
            return self.bytes

    def changed(self):
        """Something was taken away: what there is, is counted anew."""
        with self.lock:
            self.counted = -FRESH


def size_of(folder):
    """Bytes of all files in a folder; one that goes away meanwhile has none."""
    total = 0
    for path in folder.rglob("*"):
        try:
            found = path.lstat()
        except FileNotFoundError:
            continue
        total += found.st_size
    return total
