"""A small hall: a bus lets its people off at once, and how long they take is known exactly."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ports import plan_of, port, recorded, visits_at

from twin.engine import run
from twin.results.dictionary import LEVEL
from twin.results.measures import reduce
from twin.results.places import places

FEW = settings(max_examples=settings().max_examples // 4)
AREA = 50.0


def hall(people, desks, seconds, check="300 s"):
    """A bus of so many people, who go through the desks while it is checked, and rejoin it."""
    steps = [
        {
            "fork": "people",
            "into": {
                "party": [
                    {"split": "passenger", "count": people},
                    {"visit": "desks"},
                    {"gather": "passenger", "until": "all"},
                ]
            },
        },
        {"visit": "body_check"},
        {"join": "people"},
        {"leave": "out"},
    ]
    stations = {
        "desks": {"servers": desks, "service_time": f"{seconds} s", "area": f"{AREA} m2"},
        "body_check": {"service_time": check},
    }
    classes = {"bus": {}, "party": {"kind": "person"}, "passenger": {"kind": "person"}}
    tree = port(stations, steps, recorded([0.0]), layout={"classes": classes})
    tree["layout"]["flows"]["through"]["classes"] = ["bus"]
    return plan_of(tree)


def waits_and_clearing(plan, engine):
    """([passenger] waits, when the last one is through)."""
    served = visits_at(plan, run(plan, 0, engine=engine), "desks")
    return served["started"] - served["asked"], served["ended"].max()


@pytest.mark.parametrize(
    ("people", "desks", "seconds", "mean", "last"),
    [(150, 4, 20, 54760 / 150, 760.0), (150, 6, 20, 240.0, 500.0), (160, 8, 45, 427.5, 900.0)],
)
def test_a_batch_clears_in_whole_rounds_of_the_desks(engine, people, desks, seconds, mean, last):
    waits, cleared = waits_and_clearing(hall(people, desks, seconds), engine)
    assert len(waits) == people
    assert (waits.mean(), cleared) == (pytest.approx(mean, rel=1e-12), last)


@FEW
@given(st.integers(1, 60), st.integers(1, 12), st.integers(1, 90))
def test_the_wait_of_each_is_the_rounds_before_it(people, desks, seconds):
    waits, cleared = waits_and_clearing(hall(people, desks, seconds), "kernel")
    assert sorted(waits.tolist()) == [float(i // desks * seconds) for i in range(people)]
    assert cleared == -(-people // desks) * seconds


@pytest.mark.parametrize(("check", "left"), [("300 s", 900.0), ("2000 s", 2000.0)])
def test_a_bus_leaves_with_its_last_passenger_or_when_it_is_checked(engine, check, left):
    plan = hall(160, 8, 45, check)
    trips = run(plan, 0, engine=engine).trips
    assert trips["left"][trips["cls"] == plan.names.classes.index("bus")].tolist() == [left]


def test_the_crowd_before_the_desks_is_who_waits_by_square_metre(engine):
    plan = hall(160, 8, 45)
    day = run(plan, 0, engine=engine)
    where = [place.name for place in places(plan).names].index("desks")
    found = dict(zip((measure.name for measure in LEVEL), reduce(plan, day).levels[where], strict=True))
    # 152 wait for 45 s, then 144, and so on: in all as many seconds as the 160 waits of 427.5 s on average.
    assert found["crowding_mean"] == pytest.approx(160 * 427.5 / day.end / AREA)
    assert found["crowding_max"] == 152 / AREA
    assert found["crowding_p95"] == 0.0  # the hall is empty for most of the day
