"""`twin check`: whether a port is sound, and what of it looks odd, before any run."""

from twin.commands import add_words
from twin.commands.answers import hand_over
from twin.commands.guiding import gaps_answer, gaps_text
from twin.commands.telling import ledger_counts, ledger_text

HELP = "whether the port is sound, and what looks odd, each with its place and its way out; runs nothing"

TOLD = 12  # findings; --all tells the rest


def add_arguments(parser):
    add_words(parser)
    parser.add_argument("--all", action="store_true", help=f"every finding, not the first {TOLD}")


def run(args):
    from twin.config import compose
    from twin.show.text import word
    from twin.study.filling import gaps
    from twin.study.lint import ERROR, lint

    scenario = compose(args.words)
    findings = lint(scenario)
    still, layout = gaps(scenario), scenario.name.split(" ")[0]
    counts = {
        kind: len(getattr(scenario.layout, kind))
        for kind in ("stations", "links", "classes", "flows", "pools")
    }
    answer = {
        "scenario": scenario.name,
        "levers": list(scenario.levers),
        "has": counts,
        "ledger": ledger_counts(scenario.ledger),
        "findings": [as_dict(finding) for finding in findings],
        **gaps_answer(still, layout),
    }
    text = ", ".join([scenario.name, *(f"{count} {word(kind, args.lang)}" for kind, count in counts.items())])
    text += f"\n{ledger_text(scenario, args.lang)}\n"
    told = findings if args.all else findings[:TOLD]
    text += "".join("\n" + line for line in lines(told, args.lang))
    if len(told) < len(findings):
        text += f"\n… {len(findings) - len(told)} + (--all)"
    guide = gaps_text(still, layout, len(still) if args.all else TOLD, args.lang)
    text += f"\n\n{guide}" if guide else ""
    hand_over(args, answer, text, ("preview", args.words))
    return int(any(finding.severity == ERROR for finding in findings))


def as_dict(finding):
    return finding._asdict() | {"text": finding.text._asdict(), "way_out": finding.way_out._asdict()}


def lines(findings, lang):
    """Each finding in a line: where and what; behind it, or behind those that share it, the way out."""
    from itertools import groupby

    from twin.show.text import word

    for way_out, alike in groupby(findings, key=lambda finding: getattr(finding.way_out, lang)):
        for finding in alike:
            yield f"{word(finding.severity, lang)}  {finding.path}: {getattr(finding.text, lang)}"
        yield f"    {way_out}"
