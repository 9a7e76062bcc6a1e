"""The charts: numbers in, figure out; a chart computes, saves and shows nothing."""

from twin.show.charts.differences import difference_chart
from twin.show.charts.over_time import demand_chart, n_curves, queue_chart
from twin.show.charts.shares import utilisation_chart, why_chart
from twin.show.charts.waits import exceedance_chart, hourly_waits

__all__ = [
    "demand_chart",
    "difference_chart",
    "exceedance_chart",
    "hourly_waits",
    "n_curves",
    "queue_chart",
    "utilisation_chart",
    "why_chart",
]
