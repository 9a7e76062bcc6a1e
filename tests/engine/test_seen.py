"""A port that begins with those who were seen in it goes on from there, in both engines."""

import pytest
from ports import every, lasting, one_booth, plan_of, port, recorded, tandem, told
from scipy import stats

import twin
from twin.engine import run
from twin.results.measures import reduce

NEVER = recorded([80000.0])
TIMES = ("asked", "joined", "started", "ended", "left")


def there(tree, *rows):
    """The same port with those who were seen in it."""
    tree["demand"]["flows"]["through"]["seen"] = list(rows)
    return tree


def served(since, at="booth", **fields):
    return {"at": at, "doing": "served", "since": f"{since} s", **fields}


def queueing(since, at="booth", **fields):
    return {"at": at, "since": f"{since} s", **fields}


def test_who_is_served_has_the_rest_and_who_waits_waits_longest_first(engine):
    tree = there(one_booth("60 s", recorded([5])), queueing(100), served(45), queueing(150))
    assert told(tree, engine, "booth", "joined", "started", "ended") == [
        (-45, -45, 15),
        (-150, 15, 75),
        (-100, 75, 135),
        (5, 135, 195),
    ]


def test_what_is_older_than_it_can_be_is_over_at_once(engine):
    assert told(there(one_booth("60 s", NEVER), served(90)), engine, "booth", "ended")[0] == (0,)


def test_who_is_blocked_holds_the_server_until_there_is_room(engine):
    tree = tandem(["60 s", "100 s"], NEVER, rooms=[None, 0])
    blocked = {"at": "station0", "doing": "blocked", "since": "20 s"}
    tree = there(tree, blocked, served(30, "station1"), queueing(9, "station0"))
    assert told(tree, engine, "station0", *TIMES[1:])[:2] == [(-20, -20, -20, 70), (-9, 70, 130, 170)]
    assert told(tree, engine, "station1", *TIMES)[:3] == [
        (-30, -30, -30, 70, 70),
        (0, 70, 70, 170, 170),
        (130, 170, 170, 270, 270),
    ]


def test_who_is_served_has_its_people_and_nobody_goes_before_it(engine):
    stations = {
        "hall": {"service_time": "60 s", "needs": {"crew": 1}},
        "yard": {"service_time": "30 s", "needs": {"crew": 1}},
    }
    steps = [{"visit": "hall"}, {"visit": "yard"}, {"leave": "out"}]
    tree = there(port(stations, steps, NEVER), queueing(500, "yard"), served(10, "hall"))
    tree["layout"]["pools"] = {"crew": {"size": 1}}
    assert told(tree, engine, "hall", "started", "ended")[0] == (-10, 50)
    assert told(tree, engine, "yard", "started", "ended")[1] == (50, 80)


def test_a_server_that_wears_as_it_works_does_so_from_the_start_on(engine):
    breakdown = {"mtbf": "constant 20 s", "mttr": "100 s", "clock": "operating"}
    tree = there(one_booth("60 s", NEVER, breakdown=breakdown), served(10))
    assert told(tree, engine, "booth", "ended", "stops")[0] == (50 + 2 * 100, 2)


def test_whose_patience_is_over_goes_at_once(engine):
    tree = there(one_booth("60 s", NEVER), served(0), queueing(700), queueing(200))
    steps = [{"visit": "booth", "gives_up_after": "10 min", "then": []}, {"leave": "out"}]
    tree["layout"]["flows"]["through"]["steps"] = steps
    assert [left for _, left in told(tree, engine, "booth", "asked", "left")][:3] == [60, 0, 120]


def ends(tree, replications, which):
    """When the service of one of those who were seen is over, by replication."""
    plan = plan_of(tree)
    return [run(plan, r).visits["ended"][which] for r in range(replications)]


@pytest.mark.parametrize("age", (0, 30, 300))
def test_an_exponential_service_does_not_know_its_age(age):
    tree = there(one_booth("exponential mean 60 s", NEVER), served(age), queueing(5, count=3))
    known = stats.gamma(4, scale=60)
    assert stats.kstest(ends(tree, 400, 3), known.cdf).pvalue > 1e-3


def test_a_service_that_does_know_it_has_the_law_of_what_is_left():
    tree = there(one_booth("gamma mean 60 s cv 50 %", NEVER), served(70))
    known = stats.gamma(4, scale=15)
    law = lambda end: (known.cdf(70 + end) - known.cdf(70)) / known.sf(70)  # noqa: E731
    assert stats.kstest(ends(tree, 400, 0), law).pvalue > 1e-3


def test_tasks_are_as_old_as_their_service():
    """Side by side, or in turn: 60 s in all at least, of which 50 are gone."""
    tree = there(one_booth("1 s", NEVER), served(50))
    station = tree["layout"]["stations"]["booth"] = {
        "tasks": {"look": {"service_time": "uniform 20 s to 40 s"}, "write": {"service_time": "40 s"}},
        "tasks_run": "one_after_another",
    }
    found = ends(tree, 200, 0)
    assert 10 <= min(found) < 12 and 28 < max(found) <= 30
    station["tasks_run"] = "side_by_side"
    assert set(ends(tree, 5, 0)) == {0.0}


def test_who_was_seen_is_counted_inside_and_not_as_having_come():
    tree = lasting(there(one_booth("60 s", every(100)), served(10), queueing(5)), "10 min")
    plan = plan_of(tree)
    kpis = twin.summarise(plan, [reduce(plan, run(plan, 0))]).kpis
    found = kpis.query("scope == 'port' and cls == 'all'").set_index("measure")["mean"]
    # Two were inside; of seven who came all but the last have left as well.
    assert (found["arrived"], found["finished"], found["inside_at_end"]) == (7, 8, 1)


def test_who_came_this_moment_came_at_the_same_zero_in_both_engines():
    plan = plan_of(there(one_booth("60 s", NEVER), queueing(0), served(0)))
    rows = [run(plan, 0, engine=name).visits for name in ("kernel", "reference")]
    assert rows[0].tobytes() == rows[1].tobytes()
