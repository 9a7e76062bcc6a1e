"""A record held against simulated days of the same dates: every measure, and the verdict."""

from typing import NamedTuple

import numpy as np

from twin.calibrate.validation.criteria import Bands, Criterion, judged
from twin.calibrate.validation.floor import FAR, Distance, apart
from twin.calibrate.validation.hourly import ARRIVALS, PORT, QUEUE, TIME, ensemble, hourly
from twin.calibrate.validation.proper import Forecast, forecasts
from twin.calibrate.validation.sample import seen_as, simulated

HOLDS, DIFFERS, REFUSED = "holds", "differs", "refused"
REPLICATIONS = 39  # so that the two farthest of 40 are 5 %
FEWEST = 3
RARE = 0.01  # share of visits below which a station that only one side has is passed over
FEW = 50  # visits of the record below which nothing can be said
BY_DAYS = ((ARRIVALS, PORT), (QUEUE, PORT), (TIME, PORT))  # judged by the criteria of days
DAY_TYPES = ("weekday", "weekend")


class Validation(NamedTuple):
    """All that was found."""

    verdict: str  # HOLDS, DIFFERS or REFUSED
    why: tuple[str, ...]  # names of distances, or of stations, that say so; () of a refusal: too few visits
    as_far: float  # chance that a simulated sample is as far from the others in any way
    distances: tuple[Distance, ...]
    criteria: tuple[Criterion, ...]
    forecasts: tuple[Forecast, ...]
    bands: tuple[Bands, ...]
    cases: tuple[int, float]  # recorded, and simulated on average
    days: int
    replications: int


def validate(record, samples, *, earlier=None, seed=1):
    """The Validation of a recorded Sample by simulated ones of the same days; `earlier` was recorded too."""
    cases = len(record.arrived), float(np.mean([len(sample.arrived) for sample in samples]))
    size = cases, record.days, len(samples)
    is_enough = len(record.visits) >= FEW
    strange = other_stations(record, samples) if is_enough else ()
    if strange or not is_enough:
        return Validation(REFUSED, strange, 0.0, (), (), (), (), *size)
    stations = list(dict.fromkeys(record.visits["station"]))
    values, members = hourly(record, stations), ensemble(samples, stations)
    before = None if earlier is None else hourly(earlier, stations)
    away = apart(record, samples)
    found = _by_days((record, values), members, (earlier, before), np.random.default_rng([seed, 8]))
    scored = forecasts(members, values, _references(record, earlier, before), seed)
    bands = tuple(band for band, _ in found)
    criteria = tuple(one for _, four in found for one in four)
    as_far = min(one.as_far for one in away)
    return Validation(*_verdict(away), as_far, away, criteria, tuple(scored), bands, *size)


def simulated_days(plans, record, watch=lambda done: None):
    """[plan] Sample of the days of a record, seen as it was, with luck of its own; it begins a day before."""
    samples = []
    for number, plan in enumerate(plans):
        samples.append(seen_as(simulated(plan, number, record.days, record.weekday), record))
        watch(1)
    return samples


def other_stations(record, samples):
    """The stations that only one side has, of more than a few visits."""
    sides = []
    for visits in ([record.visits], [sample.visits for sample in samples]):
        count = {}
        for each in visits:
            for name, number in each["station"].value_counts().items():
                count[name] = count.get(name, 0) + number
        total = max(sum(count.values()), 1)
        sides.append({name: number / total for name, number in count.items()})
    one, other = sides
    strange = [name for name, share in one.items() if share > RARE and name not in other]
    return tuple(strange + [name for name, share in other.items() if share > RARE and name not in one])


def _verdict(away):
    """Refused where half of the distances of the port are far beyond the floor; else whether all hold."""
    whole = [one for one in away if not one.station]
    far = tuple(one.called for one in whole if one.ratio > FAR)
    if 2 * len(far) >= len(whole):
        return REFUSED, far
    beyond = tuple(one.called for one in away if not one.holds)
    return (DIFFERS, beyond) if beyond else (HOLDS, ())


def _by_days(record, members, earlier, rng):
    """[measure x type of day] (Bands, criteria); earlier days count among the recorded ones."""
    found = []
    for key in BY_DAYS:
        for is_weekend, days in enumerate(DAY_TYPES):
            sides = [(sample, values) for sample, values in (record, earlier) if sample is not None]
            recorded = np.concatenate([_days_of(values[key], sample, is_weekend) for sample, values in sides])
            run = np.concatenate([_days_of(each, record[0], is_weekend) for each in members[key]])
            found.append(judged(key, days, recorded, run, rng))
    return [one for one in found if one is not None]


def _days_of(values, sample, is_weekend):
    """[day, hour] of the days of a type."""
    return values.reshape(sample.days, 24)[sample.is_weekend == bool(is_weekend)]


def _references(record, earlier, before):
    """{key: [hour] of the record: the values at that hour on earlier days of the same type}."""
    if earlier is None:
        return {}
    found = {}
    for key, values in before.items():
        kinds = [_days_of(values, earlier, is_weekend) for is_weekend in (False, True)]
        found[key] = [kinds[int(weekend)][:, hour] for weekend in record.is_weekend for hour in range(24)]
    return found
