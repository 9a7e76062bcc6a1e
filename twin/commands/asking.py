"""From the words of a command line to a scenario's summary, with the way there told on standard error."""

import sys


def add_run_options(parser):
    """What every command takes that may have to run the port."""
    from twin.commands import add_words

    add_words(parser)
    parser.add_argument(
        "--engine", choices=("kernel", "reference"), default="kernel", help="both give the same visits"
    )
    parser.add_argument("--outputs", default="outputs", metavar="FOLDER", help="where results are kept")


def summary_for(args, scenario, *, measured="visits"):
    """The Kept summary of a scenario, of which is run what is not kept yet."""
    from twin.study.kept import summary_of

    bar = Bar(args.engine)
    try:
        return summary_of(scenario, folder=args.outputs, how=how_of(args, measured), watch=bar.begin)
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
    from twin.study.running.how import How

    return How(engine=args.engine, measured=measured)


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
        off = not sys.stderr.isatty()
        self.bar = tqdm(total=number, unit="run", leave=False, file=sys.stderr, disable=off)
        return self.bar.update

    def end(self):
        """Takes the bar away."""
        if self.bar is not None:
            self.bar.close()


def tell_if_compiling():
    """Says that the first run takes longer, where no compiled code is kept yet."""
    from twin.commands.answers import note
    from twin.plan.jit import cache_folder

    if next(cache_folder().rglob("loop.run-*.nbc"), None) is None:
        note(
            "the fast engine is compiled now, once; this takes about half a minute (twin warm does it ahead)"
        )


def levers_word(names):
    """The word that chooses scenarios."""
    return f"scenario=[{','.join(names)}]"
