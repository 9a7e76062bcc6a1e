"""What is refused of a network: each port, line and way out is named."""

from pathlib import Path

import pytest
from doors import refused, write
from networks import NETWORK, NORTH, OTHER_HOURS, POLICY, WIDER, two_ports

DATA = Path(__file__).parent / "data" / "networks" / "refused.txt"
# Blocks of a network's layout and, behind a line of dashes, the beginning of what is told first.
REFUSED = [tuple(block.strip().split("\n--\n")) for block in DATA.read_text("utf-8").split("\n\n")]


@pytest.fixture
def folder(tmp_path):
    return two_ports(tmp_path)


@pytest.mark.parametrize(("layout", "told"), REFUSED, ids=[layout for layout, _ in REFUSED])
def test_a_network_that_is_wrong_is_refused(folder, layout, told):
    write(folder, "layouts/both.yaml", layout + "\n")
    assert refused("layout=both", folder=folder)[0].startswith(told)


def test_what_is_wrong_in_a_port_is_told_with_the_name_of_the_port_and_its_own_line(folder):
    write(folder, "layouts/south.yaml", NORTH.replace("visit: yard_gate", "visit: yard_gat"))
    (told,) = refused("layout=both", folder=folder)
    assert (
        told.startswith("layout.flows.b_trucks_in at visit yard_gat") and "did you mean b_yard_gate?" in told
    )
    assert "[layouts/south.yaml:" in told
    write(folder, "layouts/policy/south.yaml", POLICY.replace("30 %", "130 %"))
    write(folder, "layouts/south.yaml", NORTH)
    (told,) = refused("layout=both", folder=folder)
    assert told.startswith("policy.shares.b_selected.b_truck [layouts/policy/south.yaml:2]")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["scenario=c.wider"],
            "scenario.c.wider [command line]: both has no port c; there is a, b; leave 'c.' out",
        ),
        (
            ["scenario=a.widest"],
            "scenario [command line]: there is no scenarios/widest.yaml; did you mean wider?",
        ),
        (["layout.stations.gate.servers=3"], "layout.stations.gate.servers [command line]: both has no "),
    ],
)
def test_words_for_a_port_that_is_not_there_are_refused(folder, words, told):
    write(folder, "scenarios/wider.yaml", WIDER)
    assert refused("layout=both", *words, folder=folder)[0].startswith(told)


def test_a_lever_that_fits_nowhere_is_refused_with_the_reason_of_each_port(folder):
    write(folder, "scenarios/odd.yaml", "odd: {changes: [{more: {layout.stations.gait.servers: 1}}]}\n")
    (told,) = refused("layout=both", "scenario=odd", folder=folder)
    assert "both has no layout.stations.gait" in told
    assert "a: a has no layout.stations.gait; did you mean gate?" in told


def test_a_port_that_is_no_network_has_no_ports_to_name(folder):
    write(folder, "scenarios/wider.yaml", WIDER)
    (told,) = refused("layout=north", "scenario=a.wider", folder=folder)
    assert "north has no port a, it is one itself" in told
    write(folder, "layouts/demand/north/rush.yaml", "ports: {a: rush}\n")
    assert "'ports' is not a word here" in refused("layout=north", "peak=rush", folder=folder)[0]


def test_a_peak_of_a_port_that_is_not_there_is_refused(folder):
    write(folder, "layouts/demand/both/storm.yaml", "ports: {c: rush}\n")
    assert refused("layout=both", "peak=storm", folder=folder) == [
        "peak.ports.c [layouts/demand/both/storm.yaml:1]: there is no port c; there is a, b"
    ]


def test_what_is_shared_and_not_the_same_everywhere_is_refused(folder):
    write(folder, "layouts/roster/south.yaml", OTHER_HOURS)
    write(folder, "layouts/both.yaml", NETWORK + "shared: {day: all}\n")
    assert refused("layout=both", folder=folder) == [
        "layout.shared.day [layouts/both.yaml:4]: its ports do not say the same of it: "
        "hours is 08:00-20:00 and 09:00-20:00, closed is ['a_feast'] and not said; "
        "say roster.calendars.day in the network, or do not share it"
    ]
