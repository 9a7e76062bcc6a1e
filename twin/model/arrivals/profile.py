"""Random arrivals in the shape of a day."""

from typing import Literal

from twin.model.arrivals.arrives import InPlatoons
from twin.model.values import Name, Share, Spread, Volume, Yes


class ByProfile(InPlatoons):
    """Random arrivals, or exactly `volume` a day, in the shape of a profile; without one the day is flat."""

    arrives: Literal["profile"] = "profile"
    volume: Volume  # entities a day
    exact: Yes = False
    profile: Name | None = None
    waiting_at_opening: Share = 0.0
    dispersion: Spread = 0.0
