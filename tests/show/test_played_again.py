"""A replay shows everybody once, where the visits say; page and Python agree where that is."""

import json
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py_mini_racer import MiniRacer

from twin.config import compose
from twin.engine import run, run_to_the_end
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.show.faces import faces_of, placed, sunlit
from twin.show.painted import GAUGES, RAILS
from twin.show.replay import page
from twin.show.replay.acts import BETWEEN, INSIDE, QUEUES, SERVED, TRAVELS, play_of
from twin.show.replay.moment import moment, waiting, worst
from twin.show.replay.solid import headings, scene_of
from twin.show.replay.still import still
from twin.show.style import as_svg
from twin.study.generated.port import random_tree

ASIDE = np.array([1.0, -1.0])  # turns a way, written backwards, by a right angle
PORTS = ("ganqimaodu_road", "erenhot_hall", "manzhouli_rail")


@cache
def played(name):
    scenario = compose([f"layout={name}", "experiment=one_day"])
    plan = compile_plan(scenario)
    found = run(plan, 0)
    return scenario, plan, found, play_of(scenario, plan, found)


@cache
def bare_page():
    """The page's own script, as far as it needs no browser."""
    engine = MiniRacer()
    engine.eval(page.script().replace(page.START, ""))
    return engine


def columns_of(play):
    """The acts as the page has them."""
    return {column: play.acts[column].astype(kind).tolist() for column, kind in page.COLUMNS.items()}


def by_entity(acts):
    return acts[np.lexsort((acts["begins"], acts["who"]))]


def has_overlap(acts):
    acts = by_entity(acts)
    same = acts["who"][1:] == acts["who"][:-1]
    return bool((acts["begins"][1:][same] < acts["ends"][:-1][same]).any())


@pytest.mark.parametrize("name", PORTS)
def test_nobody_is_at_two_places_at_once(name):
    assert not has_overlap(played(name)[3].acts)


@given(st.data())
@settings(max_examples=25)
def test_whatever_the_port_nobody_is_at_two_places_at_once_and_the_page_agrees(data):
    scenario = Scenario.from_tree(random_tree(lambda n: data.draw(st.integers(0, n - 1))))
    plan = compile_plan(scenario)
    found, _ = run_to_the_end(plan, 0)
    play = play_of(scenario, plan, found)
    assert not has_overlap(play.acts)
    now = moment(play, page.told_worst(play))
    assert np.isfinite(now.at).all()
    told = json.dumps({**page.told(scenario, plan, play), "acts": columns_of(play)}, allow_nan=False)
    x = bare_page().eval(f"""(() => {{
        const play = {told}, crowd = new Crowd(play).at(play.worst);
        return JSON.stringify([...crowd.x.slice(0, crowd.count)]);
    }})()""")
    assert json.loads(x) == pytest.approx(now.at[:, 0], abs=0.1)


@pytest.mark.parametrize("name", PORTS)
def test_all_time_at_servers_is_seen(name):
    _, plan, found, play = played(name)
    for number, station in enumerate(play.names["posts"]):
        points = [i for i, at in enumerate(plan.names.points) if at == (at.kind, station, at.lane)]
        rows = found.visits[np.isin(found.visits["point"], points)]
        rows = rows[[plan.names.classes[cls] in play.ground.sizes for cls in rows["cls"]]]
        ended = np.nan_to_num(rows["ended"], nan=found.end)
        known = np.nansum(ended - rows["started"])
        acts = play.acts[(play.acts["doing"] == SERVED) & (play.acts["where"] == number)]
        assert (acts["ends"] - acts["begins"]).sum() <= known + 1e-6
        if name == "ganqimaodu_road":  # where nobody is served twice at once
            assert (acts["ends"] - acts["begins"]).sum() == pytest.approx(known)


def test_two_in_one_yard_never_have_one_spot():
    play = played("erenhot_hall")[3]
    acts = play.acts[play.acts["doing"] == INSIDE]
    for where, spot in set(zip(acts["where"].tolist(), acts["spot"].tolist(), strict=True)):
        here = np.sort(acts[(acts["where"] == where) & (acts["spot"] == spot)], order="begins")
        assert (here["begins"][1:] >= here["ends"][:-1]).all()


