"""`twin edit`: a change to a port, written down as a scenario of one's own."""

from twin.commands import Refusal, own_levers
from twin.commands.answers import hand_over

HELP = "write a change as a scenario of your own: twin edit NAME layout=PORT PATH=VALUE PATH+=2 PATH*=80%"

# What stands between path and value, and the change of a lever that it means.
SIGNS = {"+=": "more", "*=": "scale", "=": "set"}
# Words that choose files say for which port the change is tried; they are no part of it.
CHOICES = ("layout", "demand", "roster", "policy", "equipment", "experiment", "scenario", "peak")


def add_arguments(parser):
    parser.add_argument("name", help="what the scenario is called; the file is scenarios/NAME.yaml")
    parser.add_argument(
        "words",
        nargs="+",
        metavar="word",
        help="layout=PORT, then PATH=VALUE, PATH+=2, PATH*=80%%, +PATH={…}, ~PATH",
    )
    parser.add_argument("--label", metavar="TEXT", help="what the scenario is called in texts")
    parser.add_argument("--force", action="store_true", help="write over a scenario of this name")


def run(args):
    choices, changes = sorted_words(args.words)
    if not changes:
        raise Refusal("twin edit", "there is nothing to change; say e.g. layout.stations.h986.servers+=1")
    own_levers.refuse_to_write_over("edit", args.name, args.force)
    chosen = [word for word in args.words if word.startswith("scenario=")]
    target = own_levers.write(args.name, changes, [*choices, *chosen], args.label)
    text = target.read_text(encoding="utf-8")
    answer = {"scenario": args.name, "file": str(target), "text": text}
    told = f"{target}\n\n{text}".rstrip()
    hand_over(args, answer, told, ("compare", [*choices, "base", args.name]))
    return 0


def sorted_words(words):
    """(words that choose files, changes of a lever) in their order, without the scenarios beside it."""
    choices, changes = [], []
    for word in words:
        path, sign, value = parted(word)
        if word.startswith("~") and word[1:] and not sign:
            changes.append({"remove": word[1:]})
        elif word.startswith("+") and sign == "=" and value.startswith("{"):
            changes.append({"add": below(path[1:].split("."), meant(value))})
        elif sign == "=" and path in CHOICES:
            choices += [] if path == "scenario" else [word]
        elif sign and path and value:
            changes.append({SIGNS[sign]: {path: meant(value)}})
        else:
            text = "a change is written PATH=VALUE, PATH+=NUMBER, PATH*=PERCENT, +PATH={…} or ~PATH"
            raise Refusal(word, text)
    return choices, changes


def below(path, value):
    """A value as it stands in the tree of a port.

    >>> below(["roster", "shifts"], {"size": "4"})
    {'roster': {'shifts': {'size': '4'}}}
    """
    return {path[0]: below(path[1:], value)} if path else value


def meant(value):
    """A value of one word: a list or a mapping where it is written as one, as [0 m, -250 m]."""
    from twin.model import yaml_text

    if value[:1] not in ("[", "{"):
        return value
    page = yaml_text.read(f"value: {value}", "command line")
    if page.faults:
        raise Refusal(value, page.faults[0].text)
    return page.tree["value"]


def parted(word):
    """(path, sign, value) at the first sign of a word; no sign, no value."""
    path, equals, value = word.partition("=")
    if not equals:
        return word, "", ""
    sign = f"{path[-1:]}=" if path[-1:] in ("+", "*") else "="
    return path.removesuffix(sign[:-1]), sign, value.strip()
