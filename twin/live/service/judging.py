"""Forecasts held against what came to be: they are corrected by it, and a light says how far they hold."""

from pathlib import Path

from twin.live.alerts.sight import AMBER, GREEN, RED, Light
from twin.live.doubt.beyond import busiest, is_beyond
from twin.live.doubt.doubting import Doubt, levels_of_present
from twin.model.dates import zone

KEEP_EVERY = 900.0  # seconds between two forecasts that are kept to be scored: those between tell the same
KEPT = "doubt"
ASSUMED = "assumed"  # another: the port is as its layout is written, and was held against no records
BEYOND = "beyond"  # the reason of a light: more come than the port was fitted to


class Judge:
    """The Doubt of a live port, begun at the first present that it sees; `always` are reasons for amber."""

    def __init__(self, folder, clock, scenario, always=()):
        self.folder, self.clock, self.scenario = Path(folder) / KEPT, clock, scenario
        self.always = always
        self.doubt, self.last, self.most = None, float("-inf"), None

    def lights(self, present, came):
        """{station: Light} after what has come to be until now; red while more come than was ever seen."""
        if self.doubt is None:
            self.doubt = Doubt(self.folder, zone(self.clock), present.at)
            self.most = busiest(self.scenario, present.at)
        self.doubt.arrived(present.at, levels_of_present(present))
        lights = {
            one.station: Light(one.colour, tuple(reason.what for reason in one.reasons))
            for one in self.doubt.lights(present.at)
        }
        places = ["", *present.stations["station"]]
        if self.always:
            lights = {name: _with(lights, name, AMBER, self.always) for name in places}
        if is_beyond(came, self.most):
            lights = {name: _with(lights, name, RED, (BEYOND,)) for name in places}
        return lights

    def corrected(self, forecast):
        """The Forecast with bands that hold as often as they say; now and then one is kept to be scored."""
        if self.doubt is None:
            return forecast
        if not forecast.what_if and forecast.at - self.last >= KEEP_EVERY:
            self.doubt.keep(forecast)
            self.last = forecast.at
        return self.doubt.corrected(forecast)


def _with(lights, name, colour, reasons):
    """The Light of a place, at least of this colour and for these reasons."""
    before = lights.get(name, Light(GREEN))
    worse = max(before.colour, colour, key=(GREEN, AMBER, RED).index)
    return Light(worse, (*reasons, *before.reasons))
