"""How long the next two hours take in 200 futures, of a port with as many inside as there are by day."""

import logged
import pytest
from measuring import clocked, in_turns

import twin
from twin.live.forecast.forecasting import Asked, forecast
from twin.live.forecast.port import plan_from, port_of
from twin.live.records import QUEUEING, SERVED, World

pytestmark = pytest.mark.bench
AT = 1_773_824_400.0  # 2026-03-18 09:00 UTC, a Wednesday
SOON = 2.0  # seconds of processor time, at most


def world_of(scenario):
    """Those who are at stations at an instant of a day of a scenario."""
    plan = plan_from(scenario, AT - 9 * 3600.0, 9 * 3600.0)
    rows, now = twin.run(plan).visits, 9 * 3600.0
    points, classes = plan.names.points, plan.names.classes
    here = [row for row in rows if row["cls"] >= 0 and row["asked"] <= now and not row["left"] <= now]
    here = [row for row in here if points[row["point"]].kind == "station"]
    served = [bool(row["started"] <= now) for row in here]
    since = [
        now - float(row["started"] if is_served else row["asked"])
        for row, is_served in zip(here, served, strict=True)
    ]
    return World(
        tuple(classes[row["cls"]] for row in here),
        tuple(points[row["point"]].name for row in here),
        tuple(SERVED if is_served else QUEUEING for is_served in served),
        tuple(since),
    )


@pytest.mark.parametrize("name", ["logged", "ganqimaodu_road"])
def test_two_hours_in_200_futures_take_less_than_two_seconds(name, capsys):
    scenario = logged.scenario(days=2) if name == "logged" else twin.load(f"layout={name}")
    port, world = port_of(scenario), world_of(scenario)
    took = in_turns({name: clocked(lambda: forecast(port, [world], Asked(AT)))})[name]
    with capsys.disabled():
        print(f"\n{name}: {len(world.cls)} inside, {took:.2f} s of processor time")
    assert took < SOON
