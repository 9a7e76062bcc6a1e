"""`twin verify`: that the numbers can be trusted, on this machine and with this program."""

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
    from twin.commands.answers import hand_over, table
    from twin.config import compose
    from twin.plan.compile import compile_plan

    plan = compile_plan(compose(args.words)) if args.words else None
    proofs = [*port_proofs(plan, args.replications), *certificate_proofs(args.models)]
    holds = all(proof["holds"] for proof in proofs)
    rows = [(proof["what"], "ok" if proof["holds"] else "FAILS", proof["found"]) for proof in proofs]
    text = table(("", "", ""), rows, left=3).strip("\n")
    after = ("report", args.words) if args.words else ("list", ())
    hand_over(args, {"holds": holds, "proofs": proofs}, text, after)
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


def certificate_proofs(models):
    """Random ports in both engines, and the waits that theory knows."""
    from twin.study.verification import verify

    found = verify(models)
    text = f"{found.visits:,} visits the same, bit for bit; {found.stopped} ports jam, in both engines alike"
    wrong = "\n".join(f"seed {seed}: {said}" for seed, said in found.wrong[:TOLD])
    proofs = [proof(f"{found.models} random ports", not found.wrong, wrong or text)] if models else []
    for held in found.theory:
        said = f"{held.mean:.5g} [{held.low:.5g}, {held.high:.5g}], theory {held.truth:.5g} ({held.method})"
        proofs.append(proof(f"{held.case}, {held.measure}", held.passed, said))
    return proofs


def proof(what, holds, found):
    return {"what": what, "holds": holds, "found": found}
