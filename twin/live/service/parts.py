"""What a live port is put together from; each part can be another one in a test."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from twin.live.alerts.telling import Teller


class Parts(NamedTuple):
    """The parts of one port. `tracker` has take(events), present(at) -> Present."""

    store: Any  # twin.observed.store.store.Store
    feeds: tuple  # of (feed, carrying): carrying(hand) has run(ended) and trouble
    tracker: Any
    clock: Any
    came: Callable = lambda tracker, at: None  # {class: [seconds before]} of who came lately
    passed: Callable = lambda tracker, at: None  # how many came and left since midnight, by the hour
    names: Mapping[str, Any] = {}  # of stations, as the records call them: {station: {name, zh, en}}
    ahead: Callable | None = None  # (Present, what_if, came) -> Forecast
    judge: Callable = lambda present, came: {}  # what came to be is held against forecasts: {station: Light}
    planned: Callable = lambda at: {}  # {station: servers}
    helps: Callable | None = None  # (Alert, Present, came) -> what would help, as in an Alert
    refit: Callable | None = None  # (now, doubted) -> (Looked, Parts that are other)
    tellers: tuple[Teller, ...] = ()
    publishers: tuple[Teller, ...] = ()
