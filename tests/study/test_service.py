"""Levels of service, storage that runs full, and the fullest hour, held against numbers made by hand."""

import numpy as np
import pandas as pd
import pytest

from twin.study.service import (
    arrivals_by_hour,
    grade,
    peaks,
    share_interval,
    space_time,
    spillbacks,
    storages,
)


class Tables:
    """Only what is looked at of a summary."""

    def __init__(self, **tables):
        self.__dict__.update(tables)


@pytest.mark.parametrize(
    ("minutes", "person", "letter"),
    [(0, True, "A"), (5, True, "A"), (5.1, True, "B"), (61, True, "F"), (61, False, "C"), (241, False, "F")],
)
def test_a_level_holds_up_to_its_bound_and_four_times_as_long_for_vehicles(minutes, person, letter):
    assert grade(60.0 * minutes, person) == letter


@pytest.mark.parametrize(
    ("minutes", "crowding", "said"),
    [
        (2, 0.5, "over-design"),
        (7, 0.9, "optimum"),
        (2, 2.0, "sub-optimum"),
        (20, 0.5, "sub-optimum"),
        (20, 2.0, "under-provided"),
        (2, 0.0, "over-design"),
        (np.nan, 0.5, ""),
    ],
)
def test_a_hall_has_a_class_by_wait_and_space(minutes, crowding, said):
    assert space_time("identity_check", 60.0 * minutes, crowding) == said


def test_what_has_no_published_scale_has_no_class():
    assert space_time("weighing", 60.0, 0.5) == ""


def test_an_exact_interval_of_a_share_is_that_of_the_tables():
    # Clopper and Pearson: 5 of 20 at 95 %.
    assert share_interval(5, 20) == pytest.approx((0.0866, 0.4910), abs=1e-4)
    assert share_interval(20, 20)[1] == 1.0 and share_interval(0, 20)[0] == 0.0


def test_a_storage_is_full_in_as_many_replications_as_somebody_stood_outside():
    values = [0.0, 0.2, 0.0, 0.01]
    rows = [("station", "gate", "all", "spillback_share", i, value) for i, value in enumerate(values)]
    rows.append(("station", "gate", "truck", "spillback_share", 0, 0.9))  # of a class: not counted again
    columns = ["scope", "name", "cls", "measure", "replication", "value"]
    found = spillbacks(Tables(replications=pd.DataFrame(rows, columns=columns)))
    assert found[["kind", "name", "count", "replications"]].to_numpy().tolist() == [["station", "gate", 2, 4]]
    assert found["probability"].iloc[0] == 0.5


def test_only_limited_storages_count():
    rows = [("station", "a", "entities", 0.0, 4.0), ("station", "b", "entities", 0.0, np.nan)]
    queues = pd.DataFrame(rows, columns=["kind", "station", "unit", "minute", "storage"])
    assert storages(Tables(queues=queues)) == {("station", "a"): (4.0, "entities")}


def curve(minutes, arrived):
    return pd.DataFrame({"flow": "in", "minute": minutes, "arrived": arrived, "left": 0.0})


def test_arrivals_by_hour_sum_to_all_and_have_those_who_wait_at_the_opening():
    curves = curve(np.arange(181.0), 5.0 + np.arange(181.0) / 6.0)  # 5 at once, then 10 an hour
    hours = arrivals_by_hour(curves)["in"]
    assert hours == pytest.approx([15.0, 10.0, 10.0])


def test_the_fullest_hour_has_its_share_and_its_factor():
    minutes = np.arange(121.0)
    arrived = np.where(minutes <= 60, 0.0, np.minimum(30.0, 2.0 * (minutes - 60)))  # 30 in one quarter
    peak = next(peaks(curve(minutes, arrived)))
    assert (peak.hour, peak.in_hour, peak.of_all) == (1, 30.0, 1.0)
    assert peak.factor == pytest.approx(0.25)


def test_a_coarse_curve_has_no_quarters():
    peak = next(peaks(curve([0.0, 30.0, 60.0], [0.0, 5.0, 10.0])))
    assert np.isnan(peak.factor)


def test_who_never_arrives_has_no_peak():
    assert list(peaks(curve([0.0, 60.0], [0.0, 0.0]))) == []
