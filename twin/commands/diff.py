"""`twin diff`: what scenarios change in a port, value by value, before anything is run."""

import re

from twin.commands import Refusal, add_words
from twin.commands.answers import hand_over, table
from twin.commands.drawing import draw_difference
from twin.commands.edit import CHOICES
from twin.commands.words import BASE, questions, without

CHANGED = "changed"  # what values make of a port
NEXT = re.compile(r", (\{|[a-z_]+: )")  # a comma within a remark separates nothing
WIDEST = 48  # characters of a value that still fits beside another

HELP = "what scenarios or values change, one by one; runs nothing: twin diff layout=PORT base A+B"


def add_arguments(parser):
    add_words(parser)
    parser.add_argument(
        "--map", metavar="FILE", help="draw the port with what is changed marked to FILE.png or .svg"
    )


def run(args):
    from twin.config import compose, differences, tree

    asked = held(args.words)
    if args.map:
        refuse_map(args.map, asked)
    scenarios = [compose(words) for words in asked.values()]  # a refused one has no differences worth telling
    (base, first), *others = asked.items()
    before = tree(first)
    found = {name: differences(before, tree(words)) for name, words in others}
    answer = {
        "base": base,
        "differences": {name: [one._asdict() for one in each] for name, each in found.items()},
    }
    parts = [_in_words(each, base, name) if each else f"{name} = {base}" for name, each in found.items()]
    if args.map:
        answer["map"] = str(draw_difference(*scenarios, args.map, args.lang))
        parts.append(answer["map"])
    hand_over(args, answer, "\n\n".join(parts), ("compare", args.words))
    return 0


def held(words):
    """{name: words} of what is held against what; values alone are held against the port without them."""
    asked = questions(words)
    if len(asked) > 1:
        return asked
    port = [word for word in without(words, "scenario") if word.partition("=")[0] in CHOICES]
    others = [word for word in words if word not in port and word != BASE]
    if not others:
        raise Refusal("twin diff", "name what is held against the port as it is: base A B A+B, or PATH=VALUE")
    return {BASE: port, CHANGED: [*port, *others]}


def refuse_map(file, asked):
    """One picture shows one port before and after."""
    if len(asked) != 2:
        raise Refusal(f"--map {file}", f"a map shows two, before and after; here are {len(asked)}")


def _in_words(found, base, name):
    """Short values side by side; those of whole things one under the other, a line a word of theirs."""
    short = [one for one in found if max(len(one.before or ""), len(one.after or "")) <= WIDEST]
    rows = [(one.path, one.before or "–", one.after or "–") for one in short]
    parts = [table((f"{name} – {base}", base, name), rows, left=3) if rows else f"{name} – {base}"]
    for one in found:
        if one not in short:
            before, after = (_lines(value) for value in (one.before, one.after))
            gone = [f"  - {line}" for line in before if line not in after]
            come = [f"  + {line}" for line in after if line not in before]
            parts.append("\n".join([one.path, *gone, *come]))
    return "\n".join(parts)


def _lines(value):
    """The words of a thing, or the steps of a list, one a line: cut where a comma separates two of them."""
    if not value or value[0] not in "{[":
        return [value] if value else []
    inside, lines, depth, start = value[1:-1], [], 0, 0
    for i, letter in enumerate(inside):
        depth += (letter in "{[") - (letter in "}]")
        if letter == "," and depth == 0 and NEXT.match(inside, i):
            lines.append(inside[start:i])
            start = i + 2
    return [*lines, inside[start:]]
