"""Each parameter of a port day by day, as a numerator and a denominator that add up over days."""

from typing import NamedTuple

import numpy as np

from twin.calibrate.drift.queueing import by_hour

DAY, HOUR = 86400.0, 3600.0
ARRIVALS, SERVICE, CAPACITY, SERVERS, SHARE = "arrivals", "service", "capacity", "servers", "share"
UNITS = {ARRIVALS: "1/d", SERVICE: "s", CAPACITY: "1/h", SERVERS: "", SHARE: ""}
FEWEST = 100  # observations over the whole record below which nothing is looked for
SHORTEST = 0.5  # hours in which a queue stood that a day must have to count for a capacity
OUTLYING = 20.0  # times the median: a service that lasts longer, or so much shorter, is a fault of the record
EXIT = "EXIT"


class Series(NamedTuple):
    """One parameter: over some days its value is sum(top) / sum(bottom)."""

    kind: str
    station: str
    cls: str
    key: str  # the next station of a share
    top: np.ndarray  # [day]
    bottom: np.ndarray  # [day] 0 where the day does not tell
    level: np.ndarray  # [day] what is tested: it has one mean while nothing changes
    weight: np.ndarray  # [day] how much the day tells of it


class Days(NamedTuple):
    """Whole days from a midnight on, in seconds since 1970."""

    begin: float
    number: int
    weekday: int

    @property
    def is_weekend(self):
        """[day] whether it is a Saturday or Sunday."""
        return (self.weekday + np.arange(self.number)) % 7 >= 5

    def of(self, times):
        """[time] the day that it is in; outside of them below 0, or the number of days and more."""
        day = np.floor((np.asarray(times, float) - self.begin) / DAY)
        return np.where(np.isnan(day), -1, day).astype(np.int64)


def all_series(visits, days):
    """Every Series that cleaned visits tell of."""
    visits = visits.assign(
        **{name: visits[name].astype(str) for name in ("cls", "station")},
        arrived=visits[["joined", "started", "ended"]].min(axis=1),
    )
    found = [*arrivals(visits, days), *services(visits, days), *shares(visits, days), *queues(visits, days)]
    return [one for one in found if (one.weight > 0).sum() >= 4]


def arrivals(visits, days):
    """How many come a day, by class; what a weekend has less is no change."""
    first = visits.loc[visits.groupby("case")["arrived"].idxmin()]
    for cls, rows in first.groupby("cls"):
        day = days.of(rows["arrived"])
        count = np.bincount(day[(day >= 0) & (day < days.number)], minlength=days.number).astype(float)
        if count.sum() < FEWEST:
            continue
        usual = np.where(days.is_weekend, _mean(count[days.is_weekend]), _mean(count[~days.is_weekend]))
        factor = usual / max(_mean(count[~days.is_weekend]), _mean(count[days.is_weekend]), 1e-9)
        level = count / np.maximum(factor, 1e-9)
        yield Series(ARRIVALS, "", str(cls), "", count, factor, level, factor)


def _mean(values):
    return float(values.mean()) if len(values) else 0.0


def services(visits, days):
    """How long a service takes at each station; that classes come in other shares is no change."""
    took = (visits["ended"] - visits["started"]).to_numpy()
    day = days.of(visits["started"])
    is_inside = (took > 0) & (day >= 0) & (day < days.number)
    inside = visits[is_inside].assign(took=took[is_inside], day=day[is_inside])
    for station, rows in inside.groupby("station"):
        by_class = rows["took"].groupby(rows["cls"])
        middle = by_class.transform("median")
        rows = rows[(rows["took"] < OUTLYING * middle) & (rows["took"] > middle / OUTLYING)]
        if len(rows) < FEWEST:
            continue
        log = np.log(rows["took"])
        own = log - log.groupby(rows["cls"]).transform("mean")
        number, sums = (_by_day(rows["day"], each, days) for each in (np.ones(len(rows)), own))
        # What the mix of classes does to the mean is taken out of the numerator as well.
        mean = rows["took"].groupby(rows["cls"]).transform("mean")
        whole = _by_day(rows["day"], rows["took"] - mean + rows["took"].mean(), days)
        yield Series(SERVICE, str(station), "", "", whole, number, sums / np.maximum(number, 1), number)


def _by_day(day, values, days):
    return np.bincount(np.asarray(day), np.asarray(values, float), minlength=days.number)


def shares(visits, days):
    """Where classes go from each station."""
    ordered = visits.sort_values(["case", "arrived"], kind="stable")
    after = ordered.groupby("case")["station"].shift(-1).fillna(EXIT)
    ordered = ordered.assign(after=after, day=days.of(ordered["arrived"]))
    ordered = ordered[(ordered["day"] >= 0) & (ordered["day"] < days.number)]
    for (cls, station), rows in ordered.groupby(["cls", "station"]):
        common = rows["after"].value_counts(normalize=True)
        common = common[(common > 0.03) & (common < 0.97)]  # rarer ones are mostly faults of the record
        number = _by_day(rows["day"], np.ones(len(rows)), days)
        # Of two ways the second says nothing more.
        for then in common.index[: 1 if len(common) == 2 else None]:
            own = _by_day(rows["day"], rows["after"] == then, days)
            if own.sum() >= FEWEST:
                yield Series(
                    SHARE, str(station), str(cls), str(then), own, number, own / np.maximum(number, 1), number
                )


def queues(visits, days):
    """While a queue stands: how many are served an hour, and by how many servers."""
    for station, rows in visits.groupby("station"):
        found = by_hour(rows, days)
        for kind, top, stood in ((CAPACITY, found.ended, found.counted), (SERVERS, found.busy, found.hours)):
            series = _given_the_queue(kind, str(station), top, stood)
            if series is not None:
                yield series


def _given_the_queue(kind, station, top, stood):
    """[day, hour] as a Series: that queues stand at other hours of the day is no change."""
    hours = stood.sum(axis=0)
    if top.sum() < FEWEST and kind == CAPACITY or not hours.sum():
        return None
    usual = np.where(hours > 0, top.sum(axis=0) / np.maximum(hours, 1e-9), 0.0)  # [hour]
    bottom = (stood * usual).sum(axis=1) / max(top.sum() / hours.sum(), 1e-9)  # as in the usual hour
    is_told = stood.sum(axis=1) >= SHORTEST
    whole = np.where(is_told, top.sum(axis=1), 0.0)
    bottom = np.where(is_told, bottom, 0.0)
    return Series(kind, station, "", "", whole, bottom, whole / np.maximum(bottom, 1e-9), bottom)
