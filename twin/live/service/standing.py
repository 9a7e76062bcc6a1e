"""How the port stood at an instant, and what is asked of it from then on.

The live service and a question about its store go through here, so both make the same futures of one instant.
"""

from twin.live.service.lately import came_lately
from twin.live.state.tracker import HOUR, KEPT
from twin.live.state.worlds import worlds

LEAST = KEPT + HOUR  # seconds of receipts that a state hangs on: it lets go by whole hours
WORLDS = 50  # ways in which the port may stand, of which futures are made in turn


def looked_back(history):
    """Seconds of receipts before an instant of which its state is made, where so many are asked for."""
    return max(history, LEAST)


def standing(present, came, asked):
    """(worlds, Asked) of a Present and of who came lately before it."""
    drawn = worlds(present, min(WORLDS, asked.futures), asked.seed)
    return drawn, asked._replace(at=present.at, came=came)


def standing_at(tracker, at, asked):
    """(worlds, Asked) of an instant, by what a Tracker was told."""
    return standing(tracker.present(at), came_lately(tracker, at), asked)
