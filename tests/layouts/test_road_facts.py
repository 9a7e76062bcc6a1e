"""What is known of road ports beyond one number on one day: what does not help, and what hours are worth."""

from twin.config import compose
from twin.plan.compile import compile_plan
from twin.results.summary import summarise
from twin.study.replications import replicate


def finished(*words, replications=3):
    """How many finished by flow, means over replications."""
    plan = compile_plan(compose(list(words)))
    table = summarise(plan, replicate(plan, range(replications))).kpis
    rows = table[(table.scope == "flow") & (table.cls == "all") & (table.measure == "finished")]
    return dict(zip(rows["name"], rows["mean"], strict=True))


def test_twice_the_lanes_here_let_no_more_out_than_the_neighbour_takes():
    # Zabaikalsk sets the pace of Manzhouli: 15 trucks and 10 machines an hour.
    day = ("layout=manzhouli_road", "peak=record_week")
    lanes = {"border_gate": 8, "customs_gate": 12, "exit_customs": 12, "empty_check": 8, "h986": 2}
    as_is = finished(*day)
    wider = finished(*day, *(f"layout.stations.{name}.servers={count}" for name, count in lanes.items()))
    for flow in ("goods_out", "machines_out"):
        assert abs(wider[flow] - as_is[flow]) < 0.01 * as_is[flow]


def test_a_larger_release_of_the_neighbour_does_let_more_out():
    day = ("layout=manzhouli_road", "peak=holiday", "experiment.horizon=4 d", "experiment.warm_up=1 d")
    more = finished(*day, "policy.quotas.neighbour_out.count=18")
    assert more["goods_out"] > 1.05 * finished(*day)["goods_out"]


def test_two_and_four_tenths_the_hours_brought_erenhot_far_less_than_that_in_flow():
    # From 08:00 to 18:00 to round the clock: 2.4 times the hours, 1.3 to 1.9 times the trucks.
    days = ("layout=erenhot_road", "experiment.horizon=4 d", "experiment.warm_up=1 d")
    trucks = ("empties_in", "goods_in", "goods_out")
    now, before = finished(*days), finished(*days, "scenario=day_freight")
    assert 1.3 < sum(now[flow] for flow in trucks) / sum(before[flow] for flow in trucks) < 1.9


def test_round_the_clock_at_zabaikalsk_brought_less_than_twice_the_trucks_that_half_a_day_took():
    # 24 hours since 15 May 2023 are said to have brought 1.7 times the trucks.
    days = ("layout=manzhouli_road", "peak=record_week", "experiment.horizon=5 d")
    trucks = ("goods_in", "goods_out")
    now, before = finished(*days), finished(*days, "roster.calendars.neighbour.hours=08:00-20:00")
    assert 1.4 < sum(now[flow] for flow in trucks) / sum(before[flow] for flow in trucks) < 2.0


def test_a_car_is_through_the_hall_of_arihashate_sooner_than_a_bus_which_waits_for_its_last_traveller():
    plan = compile_plan(compose(["layout=arihashate_road"]))
    table = summarise(plan, replicate(plan, range(3))).kpis
    rows = table[(table.scope == "flow") & (table.cls == "all") & (table.measure == "time_in_port_mean")]
    stay = dict(zip(rows["name"], rows["mean"], strict=True))
    people = table[(table.scope == "class") & (table["name"] == "passenger")].set_index("measure")["mean"]
    assert stay["cars_in"] < stay["buses_in"]
    assert people["time_in_port_mean"] < people["time_in_port_p85"] < stay["buses_in"]
