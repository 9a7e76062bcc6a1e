"""From the words of a command line to a scenario's summary, with the way there told on standard error."""

import argparse
import math
import sys
import time


def add_run_options(parser):
    """What every command takes that may have to run the port."""
    from twin.commands import add_words

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
    from twin.commands import Refusal

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

    bar = Bar(args.engine)
    try:
        return summary_of(scenario, folder=args.outputs, how=how_of(args, measured), watch=bar.begin)
    finally:
        bar.end()


def far_as_time_for(args, scenario, *, measured="visits"):
    """As `summary_for`, of the first replications where --max-time is over before all have ended."""
    from twin.study.kept import as_far_as_time

    bar = Bar(args.engine)
    try:
        return as_far_as_time(scenario, folder=args.outputs, how=how_of(args, measured), watch=bar.begin)
    finally:
        bar.end()


def precise_for(args, scenario, precision, *, measured="visits"):
    """The Precise summary of a scenario: as many replications as a precision takes."""
    from twin.study.precise import precise_summary

    bar = Bar(args.engine)
    try:
        asked = {"folder": args.outputs, "how": how_of(args, measured), "watch": bar.begin}
        return precise_summary(scenario, precision, **asked)
    finally:
        bar.end()


def measuring_for(args, *, measured="visits"):
    """The function of (scenario, numbers) that gives (plan, RunMeasures), run as the options say or kept.

    It is what study.observing.observed and all studies that ask step by step take as `measured`.
    """
    from twin.study.kept import measures_of

    def measures(scenario, numbers):
        bar = Bar(args.engine)
        try:
            how = how_of(args, measured)
            return measures_of(scenario, numbers, folder=args.outputs, how=how, watch=bar.begin)
        finally:
            bar.end()

    return measures


def how_of(args, measured="visits"):
    """The How that the options of a command line say."""
    from twin.study.running.how import CLUSTER, PROCESSES, THREADS, How, Place

    kind = CLUSTER if args.cluster else PROCESSES if args.processes else THREADS
    return How(args.engine, measured, Place(kind, args.workers, args.cluster or ""), args.until)


class Bar:
    """A bar over replications on standard error, where that is a terminal."""

    def __init__(self, engine):
        self.engine = engine
        self.bar = None

    def begin(self, number):
        """Shows the bar for so many replications; gives what is called with how many more have ended."""
        from tqdm import tqdm

        if self.engine == "kernel":
            tell_if_compiling()
        self.end()
        off = not sys.stderr.isatty()
        self.bar = tqdm(total=number, unit="run", leave=False, file=sys.stderr, disable=off)
        return self.bar.update

    def end(self):
        """Takes the bar away."""
        if self.bar is not None:
            self.bar.close()


def tell_stage(number, of, name):
    """Says which of several things is done now, where a bar is seen too."""
    from twin.commands.answers import note

    if of > 1 and sys.stderr.isatty():
        note(f"{number}/{of}: {name}")


def tell_if_compiling():
    """Says in the user's language that the first run takes longer, where no compiled code is kept yet."""
    from twin.commands.answers import note
    from twin.commands.lines import language
    from twin.plan.jit import cache_folder
    from twin.show.text import say

    if next(cache_folder().rglob("loop.run-*.nbc"), None) is None:
        text = (
            "the fast engine is compiled now, once; this takes about half a minute (twin warm does it ahead)"
        )
        note(say(text, language()))


def levers_word(names):
    """The word that chooses scenarios."""
    return f"scenario=[{','.join(names)}]"