def test_who_came_first_stands_first():
    play = played("ganqimaodu_road")[3]
    now = moment(play, worst(play))
    acts = play.acts[now.acts]
    queueing = acts["doing"] == QUEUES
    fullest = np.bincount(acts["where"][queueing]).argmax()
    here = np.flatnonzero(queueing & (acts["where"] == fullest))
    head = np.array(play.ground.lines[play.names["lines"][fullest]].head)
    line = play.ground.lines[play.names["lines"][fullest]]
    along = (now.at[here] - head) @ np.array(line.back)
    order = np.argsort(acts["begins"][here], kind="stable")
    assert (np.diff(along[order][:: line.lanes]) > 0).all()
    assert along.max() <= line.room


def test_who_drives_is_on_the_road_as_far_as_time_has_gone():
    play = played("ganqimaodu_road")[3]
    act = play.acts[play.acts["doing"] == TRAVELS][100]
    road = play.ground.roads[play.names["roads"][act["where"]]]
    third = act["begins"] + (act["ends"] - act["begins"]) / 3
    now = moment(play, third)
    at = now.at[list(play.acts[now.acts]["who"]).index(act["who"])]
    assert at == pytest.approx(np.array(road.begin) + (np.array(road.end) - road.begin) / 3)


def test_the_worst_moment_is_when_most_queue():
    play = played("ganqimaodu_road")[3]
    times, number = waiting(play)
    then = moment(play, worst(play))
    assert (play.acts["doing"][then.acts] == QUEUES).sum() == number.max()
    assert number[-1] == 0 and (np.diff(times) > 0).all()


@cache
def page_of(name):
    """The page's own script with a port in it."""
    scenario, plan, _, play = played(name)
    engine = bare_page.__wrapped__()
    told = json.dumps(page.told(scenario, plan, play), allow_nan=False)
    columns = columns_of(play)
    engine.eval(f"const play = {told}; play.acts = {json.dumps(columns)}; const crowd = new Crowd(play);")
    return engine


@pytest.mark.parametrize("name", PORTS)
def test_the_page_puts_everybody_where_python_does(name):
    play, engine = played(name)[3], page_of(name)
    for time in (page.told_worst(play), play.end / 2, play.end * 0.75 + 0.123):
        engine.eval(f"crowd.at({time!r})")
        now = moment(play, time)
        for axis in (0, 1):
            found = json.loads(engine.eval(f"JSON.stringify([...crowd.{'xy'[axis]}.slice(0, crowd.count)])"))
            assert found == pytest.approx(now.at[:, axis], abs=0.1)  # times are told to some milliseconds
        close = json.loads(engine.eval("JSON.stringify([...crowd.close.slice(0, crowd.count)])"))
        assert close == pytest.approx(now.close, abs=1e-6)
        looks = json.loads(engine.eval("JSON.stringify([...crowd.heading.slice(0, crowd.count)])"))
        assert np.cos(np.array(looks) - headings(play, now)) == pytest.approx(1.0, abs=1e-6)
        queueing = play.acts["where"][now.acts][play.acts["doing"][now.acts] == QUEUES]
        queues = json.loads(engine.eval("JSON.stringify([...crowd.queue])"))
        assert queues == np.bincount(queueing, minlength=len(queues)).tolist()


@pytest.mark.parametrize("name", PORTS)
def test_at_the_worst_moment_the_page_counts_as_many_as_ever_queue(name):
    play, engine = played(name)[3], page_of(name)
    assert engine.eval("crowd.at(play.worst).queue.reduce((a, b) => a + b)") == waiting(play)[1].max()


EASED = """JSON.stringify((() => {
  const at = (time, share) => [...crowd.at(time).ease(share).x.slice(0, crowd.count)];
  at(%s, 1);
  const rows = () => [...crowd.rows.slice(0, crowd.count)], who = (row) => play.acts.who[row];
  const from = new Map(rows().map((row, i) => [who(row), crowd.x[i]]));
  const half = at(%s, 0.5), now = rows(), to = at(%s, 1);
  return now.map((row, i) => [play.acts.doing[row], from.get(who(row)) ?? to[i], half[i], to[i]]);
})())"""


