"""`twin list`: what there is to choose from."""

from twin.commands import Refusal
from twin.commands.answers import hand_over, table

HELP = "the ports, peaks, scenarios, models of equipment and experiments there are"

KINDS = ("layouts", "peaks", "scenarios", "equipment", "experiments")


def add_arguments(parser):
    kinds = ", ".join(KINDS)
    parser.add_argument(
        "words", nargs="*", metavar="word", help=f"any of {kinds}; peaks are those of layout=PORT"
    )


def run(args):
    from twin.show.text import word

    found = {kind: all_of(kind, args.words) for kind in wanted(args.words)}
    rows = [
        (
            word(kind, args.lang),
            one.name,
            getattr(one, f"label_{args.lang}"),
            "" if one.origin == "shipped" else one.origin,
        )
        for kind, names in found.items()
        for one in names
    ]
    answer = {kind: [one._asdict() | facts(kind, one.name) for one in names] for kind, names in found.items()}
    port = next((one.name for one in found.get("layouts", ())), "ganqimaodu_road")
    text = table(("", "", "", ""), rows, left=4).strip("\n")
    hand_over(args, answer, text, ("show", [port]))
    return 0


def facts(kind, name):
    """Of a port: what comes there, how many stations it has, and of which ports it is made."""
    if kind != "layouts":
        return {}
    from twin.config import said_of

    tree = said_of(kind, name).tree
    classes, flows = (part_of(tree, part) for part in ("classes", "flows"))
    coming = [
        cls for flow in flows.values() for cls in as_list(part_of({"flow": flow}, "flow").get("classes"))
    ]
    return {
        "comes": [label_of(classes, cls) for cls in dict.fromkeys(coming)],
        "stations": len(part_of(tree, "stations")),
        "ports": list(part_of(tree, "ports")),
    }


def part_of(tree, name):
    """A mapping of a file that has not been checked; empty where there is none."""
    part = tree.get(name)
    return part if hasattr(part, "items") else {}


def as_list(said):
    """One name or several, as a list."""
    return [one for one in (said if isinstance(said, list) else [said]) if isinstance(one, str)]


def label_of(classes, name):
    """What a class is and is called, as the file says it."""
    written = part_of(classes, name)
    label = part_of(written, "label")
    plain = name.replace("_", " ")
    kind = written.get("kind", "vehicle")
    return {"name": name, "kind": kind, "zh": label.get("zh", plain), "en": label.get("en", plain)}


def wanted(words):
    """The kinds that were asked for; all of them if none was named."""
    from twin.model.errors import nearest

    said = [word for word in words if not word.startswith("layout=")]
    for word in said:
        if word not in KINDS:
            text = f"there is no kind {word}{nearest(word, KINDS)}; there is {', '.join(KINDS)}"
            raise Refusal(f"twin list {word}", text)
    return said or KINDS


def all_of(kind, words):
    """What there is of a kind; peaks are those of the ports named by layout=, else of every port."""
    from twin.config import list_names

    if kind != "peaks":
        return list_names(kind)
    ports = [word.partition("=")[2] for word in words if word.startswith("layout=")]
    ports = ports or [one.name for one in list_names("layouts")]
    # A peak belongs to its port, so where several ports are told the port stands before it.
    found = [(port, peak) for port in ports for peak in list_names("peaks", layout=port)]
    return [peak if len(ports) == 1 else peak._replace(name=f"{port}/{peak.name}") for port, peak in found]
