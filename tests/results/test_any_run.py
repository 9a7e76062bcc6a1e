"""What holds on any run, tried on made-up journeys through every kind of place."""

from collections import Counter

import numpy as np
import pytest
from hand_made import link, plan, run, station, trip, visit
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_causes import plain_why

from twin.plan.plan import ON_DUTY
from twin.plan.visits import NOBODY
from twin.results.causes import causes
from twin.results.conservation import little
from twin.results.dictionary import LEVEL
from twin.results.measures import reduce
from twin.results.places import KINDS

END = 100.0
FEW = settings(
    max_examples=settings().max_examples // 4
)  # a whole port takes longer to make up than a number
STEP = st.integers(0, 12).map(float)
AREAS = {"A": 3.0, "B": 5.0, "yard": 7.0}
BEYOND = [
    ("zone", "yard"), ("pool", "crew"), ("quota", "exit"), ("slot", "path"), ("calendar", "day"),
    ("permission", "release"), ("mark", "done"), ("join", "image"),
]  # fmt: skip
JOIN = 4 + len(BEYOND) - 1
STATIONS = (0, 2, 3)  # points of which a visit may be given up


@st.composite
def ports(draw):
    """Two stations with needs, breakdowns and shifts, a link, and whatever else one can wait for."""
    duty = draw(st.integers(0, 2))
    needs = draw(st.sampled_from(([], [(1, 0)], [(1, 0), (2, 1)])))
    stations = [
        station("B", 2, room=1, on_duty=duty),
        link("road", 60),
        station("A", 2, needs=needs),
        station("free", 0, needs=draw(st.sampled_from(([], [(1, 1)])))),
    ]
    times = sorted(draw(st.sets(st.integers(1, 90), max_size=3)))
    calendar = [(float(time), draw(st.integers(0, 2)), ON_DUTY, 0) for time in times]
    pools = [("officers", draw(st.integers(0, 2))), ("experts", 2)]
    return plan(
        stations, BEYOND, classes=("truck", "image"), pools=pools, calendar=calendar,
        warm_up=draw(st.sampled_from((0.0, 30.0))), areas=AREAS,
    )  # fmt: skip


@st.composite
def journeys(draw, key, begin, parent=0):
    """Visits of one entity: it holds a place until the next lets it in; the end of the run may cut it off."""
    rows, now = [], begin
    for point in draw(st.lists(st.integers(0, JOIN - bool(parent)), min_size=1, max_size=5)):
        asked, joined = now, now + draw(STEP)
        waits = point >= 5
        started = joined if waits or point in (1, 4) else joined + draw(STEP)
        if point in STATIONS and draw(st.integers(0, 4)) == 0:
            now = _given_up(rows, draw(st.booleans()), (point, asked, joined, started))
            continue
        ended = started if waits else started + draw(STEP)
        rows.append([point, asked, joined, started, ended, ended])
        now = ended
    for i, row in enumerate(rows):
        let_in = [after[2] for after in rows[i + 1 :] if after[2] == after[2]]
        if row[0] < 4 and row[3] == row[3] and i + 1 < len(rows):
            row[5] = let_in[0] if let_in else now
    server = draw(st.integers(0, 1))
    counted = {0, 2}
    rows = [
        [row[0], *(time if time <= END else float("nan") for time in row[1:])]
        for row in rows
        if row[1] <= END
    ]
    same = {"parent": parent, "cls": int(parent != 0)}
    served = [row[0] in counted and row[3] == row[3] for row in rows]
    return [
        visit(key, *row, server=server if at_server else NOBODY, **same)
        for row, at_server in zip(rows, served, strict=True)
    ], now


def _given_up(rows, at_the_door, visit):
    """Adds a visit that leaves the queue, or turns away at the door; gives when."""
    point, asked, joined, started = visit
    nan = float("nan")
    times = (asked, nan, nan, nan, asked) if at_the_door else (asked, joined, nan, nan, started)
    rows.append([point, *times])
    return times[-1]


