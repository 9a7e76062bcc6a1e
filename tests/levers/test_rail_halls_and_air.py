"""What is known of levers at rail ports, halls and airports that takes more than one measure."""

from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
import yaml

from twin.config import compose, fitting, names, said_of
from twin.model.errors import ScenarioError
from twin.plan.compile import compile_plan
from twin.results.summary import summarise
from twin.study.replications import replicate

ROWS = yaml.safe_load((Path(__file__).parent / "known.yaml").read_text("utf-8"))
# Levers that other tests try, and one that is round_the_clock the other way round.
ELSEWHERE = {"day_freight", "predictive_maintenance", "spares_on_site"}
HERE = {"manzhouli_rail", "erenhot_hall", "erenhot_air"}
PAIRS = 8  # of levers, spread over all that a port has
DAYS, REPLICATIONS = 4, 5
MINUTES_A_DAY = 1440


@cache
def kpis(port, lever=""):
    words = [f"layout={port}", "experiment.horizon=5 d", f"experiment.replications={REPLICATIONS}"]
    plan = compile_plan(compose(words + [f"scenario={lever}"] * bool(lever)))
    return summarise(plan, replicate(plan, range(REPLICATIONS))).kpis


def of(table, scope, name, measure):
    """The mean of a measure over replications."""
    here = table[(table["scope"] == scope) & (table["name"] == name) & (table["measure"] == measure)]
    return here[here["cls"].isin(["all", name])]["mean"].item()


def minutes_on_the_track(port, lever=""):
    """How long a train stands on the arrival tracks."""
    table = kpis(port, lever)
    trains = of(table, "zone", "arrival_tracks", "arrived") / DAYS
    return of(table, "zone", "arrival_tracks", "queue_mean") * MINUTES_A_DAY / trains


@pytest.mark.parametrize("port", ["manzhouli_rail", "erenhot_rail"])
def test_what_is_known_before_the_arrival_track_saves_20_to_60_minutes_on_it(port):
    saved = minutes_on_the_track(port) - minutes_on_the_track(port, "rail_front_intercept")
    assert 20 <= saved <= 60


def fill(table):
    """Boxes over places of the trains that left."""
    return of(table, "class", "box", "finished") / (of(table, "class", "standard_train", "finished") * 55)


@pytest.mark.parametrize("port", ["manzhouli_rail", "erenhot_rail"])
def test_smart_loading_fills_trains_and_lets_boxes_wait(port):
    before, after = kpis(port), kpis(port, "smart_loading")
    # What has come before the window or leaves after it makes a few boxes more or less of the trains.
    assert 0.86 <= fill(before) <= 0.95 and 0.95 <= fill(after) <= 1.04
    waits = [of(table, "class", "box", "release_time_mean") for table in (before, after)]
    assert waits[1] > waits[0] + 3600


def task(lever):
    """The task of the region that a lever serves; bundles and changes of the demand serve none."""
    return said_of("scenarios", lever).tree.get("task")


def test_every_lever_of_a_task_is_tried_somewhere():
    levers = {name for name in names("scenarios") if task(name)}
    assert levers - {row["lever"] for row in ROWS} <= ELSEWHERE


def outcome(port, one, other):
    try:
        return compose([f"layout={port}", f"scenario=[{one},{other}]"])
    except ScenarioError as error:
        return str(error)


@pytest.mark.parametrize("port", sorted(HERE))
def test_a_lever_that_fits_a_port_leaves_it_sound(port):
    fit = [name for name, reason in fitting([f"layout={port}"]).items() if not reason]
    assert fit
    for name in fit:
        assert compose([f"layout={port}", f"scenario={name}"]).levers


@pytest.mark.parametrize("port", sorted(HERE))
def test_pairs_of_levers_are_the_same_in_either_order(port):
    fit = [name for name, reason in fitting([f"layout={port}"]).items() if not reason]
    pairs = list(combinations(fit, 2))
    pairs = pairs[:: max(1, len(pairs) // PAIRS)]
    assert len(pairs) > 5
    for one, other in pairs:
        assert outcome(port, one, other) == outcome(port, other, one), (one, other)


@pytest.mark.parametrize("port", sorted(HERE))
def test_the_levers_made_for_a_kind_of_port_go_together(port):
    own = sorted({row["lever"] for row in ROWS if row.get("layout") == port} - {"incident_drill"})
    scenario = compose([f"layout={port}", f"scenario=[{','.join(own)}]"])
    assert scenario.levers == tuple(own)
    assert compose([f"layout={port}", f"scenario=[{','.join(reversed(own))}]"]) == scenario
