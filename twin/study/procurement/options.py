"""What can be bought: so many machines of one offer, in place of those that are there or beside them."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from twin.study.procurement.need import ADD, REPLACE

NOTHING = "base"  # the option to buy nothing


@dataclass(frozen=True)
class Option:
    """So many machines of an offer."""

    offer: Any  # Offer
    count: int

    @property
    def name(self):
        """How tables call it: the offer's name and how many."""
        return f"{self.offer.name} x {self.count}"

    @property
    def price(self):
        """What all its machines cost, built in."""
        return self.offer.price * self.count


class Ground(NamedTuple):
    """Where the machines go: the port's station, and those that are there."""

    scenario: object  # the port as it is
    station: str
    existing: tuple  # (model, tree or None, how many)
    how: str  # REPLACE or ADD
    down_share: float = 0.0  # of the days that begin with one of those that are there out of order

    @property
    def stay(self):
        """The machines that are still there when others are bought."""
        return self.existing if self.how == ADD else ()

    @property
    def leave(self):
        """The machines that go."""
        return self.existing if self.how == REPLACE else ()

    def equipment(self, model):
        """The catalogue's record of a model that is there, None for one that only the station describes."""
        return self.scenario.equipment.get(model)


def options_of(offers, most):
    """Every offer, one machine to `most` of it."""
    return [Option(offer, count) for offer in offers for count in range(1, most + 1)]
