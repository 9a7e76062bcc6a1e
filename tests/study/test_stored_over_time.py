"""What there is of pools, stocks and tracks over time is as reckoned by hand; no track is taken twice."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ports import every, lasting, port

from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.study.passage import passage
from twin.study.yards import lowest_free

HOUR = 3600.0
SPANS = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=40)


def looked_at(stations, steps, layout=None):
    """The Passage of a port to which one comes every two hours, from the first instant on, for a day."""
    layout = {"classes": {"truck": {"length": "20 m", "carries": "100 t"}}} | (layout or {})
    tree = port(stations, [*steps, {"leave": "out"}], every(2 * HOUR), layout=layout)
    tree["layout"]["stations"] = stations
    scenario = Scenario.from_tree(lasting(tree, "24 h"))
    return passage(scenario, compile_plan(scenario))


def level_of(seen, kind, name):
    """[half-hour] what there is of a thing."""
    rows = seen.levels[(seen.levels["kind"] == kind) & (seen.levels["name"] == name)]
    assert np.diff(rows["minute"]).tolist() == [30.0] * (len(rows) - 1)
    return rows["level"].to_numpy()


def test_a_pool_has_less_while_its_units_serve():
    station = {"service_time": "65 min", "needs": {"crew": 2}, "does": "lifting"}
    seen = looked_at({"jack": station}, [{"visit": "jack"}], {"pools": {"crew": {"size": 5}}})
    free, busy = level_of(seen, "pool", "crew"), level_of(seen, "station", "jack")
    assert set(free[1:]) == {3.0, 5.0}
    assert (free[1:] == 5.0 - 2.0 * busy[1:]).all()
    assert busy.tolist() == [1.0, 1.0, 1.0, 0.0] * 12  # 65 minutes of every 120, looked at each 30
    assert (seen.levels["holds"][seen.levels["name"] == "crew"] == 5.0).all()


def test_a_stock_holds_what_was_unloaded():
    tip = {"service_time": "10 min", "fills": "heap", "does": "unloading"}
    seen = looked_at({"tip": tip}, [{"visit": "tip"}], {"stocks": {"heap": {"holds": "5 kt"}}})
    heap = level_of(seen, "stock", "heap")
    assert (np.diff(heap) >= 0).all() and set(np.diff(heap)) == {0.0, 100.0}
    assert heap[-1] == pytest.approx(100.0 * 12, abs=100.0)


def test_a_zone_and_its_tracks_are_taken_as_long_as_one_stands_there():
    zones = {"yard": {"holds": 2, "gauge": "broad", "unit": "train"}}
    classes = {"train": {"kind": "train", "length": "700 m", "gauge": "broad"}}
    steps = [{"visit": "line"}, {"travel": "yard"}, {"wait": "150 min"}]
    stations = {"line": {"service_time": "5 min"}}
    seen = looked_at(stations, steps, {"zones": zones, "classes": classes})
    stays = seen.stays[seen.stays["end"] < 24 * HOUR]
    assert (stays["end"] - stays["begin"]).to_numpy() == pytest.approx(np.full(len(stays), 9000.0))
    assert set(seen.stays["track"]) == {0, 1} and (seen.stays["tracks"] == 2).all()
    taken = level_of(seen, "zone", "yard")
    times = np.arange(len(taken)) * 1800.0
    begin, end = seen.stays["begin"].to_numpy(), seen.stays["end"].to_numpy()
    assert taken.tolist() == [float(((begin <= t) & (t < end)).sum()) for t in times]


def test_a_port_without_any_has_nothing_to_look_at():
    seen = looked_at({"booth": {"service_time": "5 min"}}, [{"visit": "booth"}])
    assert seen.levels.empty and seen.stays.empty and seen.tracks.empty


@given(SPANS)
def test_no_track_is_taken_twice_and_there_are_no_more_than_are_needed(spans):
    spans = sorted((begin, begin + length) for begin, length in spans)
    tracks = lowest_free(spans)
    for track in set(tracks):
        mine = [span for span, own in zip(spans, tracks, strict=True) if own == track]
        assert all(before[1] <= after[0] for before, after in pairwise(mine))
    at_once = max((sum(a <= t < b for a, b in spans) for t, _ in spans), default=0)
    assert len(set(tracks)) == at_once
