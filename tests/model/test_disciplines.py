"""Who is next and whose service stops: what is accepted, and how the rest is refused."""

import pytest
from trees import fault, one_booth, port, refused, steps

from twin.model.checks.warnings import warnings

BOOTH = "layout__stations__booth"
DISCIPLINES = ("fifo", "priority", "preemptive", "last_come", "shortest_service", "earliest_due")
OUT = {"leave": "out"}


@pytest.mark.parametrize("discipline", DISCIPLINES)
@pytest.mark.parametrize("rule", ["finish", "pause", "hand_over"])
def test_every_discipline_goes_with_every_end_of_shift(discipline, rule):
    port(**{f"{BOOTH}__discipline": discipline, f"{BOOTH}__end_of_shift": rule})


@pytest.mark.parametrize(
    "more",
    [{"queue": "lanes", "servers": 2}, {"waiting_room": 0}, {"breakdown": {"mtbf": "1 h", "mttr": "5 min"}}],
)
def test_services_of_a_server_alone_may_be_interrupted(more):
    port(**{f"{BOOTH}__discipline": "preemptive"} | {f"{BOOTH}__{word}": said for word, said in more.items()})


def test_a_breakdown_says_how_the_service_goes_on():
    for after in ("resume", "repeat", "goes_back"):
        port(**{f"{BOOTH}__breakdown": {"mtbf": "1 h", "mttr": "5 min", "after": after}})


def test_a_promise_is_a_duration():
    assert port(layout__classes__car__promise="2 h").layout.classes["car"].promise == 7200


def test_priority_names_classes_and_flows():
    assert port(policy__priority=["cars", "car"]).policy.priority == {"cars": 0, "car": 1}


@pytest.mark.parametrize("value", [0, 1])
def test_urgent_is_set_to_one_or_nothing(value):
    from twin.model.scenario import Scenario

    Scenario.from_tree(steps({"set": {"urgent": value}}, {"visit": "booth"}, OUT))


INTERRUPTED = "preemptive interrupts services, and those of booth hold"


@pytest.mark.parametrize(
    ("changes", "path", "said"),
    [
        (
            {"needs": {"crew": 1}},
            "layout.stations.booth.discipline",
            f"{INTERRUPTED} crew; write priority, or seize: before the visit",
        ),
        (
            {"fills": "pile"},
            "layout.stations.booth.discipline",
            f"{INTERRUPTED} pile; write priority, or seize: before the visit",
        ),
        (
            {"servers": "unlimited"},
            "layout.stations.booth.discipline",
            "preemptive wants a number of servers: where they are unlimited nobody waits for one; "
            "write servers: 3, say, or leave it out",
        ),
    ],
)
def test_what_holds_more_than_a_server_is_not_interrupted(changes, path, said):
    tree = one_booth(
        layout__pools__crew={"size": 1},
        layout__stocks__pile={"holds": "1 kt"},
        **{f"{BOOTH}__discipline": "preemptive"},
        **{f"{BOOTH}__{word}": value for word, value in changes.items()},
    )
    assert refused(tree) == fault(path, said)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({f"{BOOTH}__discipline": "lifo"}, "last_come"),
        ({f"{BOOTH}__end_of_shift": "handover"}, "hand_over"),
        ({f"{BOOTH}__breakdown": {"mtbf": "1 h", "mttr": "1 min", "after": "restart"}}, "repeat"),
        ({"layout__classes__car__promise": "0 s"}, "above 0"),
        ({"layout__classes__car__promise": "soon"}, "duration"),
        ({"policy__priority": {"car": -1}}, "0 is served first"),
    ],
)
def test_a_word_or_number_that_does_not_fit_is_refused(changes, text):
    assert text in refused(one_booth(**changes))


def test_a_name_of_a_class_and_a_flow_has_no_priority():
    tree = one_booth(policy__priority=["cars"], layout__classes__cars={})
    said = "cars is a class and a flow; rename one of them, so that it is clear who goes first"
    assert refused(tree) == fault("policy.priority.cars", said)


def test_urgent_is_not_two():
    tree = steps({"set": {"urgent": "yes"}}, {"visit": "booth"}, OUT)
    said = "urgent is yes; it is 1, before all others, or 0, as before"
    assert refused(tree) == fault("layout.flows.cars at set urgent", said)


def test_urgent_is_no_attribute_of_a_class():
    tree = one_booth(layout__classes__car__attributes={"urgent": {"now": "10 %", "later": "90 %"}})
    said = "urgent is set by a step, set: {urgent: 1}; give the attribute another name"
    assert refused(tree) == fault("layout.classes.car.attributes.urgent", said)


def test_a_queue_by_promises_that_nobody_has_looks_odd():
    said = [str(one) for one in warnings(port(**{f"{BOOTH}__discipline": "earliest_due"}))]
    assert any("no class has a promise:" in text for text in said)
    with_one = port(**{f"{BOOTH}__discipline": "earliest_due"}, layout__classes__car__promise="1 h")
    assert not any("promise" in str(one) for one in warnings(with_one))
