"""Conditions are read, and refused where they could not be."""

import pytest
from trees import fault, one_booth, port, refused

from twin.model.checks.warnings import warnings
from twin.model.law import Law

BOOTH = "layout__stations__booth"
WIND = "layout__conditions__wind"
STAYS = {"stays": "1 h"}


def wind(**said):
    """The condition that one booth depends on."""
    changes = {BOOTH: {"service_time": "30 s", "depends_on": "wind"}, WIND: said}
    return port(**changes).layout.conditions["wind"]


def wind_refused(**said):
    """What is said of such a condition."""
    return refused(one_booth(**{WIND: said}))


def test_a_state_works_at_full_pace_and_leads_to_the_next_in_order():
    found = wind(states={"calm": STAYS, "gale": {"stays": "20 min", "pace": "0 %"}})
    assert [(state.pace, found.after(name)) for name, state in found.in_order.items()] == [
        (1000, {"gale": 1.0}),
        (0, {"calm": 1.0}),
    ]
    assert found.first == "calm"


def test_every_and_lasts_are_short_for_two_states():
    found = wind(every="exponential mean 2 d", lasts="3 h")
    calm, struck = found.in_order.values()
    assert (calm.stays, calm.pace) == (Law("exponential", (172800.0,)), 1000)
    assert (struck.stays, struck.pace) == (Law("constant", (10800.0,)), 0)


def test_a_pace_is_counted_in_whole_per_mille():
    assert wind(every="1 h", lasts="1 h", pace="33.3 %").in_order["struck"].pace == 333


def test_one_state_may_be_named_alone_as_what_follows():
    states = {"calm": STAYS | {"then": "gale"}, "gale": STAYS | {"then": {"calm": "40 %", "gale": "60 %"}}}
    found = wind(states=states)
    assert found.after("calm") == {"gale": 1.0} and found.after("gale") == {"calm": 0.4, "gale": 0.6}


def test_some_states_may_take_no_time():
    states = {"calm": {"stays": "0 s"}, "gale": {"stays": "0 s"}, "rain": STAYS | {"then": "calm"}}
    assert wind(states=states).first == "calm"


def test_a_crew_of_one_may_be_named_alone():
    broken = {"mtbf": "1 d", "mttr": "1 h", "crew": "mechanics"}
    changes = {BOOTH: {"service_time": "30 s", "breakdown": broken}, "layout__pools__mechanics": {"size": 2}}
    assert port(**changes).layout.stations["booth"].breakdown.crew == {"mechanics": 1}


