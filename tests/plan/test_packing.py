"""Tables take less room packed, and come back bit for bit."""

import numpy as np
import pytest
from asserting import assert_same_trajectory
from hypothesis import given
from hypothesis import strategies as st
from ports import every, one_booth, plan_of, port_with_secondary

from twin.engine import run, run_of, trace
from twin.plan.packing import packed, unpacked
from twin.plan.visits import DOWN, NOBODY, STOP, TABLES, TRIP, VISIT

PORTS = {
    "two stations": port_with_secondary(),
    "failures": one_booth("10 min", every(500), breakdown={"mtbf": "1 h", "mttr": "5 min"}, servers=2),
    "one": one_booth(arrives=every(60, count=1)),
}


@pytest.mark.parametrize("name", PORTS)
def test_a_run_comes_back_bit_for_bit(name):
    day = run(plan_of(PORTS[name]))
    for table in (day.visits, day.trips, day.downs, day.stops):
        assert unpacked(packed(table)).tobytes() == table.tobytes()


def test_a_trace_is_the_run_in_less_than_half_of_the_room(engine):
    plan = plan_of(PORTS["two stations"])
    day, chunks = run(plan), trace(plan, engine=engine)
    size = sum(table.nbytes for chunk in chunks for table in chunk)
    assert size < (day.visits.nbytes + day.trips.nbytes) / 2
    assert_same_trajectory(plan, day, run_of(plan, chunks), names=("run", "trace"))


@given(st.sampled_from(TABLES), st.integers(0, 40), st.integers(0, 1 << 30))
def test_any_table_comes_back(dtype, rows, seed):
    random = np.random.default_rng(seed)
    table = np.frombuffer(random.bytes(rows * dtype.itemsize), dtype).copy()
    for name in random.permutation(dtype.names)[: random.integers(len(dtype.names))]:
        table[name] = random.integers(-2, 3, rows) if random.integers(2) else table[name][:1].repeat(rows)
    back = unpacked(packed(table))
    assert back.dtype == dtype
    for name in dtype.names:
        assert back[name].tobytes() == table[name].tobytes()


def test_what_is_said_twice_is_kept_once():
    rows = np.zeros(1000, VISIT)
    rows["number"] = (7000 + np.arange(1000)) << 30
    rows["asked"] = rows["joined"] = np.arange(1000.0)
    rows["started"] = rows["ended"] = rows["left"] = rows["asked"] + 0.1
    rows["joined"][5], rows["server"] = np.nan, NOBODY
    assert packed(rows).nbytes < 1000 * (2 + 8 + 8) + 200


def test_a_table_without_rows_takes_next_to_nothing():
    assert all(packed(np.zeros(0, dtype)).nbytes < 100 for dtype in (VISIT, TRIP, DOWN, STOP))
