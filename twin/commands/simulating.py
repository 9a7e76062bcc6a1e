"""`twin calibrate --by-simulation`: what the fit lacks, or a layout assumes, found by simulating it."""

import math

from twin.commands import Refusal
from twin.commands.asking import until
from twin.commands.bars import bar

NEAR = 8  # of a fit's digest that names the file of its simulations


def add_simulation(parser):
    parser.add_argument(
        "--by-simulation", action="store_true",
        help="look by simulation for what the records do not tell directly, or what the layout assumes",
    )  # fmt: skip
    parser.add_argument("--simulations", type=int, metavar="N", help="of them at most [2000]")
    parser.add_argument("--unknown", metavar="PATH,PATH", help="assumed values of the layout, by their paths")
    parser.add_argument(
        "--max-time", dest="deadline", type=until, default=math.inf, metavar="TIME",
        help="simulate no longer than this, as in 10min; asked again it goes on",
    )  # fmt: skip


def asked_of(args, name):
    """How much is simulated, kept in a file of its own for each question."""
    from hashlib import blake2b
    from pathlib import Path

    from twin.calibrate.simulated.filling import Asked
    from twin.calibrate.simulated.matching import FEWEST
    from twin.study.kept import code

    number = 2000 if args.simulations is None else args.simulations
    if number < FEWEST:
        raise Refusal("--simulations", f"{number}; at least {FEWEST} are needed to learn anything from")
    digest = blake2b(f"{code()} {name} {args.seed}".encode(), digest_size=NEAR).hexdigest()
    return Asked(number, args.seed, Path(args.out) / "simulations" / f"{digest}.csv", args.deadline)


def gaps_filled(args, fit, cleaned):
    """(Fit, {file: text}): a fit with what simulations tell of its gaps, and their draws."""
    from twin.calibrate.recorded import recorded
    from twin.calibrate.simulated.filling import fit_by_simulation
    from twin.calibrate.simulated.gaps import gaps_of
    from twin.calibrate.simulated.record import record_of

    gaps = gaps_of(fit, recorded(cleaned, holidays=fit.holidays))
    asked = asked_of(args, f"{fit.digest} {fit.window}")
    with Simulated(asked.simulations) as watch:
        fit, posterior = fit_by_simulation(fit, gaps, record_of(cleaned), asked._replace(watch=watch))
    names = [f"{one.kind} {one.station}".strip() for one in gaps.unknowns]
    columns = [one.at(x) for one, x in zip(gaps.unknowns, posterior.draws.T, strict=True)]
    return fit, {"posterior.csv": as_csv(names, columns)}


def values_laid(args, fit, cleaned, files):
    """(Fit, {file: text}): the scenario over a layout with what simulations tell, and their draws."""
    from twin.commands.sought import values_sought
    from twin.config.writing import as_text
    from twin.model import yaml_text

    chosen = tuple(path.strip() for path in args.unknown.split(",")) if args.unknown else ()
    found = values_sought(args, fit, cleaned, chosen)
    path = f"scenarios/{args.name}.yaml"
    body = yaml_text.read(files[path], path).tree[args.name]
    body = {**body, "changes": [*body["changes"], *found.changes]}
    fit = fit._replace(parameters=(*fit.parameters, *found.parameters))
    return fit, {path: as_text({args.name: body}), "posterior.csv": as_csv(*found.draws)}


def as_csv(names, columns):
    """A table of draws, each number as long as it is known."""
    rows = zip(*columns, strict=True)
    lines = [",".join(names), *(",".join(f"{value:.6g}" for value in row) for row in rows)]
    return "\n".join(lines) + "\n"


class Simulated:
    """A bar over simulations on standard error, if that is a terminal, and the word when time is over."""

    def __init__(self, total):
        self.total = total

    def __enter__(self):
        self.bar = bar(self.total, unit="run")
        return self.bar.update

    def __exit__(self, kind, *_):
        from twin.calibrate.simulated.runs import OutOfTimeError

        self.bar.close()
        if kind is OutOfTimeError:
            text = f"is over after {self.bar.n} of {self.total} simulations, too few to tell anything"
            raise Refusal("--max-time", f"{text}; asked again it goes on from there") from None
