"""Every construct has a page: what it means, also on ties, an example that runs, and its picture."""

import sys

import pytest
from examples import ROOT

FOLDER = ROOT / "docs" / "constructs"
sys.path.insert(0, str(FOLDER))

import draw  # noqa: E402

from twin.study.constructs import SIGNS  # noqa: E402

PAGES = draw.pages()
LONGEST = 20  # lines of an example

# [construct that random ports have] the page that tells of it, and a word of the language that it must say.
PAGE_OF = {
    "waiting room of entities": ("blocking", "waiting_room: 0"),
    "waiting room of metres": ("metres", "waiting_room: 20 m"),
    "priority": ("priority", "discipline: priority"),
    "priority of flows": ("priority", "of flows"),
    "urgent": ("urgent", "urgent: 1"),
    "preemptive": ("preemption", "preemptive"),
    "last come": ("disciplines", "last_come"),
    "shortest service": ("disciplines", "shortest_service"),
    "earliest due": ("due_dates", "earliest_due"),
    "promise": ("due_dates", "promise:"),
    "lanes": ("lanes", "queue: lanes"),
    "reserved lanes": ("lanes", "reserved"),
    "unlimited servers": ("unlimited", "servers: unlimited"),
    "equipment": ("equipment", "equipment:"),
    "move-up": ("move_up", "move_up: "),
    "tasks in turn": ("tasks", "one_after_another"),
    "tasks side by side": ("tasks", "tasks_run: side_by_side"),
    "needs": ("shared_crews", "needs: {officers: 1}"),
    "batch": ("batch", "batch: {"),
    "opening by queue": ("opening", "open_at_queue"),
    "opening by wait": ("opening", "open_at_wait"),
    "hours, finish": ("end_of_shift", "end_of_shift: finish"),
    "hours, pause": ("end_of_shift", "end_of_shift: pause"),
    "hours, hand over": ("hand_over", "end_of_shift: hand_over"),
    "breakdown, calendar": ("breakdowns", "clock: calendar"),
    "breakdown, operating": ("breakdowns", "clock: operating"),
    "breakdown, repeat": ("repeat", "after: repeat"),
    "breakdown, goes back": ("goes_back", "after: goes_back"),
    "shifts of a pool": ("shared_crews", "shifts of the pool"),
    "shifts of a station": ("shifts", "shifts:"),
    "crew": ("repair_crews", "crew: mechanics"),
    "degraded": ("degraded", "degraded: 50 %"),
    "condition": ("conditions", "depends_on: wind"),
    "condition that stops": ("conditions", "pace: 0 %"),
    "condition in short": ("common_cause", "lasts: "),
    "chances of states": ("conditions", "then: {"),
    "stock": ("stock_with_drain", "fills: "),
    "stock with mark": ("stock_with_drain", "only_when"),
    "links": ("links", "links:"),
    "links with storage": ("links", "storage"),
    "zone": ("zones", "travel: "),
    "branch": ("branches", "branch: "),
    "branch with cases": ("branches", "cases: {"),
    "choose": ("choice_rules", "choose: "),
    "least work": ("choice_rules", "least_work"),
    "preference": ("choice_rules", "preference"),
    "jockeys": ("jockeying", "jockeys: true"),
    "giving up": ("giving_up", "gives_up_after: "),
    "turning away": ("turning_away", "if_full"),
    "fork": ("fork_and_join", "fork: "),
    "join": ("fork_and_join", "join: "),
    "join k of n": ("join_k_of_n", "need: "),
    "split, the whole waits": ("split_and_gather", "until: all"),
    "split, the whole ends": ("split_and_gather", "parent: ends"),
    "split by size": ("split_and_gather", "count: size"),
    "gather into a new whole": ("gather", "full_at: {"),
    "gather, full by mass": ("gather", "`mass`"),
    "gather, timeout": ("gather", "timeout: "),
    "gather, cut off by a slot": ("gather", "cut_off: "),
    "gather by attribute": ("gather", "by: ["),
    "gather, topped up": ("gather", "top_up: "),
    "match": ("match", "match: "),
    "match of three": ("match", "each other role"),
    "match when": ("match", "when: {"),
    "match of the same": ("match", "same: ["),
    "match given up": ("match", "gives_up_after: "),
    "hand over": ("match", "hand_over: {"),
    "seize": ("pools", "seize: "),
    "units that come back later": ("delayed_release", "comes_back"),
    "cleaning": ("cohorts", "cleaning: {"),
    "reusable stock": ("reusable_stock", "reusable: true"),
    "bounded stock": ("reusable_stock", "`most`"),
    "enough units": ("cohorts", "enough"),
    "units that move": ("moving_units", "speed: "),
    "quota": ("quotas", "wait: "),
    "slot": ("slots", "wait: "),
    "opening": ("opening_hours", "wait: "),
    "permission from arrival": ("permissions", "counted_from: arrival"),
    "permission from asking": ("permissions", "asking"),
    "mark waited for": ("marks", "wait: "),
    "again": ("again", "again: "),
    "set": ("branches", "set: {"),
    "part": ("named_parts", "do: controls"),
    "every": ("regular", "arrives: every"),
    "recorded": ("recorded", "arrives: recorded"),
    "recorded service": ("recorded", "service: {"),
    "fleet": ("fleets", "arrives: fleet"),
    "profile": ("profiles", "arrives: profile"),
    "profile of points": ("profiles", "points: {"),
    "waiting at opening": ("profiles", "waiting_at_opening: 40 %"),
    "timetable": ("timetable", "arrives: timetable"),
    "cap of a day": ("timetable", "cap: 3"),
    "appointments": ("appointments", "arrives: appointments"),
    "states of a flow": ("arrival_states", "arrives: states"),
    "platoons": ("platoons", "platoon: 3"),
    "there at the start": ("at_start", "at_start: 2"),
    "seen in a queue": ("seen", "seen:"),
    "seen at a server": ("seen", "doing: served"),
    "seen blocked": ("seen", "`blocked`"),
}


@pytest.mark.parametrize("name", PAGES)
def test_an_example_gives_what_its_page_says(name):
    said = draw.TABLE.search(PAGES[name].read_text("utf-8"))[1]
    assert said == draw.table(*draw.outcome(PAGES[name]))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_its_parts(name):
    text = PAGES[name].read_text("utf-8")
    assert "**On ties.**" in text
    assert f"(pictures/{name}.png)" in text and (FOLDER / "pictures" / f"{name}.png").exists()
    assert len(draw.EXAMPLE.search(text)[1].splitlines()) <= LONGEST


def test_every_page_is_in_the_list():
    index = (FOLDER / "README.md").read_text("utf-8")
    assert [name for name in PAGES if f"({name}.md)" not in index] == []


def test_every_construct_leads_to_a_page():
    assert sorted(SIGNS) == sorted(PAGE_OF)


@pytest.mark.parametrize("construct", PAGE_OF)
def test_a_page_says_the_word_of_its_construct(construct):
    name, word = PAGE_OF[construct]
    assert word in PAGES[name].read_text("utf-8")
