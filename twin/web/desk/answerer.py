"""One process that stays warm: whether it is ready, whose question it answers, which ports it has seen."""

import os
import subprocess
import sys
from contextlib import suppress
from threading import Thread, Timer

PROGRAM = "twin.web.desk.answering"


class Answerer:
    """A process with one question at a time; `tell()` is called when it is ready, or has ended before."""

    def __init__(self, folder, tell):
        self.port, self.ports, self.is_ready = None, {""}, False
        self.process = subprocess.Popen(
            [sys.executable, "-m", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self.reader = Thread(target=self._ready, args=[tell], name="answerer", daemon=True)
        self.reader.start()

    def _ready(self, tell):
        self.is_ready = bool(self.process.stdout.readline())
        tell()

    @property
    def is_free(self):
        """Whether it can be asked now."""
        return self.is_ready and self.port is None

    def is_alive(self):
        """Whether it can still be asked."""
        return self.process.poll() is None

    def has_seen(self, port):
        """Whether it has loaded a port before."""
        return port in self.ports

    def take(self, port):
        """It is busy with a port from now on."""
        self.port = port

    def leave(self, port):
        """It is free again, and knows the port."""
        self.ports.add(port)
        self.port = None

    def ask(self, line, seconds):
        """What it says to a line; None where it takes longer, upon which it is ended."""
        late = Timer(seconds, self.process.kill)
        late.start()
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
            said = self.process.stdout.readline()
        except BrokenPipeError:
            said = ""
        finally:
            late.cancel()
        if not said:
            self.end()
        return said or None

    def end(self):
        """Ends the process."""
        self.process.kill()
        self.process.wait()
        self.reader.join()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(BrokenPipeError):  # what was not read any more
                pipe.close()
