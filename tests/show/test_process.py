"""The process of a port is drawn as its steps say it: what comes after what, and by which answer."""

from itertools import combinations, pairwise

import made_up
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ports import one_booth

from twin.model.scenario import Scenario
from twin.show.charts.process import process_chart
from twin.show.layers import Bend, layered, places, ways
from twin.show.pages.flowing import MOST, process_picture
from twin.show.process import Node, process_of

TWO = {"service_time": "60 s", "servers": 1}
EDGES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda e: e[0] != e[1]), max_size=24)


def port_of(steps, **more):
    """A port whose only flow does these steps at stations a, b and c."""
    tree = one_booth()
    tree["layout"]["stations"] |= {name: TWO for name in "abc"}
    flow = next(iter(tree["layout"]["flows"].values()))
    flow["steps"] = [*steps, {"leave": "away"}]
    tree["layout"] |= {"exits": {"away": {}}} | more
    tree.setdefault("policy", {})["shares"] = {"odd": "50 %"}
    return Scenario.from_tree(tree)


def edges_of(steps, **more):
    """(from, to): answers, by names."""
    graph = process_of(port_of(steps, **more))
    return {
        (a.name, b.name): said
        for a, b, said in graph.edges(data="answers")
        if a.kind != "flow" and b.kind != "exit"
    }


def test_who_is_selected_goes_another_way_and_comes_back():
    branch = {"branch": "odd", "then": [{"visit": "b"}]}
    assert edges_of([{"visit": "a"}, branch, {"visit": "c"}]) == {
        ("a", "b"): ("odd",),
        ("a", "c"): ("",),
        ("b", "c"): ("",),
    }


def test_a_part_comes_to_where_one_waits_for_it():
    fork = {"fork": "paper", "into": {"paper": [{"visit": "b"}]}}
    classes = {"truck": {}, "paper": {"kind": "document"}}
    steps = [{"visit": "a"}, fork, {"visit": "c"}, {"join": "paper"}]
    assert edges_of(steps, classes=classes)["b", "c"] == ("",)
    steps = [{"visit": "a"}, fork, {"join": "paper"}, {"visit": "c"}]
    assert edges_of(steps, classes=classes) == {("a", "b"): ("paper",), ("b", "c"): ("",)}


def test_parts_of_steps_are_walked_where_they_are_done():
    assert edges_of([{"do": "two"}], parts={"two": [{"visit": "a"}, {"visit": "c"}]}) == {("a", "c"): ("",)}


def test_who_is_told_to_go_again_comes_from_behind():
    branch = {"branch": "odd", "then": [{"again": "a"}]}
    found = edges_of([{"visit": "a"}, {"visit": "b"}, branch, {"visit": "c"}])
    assert found["b", "a"] == ("odd",)


def test_the_small_port_waits_forks_and_leaves():
    graph = process_of(made_up.port())
    assert Node("quota", "release") in graph
    assert nx.has_path(graph, Node("flow", "coal_in"), Node("exit", "inland"))
    assert graph.has_edge(Node("station", "h986"), Node("station", "image_review"))


@given(EDGES)
def test_all_edges_go_down_but_those_that_lead_back(edges):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(10))
    graph.add_edges_from(edges)
    drawn = layered(graph)
    row = {node: i for i, each in enumerate(drawn.rows) for node in each}
    assert {node for node in row if not isinstance(node, Bend)} == set(graph)
    for edge, way in ways(graph, drawn).items():
        assert (way[0], way[-1]) == edge
        assert all(row[b] == row[a] + 1 for a, b in pairwise(way))
    ahead = nx.DiGraph([edge for edge in edges if edge not in drawn.back])
    assert nx.is_directed_acyclic_graph(ahead)


@given(EDGES)
def test_boxes_of_a_row_stand_apart_on_the_sheet(edges):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(10))
    graph.add_edges_from(edges)
    drawn = layered(graph)
    widths = {node: 1.0 if isinstance(node, Bend) else 30.0 for row in drawn.rows for node in row}
    at = places(drawn, widths, 500.0, 5.0)
    for row in drawn.rows:
        spans = [(at[node] - widths[node] / 2, at[node] + widths[node] / 2) for node in row]
        assert all(a[1] <= b[0] + 1e-6 for a, b in pairwise(spans))
        assert all(low >= -1e-6 and high <= 500 + 1e-6 for low, high in spans)


@pytest.mark.parametrize("lang", ("en", "zh"))
def test_the_picture_names_every_station_and_no_box_stands_on_another(lang):
    scenario = made_up.port()
    graph = process_of(scenario)
    names = {node: node.name for node in graph}
    agencies = {n: scenario.layout.stations[n.name].agency for n in graph if n.kind == "station"}
    figure = process_chart(graph, lang, names=names, agencies=agencies, answers={})
    said = {text.get_text() for text in figure.axes[0].texts}
    assert {name for name in scenario.layout.stations} <= said
    boxes = [p.get_bbox() for p in figure.axes[0].patches if hasattr(p, "get_boxstyle")]
    assert len(boxes) == len(graph)
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    assert process_picture(made_up.report_input(lang)).block == "picture"


def test_a_port_with_too_many_places_says_so():
    many = [{"visit": f"s{i}"} for i in range(MOST + 1)]
    tree = one_booth()
    tree["layout"]["stations"] |= {f"s{i}": TWO for i in range(MOST + 1)}
    tree["layout"]["exits"] = {"out": {}}
    next(iter(tree["layout"]["flows"].values()))["steps"] = [*many, {"leave": "out"}]
    given_ = made_up.report_input("en", scenario=Scenario.from_tree(tree))
    assert "more places than a page has room for" in process_picture(given_).because
