"""The Network of a plan: its visits by station, its laws by their mean and variation, its roster by hour."""

import numpy as np
from scipy.sparse import identity
from scipy.sparse.linalg import splu

from twin.model.errors import Fault, ScenarioError, unknown
from twin.plan.plan import UNLIMITED, VISIT
from twin.plan.processes.coming import HOUR
from twin.plan.processes.planned import Planned
from twin.plan.processes.renewals import Renewals
from twin.plan.visits import NOBODY
from twin.study.coming import hour_edges
from twin.study.durations import mean_duration, quantiles, variance_of_service
from twin.study.loads import loads
from twin.study.offered import station_seconds
from twin.study.searching.network import ENDLESS, Network
from twin.study.streams import streams

EVEN = 1e-9  # relative: hours that differ by less are a steady state
LONG = 24  # hours that a state is to last before it is taken for a steady one
PLANNED = 0.5  # assumed: squared variation of the gaps of those who come about when they agreed to


def network_of(plan, *, told=""):
    """The Network of a plan; its wait is that of one flow or class, or of all who come where none is told.

    Stations without limit are no queues: their time passes on the way. Pools with a number are queues of
    those who claim them, each unit by itself.
    """
    found, _ = streams(plan)
    names = _queues(plan)
    mine = [_is_told(plan, stream, told) for stream in found]
    if not any(mine):
        have = [*plan.names.flows, *plan.names.classes]
        raise ScenarioError([Fault("told", told, unknown("flow or class that arrives", told, have))])
    endless = {plan.sources[stream.source].name for stream in found if not np.isfinite(stream.arrivals).all()}
    if endless:
        text = "comes again at once, so that only its queues hold it back; a closed circle is to be simulated"
        raise ScenarioError([Fault(f"demand.flows.{name}", "", text) for name in sorted(endless)])
    edges = hour_edges(plan)
    ways = [_ways(plan, stream, names) for stream in found]
    return _steady(_assembled(plan, names, found, ways=ways, mine=mine), np.diff(edges))


def _queues(plan):
    """Names of the stations with counted servers, in the order of the plan."""
    counted = plan.arrays.station["servers"][: plan.stations] > 0
    return tuple(dict.fromkeys(plan.names.points[i].name for i in np.flatnonzero(counted)))


def _is_told(plan, stream, told):
    cls = plan.names.classes[stream.chain.states[0].cls]
    return not told or told in (cls, plan.names.flows[plan.sources[stream.source].flow])


class _Ways:
    """Of one stream: times at each queue, moves and hours between queues, where it comes in."""

    def __init__(self, times, moves, late, entry, entry_late):
        self.times, self.moves, self.late = times, moves, late  # [queue], [to, from] x 2
        self.entry, self.entry_late = entry, entry_late  # [queue] share, seconds until then
        self.seconds = self.square = np.zeros(len(times))  # of the services, times the visits


def _ways(plan, stream, names):
    """The chain of a stream with only its queues left: all other steps are time on the way."""
    at = np.array([_queue_of(plan, state, names) for state in stream.chain.states])
    queues, others = np.flatnonzero(at >= 0), np.flatnonzero(at < 0)
    moves, times = stream.chain.moves.tocsc(), stream.chain.times
    spent = stream.seconds[others]
    into = moves[others][:, queues].toarray()
    start = (others == 0).astype(float)[:, None]
    through, late = _through(moves[others][:, others], np.hstack([into, start]), spent)
    out = moves[queues][:, others].toarray()
    shares = moves[queues][:, queues].toarray() + out @ through[:, :-1]
    delays = out @ late[:, :-1] + shares * stream.seconds[queues][None, :]
    entry = out @ through[:, -1] + (queues == 0)
    entry_late = out @ late[:, -1]
    onto = np.zeros((len(names), len(queues)))
    onto[at[queues], np.arange(len(queues))] = 1.0
    weighted = onto.T * times[queues][:, None]
    found = _Ways(
        onto @ times[queues],
        onto @ shares @ weighted,
        onto @ delays @ weighted,
        onto @ entry,
        onto @ entry_late,
    )
    found.seconds = onto @ (times[queues] * stream.seconds[queues])
    variances = np.array([_variance(plan, stream.chain.states[i]) for i in queues])
    found.square = onto @ (times[queues] * (variances + stream.seconds[queues] ** 2))
    return found


