"""Every shipped port on every day it has: sound, the same in both engines, and within what is known of it.

known/<layout>.yaml holds what is known, by peak: rows of what is measured, named as in the table of `twin run
--json`, the least and the most its mean over replications may be, and where that comes from. `short_of` lists
by peak what has less than its work wants, on purpose; `words` go with every run of the layout. Engines are
held against each other over a day, or as the words of `compared` say where that takes too long.
"""

from functools import cache
from pathlib import Path

import pytest
import yaml

from twin.config import compose, names
from twin.model.checks.warnings import warnings
from twin.model.detecting import controls
from twin.model.serving import kinds_of_server
from twin.plan.compile import compile_plan
from twin.results.dictionary import BETTER
from twin.results.summary import summarise
from twin.study.findings import ERROR
from twin.study.lint import lint
from twin.study.replications import replicate
from twin.study.sameness import examine

KNOWN = Path(__file__).parent / "known"
DAYS = [(layout, peak) for layout in names("layouts") for peak in names("peaks", layout)]
REPLICATIONS = 5


def scenario(layout, peak):
    return compose([f"layout={layout}", f"peak={peak}", *_known(layout).get("words", [])])


@cache
def _known(layout):
    return yaml.safe_load((KNOWN / f"{layout}.yaml").read_text("utf-8"))


def rows():
    """(layout, peak, row) of all that is known."""
    for layout, peak in DAYS:
        for row in _known(layout)["known"].get(peak, []):
            yield pytest.param(layout, peak, row, id=f"{layout}-{peak}-{row['name']}-{row['measure']}")


@cache
def kpis(layout, peak):
    plan = compile_plan(scenario(layout, peak))
    return summarise(plan, replicate(plan, range(REPLICATIONS))).kpis


def days_in_both():
    """A typical day of each; the others differ from it in their demand, and take long."""
    for layout, peak in DAYS:
        is_short = peak == "typical" and layout != "region"  # the ports of the region are there on their own
        yield pytest.param(layout, peak, marks=() if is_short else pytest.mark.prove)


@pytest.mark.parametrize(("layout", "peak"), list(days_in_both()))
def test_a_shipped_port_is_the_same_in_both_engines_and_loses_nobody(layout, peak):
    # A day at most: the slow engine would take minutes for a week.
    span = _known(layout).get("compared", ["experiment.horizon=1 d"])
    plan = compile_plan(compose([f"layout={layout}", f"peak={peak}", "experiment.warm_up=0 s", *span]))
    outcome = examine(plan)
    assert (outcome.stopped, outcome.wrong) == ("", "")
    assert outcome.visits > 0


def days_to_check():
    """All days; a whole year, and the region of all ports, take long and have the stations of others."""
    for layout, peak in DAYS:
        long = peak == "year" or layout == "region"
        yield pytest.param(layout, peak, marks=pytest.mark.prove if long else ())


@pytest.mark.parametrize(("layout", "peak"), list(days_to_check()))
def test_nothing_in_a_shipped_port_is_wrong_before_it_runs(layout, peak):
    # On a peak day more may come than can be served: that is what such a day is for.
    found = [one for one in lint(scenario(layout, peak)) if one.severity == ERROR]
    allowed = _known(layout).get("short_of", {}).get(peak, [])
    assert {one.path for one in found} <= set(allowed), found


@pytest.mark.parametrize(("layout", "peak", "row"), list(rows()))
def test_a_shipped_port_does_what_is_known_of_it(layout, peak, row):
    table = kpis(layout, peak)
    cls = row.get("cls", "all")
    here = table[(table.scope == row["scope"]) & (table["name"] == row["name"]) & (table.cls == cls)]
    value = here[here.measure == row["measure"]]["mean"]
    assert row["measure"] in BETTER and len(value) == 1, sorted(
        set(zip(table.scope, table["name"], strict=True))
    )
    assert row["low"] <= value.item() <= row["high"], row["source"]


@pytest.mark.parametrize("layout", names("layouts"))
def test_something_is_known_of_a_typical_day_and_of_a_peak_of_every_port(layout):
    known = _known(layout)["known"]
    assert "typical" in known and len(known) > 1
    assert set(known) <= set(names("peaks", layout))
    assert all(row["source"] for peak in known.values() for row in peak)


CONTROLS = (  # their only use is to find something; a desk may be there for other things
    "scan", "bag_scan", "examination", "search", "body_check", "radiation_check", "trace_check",
    "temperature_check", "health_check", "phytosanitary_check",
)  # fmt: skip


@pytest.mark.parametrize("layout", names("layouts"))
def test_a_shipped_port_says_what_each_of_its_controls_finds(layout):
    port = compose([f"layout={layout}"])
    silent = [
        name
        for name, station in port.layout.stations.items()
        if station.does in CONTROLS
        if not all(list(controls(port, station, model)) for model in kinds_of_server(station))
    ]
    assert silent == []
    assert not any("nobody reads its images" in str(fault) for fault in warnings(port))
