"""A GeoJSON sets places, lengths and areas of a port of one's own, and is refused where it cannot."""

import json
from pathlib import Path

import pytest
from answering import answer, refusal
from drawings import feature, line, point, polygon, write

from twin.config import compose, names
from twin.config.geometry.geojson import read
from twin.config.geometry.matching import says
from twin.show.geojson import geojson

METRES = ("--unit", "m")
GATE = "layouts/little_gate.yaml"


@pytest.fixture(autouse=True)
def port(folder):
    """The small port, with a zone at its yard."""
    text = Path(GATE).read_text(encoding="utf-8")
    Path(GATE).write_text(
        f"{text}zones:\n  pen:\n    at: yard # of the bench\n    holds: 12\n", encoding="utf-8"
    )


def drawn(capsys, file, *words):
    """The layout after a drawing, and what the command told."""
    code, told = answer(capsys, "geometry", file, "layout=little_gate", *words)
    assert code == 0
    return compose(["layout=little_gate"]).layout, told


def test_a_point_sets_the_place_of_its_name_beside_the_one_that_stays(capsys):
    file = write(point("line", 500, 100), point("yard", 530, -700))
    layout, told = drawn(capsys, file, *METRES)
    assert layout.places["line"][:2] == (0.0, 0.0) and layout.places["yard"][:2] == (30.0, -800.0)
    assert "line stays where it is" in told["remarks"][0]


def test_degrees_become_metres(capsys):
    layout, _ = drawn(capsys, write(point("line", 107.5, 42.5), point("yard", 107.5, 42.49)))
    assert layout.places["yard"][:2] == pytest.approx((0.0, -1110.7), abs=0.5)


@pytest.mark.parametrize(
    "crs", ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326", "EPSG:4490")
)
def test_a_system_of_degrees_may_be_named(capsys, crs):
    layout, _ = drawn(capsys, write(point("line", 107.5, 42.5), point("yard", 107.5, 42.49), crs=crs))
    assert layout.places["yard"].north < -1000


@pytest.mark.parametrize(("unit", "metres"), [("m", 1.0), ("mm", 0.001), ("km", 1000.0), ("ft", 0.3048)])
def test_a_unit_is_taken_at_its_word(capsys, unit, metres):
    layout, _ = drawn(capsys, write(point("line", 0, 0), point("yard", 100, 0)), "--unit", unit)
    assert layout.places["yard"].east == pytest.approx(100 * metres, abs=0.01)


def test_a_polygon_sets_the_ground_of_a_place_and_the_area_of_a_zone(capsys):
    yard = polygon("yard", (0, -600), (60, -600), (60, -640), (0, -640))
    pen = polygon("pen", (0, -600), (20, -600), (0, -640))
    layout, _ = drawn(capsys, write(point("line", 0, 0), yard, pen), *METRES)
    assert layout.places["yard"] == (30.0, -620.0, 60.0, 40.0, None)
    assert layout.zones["pen"].area == 400.0 and layout.zones["pen"].holds.amount == 12


def test_a_line_sets_the_length_of_its_link_and_where_it_ends(capsys):
    way = line("in", (0, 0), (0, -300), (40, -300), (40, -700))
    layout, _ = drawn(capsys, write(point("line", 0, 0), way), *METRES)
    assert layout.links["in"].length == 740.0
    assert layout.places["yard"][:2] == (40.0, -700.0)


def test_a_line_may_be_drawn_from_either_end(capsys):
    way = line("in", (40, -700), (0, 0))
    layout, _ = drawn(capsys, write(point("line", 0, 0), way), *METRES)
    assert layout.places["line"][:2] == (0.0, 0.0) and layout.places["yard"][:2] == (40.0, -700.0)


def test_a_line_that_ends_far_from_its_place_is_told(capsys):
    way = line("in", (0, 0), (0, -300))
    _, told = drawn(capsys, write(point("line", 0, 0), point("yard", 0, -600), way), *METRES)
    assert "in ends 300 m from yard; see whether the line is the right one" in told["remarks"]


def test_lengths_alone_move_no_place(capsys):
    layout, told = drawn(capsys, write(line("in", (900, 900), (900, 1700))), *METRES)
    assert layout.links["in"].length == 800.0 and layout.places["yard"][:2] == (0.0, -600.0)
    assert "only lengths and areas are taken" in told["remarks"][0]


