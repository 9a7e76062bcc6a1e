"""Summaries of hand-made replications: stable columns, shares that sum to 1, numbers that can be checked."""

import numpy as np
import pytest
from hand_made import link, plan, run, station, visit

from twin.results.measures import reduce
from twin.results.summary import COLUMNS, bottleneck, from_tables, summarise


def port():
    return plan(
        [station("B", room=0), station("A", room=40_000, metric=1), link("road", 100)], [("quota", "exit")]
    )


def replication(service):
    """Two trucks pass A and B; the second waits for the first."""
    end = 10 + service
    return run([
        visit(1, 3, 0, 2, 2, 2, 2, server=-1), visit(1, 1, 2, 2, 2, 10, 10),
        visit(1, 0, 10, 10, 10, end, end),
        visit(2, 1, 4, 4, 10, 15, end), visit(2, 0, 15, end, end, end + 5, end + 5),
    ])  # fmt: skip


def summary(*services):
    return summarise(port(), [reduce(port(), replication(service)) for service in services])


def kpi(table, name, measure, cls="all"):
    rows = table[(table["name"] == name) & (table["measure"] == measure) & (table["cls"] == cls)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_tables_have_their_columns():
    tables = summary(20, 30).tables()
    assert {name: tuple(frame.columns) for name, frame in tables.items()} == COLUMNS


def test_a_mean_comes_with_its_interval_and_its_replications():
    row = kpi(summary(20, 30).kpis, "port", "time_in_port_mean")
    assert row["mean"] == pytest.approx((30 + 31 + 40 + 41) / 4)
    assert row["low"] < row["mean"] < row["high"]
    assert (row["replications"], row["unit"]) == (2, "s")


def test_one_replication_has_no_interval():
    row = kpi(summary(20).kpis, "port", "time_in_port_mean")
    assert row["mean"] == 30.5 and np.isnan(row["low"])


def test_measures_without_a_meaning_are_left_out():
    kpis = summary(20).kpis
    assert not ((kpis["name"] == "exit") & (kpis["measure"] == "busy")).any()
    assert not kpis["mean"].isna().any()


def test_shares_sum_to_one():
    found = summary(20, 30)
    assert found.utilisation[["busy", "blocked", "starved", "down", "off_shift"]].sum(
        axis=1
    ).to_numpy() == pytest.approx(1)
    assert found.utilisation["station"].tolist() == ["B", "A"]
    assert found.why["share"].sum() == pytest.approx(1)
    assert found.why["minutes"].is_monotonic_decreasing


def test_the_bottleneck_is_the_largest_cause():
    # The second waits 6 s for A's service, then 15 s for B's; the first 2 s for the quota.
    cause, name, share = bottleneck(summary(20))
    assert (cause, name) == ("service", "B")
    assert share == pytest.approx(15 / 23)


def test_without_any_wait_there_is_no_bottleneck():
    day = run([visit(1, 0, 0, 0, 0, 5, 5)])
    assert bottleneck(summarise(port(), [reduce(port(), day)])) is None


def test_storage_in_metres_is_told_in_entities_at_a_station_and_in_metres_at_a_link():
    storage = summary(20).queues.groupby(["kind", "station"])["storage"].first()
    assert storage["station", "A"] == 2
    assert storage["station", "B"] == 0
    assert storage["link", "road"] == 100
    assert np.isnan(storage.get(("quota", "exit"), np.nan))


def test_everyone_who_arrived_has_left_or_is_inside():
    table = summary(20, 30).conservation
    assert (table["arrived"] == table["left"] + table["inside"]).all()
    assert table.loc[0, "arrived"] == 4


def test_values_behind_the_kpis_are_kept_by_replication():
    found = summary(20, 30)
    rows = found.replications[
        (found.replications["name"] == "port") & (found.replications["measure"] == "time_in_port_mean")
    ]
    assert rows["replication"].tolist() == [0, 1]
    assert rows["value"].tolist() == [30.5, 40.5]


def test_a_summary_survives_its_tables():
    found = summary(20, 30)
    assert from_tables(found.tables()).kpis.equals(found.kpis)


def test_no_replications_are_refused():
    with pytest.raises(ValueError, match="at least 1"):
        summarise(port(), [])
