"""What each lever does to what it is tried for, on ports that have what it changes: rows of known.yaml."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from twin.config import compose, fitting, names, said_of
from twin.plan.compile import compile_plan
from twin.results.dictionary import BETTER
from twin.results.summary import summarise
from twin.study.effects import Asked, asked, effect
from twin.study.replications import replicate

ROWS = yaml.safe_load((Path(__file__).parent / "known.yaml").read_text("utf-8"))
REPLICATIONS = 5
# A lever that is round_the_clock the other way round.
ELSEWHERE = {"day_freight"}
WORN = ("predictive_maintenance", "spares_on_site")


@cache
def summary(*words):
    plan = compile_plan(compose([*words, f"experiment.replications={REPLICATIONS}"]))
    return summarise(plan, replicate(plan, range(REPLICATIONS)))


def found(row):
    """The Effect that a row speaks of."""
    port = f"layout={row.get('layout', 'ganqimaodu_road')}", f"peak={row.get('peak', 'record_day')}"
    base = *port, *row.get("words", [])
    turned = *base, f"scenario={row['lever']}", *row.get("turned", [])
    return effect(summary(*base), summary(*turned), asked(row.get("measure", "")))


def rows():
    """All rows; those of the rail yards take long, and are proven apart."""
    for row in ROWS:
        long = row.get("layout", "").endswith("_rail")
        name = f"{row['lever']}-{row.get('measure', 'time')}"
        yield pytest.param(row, id=name, marks=pytest.mark.prove if long else ())


@pytest.mark.parametrize("row", list(rows()))
def test_a_lever_does_what_is_known_of_it(row):
    one = found(row)
    assert one is not None, f"nothing is measured as {row['measure']}"
    assert row["low"] <= one.value <= row["high"], one
    # What is below or above 0 in every case must be so beyond luck.
    if row["low"] > 0 or row["high"] < 0:
        assert one.low <= one.value <= one.high and not one.low <= 0 <= one.high, one


@pytest.mark.parametrize("lever", WORN)
def test_scanners_that_are_looked_after_stand_still_less(lever, tmp_path):
    # Scanners break down every few weeks, so that a day shows nothing: here they are worn out.
    often = "equipment.h986_relocatable.breakdown.mtbf: 1 h, equipment.h986_relocatable.breakdown.mttr: 1 h"
    worn = f"worn: {{label: worn, changes: [{{set: {{{often}}}}}]}}"
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "worn.yaml").write_text(worn, "utf-8")

    def measured(*levers):
        words = ["layout=ganqimaodu_road", "peak=record_day", f"scenario=[{','.join(levers)}]"]
        plan = compile_plan(compose([*words, f"experiment.replications={REPLICATIONS}"], tmp_path))
        return summarise(plan, replicate(plan, range(REPLICATIONS)))

    one = effect(measured("worn"), measured("worn", lever), asked("down of h986"))
    assert one.before > 0.05 and one.value < 0 and one.verdict == "better", one


def test_every_lever_of_a_task_that_fits_a_road_port_is_tried():
    fit = {name for name, reason in fitting(["layout=ganqimaodu_road"]).items() if not reason}
    fit = {name for name in fit if said_of("scenarios", name).tree.get("task")}  # no bundles, no growth
    assert fit - {row["lever"] for row in ROWS} - {*WORN} <= ELSEWHERE


@pytest.mark.parametrize("name", names("scenarios"))
def test_a_lever_is_tried_for_a_measure_that_there_is(name):
    measure = said_of("scenarios", name).tree.get("measure", "")
    assert asked(measure).measure in BETTER


def test_a_lever_that_names_no_measure_is_tried_for_the_time_in_port():
    assert asked("") == Asked("time_in_port_mean", "")