def _queue_of(plan, state, names):
    step = plan.arrays.step[state.pc]
    if step["op"] != VISIT or plan.arrays.station["servers"][step["a"]] == 0:
        return NOBODY
    return names.index(plan.names.points[step["a"]].name)


def _through(stay, into, spent):
    """([other, column] expected visits on the way, and the seconds on it) of those who come in."""
    n = stay.shape[0]
    if n == 0:
        return np.zeros((0, into.shape[1])), np.zeros((0, into.shape[1]))
    solve = splu((identity(n, format="csc") - stay).tocsc()).solve
    visits = solve(into)
    return visits, solve(spent[:, None] * visits)


def _variance(plan, state):
    """Of the service at a visit, by the first model of its servers."""
    arrays = plan.arrays
    step = arrays.step[state.pc]
    model = int(arrays.server["model"][arrays.station["first_server"][step["a"]]])
    return variance_of_service(arrays, int(arrays.tab[step["b"] + state.cls * step["c"] + model]))


def _assembled(plan, names, found, *, ways, mine):
    """The Network, by the hours of the plan."""
    width = np.diff(hour_edges(plan))
    total = np.array([stream.arrivals.sum() for stream in found])
    visits = sum(n * way.times for n, way in zip(total, ways, strict=True))
    told = sum(n * way.times for n, way, is_mine in zip(total, ways, mine, strict=True) if is_mine)
    moves = sum(n * way.moves for n, way in zip(total, ways, strict=True))
    late = sum(n * way.late for n, way in zip(total, ways, strict=True))
    outside = sum(_from_outside(stream, way) for stream, way in zip(found, ways, strict=True))
    batches = _together(plan, names)
    with np.errstate(divide="ignore", invalid="ignore"):
        seconds = sum(n * way.seconds for n, way in zip(total, ways, strict=True)) / visits
        square = sum(n * way.square for n, way in zip(total, ways, strict=True)) / visits
        scv = np.nan_to_num(np.maximum(square / seconds**2 - 1.0, 0.0), posinf=0.0)
        late = np.nan_to_num(np.rint(late / moves / HOUR)).astype(int)
        moves = np.nan_to_num(moves / visits)
        share = np.nan_to_num(told / visits)
    seconds = np.maximum(np.nan_to_num(seconds), 1e-6) / batches
    servers, is_open = _on_duty(plan, names, width)
    stations = Network(
        names, width, outside / width[:, None],
        tuple((after, np.where(late == after, moves, 0.0)) for after in np.unique(late).tolist()),
        seconds, scv, _from_outside_varies(plan, found, ways), is_open, servers,
        float(total[np.array(mine)].sum() / width.sum()), share,
    )  # fmt: skip
    return _with_pools(plan, stations)


def _from_outside(stream, way):
    """[hour, queue] who comes in, so many hours later as it takes to get there."""
    out = np.zeros((len(stream.arrivals), len(way.entry)))
    for queue in np.flatnonzero(way.entry > 0):
        after = min(round(way.entry_late[queue] / way.entry[queue] / HOUR), len(out))
        out[after:, queue] = way.entry[queue] * stream.arrivals[: len(out) - after]
    return out


def _from_outside_varies(plan, found, ways):
    """[queue] the squared variation of the gaps, of each source by its share."""
    weight = np.array([stream.arrivals.sum() * way.entry for stream, way in zip(found, ways, strict=True)])
    each = np.array([_varies(plan, plan.sources[stream.source].process) for stream in found])
    total = weight.sum(axis=0)
    return np.where(total > 0, (weight * each[:, None]).sum(axis=0) / np.where(total > 0, total, 1.0), 1.0)


