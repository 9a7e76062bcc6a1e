"""What looks odd is told and stops nothing."""

import pytest
from trees import fault, port

from twin.model.checks.warnings import warnings

BOOTH, OUT = {"visit": "booth"}, {"leave": "out"}


def odd(**changes):
    """What looks odd about one booth with changes."""
    return [str(found) for found in warnings(port(**changes))]


def test_a_sound_port_has_nothing_odd():
    assert odd() == []


@pytest.mark.parametrize(
    ("changes", "path", "said"),
    [
        ({"layout__stations__spare": {"service_time": "3 s"}}, "layout.stations.spare", "no flow visits it"),
        (
            {"layout__flows__more": {"classes": "car", "steps": [BOOTH, OUT]}},
            "layout.flows.more",
            "nobody arrives in it; demand.flows has no more",
        ),
        (
            {"layout__stations__booth__discipline": "preemptive"},
            "layout.stations.booth.discipline",
            "nobody goes before others; say who does in policy.priority:, or leave it out",
        ),
        ({"layout__parts__rest": [OUT]}, "layout.parts.rest", "no flow does it"),
        ({"policy__quotas__daily": {"count": 3}}, "policy.quotas.daily", "no flow waits for it"),
        ({"policy__slots__path": {"every": "1 h"}}, "policy.slots.path", "no flow waits for it"),
        (
            {"policy__permissions__release": {"cases": {"held": {"share": "100 %", "after": "9 h"}}}},
            "policy.permissions.release",
            "no flow waits for it",
        ),
        (
            {
                "roster__calendars__sundays": {"hours": "08:00-12:00", "days": "sun"},
                "layout__stations__booth__hours": "sundays",
            },
            "layout.stations.booth.hours",
            "sundays is never open within the horizon: look at its holidays and the start",
        ),
        (
            {
                "demand__fleets__trucks": {"class": "car", "size": 3, "away": "1 h"},
                "demand__flows__cars": {"arrives": "fleet", "fleet": "trucks"},
            },
            "demand.flows.cars.fleet",
            "no step returns to trucks, so each vehicle comes once; end with return:",
        ),
        (
            {
                "layout__pools__crew": {"size": 1},
                "layout__flows__cars__steps": [{"seize": "crew"}, BOOTH, OUT],
            },
            "layout.flows.cars at leave out",
            "may still hold crew; release before it leaves",
        ),
        (
            {"layout__stocks__pile": {"holds": "9 t"}, "layout__stations__booth__fills": "pile"},
            "layout.classes.car",
            "fills pile and carries nothing; give it carries:",
        ),
    ],
)
def test_what_looks_odd_is_told(changes, path, said):
    assert odd(**changes) == [fault(path, said)]
