"""The mean wait of a port for thousands of vectors of servers, by theory alone, in about a second.

Each station is a queue G/G/c whose arrivals vary as Whitt's Queueing Network Analyzer says, with the wait of
Allen and Cunneen (exact for M/M/c, so for a network of Jackson). What comes in an hour beyond what its
servers can do stays as a fluid, which later stations see later.

What it does not see: rooms that fill and block, lanes beside each other, batches, priorities, breakdowns, who
gives up; a part that runs beside its whole waits as if it were one more; a crew and the station that claims
it are two queues; a station with shifts of its own keeps their shape, whatever its number. A queue near its
limit is not let grow faster than a random walk does since the hours have been full. It ranks; what is
bought is to be simulated.
"""

from typing import NamedTuple

import numpy as np

from twin.plan.visits import NOBODY
from twin.study.searching.network import counts_of, unhindered
from twin.study.searching.queueing import waiting

TOGETHER = 1000  # vectors at a time: arrays that stay near the processor
FULL = 0.7  # from here on an hour is one in which a queue builds up
PASSES = 60  # of who comes where within an hour, if a station holds them back
SETTLED = 1e-12  # arrivals a second


class Screened(NamedTuple):
    """Seconds that an entity waits in all, where most of it is waited, and at each station."""

    wait: np.ndarray  # [vector] inf where a steady queue has no end
    bottleneck: np.ndarray  # [vector] index of network.names, NOBODY where there is no queue
    by_station: np.ndarray  # [vector, station] seconds of wait an entity of the port


def screened(network, names, vectors):
    """The Screened of vectors of servers at the stations and pools of these names."""
    counts = counts_of(network, names, vectors)
    if not network.names:
        return Screened(np.zeros(len(counts)), np.full(len(counts), NOBODY), np.zeros((len(counts), 0)))
    parts = [_waits(network, counts[i : i + TOGETHER]) for i in range(0, len(counts), TOGETHER)]
    each = np.concatenate(parts) if parts else np.zeros((0, len(network.names)))
    return Screened(each.sum(axis=1), each.argmax(axis=1), each)


def estimator(network, names):
    """vectors -> [vector] seconds, as a search asks for it."""
    return lambda vectors: screened(network, names, vectors).wait


class _Day(NamedTuple):
    """What the fluid does: [row, station, vector]."""

    coming: np.ndarray  # arrivals a second
    can: np.ndarray  # servers on duty
    queued: np.ndarray  # entity-seconds of the fluid in line
    since: np.ndarray  # seconds in which hours have been full


def _waits(network, counts):
    """[vector, station] seconds of waiting an entity."""
    day = _through(network, counts.T)
    seconds = network.seconds[:, None]
    variation = _variation(network, counts, day).T + network.scv[:, None] / 2
    late = _delayed(network, day, counts.T)
    with np.errstate(divide="ignore", invalid="ignore"):
        spare = day.can - day.coming * seconds
        at_random = np.where(spare > 0, day.coming * late * seconds * variation / spare, np.inf)
        walked = np.sqrt(4.0 / np.pi * variation * day.coming * day.since)
    # Of what does not vary at all an endless walk is no number, and no bound either.
    at_random = np.where(day.coming > 0, np.fmin(at_random, walked), 0.0)
    width = _widths(network)
    waited = ((at_random * width + day.queued).sum(axis=0) * network.share[:, None]).T
    return waited / (network.entities * width.sum())


def _delayed(network, day, counts):
    """[row, station, vector] the share that waits; where all vectors have the same arrivals, by a table."""
    load = day.coming * network.seconds[:, None]
    alike = np.ptp(load, axis=2) <= SETTLED
    out = np.empty_like(load)
    for station, own in enumerate(counts):
        numbers, which = np.unique(own, return_inverse=True)
        rows = alike[:, station]
        is_open = network.open[rows, station][:, None]
        out[rows, station] = waiting(load[rows, station, :1], numbers[None, :] * is_open)[:, which]
    out[~alike] = waiting(load[~alike], day.can[~alike])
    return out


def _widths(network):
    """[row, 1, 1] seconds, 1 of a steady state."""
    return np.where(np.isinf(network.width), 1.0, network.width)[:, None, None]


