"""Hours, fuel, air and money of waiting, from a summary made by hand whose sums can be checked on paper."""

import numpy as np
import pandas as pd
import pytest
from ports import every, one_booth, plan_of, port, visits

from twin.model.errors import ScenarioError
from twin.model.scenario import Scenario
from twin.results.summary import Summary, summarise
from twin.study.emissions.burden import burdens, by_cause, delay_share, delay_totals, totals
from twin.study.emissions.factors import OWN, as_factors, engine_of, factors_of, rows_of
from twin.study.emissions.hours import hours
from twin.study.replications import replicate

MIX = {"truck": "50 %"} | dict.fromkeys(("agv", "coach", "car", "paper", "walker"), "10 %")
LAYOUT = {
    "places": {"line": ["0 m", "0 m"], "hall": ["0 m", "-900 m"]},
    "links": {"road": {"from": "line", "to": "hall", "length": "900 m", "speed": "18 km/h"}},
    "classes": {
        "truck": {"length": "17 m", "carries": "30 t"},
        "agv": {"length": "16 m", "carries": "60 t"},
        "coach": {"length": "12 m"},
        "car": {"length": "5 m"},
        "paper": {"kind": "document"},
        "walker": {"kind": "person"},
    },
}
FACTORS = as_factors({
    "sources": {"X1": "by hand"},
    "fuels": {
        "diesel": {"co2_kg_per_l": "2 | X1", "price_cny_per_l": "7 | assumed 6 to 8"},
        "none": {"co2_kg_per_l": "0 | X1", "price_cny_per_l": "0 | X1"},
    },
    "engines": {
        name: {
            "fuel": "diesel",
            "idle_fuel_l_per_h": "1 | X1",
            "creep_fuel_l_per_h": "3 | X1",
            "drive_fuel_l_per_h": "10 | X1",
            "idle_nox_g_per_h": "30 | X1",
            "time_cny_per_h": "100 | X1",
        }
        for name in ("heavy_truck", "medium_truck", "bus", "car")
    }
    | {"electric": {"fuel": "none"}, "person": {"fuel": "none", "time_cny_per_h": "40 | X1"}},
    "running": {
        "outside": "100", "queue": "50", "held": "0", "blocked": "100", "service": "20", "driving": "100",
    },
    "work": {"lane_cny_per_h": "160 | X1"},
    "classes": {"agv": "electric"},
})  # fmt: skip


def made(values, classes=LAYOUT):
    """(scenario, Summary) of {(scope, name, cls, measure): [a value a replication]}."""
    scenario = Scenario.from_tree(
        port(
            {"booth": {"service_time": "60 s", "at": "hall"}},
            [{"visit": "booth"}, {"leave": "out"}],
            every(600, mix=MIX),
            layout=classes,
        )
    )
    rows = [(*key, number, value) for key, own in values.items() for number, value in enumerate(own)]
    columns = ["scope", "name", "cls", "measure", "replication", "value"]
    return scenario, Summary(None, None, None, None, None, None, None, pd.DataFrame(rows, columns=columns))


def stay(name, **measures):
    return {("class", name, name, measure): values for measure, values in measures.items()}


TRUCKS = {
    # 10 trucks: an hour in port, of it 30 minutes of waiting: 6 outside, 12 blocked, so 12 in lines and held.
    **stay(
        "truck",
        arrived=[10, 10],
        time_in_port_mean=[3600, 7200],
        wait_mean=[1800, 1800],
        outside_mean=[360, 360],
        blocked_mean=[720, 720],
    ),
    ("station", "booth", "truck", "arrived"): [10, 10],
    ("station", "booth", "truck", "wait_mean"): [300, 300],
    ("quota", "daily", "truck", "arrived"): [10, 10],
    ("quota", "daily", "truck", "wait_mean"): [100, 100],
    ("link", "road", "truck", "arrived"): [10, 10],  # 900 m at 5 m/s: 3 minutes each
}


def test_the_hours_of_a_class_are_split_so_that_they_add_up():
    told = hours(*made(TRUCKS))
    first = told[told["replication"] == 0].set_index("part")["hours"]
    wanted = {"outside": 1, "blocked": 2, "queue": 2 * 0.75, "held": 2 * 0.25, "driving": 0.5, "service": 4.5}
    assert dict(first) == pytest.approx(wanted)
    assert told.groupby("replication")["hours"].sum().tolist() == pytest.approx([10, 20])


def test_fuel_air_and_money_follow_from_the_hours_in_which_the_engine_runs():
    found = totals(burdens(*made(TRUCKS), FACTORS))
    litres = 1 * 3 + 1.5 * 0.5 * 3 + 0 + 2 * 1 + 4.5 * 0.2 * 1 + 0.5 * 10
    assert found["fuel"][0] == pytest.approx(litres)
    assert found["co2"][0] == pytest.approx(2 * litres)
    assert found["fuel_cost"][0] == pytest.approx(7 * litres)
    assert found["nox"][0] == pytest.approx(30 * (2 + 4.5 * 0.2))  # none is said of creeping and driving
    assert found["time_cost"].tolist() == pytest.approx([1000, 2000])
    assert found["engine_hours"][0] == pytest.approx(1 + 0.75 + 2 + 0.9 + 0.5)


