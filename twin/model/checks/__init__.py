"""Rules that a scenario keeps: one rule one function, which names the offender and the way out."""

from typing import TYPE_CHECKING

from twin.model.checks import (
    batches,
    claims,
    conditions,
    demand,
    detecting,
    duty,
    gauge,
    matches,
    movable,
    names,
    order,
    parting,
    pools,
    seen,
    service,
    shares,
    things,
    waits,
)
from twin.model.checks.broken import Rule
from twin.model.errors import Fault
from twin.model.origin import Where

if TYPE_CHECKING:
    from twin.model.scenario import Scenario

RULES: tuple[Rule, ...] = (
    *names.RULES,
    *things.RULES,
    *service.RULES,
    *shares.RULES,
    *detecting.RULES,
    *demand.RULES,
    *claims.RULES,
    *duty.RULES,
    *pools.RULES,
    *batches.RULES,
    *movable.RULES,
    *gauge.RULES,
    *waits.RULES,
    *conditions.RULES,
    *order.RULES,
    *parting.RULES,
    *matches.RULES,
    *seen.RULES,
)


def faults_of(scenario: "Scenario", where: Where) -> list[Fault]:
    """Every fault of names and order, each once, in the order of the rules."""
    return list(dict.fromkeys(broken.fault(where) for rule in RULES for broken in rule(scenario)))
