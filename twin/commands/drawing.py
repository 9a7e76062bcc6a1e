"""The map of a port as a file: a picture, or geometry that other programs read."""

from pathlib import Path

from twin.commands import Refusal
from twin.commands.answers import put_whole

PICTURES = (".png", ".svg", ".geojson")


def draw_map(scenario, file, lang):
    """The map as a picture, or as geometry that other programs read."""
    import json

    refuse(scenario, file, PICTURES)
    if file.suffix == ".geojson":
        from twin.show.geojson import geojson

        content = json.dumps(geojson(scenario, lang), ensure_ascii=False, indent=1).encode()
    else:
        from twin.show.map import draw_layout

        content = drawn(lambda: draw_layout(scenario, lang), file)
    put_whole(file, content)
    return file


def draw_difference(before, after, file, lang):
    """The map of a port with what another one changes marked."""
    from twin.show.changed import draw_before_after

    file = Path(file)
    refuse(before, file, PICTURES[:2])
    put_whole(file, drawn(lambda: draw_before_after(before, after, lang), file))
    return file


def refuse(scenario, file, kinds):
    """Refuses a file of another kind, and a port of which nothing can be drawn."""
    if file.suffix not in kinds:
        raise Refusal(f"--map {file}", f"a map is drawn to a file that ends in {', '.join(kinds)}")
    if not scenario.layout.places:
        raise Refusal(f"--map {file}", f"{scenario.name} names no places, so there is nothing to draw")


def drawn(make, file):
    """The bytes of a figure."""
    from twin.show.map import CrowdedMapError
    from twin.show.style import as_png, as_svg

    try:
        figure = make()
    except CrowdedMapError as error:
        raise Refusal(f"--map {file}", f"{error}; or write it as .geojson, which has no labels") from None
    return as_svg(figure, "map").encode() if file.suffix == ".svg" else as_png(figure)
