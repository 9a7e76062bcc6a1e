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
from twin.show.replay import page
from twin.show.replay.acts import BETWEEN, INSIDE, QUEUES, SERVED, TRAVELS, play_of
from twin.show.replay.moment import moment, waiting, worst
from twin.show.replay.still import still
from twin.show.style import as_svg
from twin.study.generated.port import random_tree

PORTS = ("ganqimaodu_road", "erenhot_hall", "manzhouli_rail")


@cache
def played(name):
    scenario = compose([f"layout={name}", "experiment=one_day"])
    plan = compile_plan(scenario)
    found = run(plan, 0)
    return scenario, plan, found, play_of(scenario, plan, found)


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
def test_whatever_the_port_nobody_is_at_two_places_at_once(data):
    scenario = Scenario.from_tree(random_tree(lambda n: data.draw(st.integers(0, n - 1))))
    plan = compile_plan(scenario)
    found, _ = run_to_the_end(plan, 0)
    play = play_of(scenario, plan, found)
    assert not has_overlap(play.acts)
    assert np.isfinite(moment(play, worst(play)).at).all()


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


@pytest.mark.parametrize("name", PORTS)
def test_the_page_puts_everybody_where_python_does(name):
    scenario, plan, _, play = played(name)
    engine = MiniRacer()
    engine.eval((page.HERE / "player.js").read_text("utf-8").replace("export ", ""))
    told = json.dumps(page.told(scenario, plan, play), allow_nan=False)
    columns = {column: play.acts[column].tolist() for column in page.COLUMNS}
    engine.eval(f"const play = {told}; play.acts = {json.dumps(columns)};")
    for time in (worst(play), play.end / 2, play.end * 0.75 + 0.123):
        found = engine.eval(f"JSON.stringify(positions(play, going(play, {time!r}), {time!r}))")
        now = moment(play, time)
        assert np.array(json.loads(found)).reshape(-1, 3)[:, :2] == pytest.approx(now.at, abs=0.011)


def test_the_page_fetches_nothing_and_no_name_can_end_its_script(monkeypatch):
    scenario, plan, _, play = played("ganqimaodu_road")
    monkeypatch.setattr(page, "port_name", lambda *_: "</script><script>alert(1)</script>")
    text = page.replay_page(scenario, plan, play, "en")
    assert text.count("<script") == 3 and "alert(1)</script>" not in text
    assert "http://" not in text and "https://" not in text and "src=" not in text


def test_page_and_still_are_the_same_bytes_again():
    scenario, plan, _, play = played("manzhouli_rail")
    for lang in ("zh", "en"):
        texts = [page.replay_page(scenario, plan, play, lang) for _ in range(2)]
        pictures = [as_svg(still(scenario, play, worst(play), lang), "still") for _ in range(2)]
        assert texts[0] == texts[1] and pictures[0] == pictures[1]


def test_both_languages_have_every_word_of_the_page():
    words = page.words()
    assert words["zh"].keys() == words["en"].keys()
    assert not [key for key, text in words["zh"].items() if text.isascii()]


def test_papers_are_not_seen_and_gaps_are():
    scenario, _, _, play = played("manzhouli_rail")
    seen = {name for name, cls in scenario.layout.classes.items() if cls.kind != "document"}
    assert set(play.ground.sizes) == seen
    assert (play.acts["doing"] == BETWEEN).sum() == len(play.ways) > 0
