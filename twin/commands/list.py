"""`twin list`: what there is to choose from."""

HELP = "the ports, peaks, scenarios and experiments there are"

KINDS = ("layouts", "peaks", "scenarios", "experiments")


def add_arguments(parser):
    parser.add_argument(
        "words", nargs="*", metavar="word", help=f"one of {', '.join(KINDS)}; peaks are those of layout=PORT"
    )


def run(args):
    from twin.commands.answers import hand_over, next_command, table

    found = {kind: names_of(kind, args.words) for kind in wanted(args.words)}
    rows = [(kind, name) for kind, names in found.items() for name in names]
    text = table(("kind", "name"), rows, left=2)
    port = next(iter(found.get("layouts", ())), "ganqimaodu_road")
    hand_over(args, found, text + next_command(f"twin check layout={port}"))
    return 0


def wanted(words):
    """The kinds that were asked for, all of them if none was named."""
    from twin.commands import Refusal

    said = [word for word in words if "=" not in word]
    for word in said:
        if word not in KINDS:
            raise Refusal(f"twin list {word}", f"there is no kind {word}; there is {', '.join(KINDS)}")
    return said or KINDS


def names_of(kind, words):
    """All names of a kind; peaks are those of a port, by `layout=`, or of every port."""
    from twin.config import names

    if kind != "peaks":
        return list(names(kind))
    said = [word.partition("=")[2] for word in words if word.startswith("layout=")]
    return [f"{peak} ({port})" for port in said or names("layouts") for peak in names("peaks", port)]
