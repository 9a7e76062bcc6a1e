"""When each device was seen to work: too long a silence while trucks went by unseen is no count of zero."""

import numpy as np
import pandas as pd

HOUR, DAY = 3600.0, 86400.0
UNLIKELY = 12.0  # trucks expected in a silence that chance does not explain: e^-12
PASSERS = 3  # trucks seen before or after a station, but not at it, that show it blind
RARE = 0.02  # a step that a smaller share takes went by a station that did not see it
WEEKEND = (5, 6)  # days of the week, Monday 0


def watched(log, names, window, evidence):
    """Spans in which each device worked, and those in which one was blind as (station, device, begins, ends).

    evidence: station and time of trucks that a station missed, and how far the port's clock is ahead of UTC.
    """
    *unseen, ahead = evidence
    devices, home = np.unique(log.device), {}
    for device in devices:
        home[device] = int(np.bincount(log.station[log.device == device]).argmax())
    blind = []
    for device in devices:
        alike = [other for other in devices if home[other] == home[device]]
        for span in _silences(log, device, window, ahead):
            if _passed(unseen, home[device], span) or all(_silent(log, other, span) for other in alike):
                blind.append((home[device], device, *span))
    blind = [_narrowed(span, blind) for span in blind]
    rows = []
    for device in devices:
        mine = [span[2:] for span in blind if span[1] == device]
        edges = [window[0], *(time for span in mine for time in span), window[1]]
        for begins, ends in zip(edges[::2], edges[1::2], strict=True):
            if ends > begins:
                rows.append((names.station[home[device]], names.device[device], begins, ends))
    table = pd.DataFrame(rows, columns=["station", "server", "begins", "ends"])
    return table.astype({"station": "category", "server": "category"}), blind


def _narrowed(span, blind):
    """A blind span cut to what the devices of its station share: a busy one tells best when it was."""
    station, device, begins, ends = span
    shared = [other for other in blind if other[0] == station and other[2] < ends and other[3] > begins]
    return station, device, max(other[2] for other in shared), min(other[3] for other in shared)


def _silences(log, device, window, ahead):
    """Spans in which a device should have spoken often, by its usual hours, and did not."""
    mine = log.device == device
    kind = np.bincount(log.kind[mine], minlength=1).argmax()  # one event a truck
    at = np.sort(log.at[mine & (log.kind == kind)])
    if len(at) < 2:
        return []
    expected = _expected(at + ahead, (window[0] + ahead, window[1] + ahead))
    marks = np.concatenate([[window[0]], at, [window[1]]])
    long = np.flatnonzero(np.diff(expected(marks + ahead)) > UNLIKELY)
    return [(marks[i], marks[i + 1]) for i in long]


def _expected(at, window):
    """The number of events up to a time, as its hours of the day and kinds of day usually have them."""
    first = np.floor(window[0] / HOUR)
    hours = np.arange(first, np.floor(window[1] / HOUR) + 1)
    kind = _kind(hours)
    count = np.bincount(
        (np.floor(at / HOUR) - first).astype(np.int64).clip(0, len(hours) - 1), minlength=len(hours)
    )
    usual = np.bincount(kind, count, minlength=48) / np.maximum(np.bincount(kind, minlength=48), 1)
    total = np.append(0.0, np.cumsum(usual[kind]))
    return lambda time: np.interp(time, np.append(hours, hours[-1] + 1) * HOUR, total)


def _kind(hours):
    """The hour of the day, 24 more at weekends: hours are counted from the epoch, a Thursday."""
    day = np.floor(hours / 24).astype(np.int64)
    return (hours % 24).astype(np.int64) + 24 * np.isin((day + 3) % 7, WEEKEND)


def _passed(unseen, station, span):
    """Whether trucks passed the station unseen in a span."""
    stations, times = unseen
    return (((stations == station) & (times > span[0]) & (times < span[1])).sum()) >= PASSERS


def _silent(log, device, span):
    """Whether a device says nothing in the middle of a span."""
    slack = 0.1 * (span[1] - span[0])
    inside = (log.at > span[0] + slack) & (log.at < span[1] - slack)
    return not (inside & (log.device == device)).any()


def missed(visits, entries, stations):
    """Station and time of trucks that a station served unseen; entries: the stations of ways in."""
    chain, station = visits["chain"].to_numpy(), visits["station"].to_numpy()
    begins = visits["started"].fillna(visits["ended"]).fillna(visits["joined"]).to_numpy()
    first = np.append(True, chain[1:] != chain[:-1])
    late = np.flatnonzero(first & ~np.isin(station, entries))
    found, times = [np.repeat(entries, len(late))], [np.tile(begins[late], len(entries))]
    then = np.flatnonzero(~first)
    before, here = station[then - 1], station[then]
    step = np.zeros((stations, stations))
    np.add.at(step, (before, here), 1)
    share = step / np.maximum(step.sum(1, keepdims=True), 1)
    between = (share[:, :, None] * share[None, :, :]).argmax(1)  # [from, to] the station most went by
    skipped = share[before, here] < RARE
    found.append(between[before, here][skipped])
    times.append(begins[then][skipped])
    return np.concatenate(found), np.concatenate(times)
