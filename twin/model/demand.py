"""Demand: who arrives, and when."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Tag

from twin.model.arrivals.appointments import Appointments
from twin.model.arrivals.arrives import Arrives
from twin.model.arrivals.every import Every
from twin.model.arrivals.fleet import ByFleet, Fleet
from twin.model.arrivals.profile import ByProfile
from twin.model.arrivals.recorded import Recorded
from twin.model.arrivals.states import ByStates
from twin.model.arrivals.timetable import Timetable
from twin.model.errors import listed, nearest
from twin.model.frozen import FrozenDict
from twin.model.profile import Profile
from twin.model.record import Thing
from twin.model.values import Growth, Names, OneOrBy

KINDS: dict[str, type[Arrives]] = {
    "profile": ByProfile,
    "timetable": Timetable,
    "appointments": Appointments,
    "fleet": ByFleet,
    "every": Every,
    "states": ByStates,
    "recorded": Recorded,
}


def _kind(raw: Any) -> Any:
    if not isinstance(raw, dict):
        raise ValueError("a mapping of fields belongs here, e.g. {arrives: profile, volume: 660/d}")
    word = raw.get("arrives")
    if word not in KINDS:
        raise ValueError(
            f"arrives: {word} is not known{nearest(word, KINDS)}; a flow arrives by {listed(KINDS)}"
        )
    return raw


ArrivesField = Annotated[
    Annotated[ByProfile, Tag("<profile>")]
    | Annotated[Timetable, Tag("<timetable>")]
    | Annotated[Appointments, Tag("<appointments>")]
    | Annotated[ByFleet, Tag("<fleet>")]
    | Annotated[Every, Tag("<every>")]
    | Annotated[ByStates, Tag("<states>")]
    | Annotated[Recorded, Tag("<recorded>")],
    Discriminator(lambda raw: f"<{raw['arrives']}>"),
    BeforeValidator(_kind),
]


class Demand(Thing):
    """Arrivals by flow, shapes of the day, fleets, and growth, which multiplies volumes by 1 + growth."""

    flows: Names[ArrivesField] = FrozenDict()
    profiles: Names[Profile] = FrozenDict()
    fleets: Names[Fleet] = FrozenDict()
    growth: OneOrBy[Growth] = 0.0