@pytest.mark.parametrize("name", ("Yard", "YARD ", "ya rd"))
def test_capitals_and_blanks_make_no_difference_where_letters_agree(capsys, name):
    _, told = drawn(capsys, write(point("line", 0, 0), point(name, 5, -600)), *METRES)
    assert bool(told["unmatched"]) == (name == "ya rd")


def test_a_label_in_either_language_names_a_thing_too(capsys):
    text = Path(GATE).read_text(encoding="utf-8")
    labelled = "{at: [0 m, -600 m], label: {zh: 查验场, en: the yard}}"
    Path(GATE).write_text(text.replace("yard: [0 m, -600 m]", f"yard: {labelled}"), encoding="utf-8")
    layout, _ = drawn(capsys, write(point("line", 0, 0), point("查验场", 7, -600)), *METRES)
    assert layout.places["yard"].east == 7.0 and layout.places["yard"].label.en == "the yard"


def test_what_the_layout_has_not_got_is_listed_with_what_it_may_have_meant(capsys):
    shapes = (point("yrad", 1, 1), point("bench", 2, 2), line("yard", (0, 0), (1, 1)), point(None, 3, 3))
    _, told = drawn(capsys, write(point("line", 0, 0), *shapes), *METRES)
    assert told["unmatched"] == {
        "yrad": "did you mean yard?",
        "bench": "bench is a station; it stands at yard, so draw that place",
        "yard": "yard is drawn as a line, and wanted is a point or a polygon",
    }


def test_every_value_says_which_drawing_it_is_from_and_all_else_stays_as_written(capsys):
    before = Path(GATE).read_text(encoding="utf-8").splitlines()
    drawn(capsys, write(point("line", 0, 0), point("yard", 5, -600), file="plan, the: 2nd.geojson"), *METRES)
    after = Path(GATE).read_text(encoding="utf-8").splitlines()
    changed = [now for was, now in zip(before, after, strict=True) if was != now]
    assert changed == [
        "  line: [0 m | drawing plan__the__2nd.geojson, 0 m | drawing plan__the__2nd.geojson]",
        "  yard: [5 m | drawing plan__the__2nd.geojson, -600 m | drawing plan__the__2nd.geojson]",
    ]


def test_multi_geometries_of_one_part_are_what_they_hold(capsys):
    yard = feature("yard", "MultiPoint", [[5, -600]])
    layout, _ = drawn(capsys, write(point("line", 0, 0), yard), *METRES)
    assert layout.places["yard"].east == 5.0


@pytest.mark.parametrize("port", names("layouts"))
def test_the_map_of_a_shipped_port_read_back_says_nothing_new(port):
    scenario = compose([f"layout={port}"])
    text = json.dumps(geojson(scenario, "zh"))
    found = says(read(text, "map.geojson", None), scenario.layout)
    assert (found.places, found.lengths, found.areas, found.unmatched) == ({}, {}, {}, {})
    features = json.loads(text)["features"]
    assert len(features) == len(scenario.layout.places) + len(scenario.layout.links)


def test_what_is_moved_on_an_exported_map_moves_in_the_port_and_nothing_else_does(capsys):
    answer(capsys, "show", "little_gate", "--map", "map.geojson")
    tree = json.loads(Path("map.geojson").read_text(encoding="utf-8"))
    for one in tree["features"]:
        if one["properties"]["name"] == "yard":
            one["geometry"]["coordinates"] = [10.0, -620.0]
        if one["properties"]["name"] == "in":
            one["geometry"]["coordinates"] = [[0.0, 0.0], [0.0, -620.0], [10.0, -620.0]]
    Path("map.geojson").write_text(json.dumps(tree), encoding="utf-8")
    layout, told = drawn(capsys, "map.geojson")
    assert [one["path"] for one in told["values"]] == ["layout.places.yard", "layout.links.in.length"]
    assert layout.places["yard"][:2] == (10.0, -620.0) and layout.links["in"].length == 630.0


