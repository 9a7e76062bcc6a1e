"""Forecasts held against what came to be: they are corrected by it, and a light says how far they hold."""

from pathlib import Path

from twin.live.alerts.sight import Light
from twin.live.doubt.doubting import Doubt, levels_of_present
from twin.model.dates import zone

KEEP_EVERY = 900.0  # seconds between two forecasts that are kept to be scored: those between tell the same
KEPT = "doubt"


class Judge:
    """The Doubt of a live port, begun at the first present that it sees."""

    def __init__(self, folder, clock):
        self.folder, self.clock = Path(folder) / KEPT, clock
        self.doubt, self.last = None, float("-inf")

    def lights(self, present):
        """{station: Light} after what has come to be until now."""
        if self.doubt is None:
            self.doubt = Doubt(self.folder, zone(self.clock), present.at)
        self.doubt.arrived(present.at, levels_of_present(present))
        return {
            one.station: Light(one.colour, tuple(reason.what for reason in one.reasons))
            for one in self.doubt.lights(present.at)
        }

    def corrected(self, forecast):
        """The Forecast with bands that hold as often as they say; now and then one is kept to be scored."""
        if self.doubt is None:
            return forecast
        if not forecast.what_if and forecast.at - self.last >= KEEP_EVERY:
            self.doubt.keep(forecast)
            self.last = forecast.at
        return self.doubt.corrected(forecast)
