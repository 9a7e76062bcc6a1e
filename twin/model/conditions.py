"""What comes and goes of itself and slows or stops stations: weather, power, water, the link to a server."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, model_validator

from twin.model.frozen import FrozenDict
from twin.model.record import Record, Thing
from twin.model.values import FULL_PACE, Count, Drawn, Name, Names, Pace, Share

CALM, STRUCK = "calm", "struck"  # the states of a condition that is written every:, lasts:


def _one_unit(value: Any) -> Any:
    return {value: 1} if isinstance(value, str) else value


def _for_certain(value: Any) -> Any:
    return {value: "100 %"} if isinstance(value, str) else value


Crew = Annotated[Names[Count], BeforeValidator(_one_unit)]


class State(Record):
    """How a condition is for a while: at what pace those work that depend on it, and what may come next."""

    stays: Drawn
    pace: Pace = FULL_PACE
    crew: Crew = FrozenDict()  # its end is in sight only once they have come
    then: Annotated[Names[Share], BeforeValidator(_for_certain)] = FrozenDict()


class Condition(Thing):
    """Its states in their order; every: and lasts: are short for two of them."""

    starts: Name | None = None
    states: Names[State] = FrozenDict()
    every: Drawn | None = None
    lasts: Drawn | None = None
    pace: Pace | None = None
    crew: Crew = FrozenDict()

    @model_validator(mode="after")
    def _says_its_states_once(self) -> Self:
        short = [word for word in ("every", "lasts", "pace", "crew") if word in self.model_fields_set]
        if self.states and short:
            raise ValueError(f"has states:, so {short[0]}: belongs to one of them; or leave states: out")
        if not self.states and (self.every is None or self.lasts is None):
            raise ValueError(
                "wants states: {calm: {stays: …}, gale: {stays: …, pace: 0 %}}, or short for two of them "
                "every: and lasts:"
            )
        return self

    @property
    def in_order(self) -> dict[str, State]:
        """Its states, written out."""
        if self.states:
            return dict(self.states)
        pace = 0 if self.pace is None else self.pace
        struck = State.model_construct(stays=self.lasts, pace=pace, crew=self.crew, then=FrozenDict())
        return {CALM: State.model_construct(stays=self.every), STRUCK: struck}

    @property
    def first(self) -> str:
        """The state it starts in."""
        return self.starts or next(iter(self.in_order))

    def after(self, name: str) -> dict[str, float]:
        """The shares of what comes after a state: as said, else the next in order, at last the first."""
        states = self.in_order
        names = list(states)
        following = names[(names.index(name) + 1) % len(names)]
        return {to: share for to, share in states[name].then.items() if share > 0} or {following: 1.0}
