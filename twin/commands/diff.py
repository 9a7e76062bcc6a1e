"""`twin diff`: what scenarios change in a port, value by value, before anything is run."""

HELP = "what scenarios change, value by value; runs nothing: twin diff layout=PORT base A+B"


def add_arguments(parser):
    from twin.commands import add_words

    add_words(parser)


def run(args):
    from twin.commands import Refusal
    from twin.commands.answers import hand_over, table
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
        rows = [(one.path, one.before or "–", one.after or "–") for one in each]
        parts.append(table((f"{name} – {base}", base, name), rows, left=3) if rows else f"{name} = {base}")
    hand_over(args, answer, "\n\n".join(parts), ("compare", args.words))
    return 0
