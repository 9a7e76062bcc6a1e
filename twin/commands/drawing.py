"""The map of a port as a file: a picture, or geometry that other programs read."""

PICTURES = (".png", ".svg", ".geojson")


def draw_map(scenario, file, lang):
    """The map as a picture, or as geometry that other programs read."""
    import json

    from twin.commands import Refusal
    from twin.commands.answers import put_whole

    if file.suffix not in PICTURES:
        raise Refusal(f"--map {file}", f"a map is drawn to a file that ends in {', '.join(PICTURES)}")
    if not scenario.layout.places:
        raise Refusal(f"--map {file}", f"{scenario.name} names no places, so there is nothing to draw")
    if file.suffix == ".geojson":
        from twin.show.geojson import geojson

        content = json.dumps(geojson(scenario, lang), ensure_ascii=False, indent=1).encode()
    else:
        from twin.show.map import CrowdedMapError, draw_layout
        from twin.show.style import as_png, as_svg

        try:
            figure = draw_layout(scenario, lang)
        except CrowdedMapError as error:
            raise Refusal(f"--map {file}", f"{error}; or write it as .geojson, which has no labels") from None
        content = as_svg(figure, "map").encode() if file.suffix == ".svg" else as_png(figure)
    put_whole(file, content)
    return file
