"""Quick answers: who asks what is asked already shares its answer, and one port does not hold others off."""

import json
import time
from collections import Counter, OrderedDict
from concurrent.futures import Future
from pathlib import Path
from threading import Condition

from twin.web.desk.answerer import Answerer

SECONDS = 60.0  # for one answer: the first loads a port
SLOW = 6.0  # seconds of an answer after which its port is given one process alone
SPREAD = 4  # who wait for one port; of more some are answered by a process that has to load it first
WAITING = 12  # who wait for answers about one port; those behind are told at once
KEPT = 200  # answers
LATE = "this takes longer than {seconds:.0f} s, which is too long for a quick answer; ask it as a job"
CROWDED = "many ask about this port at once; try again in a moment, or ask it as a job"


class BusyError(RuntimeError):
    """Too many questions at once, or one that took too long."""


class Warm:
    """A few processes that answer; the same question on the same files is answered from memory."""

    def __init__(self, folder, many=3, seconds=SECONDS):
        self.folder, self.many, self.seconds = Path(folder), many, seconds
        self.changed = Condition()
        self.known, self.coming = OrderedDict(), {}  # answers, and those that somebody waits for
        self.waiting, self.slow = Counter(), set()  # by port
        self.all = [Answerer(self.folder, self._tell)]  # it gets ready while nobody has asked yet

    def ask(self, question, *more):
        """{"answer": ...} or {"refused": [fault]} of a Question; `more` are arguments of the server."""
        line, port = question.line(*more), port_of(question.words)
        key = json.dumps(line), self._state()
        with self.changed:
            if key in self.known:
                self.known.move_to_end(key)
                return self.known[key]
            if self.waiting[port] >= WAITING:
                raise BusyError(CROWDED)
            is_first = key not in self.coming
            coming = self.coming.setdefault(key, Future())
            self.waiting[port] += 1
        try:
            if is_first:
                self._answer(key, port, coming)
            return coming.result()
        finally:
            with self.changed:
                self.waiting[port] -= 1

    def _answer(self, key, port, coming):
        """Asks a process, and gives its answer to all who wait for it."""
        try:
            coming.set_result(self._asked(key[0], port))
        except BaseException as error:  # all who wait are told, the first of them too
            coming.set_exception(error)
        with self.changed:
            del self.coming[key]
            if coming.exception() is None:
                self.known[key] = coming.result()
                while len(self.known) > KEPT:
                    self.known.popitem(last=False)

    def _asked(self, line, port):
        one, began = self._taken(port), time.monotonic()
        said = one.ask(line, self.seconds)
        took = time.monotonic() - began
        with self.changed:
            (self.slow.add if took > SLOW and one.has_seen(port) else self.slow.discard)(port)
            one.leave(port)
            self.changed.notify_all()
        if said is None:
            raise BusyError(LATE.format(seconds=self.seconds))
        return json.loads(said)

    def _taken(self, port):
        """The first process that is free for a port; one more is begun where none is."""
        ends = time.monotonic() + self.seconds
        with self.changed:
            while True:
                self.all = [one for one in self.all if one.is_alive()]
                free = [one for one in self.all if one.is_free]
                fit = self._fit(free, port)
                if fit and self._has_room(port):
                    one = min(fit, key=lambda one: (not one.has_seen(port), len(one.ports)))
                    one.take(port)
                    return one
                is_coming = any(not one.is_ready for one in self.all)
                if not free and not is_coming and len(self.all) < self.many:
                    self.all.append(Answerer(self.folder, self._tell))
                if not self.changed.wait(ends - time.monotonic()):
                    raise BusyError(CROWDED)

    def _fit(self, free, port):
        """Those of the free that are to answer for a port: who has loaded it, others only if many wait."""
        is_loaded = any(one.port == port or one.has_seen(port) for one in self.all)
        if is_loaded and self.waiting[port] <= SPREAD:
            return [one for one in free if one.has_seen(port)]
        return free

    def _has_room(self, port):
        """Whether a port may have one process more: the last is kept for others, a slow port has but one."""
        busy = [one.port for one in self.all if one.port is not None]
        if port in self.slow:
            return port not in busy and sum(other in self.slow for other in busy) < self.many - 1
        return busy.count(port) < self.many - 1

    def _tell(self):
        with self.changed:
            self.changed.notify_all()

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
        for one in self.all:
            one.end()


def port_of(words):
    """The port that words are about; "" where they are about none.

    >>> port_of(["layout", "ceke_road"]), port_of(["peak=busy", "layout=ceke_road"]), port_of([])
    ('ceke_road', 'ceke_road', '')
    """
    named = [word.partition("=")[2] for word in words if word.startswith("layout=")]
    return named[0] if named else words[1] if len(words) > 1 and words[0] == "layout" else ""