def test_delay_and_the_bound_without_it_make_up_the_whole():
    frame = burdens(*made(TRUCKS), FACTORS)
    delay, whole = delay_totals(frame)["hours"], totals(frame)["hours"]
    bound = totals(frame, parts=("service", "driving"))["hours"]
    assert delay.tolist() == pytest.approx([5, 5]) and (delay + bound).tolist() == pytest.approx(
        whole.tolist()
    )
    mean, low, high = delay_share(frame, "hours")
    assert mean == pytest.approx((0.5 + 0.25) / 2) and low < mean < high


def test_every_cause_has_an_interval_and_the_last_is_all():
    told = by_cause(burdens(*made(TRUCKS), FACTORS))
    row = told[(told["part"] == "all") & (told["measure"] == "hours")].iloc[0]
    assert (row["mean"], row["replications"]) == (15, 2) and row["low"] < 15 < row["high"]
    assert list(dict.fromkeys(told["part"]))[-2:] == ["delay", "all"]


def test_papers_have_no_stay_and_a_walker_has_no_engine():
    more = TRUCKS | stay("paper", arrived=[5], time_in_port_mean=[60], wait_mean=[0])
    more |= stay("walker", arrived=[2], time_in_port_mean=[1800], wait_mean=[1800])
    frame = burdens(*made(more), FACTORS)
    assert set(frame["cls"]) == {"truck", "walker"}
    walker = totals(frame[frame["cls"] == "walker"])
    assert (walker["hours"][0], walker["fuel"][0], walker["time_cost"][0]) == (1, 0, 40)


def test_a_port_to_which_nobody_came_burns_nothing():
    assert burdens(*made({}), FACTORS).empty


@pytest.mark.parametrize(
    ("name", "engine"),
    [("truck", "heavy_truck"), ("agv", "electric"), ("coach", "bus"), ("car", "car"), ("walker", "person")],
)
def test_an_engine_follows_from_name_kind_length_and_load(name, engine):
    scenario, _ = made({})
    assert engine_of(name, scenario.layout.classes[name], factors_of()) == engine


@pytest.mark.parametrize(
    ("name", "said", "engine"),
    [
        ("gan_agv", {"carries": "60 t"}, "electric"),
        ("empty_truck", {"length": "17 m"}, "heavy_truck"),
        ("coach_tour", {"length": "12 m"}, "bus"),
        ("cargo_van", {"length": "6 m"}, "car"),
        ("cargo_lorry", {"length": "8 m", "carries": "8 t"}, "medium_truck"),
        ("visitor", {"length": "12 m", "label": {"zh": "旅游大巴", "en": "visitors"}}, "bus"),
        ("flight", {}, "aircraft"),
        ("block_train", {"kind": "train"}, "train"),
    ],
)
def test_a_class_is_known_by_a_word_of_its_name_or_label(name, said, engine):
    scenario = Scenario.from_tree(one_booth())
    cls = scenario.layout.classes["truck"].model_validate(said)
    assert engine_of(name, cls, factors_of()) == engine


def test_a_class_may_be_named_in_the_file_of_the_user(tmp_path):
    own = tmp_path / OWN
    own.parent.mkdir(parents=True)
    own.write_text("classes: {taxi: electric}\n", encoding="utf-8")
    cls = Scenario.from_tree(one_booth()).layout.classes["truck"]
    assert engine_of("north_taxi", cls, factors_of(tmp_path)) == "electric"


def test_the_hours_of_a_run_are_those_in_port():
    tree = port(
        {"gate": {"service_time": "4 min", "at": "line"}, "booth": {"service_time": "5 min", "at": "hall"}},
        visits("gate", "booth"),
        every("exponential mean 6 min"),
        layout={**LAYOUT, "classes": {"truck": LAYOUT["classes"]["truck"]}},
    )
    tree["layout"]["flows"]["through"]["starts_at"] = "line"
    plan = plan_of(tree)
    summary = summarise(plan, replicate(plan, range(2)))
    own = summary.replications[summary.replications["scope"] == "class"]
    own = own.pivot(index="replication", columns="measure", values="value")
    told = hours(Scenario.from_tree(tree), summary).groupby("replication")["hours"].sum()
    assert told.to_numpy() == pytest.approx((own["arrived"] * own["time_in_port_mean"] / 3600).to_numpy())


def test_every_shipped_factor_has_a_source_or_a_range():
    factors = factors_of()
    for name, one in rows_of(factors):
        assert one.low <= one.value <= one.high, name
        assert one.is_assumed or one.origin.split()[0] in factors.sources, name


def test_a_file_of_the_user_says_only_what_differs(tmp_path):
    own = tmp_path / OWN
    own.parent.mkdir(parents=True)
    own.write_text("fuels:\n  diesel:\n    price_cny_per_l: 9.1 | assumed 9 to 9.5\n", encoding="utf-8")
    factors, shipped = factors_of(tmp_path), factors_of()
    assert factors.fuels["diesel"]["price_cny_per_l"].value == 9.1
    assert factors.engines == shipped.engines and np.isfinite(factors.work["lane_cny_per_h"].value)


def test_what_cannot_be_read_is_refused_all_at_once(tmp_path):
    own = tmp_path / OWN
    own.parent.mkdir(parents=True)
    text = "fuels:\n  diesel:\n    price_cny_per_l: dear\n"
    text += "work:\n  lane_cny_per_h: -3\nclasses:\n  coal: donkey\n"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        factors_of(tmp_path)
    paths = [fault.path for fault in caught.value.faults]
    assert paths == ["fuels.diesel.price_cny_per_l", "work.lane_cny_per_h", "classes.coal"]
    assert "there is heavy_truck" in caught.value.faults[-1].text
