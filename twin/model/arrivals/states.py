"""A flow that switches between states."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import PlainValidator, field_validator, model_validator

from twin.model.arrivals.arrives import InPlatoons
from twin.model.errors import nearest
from twin.model.frozen import FrozenDict
from twin.model.law import Law
from twin.model.record import Record
from twin.model.values import Drawn, Names, Share, Volume, read_name

STATIONARY = "stationary"


class FlowState(Record):
    """Random arrivals at a rate while it lasts; `then` is what follows (empty: the next in order)."""

    rate: Volume  # entities a day
    stays: Drawn
    then: Names[Share] = FrozenDict()

    @field_validator("stays")
    @classmethod
    def _takes_time(cls, stays: Law) -> Law:
        if stays.is_zero:
            raise ValueError("a state lasts longer than 0 s")
        return stays


class ByStates(InPlatoons):
    """A flow that is now weak, now strong; it begins in a state, or as one finds it at any time."""

    arrives: Literal["states"] = "states"
    states: Names[FlowState]
    starts: Annotated[str, PlainValidator(read_name)] = STATIONARY

    @model_validator(mode="after")
    def _agrees(self) -> "ByStates":
        if len(self.states) < 2:
            raise ValueError("a flow switches between at least two states; with one, write arrives: profile")
        if self.starts not in (*self.states, STATIONARY):
            near = nearest(self.starts, self.states)
            raise ValueError(f"starts: {self.starts} is none of the states{near}; or write {STATIONARY}")
        for name, state in self.states.items():
            strange = next((after for after in state.then if after not in self.states), None)
            if strange is not None:
                near = nearest(strange, self.states)
                raise ValueError(f"{name} is followed by {strange}, which is none of the states{near}")
        lost = self._never_left() if self.starts == STATIONARY else None
        if lost:
            way = "write then: so that it does, or in starts: where it begins"
            raise ValueError(f"{lost[0]} never leads to {lost[1]}; {way}")
        return self

    def _never_left(self) -> tuple[str, str] | None:
        """A state, and another that is not reached from it."""
        for name in self.states:
            reached = [name]
            for one in reached:
                after = [other for other, share in self.follows[one].items() if share]
                reached += [other for other in after if other not in reached]
            missed = next((other for other in self.states if other not in reached), None)
            if missed is not None:
                return name, missed
        return None

    @property
    def follows(self) -> Mapping[str, Mapping[str, float]]:
        """{state: {the next one: share}}."""
        names = list(self.states)
        following = dict(zip(names, [*names[1:], names[0]], strict=True))
        return {name: dict(state.then) or {following[name]: 1.0} for name, state in self.states.items()}
