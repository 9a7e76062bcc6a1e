"""`twin verify`: that the numbers of a port can be trusted: two engines agree, and nothing is lost."""

HELP = "run both engines on a port and hold their visits, and what must hold on every run, against each other"


def add_arguments(parser):
    from twin.commands import add_words

    add_words(parser)
    parser.add_argument("--replications", type=int, default=2, metavar="N", help="how many are run (2)")


def run(args):
    from twin.commands.answers import hand_over, next_command, table
    from twin.config import compose
    from twin.study.verify import verify

    scenario = compose(args.words)
    proofs = verify(scenario, replications=args.replications)
    rows = [(proof.what, "ok" if proof.holds else "FAILS", proof.found) for proof in proofs]
    answer = {"scenario": scenario.name, "holds": all(proof.holds for proof in proofs),
              "proofs": [proof._asdict() for proof in proofs]}  # fmt: skip
    text = table(("", "", "found"), rows, left=3)
    hand_over(args, answer, text + next_command("report", args.words))
    return int(not answer["holds"])
