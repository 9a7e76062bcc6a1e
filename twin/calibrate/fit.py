"""What was fitted to the records of a port: each parameter with its doubt, and the pieces of a layout."""

from typing import NamedTuple

import numpy as np

from twin.calibrate.why import NOTHING, Why

Array = np.ndarray

CALIBRATED, NOT_IDENTIFIED, REFUSED = "calibrated", "not identified", "refused"
ASSUMED = "assumed"  # of a value that stands where a parameter is not identified
SIMULATION = "simulation"  # a method: nothing was measured, what is like the records was looked for
ALL = "*"  # of classes that do not differ
EXIT = "EXIT"  # where those go who leave the port
ENTER = "ENTER"  # where those come from who arrive
SURE = 0.90  # of every interval

# The unit of each kind of parameter.
UNITS = {
    "arrival_rate": "1/s", "arrivals_a_day": "", "arrival_dispersion": "", "platoon": "",
    "service_mean": "s", "service_cv": "", "server_pace": "", "hour_pace": "", "servers": "", "share": "",
    "travel_mean": "s", "travel_cv": "", "fifo": "", "precedence": "", "gives_up": "", "clock_offset": "s",
    "mtbf": "s", "mttr": "s", "cases": "", "cycle_time_mean": "s", "cycle_time_p90": "s", "wait_mean": "s",
    "queue_mean": "", "value": "",
}  # fmt: skip


class Parameter(NamedTuple):
    """One number of the port, its 90 % interval, what it rests on, and whether it may be used."""

    kind: str  # one of UNITS
    station: str  # "" of the port
    cls: str  # ALL: of every class
    key: str  # what else names it: day type and hour, next station, device
    value: float  # in its kind's unit; nan where it is not identified
    low: float
    high: float
    n: int  # observations
    method: str
    verdict: str  # CALIBRATED, NOT_IDENTIFIED or REFUSED; of an assumption ASSUMED
    why: Why  # empty where there is nothing to say


class Arrivals(NamedTuple):
    """How one class arrives on one type of day, by the hour of the port's clock."""

    cls: str
    days: str  # "weekday", "weekend" or "holiday"
    rate: Array  # [hour] 1/s
    low: Array  # [hour]
    high: Array  # [hour]
    n: int
    observed: float  # days of this type that were watched
    dispersion: float  # variance of the day's number over what chance would give; nan if not identified
    platoon: float = 1.0  # how many come together, on average
    platoon_gap: float = 0.0  # seconds between two of them
    assumed: Why = NOTHING  # on what it rests, where it is an assumption; so below


class Service(NamedTuple):
    """How long one class is served at one station; where classes do not differ there is one for ALL."""

    station: str
    cls: str
    family: str  # of twin.model.law, or "mixture"; "observed": draw from the data
    mean: float  # seconds
    cv: float
    mean_within: tuple[float, float]
    cv_within: tuple[float, float]
    quantiles: Array  # [101] seconds, 0 % to 100 % in steps of 1 %
    n: int
    fits: float  # p-value of the goodness of fit; nan if nobody asked
    written: tuple[float, float] = (
        0.0,
        0.0,
    )  # mean and cv as it is written: a normal law before it is cut
    assumed: Why = NOTHING


class Servers(NamedTuple):
    """How many serve at a station by the hour of one type of day."""

    station: str
    days: str  # "weekday" or "weekend"
    number: Array  # [hour] float; nan where the records do not tell
    low: Array  # [hour]
    high: Array  # [hour]; inf if only a bound from below is known
    assumed: Why = NOTHING


class Route(NamedTuple):
    """Where one class goes from a station."""

    cls: str
    station: str
    next: tuple[str, ...]  # stations, or EXIT
    share: Array  # [next], sums to 1
    low: Array  # [next]
    high: Array  # [next]
    n: int


class Travel(NamedTuple):
    """How long it takes from one station to the next."""

    station: str  # "" of every pair alike
    next: str
    family: str
    mean: float  # seconds
    cv: float
    mean_within: tuple[float, float]
    cv_within: tuple[float, float]
    n: int
    assumed: Why = NOTHING


class Assumed(NamedTuple):
    """Pieces of a layout that stand where the records tell too little."""

    services: tuple[Service, ...] = ()
    servers: tuple[Servers, ...] = ()
    arrivals: tuple[Arrivals, ...] = ()
    travel: tuple[Travel, ...] = ()


class Breakdown(NamedTuple):
    """How the servers of a station fail and come back, both by exponential laws."""

    station: str
    mtbf: float  # seconds of all time
    mtbf_within: tuple[float, float]
    mttr: float  # seconds
    mttr_within: tuple[float, float]
    n: int  # failures


class Kpi(NamedTuple):
    """What the records themselves show, to hold a simulation against."""

    cases: int
    cycle_time_mean: float  # seconds
    cycle_time_p90: float
    wait_mean: dict[str, float]  # by station


class Fit(NamedTuple):
    """A calibration: parameters one by one, and the same in the pieces that a layout is made of."""

    parameters: tuple[Parameter, ...]
    arrivals: tuple[Arrivals, ...]
    services: tuple[Service, ...]
    servers: tuple[Servers, ...]
    routes: tuple[Route, ...]
    travel: tuple[Travel, ...]
    kpi: Kpi
    clocks: dict[str, float]  # device: seconds that it is ahead
    stations: tuple[str, ...]  # in the order of the way
    classes: tuple[str, ...]
    window: tuple[float, float]  # seconds since 1970, UTC
    zone: str
    seed: int
    digest: str  # of the visits it was fitted to
    notes: tuple[Why, ...] = ()
    assumed: Assumed = Assumed()
    breakdowns: tuple[Breakdown, ...] = ()
    holidays: tuple[str, ...] = ()  # dates in order