def test_places_with_ground_come_back_from_a_map_as_they_were(capsys):
    text = Path(GATE).read_text(encoding="utf-8")
    sized = "yard: {at: [0 m, -600 m], size: [60 m, 40 m]}"
    Path(GATE).write_text(text.replace("yard: [0 m, -600 m]", sized), encoding="utf-8")
    answer(capsys, "show", "little_gate", "--map", "map.geojson")
    assert drawn(capsys, "map.geojson")[1]["values"] == []


LINE, YARD = point("line", 107.5, 42.5), point("yard", 107.5, 42.49)


@pytest.mark.parametrize(
    ("features", "crs", "said"),
    [
        ([LINE, YARD], "EPSG:32648", "its coordinate system is EPSG:32648; export it as WGS84"),
        ([point("line", 460000, 4700000)], None, "they are no degrees; export it as WGS84"),
        ([point("line", 42.5, 107.5)], None, "latitude seems to stand first"),
        ([point(None, 1, 1)], None, "no feature has a name"),
        ([], None, "no feature has a name"),
        ([point("lien", 1, 1)], None, "nothing in it is called as a thing of the layout; it has lien"),
        ([LINE, point("Line", 107.6, 42.5)], None, "Line is drawn twice"),
        ([feature("line", "MultiPoint", [[1, 1], [2, 2]])], None, "line has several parts"),
        ([feature("line", "GeometryCollection", [])], None, "line is a GeometryCollection; draw a point"),
        ([feature("in", "LineString", [[1, 1]])], None, "has too few points for a LineString"),
        ([feature("line", "Point", ["a", 1])], None, "no pair of numbers"),
        ([feature("line", "Point", [float("nan"), 1])], None, "no pair of numbers"),
        ([feature("line", "Point", None)], None, "no pair of numbers"),
        (
            [{"type": "Feature", "properties": {"name": "line"}, "geometry": None}],
            None,
            "line has no geometry",
        ),
        ([LINE, line("in", (107.5, 42.5), (107.5, 42.5))], None, "in is a line without length"),
    ],
)
def test_a_drawing_that_cannot_be_used_is_refused_and_nothing_is_written(capsys, features, crs, said):
    before = Path(GATE).read_bytes()
    assert said in refusal(capsys, "geometry", write(*features, crs=crs), "layout=little_gate")
    assert Path(GATE).read_bytes() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not JSON"),
        ("[1]", "is no GeoJSON"),
        ('{"type": "FeatureCollection"}', "is no GeoJSON"),
        ('{"type": "FeatureCollection", "features": [3, null, "x"]}', "no feature has a name"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_a_file_that_is_no_geojson_is_refused(capsys, text, said):
    Path("site.geojson").write_text(text)
    assert said in refusal(capsys, "geometry", "site.geojson", "layout=little_gate")


def test_places_that_would_overlap_are_refused_and_the_file_stays_as_it_was(capsys):
    before = Path(GATE).read_bytes()
    ring = ((0, -10), (60, -10), (60, 30), (0, 30))
    file = write(polygon("line", *ring), polygon("yard", *((x + 5, y) for x, y in ring)))
    assert "overlap" in refusal(capsys, "geometry", file, "layout=little_gate", *METRES)
    assert Path(GATE).read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no.geojson", "layout=little_gate"], "there is no such file"),
        (["layouts/little_gate.yaml", "layout=little_gate"], "is neither GeoJSON nor DXF"),
        (["site.geojson", "layout=ganqimaodu_road"], "twin new NAME --from ganqimaodu_road"),
        (["site.geojson", "layout=little_gait"], "did you mean little_gate?"),
        (["site.geojson", "little_gate"], "say which port is drawn: layout=PORT"),
        (["site.geojson", "layout=little_gate", "--unit", "mile"], "mile is no unit of a drawing"),
    ],
)
def test_what_is_asked_wrongly_is_refused_with_the_way_out(capsys, words, said):
    write(LINE)
    assert said in refusal(capsys, "geometry", *words)


def test_a_place_that_stands_in_another_file_is_told(capsys):
    Path("layouts/wide_gate.yaml").write_text("defaults: [little_gate]\nstations: {gate: {servers: 4}}\n")
    for section in ("demand", "roster", "policy"):
        Path(f"layouts/{section}/wide_gate.yaml").write_text("defaults: [little_gate]\n")
    said = refusal(capsys, "geometry", write(LINE, YARD), "layout=wide_gate")
    assert "stands in a file that this one is laid over" in said
