"""An offer: what a vendor claims, what evidence stands behind it, and what it costs."""

from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from twin.model.law import Law

CLAIMS, EVIDENCE = "claims", "evidence"  # what is believed: the vendor's word, or tests where there are some
CLAIMED, TESTED, CATALOGUE, UNSAID = "claimed only", "tested", "catalogue", "not said"
# What an offer says of its machine, as the words of its file, with the unit of SI.
QUALITIES = {
    "service_time": "s",
    "move_up": "s",
    "detection": "share",
    "false_alarm": "share",
    "mtbf": "s",
    "mttr": "s",
    "crew": "persons",
    "power": "W",
    "footprint": "m2",
}
MORE_IS_BETTER = ("detection", "mtbf")
ONE_DURATION = ("lognormal", "gamma", "weibull", "normal", "erlang")  # laws of a mean and a spread


class Claim(NamedTuple):
    """One quality of a machine in SI: as claimed, as tested, as a model of the catalogue has it."""

    claimed: Any = None  # float, or Law of a service time
    tested: Any = None
    catalogue: Any = None
    evidence: str = ""  # where the tested value is from
    low: float = float("nan")  # the catalogue's range, nan where it has none
    high: float = float("nan")

    def believed(self, basis):
        """The value to reckon with: tests come before claims unless claims are to be believed."""
        order = (self.claimed, self.tested) if basis == CLAIMS else (self.tested, self.claimed)
        return next((value for value in (*order, self.catalogue) if value is not None), None)

    def standing(self, basis):
        """What the believed value stands on."""
        value = self.believed(basis)
        if value is None:
            return UNSAID
        if self.tested is not None and value == self.tested:
            return TESTED
        return CLAIMED if self.claimed is not None else CATALOGUE


@dataclass(frozen=True)
class Offer:
    """One offer in SI and CNY; years where a field says so."""

    name: str  # as the file says
    key: str  # as the scenario calls its model
    vendor: str
    model: str  # of the catalogue, '' if none
    does: str  # what the model of the catalogue does, '' if none
    price: float  # of one machine, built in
    upkeep: float  # a year and machine
    life: float  # years
    residual: float = 0.0  # at the end of its life
    delivery: float = 0.0  # years from the order
    said_price: str = ""  # in the currency of the offer
    rate: float = 1.0  # CNY of one unit of that currency
    rate_source: str = ""
    claims: dict = field(default_factory=dict)  # [quality] Claim
    pool: str = ""  # whose people work the machine, '' where the offer does not say
    place: str = ""  # file:row
    note: str = ""

    def believed(self, quality, basis=EVIDENCE):
        """The value of a quality to reckon with, None where nobody says one."""
        return self.claims[quality].believed(basis)

    def seconds_each(self, basis=EVIDENCE):
        """Mean seconds from one to the next: the service and moving up."""
        return mean_of(self.believed("service_time", basis)) + (self.believed("move_up", basis) or 0.0)

    def availability(self, basis=EVIDENCE):
        """Share of the time in which it can work, of mean times between failures and to repair."""
        up, down = self.believed("mtbf", basis), self.believed("mttr", basis)
        return up / (up + down) if up and down is not None else 1.0

    def per_hour(self, basis=EVIDENCE):
        """How many one machine can do in an hour, failures counted."""
        return 3600.0 / self.seconds_each(basis) * self.availability(basis)


def mean_of(value):
    """The mean of a law, or the number itself."""
    return value.mean if isinstance(value, Law) else float(value)


def better_than_catalogue(quality, claim):
    """Whether a claim leaves the range that the catalogue holds possible, to the vendor's favour."""
    if claim.claimed is None or claim.low != claim.low or claim.high != claim.high:
        return False
    value = mean_of(claim.claimed)
    return value > claim.high if quality in MORE_IS_BETTER else value < claim.low


def scaled(law, factor):
    """The law with all its durations so many times as long; spreads in percent and stages stay."""
    times = 1 if law.family in ONE_DURATION else len(law.values)
    return Law(law.family, tuple(v * factor if i < times else v for i, v in enumerate(law.values)))


def worse(offer, *, slower=1.0, failing=1.0, finding=1.0):
    """The offer with services so many times as long, so many times the failures, finding such a share."""
    factors = {"service_time": slower, "mtbf": 1.0 / failing, "detection": finding}
    claims = {word: _times(claim, factors.get(word, 1.0)) for word, claim in offer.claims.items()}
    return replace(offer, claims=claims)


def _times(claim, factor):
    """The claim with its values so many times as large, whoever says them."""
    parts = {part: getattr(claim, part) for part in ("claimed", "tested", "catalogue")}
    return claim._replace(
        **{
            part: scaled(value, factor) if isinstance(value, Law) else value * factor
            for part, value in parts.items()
            if value is not None
        }
    )
