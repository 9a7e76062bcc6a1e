"""When a study cannot go on through no fault of the port: what broke off, what is kept, and the way out."""

import errno
from contextlib import contextmanager


class RunTrouble(Exception):
    """A study that broke off: `path` is what broke, `text` what is wrong and the way out.

    What had ended before is kept, and the same question goes on from there.
    """

    def __init__(self, path, text):
        super().__init__(path, text)
        self.path = path
        self.text = text

    def __str__(self):
        return f"{self.path}\n    {self.text}"


GOES_ON = "what had ended before is kept, and the same question goes on from there"


class OutOfTime(RunTrouble):
    """The time is over; `done` of the first replications without a gap are kept, of so many asked for."""

    def __init__(self, path, done, asked):
        text = (
            f"the time is over and {done} of {asked} replications have ended, which are kept; "
            "the same question goes on from there"
        )
        super().__init__(path, text)
        self.args = path, done, asked
        self.done = done
        self.asked = asked


@contextmanager
def writing_to(folder):
    """What cannot be written is a RunTrouble that names the folder: a full disk, no right to write."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        way = "free some room there, or name another folder with --outputs; " if full else ""
        text = f"cannot be written to ({error.strerror or error}); {way}{GOES_ON}"
        raise RunTrouble(str(folder), text) from error
