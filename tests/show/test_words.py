"""A thing is called by its own label where things of other kinds have its name."""

import made_up
import pytest
from ports import every, one_booth, visits

from twin.model.scenario import Scenario
from twin.results.causes import CAUSE_KINDS, Cause
from twin.show.charts.shares import cause_text
from twin.show.pages.inventory import clock_text
from twin.show.words import cause_names, place_names

ALIKE = "freight"
KINDS = ("class", "flow", "quota", "calendar")


def alike():
    """A port where a class, a flow, a pool and a calendar have one name."""
    own = {kind: {"label": {"zh": kind, "en": f"the {kind}"}} for kind in KINDS}
    tree = one_booth()
    tree["layout"]["classes"] = {ALIKE: own["class"]}
    tree["layout"]["flows"] = {ALIKE: own["flow"] | {"classes": ALIKE, "steps": visits("booth")}}
    tree["demand"]["flows"] = {ALIKE: every(60)}
    tree["roster"] = {"calendars": {ALIKE: own["calendar"] | {"hours": "08:00-20:00"}}}
    tree["policy"] = {"quotas": {ALIKE: own["quota"] | {"count": 9}}}
    return Scenario.from_tree(tree)


@pytest.mark.parametrize("kind", KINDS)
def test_a_thing_of_a_kind_has_its_own_label(kind):
    assert place_names(alike(), "en", kind)[ALIKE] == f"the {kind}"
    assert place_names(alike(), "zh", kind)[ALIKE] == kind


def test_who_has_no_namesake_of_the_kind_has_the_label_of_what_one_lacks_before_hours():
    assert place_names(alike(), "en")[ALIKE] == "the quota"


def test_a_cause_has_the_label_of_its_kind():
    names = cause_names(alike(), "en")
    assert set(names) == set(CAUSE_KINDS)
    assert (names["quota"][ALIKE], names["parts"][ALIKE]) == ("the quota", "the class")
    row = Cause("parts", ALIKE)
    assert cause_text(row, "en", names).startswith("the class: ")


def test_the_way_back_of_a_link_is_called_after_the_link():
    names = place_names(made_up.port(), "en", "link")
    assert names["hall_scan:back"] == f"{names['hall_scan']}, back"
    assert "line_hall:back" not in names


def test_a_shift_into_the_next_morning_ends_on_the_clock():
    assert clock_text((20 * 3600, 32 * 3600)) == "20:00–08:00"
    assert clock_text((0, 24 * 3600)) == "00:00–24:00"
