"""What cannot be is refused before the run: where it stands, what it is, and the way out."""

import pytest
from trees import fault, one_booth, refused

from twin.model.scenario import Scenario

STEPS, BOOTH = "layout__flows__cars__steps", "layout__stations__booth"
OUT, VISIT = {"leave": "out"}, {"visit": "booth"}
AGAIN = {"branch": "more", "then": [{"again": "look"}]}
CREW = {"layout__pools__crew": {"size": 2}}
FOUR = {"arrives": "every", "every": "60 s", "count": 4}
DAY = {"early": {"hours": "08:00-16:00", "size": 1}, "late": {"hours": "15:00-22:00", "size": 1}}

IMPOSSIBLE = {
    "a join without a fork": (
        {STEPS: [VISIT, {"join": "papers"}, OUT]},
        "layout.flows.cars at join papers",
        "no fork papers comes before it in this flow; fork before it, or leave it out",
    ),
    "a join of more parts than there are": (
        {STEPS: [{"fork": "papers", "into": {"desk": [VISIT]}}, {"join": "papers", "need": 2}, OUT]},
        "layout.flows.cars at join papers",
        "needs 2 parts, the fork has 1; lower need:, or leave it out",
    ),
    "a gather that can never fill": (
        {
            "layout__classes__convoy": {},
            "demand__flows__cars": FOUR,
            STEPS: [VISIT, {"gather": "car", "into": "convoy", "full_at": {"count": 9}}, OUT],
        },
        "layout.flows.cars at gather car",
        "goes with 9 only, and no more than 4 ever come; write a lower count:, or a timeout: after which it "
        "goes anyway",
    ),
    "preemption of what holds more than a server": (
        {**CREW, BOOTH: {"service_time": "30 s", "discipline": "preemptive", "needs": {"crew": 1}}},
        "layout.stations.booth.discipline",
        "preemptive interrupts services, and those of booth hold crew; write priority, or seize: before the "
        "visit",
    ),
    "a claim on more than the pool has": (
        {**CREW, STEPS: [{"seize": {"crew": 3}}, VISIT, {"release": "crew"}, OUT]},
        "layout.flows.cars at seize crew",
        "wants 3 of crew, there are 2: it would wait for ever; claim fewer, or have more of it",
    ),
    "a circle of steps without time": (
        {
            "policy__shares": {"more": "50 %"},
            STEPS: [VISIT, {"wait": "0 s", "as": "look"}, AGAIN, OUT],
        },
        "layout.flows.cars at branch more then at again look",
        "from look to here may take no time at all and would turn for ever; give a step a time",
    ),
    "hours that overlap": (
        {"roster__calendars": {"day": {"hours": ["08:00-12:00", "11:00-14:00"]}}},
        "roster.calendars.day.hours",
        "hours overlap; write each hour of the day once",
    ),
    "shifts that overlap to more than the servers": (
        {"roster__shifts__booth": DAY},
        "roster.shifts.booth",
        "2 are on duty from 2025-09-01 15:00, booth has 1 servers; make a shift smaller, or give it servers",
    ),
    "a roster that never has whom a service needs": (
        {
            "layout__pools__crew": {},
            BOOTH: {"service_time": "30 s", "needs": {"crew": 1}},
            "roster__shifts__crew": {"early": {"hours": "08:00-16:00", "size": 0}},
        },
        "layout.stations.booth.needs",
        "wants 1 of crew, and none is on duty within the horizon; give crew a shift",
    ),
}


def test_who_is_there_at_the_start_fills_a_gather_too():
    changes, *_ = IMPOSSIBLE["a gather that can never fill"]
    for more in ({"at_start": 2, "seen": [{"at": "booth", "count": 3}]}, {"platoon": 3}):
        Scenario.from_tree(one_booth(**{**changes, "demand__flows__cars": {**FOUR, **more}}))


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_it_is_refused(what):
    changes, path, said = IMPOSSIBLE[what]
    assert refused(one_booth(**changes)) == fault(path, said)
