"""An end that somebody asks for: what is under way is finished, and the next start goes on from there."""

import signal
from contextlib import contextmanager
from threading import Event

ENDS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def asked_to_end():
    """An Event that is set when the process is asked to end; what was done before is done again after."""
    ended = Event()
    before = {each: signal.signal(each, lambda *_: ended.set()) for each in ENDS}
    try:
        yield ended
    finally:
        for each, act in before.items():
            signal.signal(each, act)
