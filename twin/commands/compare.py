"""`twin compare`: scenarios against the port as it is and against each other, under the same luck."""

from twin.commands import weighing
from twin.commands.answers import hand_over
from twin.commands.asking import add_run_options, at_least_one

HELP = "compare scenarios under the same luck: twin compare layout=PORT base A B A+B"


def add_arguments(parser):
    add_run_options(parser)
    add = parser.add_argument
    add("--target", metavar="T", help='what decides, with or without a bound: "p95 coal_truck <= 60"')
    add(
        "--precision",
        metavar="P",
        help='replications by which differences are known to within "5 %%" of the base, or "2 min"',
    )
    add("--half-width", metavar="W", help='the same, in the unit of what decides: "2 min"')
    add(
        "--most", type=at_least_one, default=1000, metavar="N", help="replications that these may take (1000)"
    )
    add("--factorial", nargs="+", metavar="LEVER", help="what each lever does, and what they do together")
    add(
        "--runs",
        type=at_least_one,
        default=32,
        metavar="N",
        help="sets of levers that --factorial may run (32)",
    )
    add(
        "--indifference",
        metavar="D",
        help='select the best only, dropping others early: a difference of "1 min"',
    )
    add("--steady", action="store_true", help="ask of the long run: is the warm-up long enough?")
    add("--map", metavar="FILE", help="draw what the first scenario changes to FILE.svg or .png")


def run(args):
    weighing.sort_out(args)
    plan = weighing.plan_of(args)
    asked = weighing.questions_of(args, plan)
    if args.indifference:
        answer, text = weighing.selected(args, asked)
    else:
        answer, text = weighing.compared(args, asked, plan)
    hand_over(args, answer, text, ("report", weighing.words_for_report(args, asked)))
    return 0