def test_while_it_plays_who_moves_up_is_seen_on_the_way_and_who_drives_where_he_is():
    play, engine = played("ganqimaodu_road")[3], page_of("ganqimaodu_road")
    time = play.end / 2
    rows = np.array(json.loads(engine.eval(EASED % (time, time + 20, time + 20))))
    doing, begin, half, end = rows.T
    drives = np.isin(doing, (TRAVELS, BETWEEN))
    assert half[drives] == pytest.approx(end[drives])
    near = ~drives & (abs(end - begin) < 150)
    assert (abs(end - begin)[near] > 1).any()
    assert half[near] == pytest.approx((begin + end)[near] / 2)


# A view without a browser, from so far away that all are plain boxes.
VIEWED = """
const solid = Object.assign(Object.create(Solid.prototype), {
  play, middle: [100, -50], size: [800, 600], full: Infinity, speck: 0,
  camera: { position: { x: 0, y: 0, z: 900 } },
  bodies: new Bodies(play.sizes.map(([long, wide]) => ({ parts: [], long, wide, high: 2 })), play.cls.length),
  sight: () => () => true,
});
"""
PLACED = """
solid.place({ now: crowd, shades: play.doing.map((_, i) => `#0000${i + 1}0`) });
const { points, colours, quads } = solid.bodies;
JSON.stringify(Array.from({ length: quads / PLAIN }, (_, i) => {
  const [first, corner] = [12 * PLAIN * i, 16 * PLAIN * i]; // of the roof: its middle is that of the box
  return [(points[first] + points[first + 6]) / 2 + 100, (points[first + 1] + points[first + 7]) / 2 - 50,
    colours[corner + 2] >> 4];
}))
"""


def test_in_three_dimensions_everybody_is_where_he_is_from_above_and_has_the_colour_of_what_he_does():
    play, engine = played("erenhot_hall")[3], page_of("erenhot_hall")
    time = page.told_worst(play)
    engine.eval(f"{VIEWED}; crowd.at({time!r})")
    now = moment(play, time)
    found = np.array(json.loads(engine.eval(PLACED)))
    assert found[:, :2] == pytest.approx(now.at, abs=0.1)
    assert found[:, 2].tolist() == (play.acts["doing"][now.acts] + 1).tolist()


@given(st.integers(0, 30), st.integers(1, 6000))
@settings(max_examples=15)
def test_however_many_are_near_all_of_them_are_drawn(near, most):
    told = page_of("erenhot_hall").eval(f"""JSON.stringify((() => {{
        const parts = Object.values(play.solid.shapes).find((one) => one.length > 2);
        const bodies = new Bodies([{{ parts, long: 60, wide: 3, high: 4 }}], {most});
        const at = {{ x: 0, y: 0, cos: 1, sin: 0, sx: 1, sy: 1, sz: 1 }};
        bodies.clear({most});
        for (let i = 0; i < {most}; i++) bodies.add(0, i % 31 >= {near} ? "full" : "plain", at, 0);
        return [bodies.quads, bodies.room, bodies.kept];
    }})())""")
    quads, room, kept = json.loads(told)
    assert 5 * most <= quads <= room and kept == 0


PART = '["%s", [1, 2, 3], [4, 2, 3], "#804020", 0.25]'


