"""A port with other machines at a station: the machines, the growth, and one of them standing still."""

import pytest

from twin.config.equipping import Site
from twin.model.errors import ScenarioError

PORT = ["layout=little_gate", "experiment=one_day"]
MODEL = {"label": "tried", "does": "gate", "service_time": "20 s"}


def test_machines_come_in_place_of_those_that_are_there(folder):
    found = Site(PORT).scenario("tried", "gate", [("tried", MODEL, 3)])
    assert found.layout.stations["gate"].servers == {"tried": 3}
    assert found.equipment["tried"].service_time.mean == 20.0
    assert found.name == "little_gate+tried"


def test_machines_stand_beside_those_that_are_there(folder):
    site = Site(PORT)
    found = site.scenario("tried", "gate", [*site.existing("gate"), ("tried", MODEL, 1)])
    assert found.layout.stations["gate"].servers == {"existing_gate": 2, "tried": 1}
    assert found.equipment["existing_gate"].service_time.mean == 40.0


def test_one_of_the_machines_stands_still(folder):
    assert Site(PORT).one_down("gate").layout.stations["gate"].servers == {"existing_gate": 1}
    alone = Site([*PORT, "layout.stations.gate.servers=1"]).one_down("gate")
    assert alone.equipment["existing_gate_down"].service_time.mean == 5 * 86400


def test_demand_grows_on_top_of_what_it_has_grown(folder):
    assert Site(PORT).scenario("more", "gate", [], growth=0.1).demand.growth == pytest.approx(0.1)
    grown = Site([*PORT, "demand.growth=50 %"]).scenario("more", "gate", [], growth=0.1)
    assert grown.demand.growth == pytest.approx(0.65)


def test_fleets_grow_as_volumes_do():
    site = Site(["layout=ganqimaodu_road"])
    before = site.base.demand.fleets["mongolian_trucks"].size
    assert site.scenario("more", "h986", [], growth=0.1).demand.fleets["mongolian_trucks"].size == round(
        1.1 * before
    )


def test_nothing_bought_is_the_port_itself(folder):
    site = Site(PORT)
    assert site.scenario("nothing", "gate", []) is site.base


def test_the_share_of_days_with_a_machine_down_is_that_of_its_times(folder):
    assert Site(PORT).down_share("gate") == 0.0
    site = Site(
        [*PORT, "layout.stations.gate.breakdown.mtbf=90 h", "layout.stations.gate.breakdown.mttr=10 h"]
    )
    assert site.down_share("gate") == pytest.approx(1 - 0.9**2)


def test_a_station_that_is_not_there_is_refused_with_the_nearest(folder):
    with pytest.raises(ScenarioError, match="did you mean gate?"):
        Site(PORT).station("gatee")
