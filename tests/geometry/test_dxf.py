"""A DXF names things by their layers."""

from pathlib import Path

import pytest
from answering import answer, refusal

from twin.config import compose

ezdxf = pytest.importorskip("ezdxf", reason="drawings as DXF are read by an extra: pip install '.[cad]'")
pytestmark = pytest.mark.usefixtures("folder")
METRES, MILLIMETRES, UNKNOWN = 6, 4, 0


def written(draw, unit=METRES, file="site.dxf"):
    """A drawing, and its file."""
    drawing = ezdxf.new("R2010")
    drawing.header["$INSUNITS"] = unit
    draw(drawing.modelspace(), drawing)
    drawing.saveas(file)
    return file


def on(layer):
    return {"layer": layer}


def site(space, drawing, k=1.0):
    space.add_point((100 * k, 50 * k), dxfattribs=on("line"))
    ring = [(70 * k, -530 * k), (130 * k, -530 * k), (130 * k, -570 * k), (70 * k, -570 * k)]
    space.add_lwpolyline(ring, close=True, dxfattribs=on("YARD"))
    space.add_line((100 * k, 50 * k), (100 * k, -250 * k), dxfattribs=on("in"))
    space.add_line((100 * k, -250 * k), (100 * k, -550 * k), dxfattribs=on("in"))
    space.add_text("drawn in May", dxfattribs=on("0"))


def layout_of(capsys, file, *words):
    code, told = answer(capsys, "geometry", file, "layout=little_gate", *words)
    assert code == 0
    return compose(["layout=little_gate"]).layout, told


@pytest.mark.parametrize(("unit", "k"), [(METRES, 1.0), (MILLIMETRES, 1000.0)])
def test_a_layer_is_the_thing_of_its_name(capsys, unit, k):
    layout, told = layout_of(capsys, written(lambda space, drawing: site(space, drawing, k), unit))
    assert layout.places["line"][:2] == (0.0, 0.0)
    assert layout.places["yard"] == (0.0, -600.0, 60.0, 40.0, None)
    assert layout.links["in"].length == 600.0 and told["unmatched"] == {}


def test_a_block_a_circle_and_a_text_stand_at_their_points(capsys):
    def draw(space, drawing):
        block = drawing.blocks.new("GATE")
        block.add_line((0, 0), (1, 0))
        space.add_blockref("GATE", (0, 0), dxfattribs=on("line"))
        space.add_circle((9, -600), 5, dxfattribs=on("yard"))

    assert layout_of(capsys, written(draw))[0].places["yard"][:2] == (9.0, -600.0)


def test_a_curve_is_as_long_as_it_is(capsys):
    def draw(space, drawing):
        space.add_lwpolyline([(0, 0, 1.0), (0, -600, 0.0)], format="xyb", dxfattribs=on("in"))

    assert layout_of(capsys, written(draw))[0].links["in"].length == pytest.approx(942.5, abs=2.0)


def test_a_drawing_without_a_unit_is_refused_until_it_is_said(capsys):
    file = written(site, UNKNOWN)
    assert "does not say its unit; say it: --unit m" in refusal(
        capsys, "geometry", file, "layout=little_gate"
    )
    assert layout_of(capsys, file, "--unit", "m")[0].links["in"].length == 600.0


def test_a_drawing_without_named_layers_is_refused(capsys):
    file = written(lambda space, drawing: space.add_point((0, 0)))
    assert "nothing lies on a layer with a name" in refusal(capsys, "geometry", file, "layout=little_gate")


@pytest.mark.parametrize("content", (b"", b"AC1032 a dwg\x00\x01", b"0\nSECTION\n2\nENTITIES\n0\nLINE\n"))
def test_a_broken_drawing_is_refused_and_nothing_is_written(capsys, content):
    Path("site.dxf").write_bytes(content)
    before = Path("layouts/little_gate.yaml").read_bytes()
    assert "site.dxf" in refusal(capsys, "geometry", "site.dxf", "layout=little_gate")
    assert Path("layouts/little_gate.yaml").read_bytes() == before
