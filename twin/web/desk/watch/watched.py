"""One live service as the page sees it: asked once for all who look, and its last answer kept."""

import time
from collections import OrderedDict
from threading import Event, Lock, Semaphore
from typing import NamedTuple

from pydantic import BaseModel, ValidationError

from twin.live.feeds.address import refused
from twin.web.desk.watch.line import SECONDS, AwayError, line_of
from twin.web.desk.watch.told import Away

KEPT = 40  # answers: one of each part, and questions what if
SLOWEST = 15.0  # seconds between two tries of a service that is away


REFUSES = (401, 403, 421)  # answers to a token or a name that is not right


class Kept(NamedTuple):
    """An answer as JSON, and when it came by the clock that only goes on."""

    text: bytes
    came: float


class Flight:
    """A question on its way: those who ask the same wait for it, and hear what its asker hears."""

    def __init__(self):
        self.landed, self.error = Event(), None


class OtherError(Exception):
    """The service answers, but not what was asked for: its status and what it says."""

    def __init__(self, status, text):
        super().__init__(status)
        self.status, self.text = status, text


class NothingError(Exception):
    """The service is away, and nothing is known of what it said before."""


class Watched:
    """A live service. What is asked anew within `fresh` seconds is answered from memory."""

    def __init__(self, line):
        self.line, self.name = line, line.name
        self.lock, self.kept, self.flights = Lock(), OrderedDict(), {}
        self.thinking = Semaphore()  # of the one question what if at a time
        self.lost, self.why, self.tries, self.again = None, "", 0, 0.0

    def away(self):
        """Since when and why it does not answer, None while it does."""
        with self.lock:
            if self.lost is None:
                return None
            wall, since = self.lost
            return Away(since=wall, seconds=time.monotonic() - since, text=self.why)

    def told(self, path, form, fresh, seconds=SECONDS):
        """The Kept answer of a path. Raises OtherError, or NothingError where there never was any."""
        with self.lock:
            kept, now = self.kept.get(path), time.monotonic()
            if kept and now - kept.came < fresh or self.lost and now < self.again:
                return self._known(kept)
            before = self.flights.get(path)
            flight = before or self.flights.setdefault(path, Flight())
        if before is not None:
            flight.landed.wait(2.0 * seconds)
        else:
            try:
                self._fly(path, form, seconds)
            except OtherError as error:
                flight.error = error
            finally:
                with self.lock:
                    self.flights.pop(path).landed.set()
        if flight.error is not None:
            raise OtherError(flight.error.status, flight.error.text)
        with self.lock:
            return self._known(self.kept.get(path))

    def done(self, path, body):
        """Posts to the service, and forgets what it answered before. Raises OtherError, AwayError."""
        status, text = self.line.asked("POST", path, body)
        with self.lock:
            self.kept = OrderedDict((name, one._replace(came=-1e9)) for name, one in self.kept.items())
        if status in REFUSES:
            raise AwayError(refusal(status))
        if status != 200:
            raise OtherError(status, text)

    def _known(self, kept):
        if kept is None:
            raise NothingError(self.why)
        return kept

    def _fly(self, path, form, seconds):
        """Asks, and keeps what came; what is no answer leaves the one before."""
        try:
            status, text = self.line.asked("GET", path, seconds=seconds)
            answer = form.model_validate_json(text) if status == 200 else None
        except AwayError as error:
            return self._miss(str(error))
        except ValidationError as error:
            return self._miss(f"answers what cannot be read: {first(error)}")
        if status in REFUSES or 300 <= status < 400:
            return self._miss(refusal(status))
        with self.lock:
            self.lost, self.why, self.tries = None, "", 0
            if answer is not None:
                self.kept[path] = Kept(answer.model_dump_json().encode(), time.monotonic())
                self.kept.move_to_end(path)
                while len(self.kept) > KEPT:
                    self.kept.popitem(last=False)
        if answer is None:
            raise OtherError(status, text)

    def _miss(self, why):
        with self.lock:
            now = time.monotonic()
            self.lost = self.lost or (time.time(), now)
            self.why, self.tries = why, self.tries + 1
            self.again = now + min(0.5 * 2**self.tries, SLOWEST)


def watched_of(said):
    """The live ports of [NAME=URL], each name once."""
    lines = [line_of(each) for each in said]
    for line in lines:
        if sum(line.name == other.name for other in lines) > 1:
            raise refused(f"--live {line.name}", "names two live ports; give each a name of its own")
    return tuple(Watched(line) for line in lines)


def refusal(status):
    return f"answers {status}; is its token right (token_file=FILE)?"


def first(error):
    """Where the first thing is that cannot be read."""
    found = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, found['loc']))[:100]} {found['msg'][:200]}".strip()


def enveloped(kept, away):
    """The JSON of a Told, around the answer as it is kept."""
    age = time.monotonic() - kept.came
    said = away.model_dump_json() if isinstance(away, BaseModel) else "null"
    return b'{"age":%.3f,"away":%s,"answer":%s}' % (age, said.encode(), kept.text)
