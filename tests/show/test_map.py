"""The map names everything once, in its place, and no label stands on another."""

from itertools import combinations

import made_up
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from ports import one_booth

from twin.model.scenario import Scenario
from twin.show.labels import Box, Sheet, overlap, place_labels
from twin.show.map import draw_layout

PORTS = {"road": made_up.port, "crowded": made_up.crowded_port, "row": made_up.row_port}
NOTHING = np.empty((0, 2))


def boxes(figure):
    return [
        Box(
            patch.get_x(),
            patch.get_y(),
            patch.get_x() + patch.get_width(),
            patch.get_y() + patch.get_height(),
        )
        for patch in figure.axes[0].patches
        if str(patch.get_gid()).startswith("label-")
    ]


def texts(figure):
    return [text.get_text() for text in figure.axes[0].texts]


@pytest.mark.parametrize("lang", ("zh", "en"))
@pytest.mark.parametrize("port", PORTS.values(), ids=PORTS)
def test_no_label_stands_on_another(port, lang):
    figure = draw_layout(port(), lang)
    assert not [pair for pair in combinations(boxes(figure), 2) if overlap(*pair)]


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_every_line_of_a_label_fits_into_its_box(lang):
    figure = draw_layout(made_up.port(), lang)
    figure.set_dpi(288)  # letters drawn large are not widened by hinting
    renderer = FigureCanvasAgg(figure).get_renderer()
    axis = figure.axes[0]
    for text in axis.texts:
        seen = text.get_window_extent(renderer).transformed(axis.transData.inverted())
        around = [
            box
            for box in boxes(figure)
            if box.left <= seen.x0 <= box.right and box.bottom <= seen.y0 <= box.top
        ]
        assert all(seen.x1 <= box.right + 1 for box in around), text.get_text()


def test_labels_stand_on_the_sheet():
    figure = draw_layout(made_up.crowded_port(16), "zh")
    width, height = figure.get_size_inches() * 72
    assert all(b.left >= 0 and b.bottom >= 0 and b.right <= width and b.top <= height for b in boxes(figure))


def test_stations_stand_at_their_places_with_servers_and_room():
    said = texts(draw_layout(made_up.port(), "en"))
    assert "Mongolian exit ×2" in said
    assert "border gate ×3 · 180 m" in said
    assert "H986 scanner ×2 · 2 waiting places" in said  # of two models
    assert "□ coal stockpile 900 kt" in said
    assert not [text for text in said if text.startswith("image review")]  # it has no place


def test_zones_say_what_they_hold_and_how_large_they_are():
    tree = one_booth("1 s")
    tree["layout"] |= {
        "places": {"a": ["0 m", "0 m"], "b": ["900 m", "0 m"]},
        "links": {"way": {"from": "a", "to": "b", "length": "900 m", "speed": "20 km/h"}},
        "zones": {
            "sidings": {"at": "a", "holds": 8, "unit": "train"},
            "yard": {"at": "b", "holds": "300 m", "area": "17 ha"},
        },
    }
    scenario = Scenario.from_tree(tree)
    said = texts(draw_layout(scenario, "en"))
    assert "□ sidings 8 × train" in said
    assert "□ yard 300 m 170,000 m²" in said
    assert "□ sidings 8 × 列车" in texts(draw_layout(scenario, "zh"))


def test_tracks_say_their_gauge():
    tree = one_booth("1 s")
    way = {"from": "a", "to": "b", "length": "900 m", "speed": "20 km/h", "kind": "track", "gauge": "broad"}
    tree["layout"] |= {
        "places": {"a": ["0 m", "0 m"], "b": ["900 m", "0 m"]},
        "links": {"way": way},
        "zones": {"shed": {"at": "b", "holds": 2, "unit": "train", "gauge": "both"}},
    }
    scenario = Scenario.from_tree(tree)
    said = texts(draw_layout(scenario, "en"))
    assert "900 m · broad gauge" in said and "□ shed 2 × train both gauges" in said
    assert "□ shed 2 × 列车 双轨距" in texts(draw_layout(scenario, "zh"))


def test_links_say_length_lanes_and_the_storage_that_was_given():
    said = texts(draw_layout(made_up.port(), "en"))
    assert "600 m · 2 lanes · holds 900 m" in said
    assert "700 m" in said


def test_the_map_is_to_scale():
    axis = draw_layout(made_up.port(), "en").axes[0]
    ends = {line.get_gid(): np.column_stack(line.get_data()) for line in axis.get_lines() if line.get_gid()}
    first, second = (
        np.hypot(*np.diff(ends[f"link-{name}"], axis=0)[0]) for name in ("line_hall", "hall_scan")
    )
    assert first / second == pytest.approx(600 / np.hypot(300, 300))


@pytest.mark.parametrize("count", (2, 3, 12))
def test_a_road_from_north_to_south_is_as_high_as_its_places_are_many(count):
    tree = one_booth()
    step = 2000 / (count - 1)
    tree["layout"]["places"] = {f"p{i}": ["0 m", f"{-step * i:.0f} m"] for i in range(count)}
    tree["layout"]["stations"]["booth"] |= {"at": "p0"}
    width, height = draw_layout(Scenario.from_tree(tree), "en").get_size_inches()
    assert height / width < {2: 0.6, 3: 0.7, 12: 1.3}[count]


def test_the_map_speaks_chinese():
    assert "国门 ×3 · 180 m" in texts(draw_layout(made_up.port(), "zh"))


def test_a_label_takes_the_nearest_free_place():
    (box,) = place_labels([(100, 100)], [(20, 10)], Sheet(200, 200, NOTHING, NOTHING))
    assert max(box.left - 100, 100 - box.right, box.bottom - 100, 100 - box.top) <= 8


def test_a_label_keeps_off_what_must_not_be_covered():
    blocked = np.array([(x, y) for x in range(102, 200, 3) for y in range(0, 200, 3)], float)
    (box,) = place_labels([(100, 100)], [(20, 10)], Sheet(200, 200, blocked, NOTHING))
    assert box.right <= 103


def test_a_sheet_that_is_too_small_is_refused():
    assert place_labels([(10, 10)] * 3, [(18, 18)] * 3, Sheet(22, 22, NOTHING, NOTHING)) is None


def test_the_ground_of_a_place_is_drawn_to_scale_and_on_the_sheet():
    tree = one_booth()
    hall = {"at": ["0 m", "0 m"], "size": ["600 m", "400 m"]}
    tree["layout"] |= {"places": {"hall": hall, "gate": ["0 m", "-300 m"]}}
    axis = draw_layout(Scenario.from_tree(tree), "en").axes[0]
    drawn = next(patch for patch in axis.patches if patch.get_gid() == "place-hall")
    assert drawn.get_width() / drawn.get_height() == pytest.approx(1.5)
    assert drawn.get_x() > 0 and drawn.get_x() + drawn.get_width() < axis.get_xlim()[1]
