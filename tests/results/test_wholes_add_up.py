"""The law of wholes accepts sound runs and names what does not add up."""

import numpy as np
import pytest
from ports import plan_of, port, recorded

from twin.engine import run
from twin.results.wholes import odd_wholes

OUT, FERRY = {"leave": "out"}, {"visit": "ferry"}
FORK = {"fork": "copy", "into": {"boat": [{"visit": "ferry", "as": "papers"}]}}


def cars(*steps):
    """Two pairs of cars that become boats; a fork at the same instant makes boats that are no wholes."""
    gather = {"gather": "car", "into": "boat", "full_at": {"count": 2}}
    tree = port({"ferry": {"service_time": "60 s"}}, [FORK, gather, *steps, OUT], recorded([0, 10, 20, 20]))
    tree["layout"]["classes"] = {"car": {"carries": "1 t"}, "boat": {}}
    tree["layout"]["flows"]["through"]["classes"] = ["car"]
    return plan_of(tree)


@pytest.mark.parametrize(
    "steps",
    [
        [FERRY],
        [FERRY, {"split": "car", "parent": "ends"}],
        [{"split": "car"}, FERRY, {"gather": "car", "until": "all"}],
    ],
)
def test_members_and_their_wholes_add_up(steps):
    plan = cars(*steps)
    assert odd_wholes(plan, run(plan, 0, engine="reference")) == []


def broken(column, value):
    """What is said when the second member has another value in its trip."""
    plan = cars(FERRY)
    done = run(plan, 0, engine="reference")
    trips = done.trips.copy()
    trips[column][np.flatnonzero(trips["cls"] == plan.names.classes.index("car"))[1]] = value
    return odd_wholes(plan, done._replace(trips=trips))


def test_a_load_that_got_lost_is_told():
    assert broken("load", 7) == ["at 10.0 at gather car members carry 1007 kg, and their wholes 2000 kg"]


def test_a_member_that_leaves_alone_is_told():
    assert broken("left", 15.0) == ["at 10.0 at gather car a member leaves at 15.0 by exit 1 alone"]