def _varies(plan, process):
    """The squared variation of the gaps of a process, times how many come together."""
    platoons = getattr(process, "platoons", None)
    together = 1.0
    if platoons is not None:
        low, high, mean = platoons.low, platoons.high, platoons.mean
        variance = mean * (mean - 1.0) if high == NOBODY else ((high - low + 1) ** 2 - 1) / 12
        together = mean + variance / mean
    if isinstance(process, Planned):
        return PLANNED * together
    if isinstance(process, Renewals) and process.mean > 0:
        values = quantiles(plan.arrays, process.gap)
        mean = mean_duration(plan.arrays, process.gap)
        weight = np.exp(-0.5 * np.linspace(-8.3, 8.3, len(values)) ** 2)
        return max(float(values**2 @ weight / weight.sum() / mean**2 - 1.0), 0.0) * together
    return together


def _together(plan, names):
    """[queue] how many a server serves at once."""
    out = np.ones(len(names))
    for station in range(plan.stations):
        if plan.names.points[station].name in names:
            out[names.index(plan.names.points[station].name)] = max(
                int(plan.arrays.station["batch_most"][station]), 1
            )
    return out


def _on_duty(plan, names, width):
    """([queue] servers, [hour, queue] the share of them on duty)."""
    servers, offered = np.zeros(len(names)), np.zeros((len(width), len(names)))
    for station in range(plan.stations):
        name, n = plan.names.points[station].name, int(plan.arrays.station["servers"][station])
        if n > 0:
            batch = max(int(plan.arrays.station["batch_most"][station]), 1)
            servers[names.index(name)] += n
            offered[:, names.index(name)] += station_seconds(plan, station) / batch
    return servers, offered / (servers * width[:, None])


def _with_pools(plan, network):
    """The same with the pools of a counted number as queues of their own."""
    units = {
        name: int(plan.arrays.pool["units"][i])
        for i, (name, kind) in enumerate(zip(plan.names.pools, plan.names.pool_kinds, strict=True))
        if kind == "pool"
    }
    found = {
        name: load
        for (kind, name), load in loads(plan)[0].items()
        if kind == "pool"
        and load.visits > 0
        and load.work > 0
        and units.get(name, UNLIMITED) < UNLIMITED // 2
    }
    if not found:
        return network
    n, more = len(network.names), len(found)
    most = np.array([load.offered.max() for load in found.values()]) / HOUR
    grown = np.zeros((n + more, n + more))
    moves = []
    for after, matrix in network.moves:
        wide = grown.copy()
        wide[:n, :n] = matrix
        moves.append((after, wide))
    offered = np.column_stack([load.offered for load in found.values()]) / network.width[:, None]
    coming = np.column_stack([load.coming for load in found.values()]) / network.width[:, None]
    all_visits = (network.outside * network.width[:, None]).sum()
    return network._replace(
        names=(*network.names, *found),
        outside=np.hstack([network.outside, coming]),
        moves=tuple(moves) if all_visits or moves else ((0, grown),),
        seconds=np.concatenate([network.seconds, [load.work / load.visits for load in found.values()]]),
        scv=np.concatenate([network.scv, np.ones(more)]),
        scv_outside=np.concatenate([network.scv_outside, np.ones(more)]),
        open=np.hstack([network.open, offered / np.maximum(most, 1e-12)]),
        servers=np.concatenate([network.servers, most]),
        share=np.concatenate([network.share, np.full(more, network.share.mean() if n else 1.0)]),
    )


def _steady(network, width):
    """One row for ever, where all hours are alike."""
    if len(width) < LONG:
        return network
    for rows in (network.outside, network.open):
        if np.abs(rows - rows[:1]).max(initial=0.0) > EVEN * max(np.abs(rows).max(initial=0.0), 1.0):
            return network
    moves = sum(matrix for _, matrix in network.moves)
    return network._replace(
        width=np.array([ENDLESS]),
        outside=network.outside[:1],
        open=network.open[:1],
        moves=((0, moves),),
    )
