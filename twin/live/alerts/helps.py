"""What would help against an alert: changes that could be made now, each tried in the same futures."""

import math

import numpy as np

from twin.live.forecast.forecasting import counts
from twin.live.state.worlds import worlds
from twin.model.errors import ScenarioError
from twin.model.live import DOWN, FORECAST, PLAN, THRESHOLD

FUTURES = 60  # of each change: differences under the same luck need few
WORLDS = 30
SOON = 3600.0  # seconds after which a change is judged against what is so already (assumed)
SURE = 1.645  # standard errors either side: 90 %
MOST = 3  # that are told
NEAR = 2  # busiest other stations at which a server more is tried


def helps_of(alert, present, port, asked):
    """((change, effect, low, high), ...), what helps most first: at most MOST, and only what surely does."""
    if alert.kind not in (THRESHOLD, FORECAST, DOWN, PLAN):
        return ()
    asked = asked._replace(at=present.at, futures=FUTURES)
    drawn = worlds(present, WORLDS, asked.seed)
    base = measured(counts(port, drawn, asked), port, alert, present.at)
    if base is None:
        return ()
    found = []
    for change in changes(alert, present):
        try:
            after = counts(port, drawn, asked._replace(what_if=(change,)))
        except ScenarioError:
            continue  # the layout has no server there that could be opened
        effect = effect_of(measured(after, port, alert, present.at) - base)
        if effect is not None and effect[2] < 0.0:
            found.append((change, *effect))
    return tuple(sorted(found, key=lambda one: one[1])[:MOST])


def effect_of(differences):
    """(mean, low, high) of differences under the same luck, 90 % of the mean; None of too few."""
    known = differences[~np.isnan(differences)]
    if len(known) < 2:
        return None
    mean, doubt = float(known.mean()), SURE * float(known.std(ddof=1)) / math.sqrt(len(known))
    return mean, mean - doubt, mean + doubt


def changes(alert, present):
    """What may be tried: one server more, and two, at the station; one more at the busiest others."""
    others = present.stations[present.stations["station"] != alert.station].nlargest(NEAR, "queue")
    own = [f"open {n} more at {alert.station}" for n in (1, 2)] if alert.station else []
    return own + [f"open 1 more at {name}" for name in others["station"]]


def measured(found, port, alert, now):
    """[future] the measure of an alert when it matters; None where forecasts have no such measure."""
    measure = alert.measure if alert.kind in (THRESHOLD, FORECAST) else "queue"
    ahead = alert.expected - now if alert.expected > now else SOON
    step = int(np.clip(np.searchsorted(found.times, ahead), 1, len(found.times) - 1))
    if not alert.station:
        values = found.of_port.get(measure)
        return None if values is None else values[:, -1, step]
    values, name = found.at_stations.get(measure), port.station(alert.station)
    if values is None or name not in found.stations:
        return None
    return values[:, found.stations.index(name), -1, step]
