"""`twin check`: whether a port is sound, and what of it looks odd, before any run."""

HELP = "whether the port is sound, every fault with its place and its way out; runs nothing"


def add_arguments(parser):
    from twin.commands import add_words

    add_words(parser)


def run(args):
    from twin.commands.answers import hand_over, next_command
    from twin.commands.run import ledger_counts, ledger_text
    from twin.config import compose
    from twin.study.warnings import warnings

    scenario = compose(args.words)
    found = warnings(scenario)
    layout = scenario.layout
    counts = {
        "stations": len(layout.stations), "links": len(layout.links), "classes": len(layout.classes),
        "flows": len(layout.flows), "pools": len(layout.pools),
    }  # fmt: skip
    answer = {
        "scenario": scenario.name, "levers": list(scenario.levers), "has": counts,
        "ledger": ledger_counts(scenario.ledger), "warnings": [warning._asdict() for warning in found],
    }  # fmt: skip
    text = f"{scenario.name}: sound; " + ", ".join(f"{count} {kind}" for kind, count in counts.items())
    text += "\n" + ledger_text(scenario.ledger, args.lang)
    text += "".join(f"\n\n{warning}" for warning in found)
    hand_over(args, answer, text + next_command(f"twin preview {' '.join(args.words)}"))
    return 0