@pytest.mark.parametrize(
    ("said", "path", "text"),
    [
        ({"every": "1 h", "lasts": "1 h", "pace": "120 %"}, "wind.pace",
         "is '120 %': a pace is from 0 % (stands still) to 100 %, in steps of 0.1 %"),
        ({"every": "1 h", "lasts": "1 h", "pace": "33.33 %"}, "wind.pace",
         "is '33.33 %': a pace is from 0 % (stands still) to 100 %, in steps of 0.1 %"),
        ({"every": "1 h"}, "wind",
         "wants states: {calm: {stays: …}, gale: {stays: …, pace: 0 %}}, or short for two of them every: and "
         "lasts:"),
        ({"states": {"calm": STAYS}, "lasts": "1 h"}, "wind",
         "has states:, so lasts: belongs to one of them; or leave states: out"),
        ({"states": {"calm": {"stays": "1 h", "then": {"calm": "30 %"}}}}, "wind.states.calm.then",
         "adds up to 30 %, not 100 %: calm 30 %"),
        ({"states": {"calm": STAYS | {"then": "gail"}, "gale": STAYS}}, "wind.states.calm.then",
         "there is no state gail; did you mean gale?; there is calm, gale"),
        ({"states": {"calm": STAYS}, "starts": "gale"}, "wind.starts",
         "there is no state gale; there is calm"),
        ({"states": {"calm": {"stays": "0 s", "then": {"gale": "50 %", "rain": "50 %"}},
                     "gale": {"stays": "0 s", "then": "calm"}, "rain": STAYS}}, "wind",
         "may go round calm → gale → calm without time passing; give one of these states a time above 0 s"),
        ({"every": "0 s", "lasts": "0 s"}, "wind",
         "may go round calm → struck → calm without time passing; give one of these states a time above 0 s"),
        ({"every": "1 h", "lasts": "1 h", "crew": "electricians"}, "wind.crew.electricians",
         "there is no pool electricians; there is no pool at all"),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_be_is_refused(said, path, text):
    assert fault(f"layout.conditions.{path}", text) in wind_refused(**said)


def broken(size=1, **said):
    """One booth that fails, and so many mechanics."""
    fails = {"mtbf": "1 d", "mttr": "1 h"} | said.pop("breakdown", {})
    station = {"service_time": "30 s", "breakdown": fails} | said
    return one_booth(**{BOOTH: station, "layout__pools__mechanics": {"size": size}})


@pytest.mark.parametrize(
    ("tree", "path", "text"),
    [
        (one_booth(**{BOOTH: {"service_time": "30 s", "depends_on": ["wind"]}}),
         "layout.stations.booth.depends_on", "there is no condition wind; there is no condition at all"),
        (broken(breakdown={"crew": {"mechanics": 2}}), "layout.stations.booth.breakdown.crew",
         "wants 2 of mechanics, there are 1: it would wait for ever; claim fewer, or have more of it"),
        (broken(breakdown={"crew": "mechanic"}), "layout.stations.booth.breakdown.crew.mechanic",
         "there is no pool mechanic; did you mean mechanics?; there is mechanics"),
        (broken(breakdown={"crew": "mechanics"}, needs={"mechanics": 1}),
         "layout.stations.booth.breakdown.crew",
         "sends for 1 of mechanics while the service that stopped keeps 1 of them; there are 1, so it would "
         "wait for ever: name another pool, or more of it"),
        (broken(breakdown={"degraded": "0 %"}), "layout.stations.booth.breakdown",
         "degraded: 0 % is standing still, as without the word; leave degraded: out"),
        (broken(breakdown={"degraded": "150 %"}), "layout.stations.booth.breakdown.degraded",
         "is '150 %': a pace is from 0 % (stands still) to 100 %, in steps of 0.1 %"),
        (one_booth(**{"layout__conditions__booth": {"every": "1 h", "lasts": "1 h"}}),
         "layout.conditions.booth",
         "booth is a station already; one name, one thing: rename one of them"),
    ],
)  # fmt: skip
def test_what_depends_or_fails_and_cannot_is_refused(tree, path, text):
    assert fault(path, text) in refused(tree)


def test_a_crew_from_the_catalogue_is_a_pool_of_the_port():
    model = {"does": "service", "service_time": "9 s"}
    model["breakdown"] = {"mtbf": "1 d", "mttr": "1 h", "crew": "fitters"}
    tree = one_booth(**{BOOTH: {"model": "h1"}, "equipment__h1": model})
    said = fault("equipment.h1.breakdown.crew.fitters", "there is no pool fitters; there is no pool at all")
    assert said in refused(tree)


def test_a_degraded_booth_may_be_repaired_by_those_who_serve_at_it():
    port_of = broken(breakdown={"crew": "mechanics", "degraded": "50 %"}, needs={"mechanics": 1})
    assert "breakdown" in port_of["layout"]["stations"]["booth"]
    assert port(**{BOOTH: port_of["layout"]["stations"]["booth"], "layout__pools__mechanics": {"size": 1}})


@pytest.mark.parametrize(
    ("changes", "path", "text"),
    [
        ({WIND: {"every": "1 h", "lasts": "1 h"}}, "wind", "nothing depends on it; say depends_on: wind"),
        ({WIND: {"states": {"calm": STAYS | {"then": "calm"}, "gale": STAYS}},
          BOOTH: {"service_time": "3 s", "depends_on": "wind"}}, "wind.states.gale", "no state leads to it"),
    ],
)  # fmt: skip
def test_a_condition_that_changes_nothing_is_told_of(changes, path, text):
    assert [str(odd) for odd in warnings(port(**changes))] == [fault(f"layout.conditions.{path}", text)]


def test_a_crew_is_no_stock_of_things_that_others_put_back():
    tree = broken(breakdown={"crew": "mechanics"})
    tree["layout"]["pools"]["mechanics"]["reusable"] = "true"
    said = fault(
        "layout.stations.booth.breakdown.crew.mechanics",
        "mechanics is put back by others; a crew is a pool of its own",
    )
    assert said in refused(tree)
