"""When each device was seen to work: too long a silence while trucks went by unseen is no count of zero."""

import numpy as np
import pandas as pd

from .pairing import NOBODY

HOUR, DAY = 3600.0, 86400.0
UNLIKELY = 12.0  # trucks expected in a silence that chance does not explain: e^-12
PASSED = 0.2  # of the trucks expected in a silence are seen to have passed
AT_WORK = 0.5  # of what the other stations usually say shows them at work
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
    blind, rest = [], _others_work(log, window, ahead)
    for device in devices:
        alike = [other for other in devices if home[other] == home[device]]
        for span, missing in _silences(log, device, window, ahead):
            silent = all(_silent(log, other, span) for other in alike)
            if _passed(unseen, home[device], span, missing) or (silent and rest(home[device], span)):
                blind.append((home[device], device, *span))
    blind = [_narrowed(span, blind) for span in blind]
    blind = sorted({*blind, *_with_them(log, blind, home)})
    rows = []
    for device in devices:
        mine = [span[2:] for span in blind if span[1] == device]
        edges = [window[0], *(time for span in mine for time in span), window[1]]
        for begins, ends in zip(edges[::2], edges[1::2], strict=True):
            if ends > begins:
                rows.append((names.station[home[device]], names.device[device], begins, ends))
    table = pd.DataFrame(rows, columns=["station", "server", "begins", "ends"])
    return table.astype({"station": "category", "server": "category"}), blind


def _with_them(log, blind, home):
    """The devices that seldom speak, and were silent while others of their station were blind."""
    for station, device, begins, ends in blind:
        for other, place in home.items():
            same = place == station and other != device
            if same and _silent(log, other, (begins, ends)):
                if not any(b[1] == other and b[2] < ends and b[3] > begins for b in blind):
                    yield station, other, begins, ends


def _narrowed(span, blind):
    """A blind span cut to what the devices of its station share: a busy one tells best when it was."""
    station, device, begins, ends = span
    shared = [other for other in blind if other[0] == station and other[2] < ends and other[3] > begins]
    return station, device, max(other[2] for other in shared), min(other[3] for other in shared)


def _silences(log, device, window, ahead):
    """Spans in which a device should have spoken often, by its usual hours, and how often, but did not."""
    mine = log.device == device
    kind = np.bincount(log.kind[mine], minlength=1).argmax()  # one event a truck
    at = np.sort(log.at[mine & (log.kind == kind)])
    if len(at) < 2:
        return []
    expected = _expected(at + ahead, (window[0] + ahead, window[1] + ahead))
    marks = np.concatenate([[window[0]], at, [window[1]]])
    # Whole hours only: a part of the hour in which a port opens or closes says little.
    hours = (marks + ahead) / HOUR
    missing = expected(np.floor(hours[1:]) * HOUR) - expected(np.ceil(hours[:-1]) * HOUR)
    return [((marks[i], marks[i + 1]), missing[i]) for i in np.flatnonzero(missing > UNLIKELY)]


def _others_work(log, window, ahead):
    """A function of a station and a span: whether the other stations are then as busy as they usually are."""

    def work(station, span):
        at = np.sort(log.at[log.station != station])
        if not len(at):
            return False
        expected = _expected(at + ahead, (window[0] + ahead, window[1] + ahead))
        wanted = expected(span[1] + ahead) - expected(span[0] + ahead)
        said = np.searchsorted(at, span[1]) - np.searchsorted(at, span[0])
        return said >= AT_WORK * wanted

    return work


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


def _passed(unseen, station, span, missing):
    """Whether trucks passed the station unseen in a span, a good part of those that are missing."""
    stations, times = unseen
    passed = ((stations == station) & (times > span[0]) & (times < span[1])).sum()
    return passed >= max(PASSERS, PASSED * missing)


def _silent(log, device, span):
    """Whether a device says nothing in the middle of a span."""
    slack = 0.1 * (span[1] - span[0])
    inside = (log.at > span[0] + slack) & (log.at < span[1] - slack)
    return not (inside & (log.device == device)).any()


def missed(visits, doors, stations):
    """Station and time of trucks that a station served unseen; doors: the stations of ways in, and out."""
    entries, exits = doors
    chain, station = visits["chain"].to_numpy(), visits["station"].to_numpy()
    begins = visits["started"].fillna(visits["ended"]).fillna(visits["joined"]).to_numpy()
    first = np.append(True, chain[1:] != chain[:-1])
    then = np.flatnonzero(~first)
    before, here = station[then - 1], station[then]
    step = np.zeros((stations, stations))
    np.add.at(step, (before, here), 1)
    share = step / np.maximum(step.sum(1, keepdims=True), 1)
    between = (share[:, :, None] * share[None, :, :]).argmax(1)  # [from, to] the station most went by
    skipped = share[before, here] < RARE
    late = np.flatnonzero(first & ~np.isin(station, entries))
    gone = np.flatnonzero(np.append(first[1:], True) & ~np.isin(station, exits))
    came, went = _likeliest(share[:, station[late]].T, entries), _likeliest(share[station[gone]], exits)
    found = np.concatenate([between[before, here][skipped], came, went])
    times = np.concatenate([begins[then][skipped], begins[late], begins[gone]])
    return found, times


def _likeliest(share, doors):
    """Of each row of shares, the door with the greatest; NOBODY where there is none."""
    if not len(doors):
        return np.full(len(share), NOBODY)
    best = share[:, doors].argmax(1)
    return np.where(share[:, doors].max(1) > 0, doors[best], NOBODY)
