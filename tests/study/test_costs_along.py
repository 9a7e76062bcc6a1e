"""What a way costs is its time and its fuel, part by part."""

import pandas as pd
import pytest
from ports import one_booth

from twin.model.scenario import Scenario
from twin.study.emissions.along import costs_along
from twin.study.emissions.burden import cost_of_an_hour
from twin.study.emissions.factors import engine_of, factors_of

COLUMNS = ["flow", "cls", "step", "kind", "name", "metres", "part", "begin", "end"]
FACTORS = factors_of()


def scenario_of(kind):
    tree = one_booth()
    (name,) = tree["layout"]["classes"]
    tree["layout"]["classes"][name] = tree["layout"]["classes"][name] | {"kind": kind}
    return Scenario.from_tree(tree), name


def along(scenario, cls, parts):
    """The costs of a way whose parts follow each other, an hour each."""
    rows = [
        ("in", cls, i, kind, "here", 0.0, part, 3600.0 * i, 3600.0 * (i + 1))
        for i, (part, kind) in enumerate(parts)
    ]
    return costs_along(scenario, pd.DataFrame(rows, columns=COLUMNS), FACTORS)


def test_costs_add_up_hour_by_hour_and_what_comes_after_costs_nothing():
    scenario, cls = scenario_of("vehicle")
    engine = engine_of(cls, scenario.layout.classes[cls], FACTORS)
    hour = {part: cost_of_an_hour(FACTORS, engine, part) for part in ("queue", "held", "service", "driving")}
    parts = [
        ("drive", "link"),
        ("queue", "station"),
        ("queue", "quota"),
        ("service", "station"),
        ("after", "station"),
    ]
    found = along(scenario, cls, parts)["cost"].diff().tolist()
    assert found[1:] == pytest.approx([hour["queue"], hour["held"], hour["service"], 0.0])
    assert hour["driving"] > hour["service"] > 0


def test_papers_cost_nothing_and_have_no_way():
    scenario, cls = scenario_of("document")
    assert along(scenario, cls, [("queue", "station")]).empty
