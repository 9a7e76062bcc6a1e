"""What rules look at, and what they find."""

import math
from collections.abc import Mapping
from typing import NamedTuple

from twin.live.records import Forecast, Present

FEW = "few"  # the reason of a light that nobody can judge yet
GREEN, AMBER, RED = "green", "amber", "red"  # how far the forecast of a station can be believed


class Light(NamedTuple):
    """How far what is said of a station can be believed, and why not further."""

    colour: str
    reasons: tuple[str, ...] = ()


class Sight(NamedTuple):
    """All that is known at an instant."""

    present: Present
    forecast: Forecast | None = None
    lights: Mapping[str, Light] = {}  # by station
    planned: Mapping[str, float] = {}  # servers that the roster has open now, by station
    changes: tuple = ()  # twin.calibrate.drift.drifting.Change, of the last look at the records

    @property
    def at(self):
        return self.present.at


class Finding(NamedTuple):
    """What one rule says of one thing now. `is_on` None: between the limit and where it clears."""

    name: str
    kind: str
    station: str
    measure: str
    value: float
    limit: float
    expected: float  # when it comes to be
    sure: float
    is_on: bool | None
    lasting: float = 0.0  # seconds it has to be so before it is told
    early: float = math.nan  # of what is foreseen: when the first tenth of it has come to be
    late: float = math.nan  # ... and all but the last tenth
