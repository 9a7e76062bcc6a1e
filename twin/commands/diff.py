"""`twin diff`: what scenarios change in a port, value by value, before anything is run."""

import re

NEXT = re.compile(r", (\{|[a-z_]+: )")  # a comma within a remark separates nothing
WIDEST = 48  # characters of a value that still fits beside another

HELP = "what scenarios change, value by value; runs nothing: twin diff layout=PORT base A+B"


def add_arguments(parser):
    from twin.commands import add_words

    add_words(parser)


def run(args):
    from twin.commands import Refusal
    from twin.commands.answers import hand_over
    from twin.commands.compare import questions
    from twin.config import compose, differences, tree

    asked = questions(args.words)
    if len(asked) < 2:
        raise Refusal("twin diff", "name what is held against the port as it is: base A B A+B")
    for words in asked.values():
        compose(words)  # a scenario that is refused has no differences worth telling
    (base, first), *others = asked.items()
    before = tree(first)
    found = {name: differences(before, tree(words)) for name, words in others}
    answer = {
        "base": base,
        "differences": {name: [one._asdict() for one in each] for name, each in found.items()},
    }
    parts = []
    for name, each in found.items():
        parts.append(_in_words(each, base, name) if each else f"{name} = {base}")
    hand_over(args, answer, "\n\n".join(parts), ("compare", args.words))
    return 0


def _in_words(found, base, name):
    """Short values side by side; those of whole things one under the other, a line a word of theirs."""
    from twin.commands.answers import table

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
