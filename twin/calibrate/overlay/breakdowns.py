"""Breakdowns of the records at the stations of a layout."""

from twin.calibrate.overlay.matching import Part
from twin.calibrate.port.quantities import breakdown_text
from twin.calibrate.why import Why


def breakdowns_laid(fit, scenario, names):
    """A Part for each station whose servers were seen to fail, or why it has none."""
    for each in fit.breakdowns:
        name = names.stations.get(each.station)
        if name is None:
            continue
        path = f"layout.stations.{name}.breakdown"
        if scenario.layout.stations[name].model:
            yield Why("breakdowns of {station}: the layout says them by model", station=each.station)
        else:
            yield Part(path, ({"set": {path: breakdown_text(each, f"records, {each.n} failures")}},))
