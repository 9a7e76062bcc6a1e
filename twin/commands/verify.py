"""`twin verify`: that the numbers can be trusted, on this machine and with this program."""

import sys

HELP = "both engines on your port and on random ports, bit for bit; stations whose waits theory knows"

MODELS = 40
REPLICATIONS = 2
TOLD = 5  # of what is wrong


def add_arguments(parser):
    from twin.commands import add_words

    add_words(parser)
    parser.add_argument("--models", type=int, default=MODELS, metavar="N", help=f"random ports ({MODELS})")
    parser.add_argument(
        "--replications", type=int, default=REPLICATIONS, metavar="N", help=f"of your port ({REPLICATIONS})"
    )


def run(args):
    from tqdm import tqdm

    from twin.commands.answers import hand_over, table
    from twin.config import compose
    from twin.plan.compile import compile_plan
    from twin.study.oracles import oracles
    from twin.study.verification import verify

    plan = compile_plan(compose(args.words)) if args.words else None
    proofs = port_proofs(plan, args.replications)
    quiet = args.json or not sys.stderr.isatty()
    with tqdm(total=args.models + len(oracles()), unit="proof", leave=False, disable=quiet) as bar:
        found = verify(args.models, watch=bar.update)
    proofs += certificate_proofs(found)
    holds = all(proof["holds"] for proof in proofs)
    rows = [(proof["what"], "ok" if proof["holds"] else "FAILS", proof["found"]) for proof in proofs]
    lines = [table(("", "", ""), rows, left=3).strip("\n"), "", *covered(found), versions_line(found)]
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
