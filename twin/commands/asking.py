"""From the words of a command line to a scenario's summary, with the way there told on standard error."""

import argparse
import math
import sys
import time
from contextlib import ExitStack, contextmanager

from twin.commands import Refusal, add_words
from twin.commands.answers import note
from twin.commands.bars import bar
from twin.commands.lines import language


def add_run_options(parser):
    """What every command takes that may have to run the port."""
    add_words(parser)
    parser.add_argument(
        "--engine", choices=("kernel", "reference"), default="kernel", help="both give the same visits"
    )
    parser.add_argument("--outputs", default="outputs", metavar="FOLDER", help="where results are kept")
    parser.add_argument(
        "--workers", type=at_least_one, default=0, metavar="N", help="how many run at once (as many as cores)"
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--processes", action="store_true", help="run in processes instead of threads")
    where.add_argument(
        "--cluster", metavar="ADDRESS", help="run on a cluster of Dask: tcp://HOST:8786 of its scheduler"
    )
    parser.add_argument(
        "--max-time",
        dest="until",
        type=until,
        default=math.inf,
        metavar="TIME",
        help="run no longer than this, as in 10min; what has ended is kept",
    )


def add_precision_options(parser):
    """What a command takes that goes on until a mean is known well enough."""
    parser.add_argument(
        "--precision",
        metavar="WIDTH",
        help="go on until half the interval of the mean is so narrow: '5 %%' of the mean, or '2 min'",
    )
    parser.add_argument(
        "--target", metavar="LINE", help="of what (wait_mean): 'wait_p95 of coal_truck', 'same_day_share'"
    )
    parser.add_argument(
        "--most", type=at_least_one, default=1000, metavar="N", help="replications at which it gives up"
    )


def precision_for(args):
    """The Precision of the options, None where none is asked for."""
    if args.precision is None:
        if args.target is not None:
            raise Refusal("--target", "says of what the precision is; give --precision '5 %' too")
        return None
    from twin.study.precise import precision_of

    return precision_of(args.precision, args.target or "wait_mean", args.most)


def at_least_one(said):
    """A whole number of things, as workers or replications."""
    if not said.isdecimal() or int(said) < 1:
        raise argparse.ArgumentTypeError(f"{said} is no whole number from 1 on")
    return int(said)


def until(said):
    """When so long a time from now is over, by the clock of time.monotonic."""
    from twin.model.units import DURATION, read

    try:
        seconds = float(read(said, DURATION))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{said} is {error}") from None
    if not seconds > 0.0:
        raise argparse.ArgumentTypeError(f"{said} is no time in which to run; write e.g. 10min")
    return time.monotonic() + seconds


def summary_for(args, scenario, *, measured="visits"):
    """The Kept summary of a scenario, of which is run what is not kept yet."""
    from twin.study.kept import summary_of

    with runs_bar(args.engine) as watch:
        return summary_of(scenario, folder=args.outputs, how=how_of(args, measured), watch=watch)


def far_as_time_for(args, scenario, *, measured="visits"):
    """As `summary_for`, of the first replications where --max-time is over before all have ended."""
    from twin.study.kept import as_far_as_time

    with runs_bar(args.engine) as watch:
        return as_far_as_time(scenario, folder=args.outputs, how=how_of(args, measured), watch=watch)


def precise_for(args, scenario, precision, *, measured="visits"):
    """The Precise summary of a scenario: as many replications as a precision takes."""
    from twin.study.precise import precise_summary

    with runs_bar(args.engine) as watch:
        asked = {"folder": args.outputs, "how": how_of(args, measured), "watch": watch}
        return precise_summary(scenario, precision, **asked)


def measuring_for(args, *, measured="visits"):
    """The function of (scenario, numbers) that gives (plan, RunMeasures), run as the options say or kept.

    It is what study.observing.observed and all studies that ask step by step take as `measured`.
    """
    from twin.study.kept import measures_of

    def measures(scenario, numbers):
        with runs_bar(args.engine) as watch:
            how = how_of(args, measured)
            return measures_of(scenario, numbers, folder=args.outputs, how=how, watch=watch)

    return measures


def how_of(args, measured="visits"):
    """The How that the options of a command line say."""
    from twin.study.running.how import CLUSTER, PROCESSES, THREADS, How, Place

    kind = CLUSTER if args.cluster else PROCESSES if args.processes else THREADS
    return How(args.engine, measured, Place(kind, args.workers, args.cluster or ""), args.until)


@contextmanager
def runs_bar(engine="kernel"):
    """What shows a bar for so many replications, and gives what is called with how many more have ended."""
    with ExitStack() as shown:

        def begin(number):
            if engine == "kernel":
                tell_if_compiling()
            shown.close()
            return shown.enter_context(bar(number, unit="run")).update

        yield begin


def tell_stage(number, of, name):
    """Says which of several things is done now, where a bar is seen too."""
    if of > 1 and sys.stderr.isatty():
        note(f"{number}/{of}: {name}")


def tell_if_compiling():
    """Says in the user's language that the first run takes longer, where no compiled code is kept yet."""
    from twin.plan.jit import cache_folder
    from twin.show.text import say

    if next(cache_folder().rglob("loop.run-*.nbc"), None) is None:
        text = (
            "the fast engine is compiled now, once; this takes about half a minute (twin warm does it ahead)"
        )
        note(say(text, language()))