@pytest.mark.parametrize("form", ["box", "column"])
def test_a_part_is_drawn_by_a_browser_as_it_is_by_vtk(form):
    part = PART % form
    told = json.loads(
        page_of("erenhot_hall").eval(f"""JSON.stringify((() => {{
        const shape = new Shape();
        shape.part({part}, {{ x: 10, y: 20, heading: 0, k: 2 }}, [0, 1, 0]);
        return [shape.points, shape.colours];
    }})())""")
    )
    lit = placed(faces_of([json.loads(part)]), [(10, 20, 0, 2, 2, 2, 0, 1, 0)])
    points, colours = (np.array(each).reshape(-1, 4, size) for each, size in zip(told, (3, 4), strict=True))
    assert points == pytest.approx(lit.points)
    assert np.minimum(colours[:, 0], 1.0) == pytest.approx(sunlit(lit))


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 300), st.integers(20, 160)), max_size=40))
@settings(max_examples=30)
def test_no_sign_covers_another_or_leaves_the_picture(signs):
    boxes = json.loads(
        page_of("erenhot_hall").eval(f"""JSON.stringify((() => {{
        const taken = [];
        for (const [px, py, wide] of {json.dumps(signs)}) {{
          const box = freeBox({{ px, py }}, [wide, 18], taken, [400, 300], 8);
          if (box) taken.push(box);
        }}
        return taken;
    }})())""")
    )
    for i, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0 and top >= 0 and right <= 400 and bottom <= 300
        for other in boxes[:i]:
            assert left >= other[2] or other[0] >= right or top >= other[3] or other[1] >= bottom
    assert len(boxes) >= min(len(signs), 1)


def test_the_page_fetches_nothing_and_no_name_can_end_its_script(monkeypatch):
    scenario, plan, _, play = played("ganqimaodu_road")
    monkeypatch.setattr(page, "port_name", lambda *_: "</script><script>alert(1)</script>")
    text = page.replay_page(scenario, plan, play, "en")
    assert text.count("<script") == 4 and "alert(1)</script>" not in text
    assert "http://" not in text and "https://" not in text and "src=" not in text


def test_page_and_still_are_the_same_bytes_again():
    scenario, plan, _, play = played("manzhouli_rail")
    texts = [page.replay_page(scenario, plan, play, "zh") for _ in range(2)]
    pictures = [as_svg(still(scenario, play, worst(play), "zh"), "still") for _ in range(2)]
    assert texts[0] == texts[1] and pictures[0] == pictures[1]


def test_both_languages_have_every_word_of_the_page():
    words = page.words()
    assert words["zh"].keys() == words["en"].keys()
    assert not [key for key, text in words["zh"].items() if text.isascii()]


def test_who_stands_in_a_line_that_is_too_long_is_drawn_shorter_and_over_nobody():
    play = played("ganqimaodu_road")[3]
    now = moment(play, worst(play))
    assert now.close.min() < 0.9
    acts = play.acts[now.acts]
    long = play.sizes[play.people["cls"][acts["who"]]][:, 0] * play.ground.scale * now.close
    for number in np.unique(acts["where"][now.close < 1.0]):
        line = play.ground.lines[play.names["lines"][number]]
        here = np.flatnonzero((acts["where"] == number) & (acts["doing"] == QUEUES))
        along, aside = (
            (now.at[here] - line.head) @ np.array(way) for way in (line.back, line.back[::-1] * ASIDE)
        )
        for lane in np.unique(aside.round(2)):
            behind = here[aside.round(2) == lane]
            ends = along[aside.round(2) == lane]
            assert (np.diff(ends) >= (long[behind][1:] + long[behind][:-1]) / 2 - 1e-6).all()


def test_papers_are_not_seen_and_gaps_are():
    scenario, _, _, play = played("manzhouli_rail")
    seen = {name for name, cls in scenario.layout.classes.items() if cls.kind != "document"}
    assert set(play.ground.sizes) == seen
    assert (play.acts["doing"] == BETWEEN).sum() == len(play.ways) > 0


def test_rails_stand_as_far_apart_as_their_gauge():
    scenario, _, _, play = played("manzhouli_rail")
    scene = scene_of(scenario, play)
    rails = [strip for strip in scene.paint if strip.alpha == RAILS]
    apart = np.array([
        np.hypot(*np.subtract(one.begin, other.begin)) / scene.scale
        for one, other in zip(rails[::2], rails[1::2], strict=True)
    ])  # fmt: skip
    gauges = {link.gauge or "standard" for link in scenario.layout.links.values() if link.kind == "track"}
    metres = np.array([each for gauge in gauges for each in GAUGES[gauge]])
    off = np.abs(apart[:, None] - metres)
    assert off.min(axis=0).max() < 0.01 and off.min(axis=1).max() < 0.01