@st.composite
def runs(draw):
    """Up to eight entities, some of them with a part, and a breakdown or two."""
    visits, trips = [], []
    for key in range(1, draw(st.integers(1, 8)) + 1):
        begin = draw(st.integers(0, 90).map(float))
        rows, left = draw(journeys(key, begin))
        visits += rows
        trips.append(trip(key, begin, left if left <= END else float("nan")))
        if draw(st.booleans()):
            rows, left = draw(journeys(100 + key, begin, key))
            visits += rows
            trips.append(trip(100 + key, begin, left if left <= END else float("nan"), parent=key, cls=1))
    downs = [(time, time + 15.0, 2, i) for i, time in enumerate(draw(st.lists(STEP, max_size=2)))]
    return run(visits, trips, downs=downs, stops=draw(stops(visits)), end=END)


@st.composite
def stops(draw, visits):
    """Some services stop once, and go on after a while or never: on their server, or from the queue again."""
    out, count = [], Counter()
    for one in visits:
        order, count[one["key"]] = count[one["key"]], count[one["key"]] + 1
        started, ended = one["started"], one["ended"]
        if one["point"] not in (0, 2) or not started < END or ended == started or draw(st.booleans()):
            continue
        last = min(END, ended) if ended == ended else END
        times = sorted(min(last, started + draw(STEP)) for _ in range(2))
        if ended != ended:
            times[1] = float("nan")
        out.append((one["key"], *times, order, one["point"], one["server"], draw(st.integers(0, 1))))
    return out


@FEW
@given(ports(), runs())
def test_minutes_of_causes_sum_to_the_minutes_waited(port, day):
    found = reduce(port, day)
    assert (found.why >= 0).all()
    assert found.why.sum() == pytest.approx(found.waited, rel=1e-9, abs=1e-9)


@FEW
@given(ports(), runs())
def test_minutes_of_causes_are_those_of_a_plain_count(port, day):
    seconds = dict(zip(causes(port), reduce(port, day).why.tolist(), strict=True))
    found, plain = _jams_together(seconds), _jams_together(plain_why(port, day))
    for cause in {*found, *plain}:
        assert found[cause] == pytest.approx(plain[cause], rel=1e-6, abs=1e-6), cause


def _jams_together(seconds):
    """Which point of a circle a jam is said of has no meaning."""
    out = Counter()
    for (cause, name), value in seconds.items():
        out[cause, "" if cause == "jam" else name] += value
    return out


@FEW
@given(ports(), runs())
def test_shares_of_server_time_sum_to_one(port, day):
    use = reduce(port, day).use
    counted = ~np.isnan(use[:, 0])
    assert counted.tolist() == [True, False, True, *[False] * (1 + len(BEYOND))]
    assert use[counted].sum(axis=1) == pytest.approx(1.0, abs=1e-9)


@FEW
@given(ports(), runs())
def test_everyone_is_counted_once(port, day):
    found = reduce(port, day)
    arrived, left, inside = found.balance
    assert (arrived == left + inside).all()
    assert found.visits[:, 0, 0].tolist() == found.visits[:, 1:, 0].sum(axis=1).tolist()
    assert little(port, day) == []


@FEW
@given(ports(), runs())
def test_measures_are_never_negative_and_quantiles_ascend(port, day):
    found = reduce(port, day)
    for values in (found.entities, found.visits, found.levels, found.queues, found.curves):
        assert not (values < -1e-9).any()
    waits = found.visits[:, 0, 4:8]
    known = ~np.isnan(waits[:, 0])
    assert (np.diff(waits[known], axis=1) >= 0).all()


@FEW
@given(ports(), runs())
def test_a_crowd_is_the_queue_less_those_at_the_door_by_square_metre(port, day):
    levels = dict(zip((measure.name for measure in LEVEL), reduce(port, day).levels.T, strict=True))
    names = [point.name for point in port.names.points]
    area = np.array([AREAS.get(name, np.nan) for name in names])
    stands = levels["queue_mean"] - np.where(np.array(names) == "yard", 0.0, levels["door_queue_mean"])
    np.testing.assert_allclose(levels["crowding_mean"], stands / area, atol=1e-12)
    said = ~np.isnan(area)
    assert (np.isnan(levels["crowding_max"]) == ~said).all()
    most = levels["crowding_max"][said]
    assert (levels["crowding_mean"][said] <= most + 1e-12).all()
    assert (levels["crowding_p95"][said] <= most).all()


def test_the_made_up_port_has_every_kind_of_place():
    kinds = {point.kind for point in plan([station("A"), link("road", 60)], BEYOND).names.points}
    assert kinds == set(KINDS) - {"crew", "gather", "match"}  # nobody repairs or meets there