def _through(network, counts):
    """The _Day of [station, vector] counts: what comes, is let through and stays, row by row."""
    shape = (len(network.outside), *counts.shape)
    day = _Day(*(np.zeros(shape) for _ in _Day._fields))
    day.can[:] = counts * network.open[:, :, None]
    if network.is_steady:
        day.coming[:], day.since[:] = unhindered(network)[:, :, None], np.inf
        return day
    ways, gone, kept = _ordered(network), np.zeros(shape), np.zeros(counts.shape)
    for row, width in enumerate(network.width):
        can = day.can[row] / network.seconds[:, None]
        coming, out = day.coming[row], gone[row]
        coming += network.outside[row][:, None]
        for after, to, origin, share in ways.later:
            if after <= row:
                coming[to] += share * gone[row - after, origin]
        _let_through(ways, coming, out, kept=kept / width, can=can)
        left = np.maximum(kept + (coming - out) * width, 0.0)
        day.queued[row] = _in_line(kept, left, can - coming, width)
        is_full = (coming > FULL * can) | (left > 0.5)
        day.since[row] = np.where(is_full & (row > 0), day.since[row - 1], 0.0) + width
        kept = left
    return day


class _Order(NamedTuple):
    """The stations so that most come after those who send to them, and the ways between them."""

    stations: list  # of (station, [(origin, share)]) within a row
    goes_back: bool  # some way within a row leads to a station before
    later: list  # of (rows later, to, origin, share)


def _ordered(network):
    n = len(network.names)
    now = sum((moves for after, moves in network.moves if after == 0), np.zeros((n, n)))
    later = [
        (after, *pair, float(moves[pair]))
        for after, moves in network.moves
        if after > 0
        for pair in zip(*(index.tolist() for index in np.nonzero(moves)), strict=True)
    ]
    open_, order = list(range(n)), []
    while open_:  # whoever waits for the fewest of those still open
        first = min(open_, key=lambda j: sum(now[j, i] > 0 for i in open_ if i != j))
        open_.remove(first)
        order.append(first)
    place = {station: i for i, station in enumerate(order)}
    from_ = {j: [(i, float(now[j, i])) for i in np.flatnonzero(now[j]).tolist()] for j in order}
    goes_back = any(place[i] >= place[j] for j in order for i, _ in from_[j])
    return _Order([(j, from_[j]) for j in order], goes_back, later)


def _let_through(ways, coming, gone, *, kept, can):
    """Adds who comes from other stations within the row, a full one holding back those behind it."""
    outside = coming.copy()
    for _ in range(PASSES if ways.goes_back else 1):
        moved = 0.0
        for station, origins in ways.stations:
            new = outside[station].copy()
            for origin, share in origins:
                new += share * gone[origin]
            if ways.goes_back:
                moved = max(moved, float(np.abs(new - coming[station]).max(initial=0.0)))
            coming[station] = new
            gone[station] = np.minimum(new + kept[station], can[station])
        if moved < SETTLED:
            break


def _in_line(before, after, spare, width):
    """Entity-seconds of a fluid that changes evenly, and may be gone before the row is over."""
    whole = (before + after) / 2 * width
    emptied = before / np.where(spare > 0, spare, np.inf)  # seconds until then
    return np.where((after <= 0) & (spare > 0) & (emptied < width), before * emptied / 2, whole)


def _variation(network, counts, day):
    """[vector, station] half the squared coefficient of variation of the gaps between arrivals, by QNA."""
    width = _widths(network)
    coming, can = ((each * width).sum(axis=0).T for each in (day.coming, day.can))
    with np.errstate(divide="ignore", invalid="ignore"):
        used = np.clip(np.where(can > 0, coming * network.seconds / can, 1.0), 0.0, 1.0)
        moves = sum(moves for _, moves in network.moves)
        outside = (network.outside * width[:, 0]).sum(axis=0)
        part = moves[None] * coming[:, None, :] / coming[:, :, None]  # [vector, to, from]
        part = np.where(coming[:, :, None] > 0, part, 0.0)
        first = np.where(coming > 0, outside / coming, 0.0)
    weight = 1.0 / (1.0 + 4.0 * (1.0 - used) ** 2 * (1.0 / _squares(part, first) - 1.0))
    kept = np.minimum(moves, 1.0)[None]  # share of those who leave a station that go there
    # Those who leave vary as (1 - used^2) times those who come, and by this much through the service.
    served = used**2 * (1.0 + (np.maximum(network.scv, 0.2) - 1.0) / np.sqrt(np.maximum(counts, 1.0)))
    fixed = 1.0 - weight + weight * (first * network.scv_outside)
    fixed += weight * (part * (kept * served[:, None, :] + 1.0 - kept)).sum(axis=2)
    passed = weight[:, :, None] * part * kept * (1.0 - used**2)[:, None, :]
    found = np.linalg.solve(np.eye(counts.shape[1]) - passed, fixed[:, :, None])[:, :, 0]
    return np.maximum(found, 0.0) / 2


def _squares(part, first):
    """[vector, station] sum of the squared shares of those who come together there; 1 where nobody comes."""
    found = (part**2).sum(axis=2) + first**2
    return np.where(found > 0, np.minimum(found, 1.0), 1.0)
