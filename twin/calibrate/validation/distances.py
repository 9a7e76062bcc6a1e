"""How far samples of visits are apart: in six ways as a port, and by the services of each station.

After Chapela-Campa and others: A framework for measuring the quality of business process simulation models,
Information Systems 127 (2025). Times are put in bins of a minute and compared as distributions by the
distance of Wasserstein, in minutes; stations in a row by the share of them that only one sample has.
Services are not of that framework: a station that takes a tenth longer hardly moves the times of the port.
"""

from functools import partial
from typing import NamedTuple

import numpy as np

MINUTE = 60.0
DAY_BINS, WEEK = 1440, 7
N = 3  # stations in a row that are looked at together
NOTHING = 0  # stands before the first station of a case, and behind the last
FARTHEST = 1439.0  # minutes: what a weekday counts on which only one sample has visits
FEWEST = 30  # services of the record at a station below which their length is not compared
LEVELS = np.linspace(0.05, 0.95, 91)  # of services: the ends are where faults of records lie
SERVICE = "service"


class Way(NamedTuple):
    """One way to compare: what it is called, its unit, and [sample, sample] how far they are apart."""

    name: str
    unit: str
    between: object
    station: str = ""  # "": of the port as a whole


def n_gram(samples):
    """The share of stations in a row that only one of both has, from 0 (alike) to 1."""
    names = sorted({name for sample in samples for name in sample.visits["station"].unique()})
    number = {name: i for i, name in enumerate(names, 1)}
    grams = [_grams(sample.visits, number) for sample in samples]
    codes, place = np.unique(np.concatenate(grams), return_inverse=True)
    ends = np.cumsum([len(each) for each in grams])[:-1]
    counts = np.stack([np.bincount(part, minlength=len(codes)) for part in np.split(place, ends)])
    total = counts.sum(axis=1)
    return _pairs(counts) / np.maximum(total[:, None] + total, 1)


def _grams(visits, number):
    """[window] N stations in a row as one number; between two cases stands nothing, N - 1 times."""
    if not len(visits):
        return np.zeros(0, np.int64)
    pad, case = N - 1, visits["case"].to_numpy()
    rank = 1 + np.cumsum(np.diff(case, prepend=case[0]) != 0)
    line = np.full(len(case) + pad * (1 + int(rank[-1])), NOTHING, np.int64)
    line[np.arange(len(case)) + pad * rank] = visits["station"].map(number).to_numpy(np.int64)
    return np.lib.stride_tricks.sliding_window_view(line, N) @ ((len(number) + 1) ** np.arange(N))


def absolute_event(samples):
    """When services begin and end."""
    return _apart([_events(sample) for sample in samples])


def arrival(samples):
    """When cases come."""
    return _apart([_bins(sample.arrived) for sample in samples])


def circadian_event(samples):
    """When services begin and end within the day, weekday by weekday, on average over the weekdays seen.

    What ends after the last of the days is left out: a handful after a midnight is no weekday.
    """
    bins = [_events(sample) for sample in samples]
    bins = [each[each < sample.days * DAY_BINS] for sample, each in zip(samples, bins, strict=True)]
    days = [(sample.weekday + each // DAY_BINS) % WEEK for sample, each in zip(samples, bins, strict=True)]
    seen = np.unique(np.concatenate(days))
    found = np.zeros((len(samples), len(samples)))
    for weekday in seen:
        found += _apart([each[day == weekday] % DAY_BINS for each, day in zip(bins, days, strict=True)])
    return found / max(len(seen), 1)


def relative_event(samples):
    """When services begin and end, counted from when the case came."""
    return _apart([_since_arrival(sample) for sample in samples])


def cycle_time(samples):
    """How long cases take, from when they come to when their last service ends."""
    return _apart([_cycles(sample) for sample in samples])


WAYS = (
    Way("n_gram", "", n_gram),
    Way("absolute_event", "min", absolute_event),
    Way("arrival", "min", arrival),
    Way("circadian_event", "min", circadian_event),
    Way("relative_event", "min", relative_event),
    Way("cycle_time", "min", cycle_time),
)


def ways_of(record):
    """The WAYS, and the services of each station of which the record tells enough."""
    told = record.visits.groupby("station", sort=False)["took"].count()
    each = [name for name, number in told.items() if number >= FEWEST]
    return (*WAYS, *(Way(SERVICE, "min", partial(services, station=name), name) for name in each))


def services(samples, *, station):
    """How long the services of a station take, between the 5 % shortest and the 5 % longest."""
    took = [sample.visits.loc[sample.visits["station"] == station, "took"].dropna() for sample in samples]
    nothing = np.full(len(LEVELS), np.nan)
    levels = np.stack([np.quantile(each, LEVELS) if len(each) else nothing for each in took])
    apart = _pairs(levels) / len(LEVELS) / MINUTE
    is_empty = np.isnan(levels[:, 0])
    apart[is_empty[:, None] != is_empty] = FARTHEST
    return np.nan_to_num(apart)


def _events(sample):
    return _bins(np.concatenate([sample.visits["started"], sample.visits["ended"]]))


def _since_arrival(sample):
    came = sample.visits["case"].map(sample.arrived).to_numpy()
    return _bins(np.concatenate([sample.visits["started"] - came, sample.visits["ended"] - came]))


def _cycles(sample):
    last = sample.visits.groupby("case")["ended"].max()
    return _bins(last - sample.arrived)


def _bins(seconds):
    """[time] the minute that it is in, of those that are known."""
    seconds = np.asarray(seconds, float)
    return np.floor(seconds[~np.isnan(seconds)] / MINUTE).astype(np.int64)


def _apart(bins):
    """[sample, sample] distance of Wasserstein: the area between two distribution functions."""
    whole = np.concatenate(bins)
    if not len(whole):
        return np.zeros((len(bins), len(bins)))
    first, length = whole.min(), int(whole.max() - whole.min()) + 1
    counts = np.stack([np.bincount(each - first, minlength=length) for each in bins])
    total = counts.sum(axis=1)
    below = np.cumsum(counts, axis=1) / np.maximum(total, 1)[:, None]
    is_one_empty = (total == 0)[:, None] != (total == 0)
    return np.where(is_one_empty, FARTHEST, _pairs(below))


def _pairs(rows):
    """[row, row] sum of absolute differences."""
    out = np.zeros((len(rows), len(rows)))
    for i, row in enumerate(rows):
        out[i] = np.abs(rows - row).sum(axis=1)
    return out
