"""What batches are to those who read results: a server that serves several at once is one busy server."""

from ports import lasting, one_booth, plan_of, recorded

from twin.engine import run
from twin.results.causes import use_shares
from twin.results.field import field_and_changes
from twin.results.places import places
from twin.results.spans import Window, spans
from twin.results.sweep import sweep


def shuttle(times, **fields):
    """Five at once for a minute, then one by one through a gate of ten seconds."""
    tree = one_booth("60 s", recorded(times), batch={"fewest": 5, "most": 5}, **fields)
    tree["layout"]["stations"]["gate"] = {"service_time": "10 s", "waiting_room": 0}
    tree["layout"]["flows"]["through"]["steps"].insert(1, {"visit": "gate"})
    return plan_of(lasting(tree, "200 s"))


def swept(plan):
    found = run(plan, 0)
    window = Window(0.0, found.end)
    return sweep(*field_and_changes(plan, found, spans(plan, found), window), window)


def use_of_the_booth(plan):
    place = [one.name for one in places(plan).names].index("booth")
    return [round(share, 9) for share in use_shares(plan, swept(plan))[place]]


def test_a_server_that_serves_five_is_one_busy_server():
    busy, blocked, idle = 60 / 200, 40 / 200, 100 / 200
    assert use_of_the_booth(shuttle([0] * 5)) == [busy, blocked, idle, 0, 0]


def test_five_who_stop_at_a_failure_are_one_server_that_is_down():
    breakdown = {"mtbf": "constant 40 s", "mttr": "90 s", "clock": "operating"}
    plan = shuttle([0] * 5, breakdown=breakdown)
    # Served until 40, down until 130, served until 150, blocked until 190.
    assert use_of_the_booth(plan) == [60 / 200, 40 / 200, 10 / 200, 90 / 200, 0]


def test_those_who_wait_behind_a_blocked_batch_wait_for_what_blocks_it():
    plan = shuttle([0] * 5 + [10] * 5)
    waited = swept(plan).cause.sum(axis=1)
    names = [point.name for point in plan.names.points]
    at_the_booth, at_the_gate = (waited[names.index(name)] for name in ("booth", "gate"))
    # The second five: 50 s each for the service, 40 s each for those blocked by the gate, where the first
    # five have waited 0, 10, 20, 30 and 40 s themselves; the others are at the gate from 160 s on.
    assert at_the_booth == 5 * 50
    assert at_the_gate == 5 * 40 + 2 * (0 + 10 + 20 + 30 + 40)
