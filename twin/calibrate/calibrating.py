"""From a cleaned log to the Fit of a port: every part in its turn."""

import hashlib

import numpy as np
import pandas as pd

from twin.calibrate.assuming.assuming import assumed_of
from twin.calibrate.breakdowns.failing import failing_of
from twin.calibrate.changed import judged
from twin.calibrate.conduct import conduct_of
from twin.calibrate.fit import ALL, CALIBRATED, Fit, Parameter
from twin.calibrate.indicators import kpi_of
from twin.calibrate.recorded import recorded
from twin.calibrate.rosters.counting import servers_of
from twin.calibrate.routes import routes_of
from twin.calibrate.services.pooling import services_of
from twin.calibrate.simulated.unseen import arriving_of, unseen_of, widened
from twin.calibrate.travel import travel_of
from twin.calibrate.why import NOTHING

PARTS = 8  # that a watcher is told of


def nobody_watches(part):
    """Is told the part that begins, and says nothing."""


def calibrate(cleaned, *, seed=1, holidays=(), watch=nobody_watches):
    """The Fit of a Cleaned log; the same log and seed give the same numbers."""
    watch("visits")
    log = recorded(cleaned, holidays=holidays)
    watch("services")
    served = services_of(log, seed)
    watch("servers")
    manned = servers_of(log)
    failing = failing_of(log, manned.servers, served.services)
    watch("arrivals")
    unseen = unseen_of(log, manned.servers, seed)
    arriving = arriving_of(unseen)
    watch("routes")
    routed = routes_of(log)
    watch("travel")
    travelled = travel_of(log, manned.servers, seed)
    watch("waits")
    kpi, indicators = kpi_of(unseen.mean)
    clocks, offsets = clocks_of(cleaned.clocks)
    parts = (arriving, served, manned, failing, routed, travelled)
    parameters = [parameter for part in parts for parameter in part.parameters]
    watch("changes")
    parameters, notes = judged(parameters, cleaned, seed)
    fit = Fit(
        (*parameters, *conduct_of(log), *widened(indicators, unseen.doubts),
         *unseen.parameters, *offsets), arriving.arrivals, served.services,
        manned.servers, routed.routes, travelled.travel, kpi, clocks, log.stations, log.classes, log.span,
        log.zone, seed, digest_of(cleaned), notes,
    )  # fmt: skip
    return fit._replace(
        assumed=assumed_of(log, fit), breakdowns=failing.breakdowns, holidays=tuple(sorted(log.holidays))
    )


def clocks_of(clocks):
    """({device: seconds ahead}, Parameters): the offsets of the days, by their median."""
    if not len(clocks):
        return {}, ()
    offsets, parameters = {}, []
    for device, days in clocks.groupby(clocks["device"].astype(str), sort=True):
        value = float(days["offset"].median())
        offsets[str(device)] = value
        parameters.append(Parameter(
            "clock_offset", "", ALL, str(device), value, float(days["low"].median()),
            float(days["high"].median()), len(days), "median of the days", CALIBRATED, NOTHING,
        ))  # fmt: skip
    return offsets, tuple(parameters)


def digest_of(cleaned):
    """A name of the visits, to the bit."""
    digest = hashlib.blake2b(digest_size=16)
    for table in (cleaned.visits, cleaned.cases, cleaned.watched):
        for name in sorted(table.columns):
            column = table[name]
            texts = column.astype(str) if isinstance(column.dtype, pd.CategoricalDtype) else column
            digest.update(name.encode())
            digest.update(np.ascontiguousarray(pd.util.hash_pandas_object(texts, index=False)).tobytes())
    return digest.hexdigest()
