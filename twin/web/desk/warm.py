"""Quick answers: processes that stay warm, with one question at a time, ended when one takes too long."""

import json
import os
import subprocess
import sys
from collections import OrderedDict
from pathlib import Path
from queue import Empty, Queue
from threading import Lock, Timer

PROGRAM = "twin.web.desk.answering"
SECONDS = 60.0  # for one answer: the first loads a port
KEPT = 200  # answers


class BusyError(RuntimeError):
    """Too many questions at once, or one that took too long."""


class Warm:
    """A few processes that answer; the same question on the same files is answered from memory."""

    def __init__(self, folder, many=2):
        self.folder = Path(folder)
        self.free, self.lock, self.known = Queue(), Lock(), OrderedDict()
        self.many, self.started = many, 1
        self.free.put(self._start())  # it gets ready while nobody has asked yet

    def ask(self, question, *more):
        """{"answer": ...} or {"refused": [fault]} of a Question; `more` are arguments of the server."""
        line = json.dumps(question.line(*more))
        key = line, self._state()
        with self.lock:
            if key in self.known:
                self.known.move_to_end(key)
                return self.known[key]
        answer = self._asked(line)
        with self.lock:
            self.known[key] = answer
            while len(self.known) > KEPT:
                self.known.popitem(last=False)
        return answer

    def _asked(self, line):
        one = self._one()
        late = Timer(SECONDS, one.kill)
        late.start()
        try:
            one.stdin.write(line + "\n")
            one.stdin.flush()
            said = one.stdout.readline()
        except BrokenPipeError:
            said = ""
        finally:
            late.cancel()
        if not said:
            one.kill()
            one.wait()
            with self.lock:
                self.started -= 1
            raise BusyError("this takes too long for a quick answer; ask it as a job")
        self.free.put(one)
        return json.loads(said)

    def _one(self):
        with self.lock:
            if self.free.empty() and self.started < self.many:
                self.started += 1
                return self._start()
        try:
            return self.free.get(timeout=SECONDS)
        except Empty:
            raise BusyError("too much is asked at once; try again") from None

    def _start(self):
        return subprocess.Popen(
            [sys.executable, "-m", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    def _state(self):
        """What answers hang on but for the question: the user's own files, by name, size and time."""
        files = []
        for name in ("layouts", "scenarios", "experiments"):
            for path in sorted((self.folder / name).rglob("*.yaml")):
                found = path.stat()
                files.append((str(path), found.st_size, found.st_mtime_ns))
        return hash(tuple(files))

    def end(self):
        """Ends the processes."""
        while not self.free.empty():
            one = self.free.get()
            one.stdin.close()
            one.kill()
            one.wait()
            one.stdout.close()
