"""`twin verify`: that the numbers can be trusted, on this machine and with this program."""

import sys

from twin.commands import Refusal, add_words
from twin.commands.answers import hand_over, note, table
from twin.commands.bars import bar

HELP = "both engines on your port and on random ports, bit for bit; stations whose waits theory knows"

MODELS = 40
REPLICATIONS = 2
TOLD = 5  # of what is wrong


def add_arguments(parser):
    add_words(parser)
    parser.add_argument("--models", type=int, default=MODELS, metavar="N", help=f"random ports ({MODELS})")
    parser.add_argument(
        "--replications", type=int, default=REPLICATIONS, metavar="N", help=f"of your port ({REPLICATIONS})"
    )
    parser.add_argument(
        "--decisions",
        action="store_true",
        help="instead: what the studies find where the right decision is known",
    )
    parser.add_argument(
        "--trials", type=int, metavar="N", help="with --decisions: how often a selection is tried (20; 200)"
    )


def run(args):
    return decide(args) if args.decisions else certify(args)


def decide(args):
    """The table of decisions of which the right one is known."""
    from twin.study.decisions import TRIALS, decisions

    if args.words:
        raise Refusal(args.words[0], "twin verify --decisions asks of no port; leave the words out")
    trials = TRIALS if args.trials is None else args.trials
    if trials < 1:
        raise Refusal("--trials", f"is {trials}; 1 or more are needed")
    tell = None if args.json or not sys.stderr.isatty() else note
    found = decisions(trials, watch=tell)
    holds = all(one.passed for one in found)
    answer = {"holds": holds, "trials": trials, "decisions": [one._asdict() for one in found]}
    hand_over(args, answer, decisions_text(found), ("compare", ("layout=…", "base", "A", "B")))
    return int(not holds)


def decisions_text(found):
    """A row a number: found, known, by what it is accepted, and whether."""
    rows = [
        (
            one.case,
            one.what,
            "ok" if one.passed else "FAILS",
            figure(one.found),
            figure(one.expected),
            one.accept,
        )
        for one in found
    ]
    passed = sum(one.passed for one in found)
    lines = table(("case", "number", "", "found", "known", "accepted by"), rows, left=3)
    return f"{lines}\n\n{passed} of {len(found)} numbers hold in {len({one.case for one in found})} cases"


def figure(value):
    """A number or a row of them, short."""
    if isinstance(value, (list, tuple)):
        said = ", ".join(figure(one) for one in value[:4])
        return f"{said}, …" if len(value) > 4 else said
    return value if isinstance(value, str) else f"{value:.7g}"


def certify(args):
    """Both engines on the port and on random ports, and stations whose waits theory knows."""
    from functools import partial

    from twin.config import compose
    from twin.plan.compile import compile_plan
    from twin.show.faults import in_words_of
    from twin.study.oracles import oracles
    from twin.study.verification import verify

    plan = compile_plan(compose(args.words)) if args.words else None
    proofs = port_proofs(plan, args.replications)
    with bar(args.models + len(oracles()), unit="proof") as shown:
        found = verify(args.models, watch=shown.update)
    proofs += certificate_proofs(found)
    holds = all(proof["holds"] for proof in proofs)
    told = partial(in_words_of, lang=args.lang)
    rows = [(told(one["what"]), "ok" if one["holds"] else "FAILS", told(one["found"])) for one in proofs]
    lines = [table(("", "", ""), rows, left=3).strip("\n"), "", *map(told, covered(found))]
    lines.append(versions_line(found))
    after = ("report", args.words) if args.words else ("list", ())
    answer = {
        "holds": holds,
        "proofs": proofs,
        "models": found.models,
        "oracles": {"tried": len(found.theory), "passed": sum(held.passed for held in found.theory)},
        "constructs": found.constructs,
        "pairs": {"met": found.pairs_met, "of": found.pairs},
        "versions": found.versions,
    }
    hand_over(args, answer, "\n".join(lines), after)
    return int(not holds)


def port_proofs(plan, replications):
    """One proof a replication of the port: both engines alike, no law broken."""
    from twin.study.sameness import examine

    proofs = []
    for number in range(replications if plan else 0):
        outcome = examine(plan, number)
        stopped = f", both end in {outcome.stopped}" if outcome.stopped else ""
        found = outcome.wrong or f"{outcome.visits:,} visits the same, bit for bit{stopped}"
        proofs.append(proof(f"this port, replication {number}", not outcome.wrong, found))
    return proofs


def certificate_proofs(found):
    """Random ports in both engines, and what theory knows."""
    text = f"{found.visits:,} visits the same, bit for bit; {found.stopped} ports jam, in both engines alike"
    wrong = "\n".join(f"seed {seed}: {said}" for seed, said in found.wrong[:TOLD])
    proofs = [proof(f"{found.models} random ports", not found.wrong, wrong or text)] if found.models else []
    for held in found.theory:
        said = f"{held.mean:.5g} [{held.low:.5g}, {held.high:.5g}], known {held.truth:.5g} ({held.method})"
        proofs.append(proof(f"{held.case}, {held.measure}", held.passed, said))
    return proofs


def covered(found):
    """How much was tried, and which constructs no random port had."""
    used = [name for name, ports in found.constructs.items() if ports]
    passed = sum(held.passed for held in found.theory)
    cases = len({held.case for held in found.theory})
    yield f"{passed} of {len(found.theory)} known numbers hold in {cases} oracles"
    if found.models:
        met = f"{found.pairs_met} of {found.pairs} pairs of them met in one port"
        yield f"{len(used)} of {len(found.constructs)} constructs in the random ports; {met}"
        missed = [name for name in found.constructs if name not in used]
        if missed:
            yield f"not met: {', '.join(missed)} (more ports: --models {10 * found.models})"


def versions_line(found):
    """What computed."""
    return ", ".join(f"{name} {version}" for name, version in found.versions.items())


def proof(what, holds, found):
    return {"what": what, "holds": holds, "found": found}
