"""Bodies that somebody hands over, as a web server does with what is posted: held until they are kept."""

import threading
from collections import deque
from concurrent.futures import CancelledError, Future

from twin.live.intake.bodies import cut
from twin.live.records import Batch, Message
from twin.live.steady import now

ROOM = 2000  # bodies that may wait
ROOM_BYTES = 32 << 20  # ... and their size together
OPTIONS = ("name", "columns")


class Busy(Exception):
    """There is no room for another body at this moment; whoever brings it comes again later."""


class Posted:
    """A feed of bodies that are handed over."""

    def __init__(self, name="post"):
        self.name = name
        self.trouble = ""
        self.waiting, self.bytes, self.came, self.is_open = deque(), 0, threading.Condition(), False
        self.unanswered = set()

    def open(self, cursor):
        self.is_open = True

    def offer(self, body):
        """Takes a body from any thread; the Future that it gives is done once the body is kept."""
        body = cut(body)
        with self.came:
            if not self.is_open or len(self.waiting) >= ROOM or self.bytes + len(body) > ROOM_BYTES:
                raise Busy("the port is behind with what it was sent before; try again in a second")
            answer = Future()
            answer.set_running_or_notify_cancel()
            self.waiting.append(Message(body, answer, now()))
            self.bytes += len(body)
            self.unanswered.add(answer)
            self.came.notify()
        return answer

    def take(self, most, seconds):
        with self.came:
            self.came.wait_for(lambda: self.waiting, seconds)
            number = min(most, len(self.waiting))
            taken = tuple(self.waiting.popleft() for _ in range(number))
            self.bytes -= sum(len(message.body) for message in taken)
        return Batch(taken, "")

    def kept(self, batch):
        for message in batch.messages:
            self.unanswered.discard(message.receipt)
            message.receipt.set_result(None)

    def close(self):
        """Who waits for an answer is told that there is none: the body was not kept."""
        with self.came:
            self.is_open = False
            self.waiting.clear()
        for answer in self.unanswered:
            answer.set_exception(CancelledError("the service ends; send it again"))
        self.unanswered.clear()
