"""Who is next, and whose service can be interrupted."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from twin.model.checks.broken import Broken, Rule
from twin.model.errors import listed
from twin.model.questions import URGENT
from twin.model.serving import needs
from twin.model.steps import Set
from twin.model.walk import all_steps

if TYPE_CHECKING:
    from twin.model.scenario import Scenario


def interrupted_services_are_of_servers_alone(scenario: "Scenario") -> Iterator[Broken]:
    """A service that holds more than a server is not interrupted."""
    for name, station in scenario.layout.stations.items():
        if station.discipline != "preemptive":
            continue
        wanted = [*needs(scenario, station), *([station.fills] if station.fills else [])]
        path = ("layout", "stations", name, "discipline")
        if wanted:
            text = f"preemptive interrupts services, and those of {name} hold {listed(wanted)}"
            yield Broken(path, f"{text}; write priority, or seize: before the visit")
        if station.servers is None:
            text = "preemptive wants a number of servers: where they are unlimited nobody waits for one"
            yield Broken(path, f"{text}; write servers: 3, say, or leave it out")


def priorities_are_of_one_thing(scenario: "Scenario") -> Iterator[Broken]:
    """A name with a priority is that of a class or of a flow, not of both."""
    layout = scenario.layout
    for name in scenario.policy.priority:
        if name in layout.classes and name in layout.flows:
            text = f"{name} is a class and a flow; rename one of them, so that it is clear who goes first"
            yield Broken(("policy", "priority", name), text)


def urgent_is_set_alone(scenario: "Scenario") -> Iterator[Broken]:
    """`urgent` is set to 1 or 0, and is no attribute that a class has by itself."""
    for step, spot in all_steps(scenario.layout):
        if isinstance(step, Set) and step.set.get(URGENT, "0") not in ("0", "1"):
            text = f"{URGENT} is {step.set[URGENT]}; it is 1, before all others, or 0, as before"
            yield Broken(spot.path, text, said=spot.said)
    for name, cls in scenario.layout.classes.items():
        if URGENT in cls.attributes:
            text = f"{URGENT} is set by a step, set: {{{URGENT}: 1}}; give the attribute another name"
            yield Broken(("layout", "classes", name, "attributes", URGENT), text)


RULES: tuple[Rule, ...] = (
    interrupted_services_are_of_servers_alone,
    priorities_are_of_one_thing,
    urgent_is_set_alone,
)
