"""`twin geometry`: places, lengths and areas of a port of one's own, taken from a drawing."""

from twin.commands import Refusal
from twin.commands.answers import hand_over, table

HELP = "take places, lengths and areas from a drawing: twin geometry site.geojson layout=PORT (or .dxf)"


def add_arguments(parser):
    parser.add_argument("file", help="a .geojson or .dxf whose things are named as places, links and zones")
    parser.add_argument("layout", metavar="layout=PORT", help="a port of your own (twin new)")
    parser.add_argument(
        "--unit", help="what a number of the drawing is, if it does not say: m, mm, cm, km, ft, in"
    )


def run(args):
    from twin.config.geometry import draw
    from twin.show.text import say

    word, _, layout = args.layout.partition("=")
    if word != "layout" or not layout:
        raise Refusal(f"twin geometry {args.layout}", "say which port is drawn: layout=PORT")
    found = draw(layout, args.file, args.unit)
    headings = [say(each, args.lang) for each in ("value of", "before", "now")]
    rows = [(one.path, plain(one.before), plain(one.after)) for one in found.values]
    lines = [found.file, "", table(headings, rows, left=3)]
    if found.unmatched:
        lines += ["", say("not called as a place, link or zone of the layout:", args.lang)]
        lines += [f"  {name}: {guess}" for name, guess in found.unmatched.items()]
    lines += ["", *found.remarks] if found.remarks else []
    answer = {
        "file": found.file,
        "values": [one._asdict() for one in found.values],
        "unmatched": found.unmatched,
        "remarks": found.remarks,
    }
    hand_over(args, answer, "\n".join(lines), ("show", [layout, "--map", f"{layout}.png"]))
    return 0


def plain(value):
    """A value without the origins behind its bars."""
    import re

    return re.sub(r" *\|[^,\]}]*", "", value)
