"""The experiment: when, how long, how often."""

from datetime import datetime

from twin.model.record import Thing
from twin.model.values import Count, CountOrNone, Duration, Moment, PositiveDuration


class Experiment(Thing):
    """`start` is second 0 on the port's clock; the warm-up is part of the horizon."""

    start: Moment = datetime(2025, 9, 1)
    horizon: PositiveDuration = 86400.0
    warm_up: Duration = 0.0
    replications: Count = 20
    seed: CountOrNone = 1
