"""Breakdowns are told by lanes that are silent while a queue stands, and by nothing that looks like it."""

import numpy as np
import pandas as pd
import pytest
from queueing import DAY, HOUR, MONDAY, cleaned

from twin.calibrate.breakdowns.failing import failing_of
from twin.calibrate.fit import ALL, CALIBRATED, NOT_IDENTIFIED, Servers, Service
from twin.calibrate.recorded import recorded

DAYS, FEW, LANES, A_DAY = 28, 10, 3, 400
MEAN, CV = 600.0, 0.4
MTBF, MTTR = 60 * HOUR, 3 * HOUR


def served(generator, stops, on_duty=None, days=FEW):
    """Visits of lanes that stop for [(begin, end)] each; `on_duty` is how many lanes work, by hour."""
    came = MONDAY + np.sort(generator.uniform(0, days * DAY, A_DAY * days))
    long = generator.gamma(CV**-2, MEAN * CV**2, len(came))
    free, rows = np.full(LANES, MONDAY), []
    for case, (at, work) in enumerate(zip(came, long, strict=True)):
        ready = [ready_at(stops[lane], lane, max(at, free[lane]), on_duty) for lane in range(LANES)]
        lane = int(np.argmin(ready))
        free[lane] = ended(stops[lane], ready[lane], work)
        rows.append((case, f"scan-{lane}", at, ready[lane], free[lane]))
    frame = pd.DataFrame(rows, columns=["case", "server", "joined", "started", "ended"])
    return frame.assign(number=0, cls="truck", station="scan")


def ready_at(stops, lane, time, on_duty):
    """When a lane can begin: it is up, and on duty."""
    while True:
        stop = next((end for begin, end in stops if begin <= time < end), None)
        off = on_duty is not None and lane >= on_duty[int(time % DAY // HOUR)]
        if stop is None and not off:
            return time
        time = stop if stop is not None else (time // HOUR + 1) * HOUR


def ended(stops, start, work):
    """When a service ends that goes on with the rest after each stop."""
    end = start + work
    for begin, until in stops:
        if start < begin < end:
            end += until - begin
    return end


def failures(generator):
    """[(begin, end)] of a lane that fails."""
    gaps = generator.exponential(MTBF, 100)
    lengths = generator.exponential(MTTR, 100)
    begins = MONDAY + np.cumsum(gaps) + np.concatenate([[0.0], np.cumsum(lengths)[:-1]])
    return list(zip(begins, begins + lengths, strict=True))


def told(rows, number=LANES):
    """The Failing of the visits, with the service law as it is, and so many on duty."""
    shares = np.linspace(0.005, 0.995, 101)
    k = CV**-2
    quantiles = np.quantile(np.random.default_rng(0).gamma(k, MEAN / k, 20_000), shares)
    law = Service("scan", ALL, "gamma", MEAN, CV, (MEAN, MEAN), (CV, CV), quantiles, 999, 0.5, (MEAN, CV))
    duty = np.broadcast_to(np.asarray(number, float), 24)
    servers = [Servers("scan", days, duty, duty, duty) for days in ("weekday", "weekend")]
    log = recorded(cleaned(rows, until=MONDAY + DAYS * DAY))
    return failing_of(log, servers, [law])


@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.prove) for n in range(2, 8))])
def test_times_to_failure_and_repair_are_found(seed):
    generator = np.random.default_rng(seed)
    stops = [failures(generator) for _ in range(LANES)]
    failing = told(served(generator, stops, days=DAYS))
    (found,) = failing.breakdowns
    assert found.mtbf_within[0] < MTBF < found.mtbf_within[1]
    assert found.mttr_within[0] < MTTR < found.mttr_within[1]
    assert {each.verdict for each in failing.parameters} == {CALIBRATED}


def none_is_told(failing, why):
    assert not failing.breakdowns
    assert {each.verdict for each in failing.parameters} == {NOT_IDENTIFIED}
    assert why in failing.parameters[0].why


def test_none_are_invented_where_none_are():
    none_is_told(told(served(np.random.default_rng(4), [[]] * LANES)), "long silences")


def test_a_lane_that_is_off_duty_has_not_failed():
    on_duty = np.where((np.arange(24) >= 6) & (np.arange(24) < 22), LANES, 1)
    rows = served(np.random.default_rng(5), [[]] * LANES, on_duty)
    none_is_told(told(rows, on_duty), "0 long silences")


def test_visits_that_were_lost_are_no_failures():
    generator = np.random.default_rng(6)
    rows = served(generator, [[]] * LANES)
    rows = rows.assign(ended=rows["ended"].where(generator.random(len(rows)) > 0.03))
    none_is_told(told(rows[generator.random(len(rows)) > 0.05]), "long silences")


def test_a_break_at_the_same_time_every_day_is_no_breakdown():
    noon = MONDAY + np.arange(DAYS) * DAY + 12 * HOUR
    breaks = list(zip(noon, noon + 3 * HOUR, strict=True))
    rows = served(np.random.default_rng(7), [breaks, [], []], days=DAYS)
    none_is_told(told(rows), "a break, and no breakdown")


def test_a_station_that_stands_still_as_a_whole_has_no_failing_lanes():
    generator = np.random.default_rng(8)
    closed = failures(generator)
    none_is_told(told(served(generator, [closed] * LANES)), "0 long silences")


def test_servers_without_names_tell_nothing():
    generator = np.random.default_rng(9)
    rows = served(generator, [failures(generator) for _ in range(LANES)]).assign(server=None)
    none_is_told(told(rows), "no lane has a name")
