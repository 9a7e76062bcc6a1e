"""Arrivals of a flow that switches between states."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from twin.plan.draws import name_key, uniform
from twin.plan.processes.coming import DAY, Coming, parted, together
from twin.plan.processes.keyed import keys_of, poisson, uniforms_of
from twin.plan.processes.platoons import Platoons, behind
from twin.plan.rules import sample

_PIECE_BITS = 20  # identities of a piece follow each other below 2 ** 20
_BEGINS, _NEXT, _STAY = (name_key(name) for name in ("state at the start", "next state", "stay"))
_COUNT, _TIME = name_key("count of the piece"), name_key("time")


class Stay(NamedTuple):
    """A stay in a state: which it is, in what state, and when it ends."""

    number: int
    state: int
    ends: float


@dataclass(frozen=True)
class States:
    """Random arrivals at the rate of the state; a stay is drawn in pieces of at most a day."""

    rates: tuple[float, ...]  # [state] platoons a second
    stays: tuple[int, ...]  # [state] dist
    then: tuple[tuple[float, ...], ...]  # [state][state] cumulative
    begin: tuple[float, ...]  # [state] cumulative, of being in it at the start
    first_stays: tuple[int, ...]  # [state] dist of the first stay
    mean_rate: float  # platoons a second
    platoons: Platoons
    recorded = agreed = None

    @property
    def rate(self):
        """Arrivals a second, on average."""
        return self.mean_rate * self.platoons.mean

    def draw(self, root, arrays, progress, until):
        """All arrivals before `until` that were not given out, and the progress after them."""
        piece, time = progress.next, progress.time
        stay = Stay(progress.stay, progress.state, progress.ends)
        if piece == 0:
            time, stay = 0.0, self._first(root, arrays)
        chunks = []
        while time < until:
            state, ends = stay.state, stay.ends
            end = min(ends, time + DAY)
            leaders = self._piece(root, piece, time, end, state)
            chunks.append(self.platoons.all_of(leaders, root, arrays))
            piece, time = piece + 1, end
            if end == ends:
                stay = self._after(root, arrays, stay)
            progress = progress._replace(under=state, over=end == ends)
        due, late = parted(progress.late, chunks, until)
        return due, progress._replace(next=piece, time=time, late=late, **_stood(stay))

    def renewed(self, past, arrays, progress):
        """The stay goes on as long as it would have; who comes in it, and what follows, has other luck."""
        kept, _ = behind(progress.late)
        leaders = self._piece(past.root, progress.next - 1, past.soon, progress.time, progress.under)
        late = together(kept, self.platoons.all_of(leaders, past.root, arrays))
        stay = Stay(progress.stay, progress.state, progress.ends)
        if progress.over:
            stay = self._after(past.root, arrays, Stay(stay.number - 1, progress.under, progress.time))
        return progress._replace(late=late, **_stood(stay))

    def _first(self, root, arrays):
        state = bisect_right(self.begin, uniform(root, _BEGINS, 0))
        return Stay(0, state, _lasts(self.first_stays[state], root, arrays, 0))

    def _after(self, root, arrays, stay):
        number = stay.number + 1
        state = bisect_right(self.then[stay.state], uniform(root, _NEXT, number))
        return Stay(number, state, stay.ends + _lasts(self.stays[state], root, arrays, number))

    def _piece(self, root, piece, start, end, state):
        n = poisson(uniform(root, _COUNT, piece), self.rates[state] * (end - start))
        identity = (piece << _PIECE_BITS) + np.arange(n)
        return Coming(start + (end - start) * uniforms_of(keys_of(root, identity), _TIME), identity)


def _stood(stay):
    return {"stay": stay.number, "state": stay.state, "ends": stay.ends}


def _lasts(dist, root, arrays, number):
    first, n, p, q, r, kind = arrays.dist[dist].item()
    return sample(root, _STAY, number, kind, first, n, p, q, r, arrays.table)
