"""`twin validate`: whether the calibrated port behaves as the recorded one, on days that it has not seen."""

from pathlib import Path

from twin.commands import Refusal, add_words
from twin.commands.answers import hand_over, put_whole, table
from twin.commands.asking import at_least_one, tell_if_compiling
from twin.commands.bars import bar
from twin.commands.doubting import levels, plans, port_for
from twin.commands.picturing import add_figures, put_figures
from twin.commands.recording import add_store, cleaned_store

HELP = "a calibrated port held against records that it has not seen: twin validate --store PATH --fit DIR"
FIT, PAGE = "fit.json", "validation.html"


def add_arguments(parser):
    add_words(parser)
    add_store(parser)
    parser.add_argument("--fit", default="calibrated", metavar="DIR", help="of twin calibrate [calibrated]")
    parser.add_argument(
        "--holdout", metavar="TIME", help="judge the last days, as 7d [those that the fit has not seen]"
    )
    parser.add_argument("--replications", type=at_least_one, metavar="N", help="simulated samples [39]")
    parser.add_argument(
        "--draws",
        type=at_least_one,
        metavar="N",
        help="ports that the fit leaves possible: luck or not known",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the simulated samples [1]")
    add_figures(parser)


def run(args):
    from twin.calibrate.validation.held_out import held_out
    from twin.calibrate.validation.validating import HOLDS, REPLICATIONS, validate
    from twin.show.forms.page import as_html
    from twin.show.validated import document_of

    fitted = fit_of(args)["data"]
    days, replications = days_of(args.holdout), enough(args.replications or REPLICATIONS)
    own = held_out(cleaned_store(args)[1], (fitted["begins"], fitted["ends"]), days)
    words = words_of(args, own)
    samples = samples_of(args, words, own.record, replications)
    found = validate(own.record, samples, earlier=own.earlier, seed=args.seed)
    page = Path(args.fit) / PAGE
    doubts = doubts_of(args, words, own) if args.draws else ()
    document = document_of(found, own, args.lang, doubts)
    put_whole(page, as_html(document).encode())
    put_figures(args, document)
    tell(args, (found, own, doubts), page)
    return int(found.verdict != HOLDS)


def fit_of(args):
    """What fit.json says, with the data that it was fitted to."""
    import json

    path = Path(args.fit) / FIT
    try:
        fit = json.loads(path.read_text(encoding="utf-8"))
        return fit if {"begins", "ends"} <= set(fit["data"]) else fit["data"]["ends"]
    except OSError:
        raise Refusal("--fit", f"{path} is not there; twin calibrate --out {args.fit} makes it") from None
    except (ValueError, KeyError, TypeError):
        raise Refusal("--fit", f"{path} is no fit of twin calibrate; make it again") from None


def days_of(text):
    """Whole days of a time such as 7d, None where none is said."""
    from twin.model.units import DURATION, read

    if text is None:
        return None
    try:
        days = float(read(text, DURATION)) / 86400
    except ValueError as error:
        raise Refusal("--holdout", f"{text} is {error}") from None
    if days < 1 or days != int(days):
        raise Refusal("--holdout", f"{text} is no number of whole days; write e.g. 7d")
    return int(days)


def enough(replications):
    from twin.calibrate.validation.validating import FEWEST

    if replications < FEWEST:
        raise Refusal(
            "--replications", f"{replications} are too few for a floor; {FEWEST} or more are needed"
        )
    return replications


def words_of(args, own):
    """The words of the days that are judged: those that were said, or the one layout of the fit's folder."""
    from twin.calibrate.validation.sample import AFTER, BEFORE
    from twin.config import compose

    words = list(args.words)
    if not any(word.startswith("layout=") for word in words):
        there = sorted(path.stem for path in (Path(args.fit) / "layouts").glob("*.yaml"))
        if len(there) != 1:
            text = f"{args.fit}/layouts has {len(there)} ports; name one: layout=NAME"
            raise Refusal("--fit", text)
        words.append(f"layout={there[0]}")
    length = own.record.days + BEFORE + AFTER
    words += [f"experiment.horizon={length} d", "experiment.warm_up=0 s", f"experiment.seed={args.seed}"]
    zone = compose(words, args.fit).layout.about.time_zone
    return [*words, f"experiment.start={own.start(zone)}"]


def doubts_of(args, words, own):
    """[Doubt] of measures over the days: how much of it is luck, and how much the fit leaves open."""
    from twin.show.validated import Doubt
    from twin.study.sensitivity.splitting import split

    port = port_for(words, args.fit)
    drawn = port.draws(fit_of(args).get("parameters", ()), enough(args.draws), args.seed)
    found = levels(port, drawn, own.record)
    return [Doubt(name, seen, split(each)) for name, (seen, each) in found.items()]


def samples_of(args, words, record, replications):
    """A simulated sample of each port that is drawn from what the fit leaves possible, under a bar."""
    from twin.calibrate.validation.validating import simulated_days

    tell_if_compiling()
    port = port_for(words, args.fit)
    drawn = port.draws(fit_of(args).get("parameters", ()), replications, args.seed)
    with bar(replications, unit="run") as shown:
        samples = simulated_days(plans(port, drawn), record, shown.update)
    return renamed(port.scenario, samples)


def renamed(scenario, samples):
    """The samples with stations called as the records call them: by their labels."""
    called = {
        name: getattr(station.label, "en", None) or name for name, station in scenario.layout.stations.items()
    }
    return [
        sample._replace(visits=sample.visits.assign(station=sample.visits["station"].map(called)))
        for sample in samples
    ]


def tell(args, judged, page):
    """The verdict, the distances, the criteria that fail, and the page."""
    from twin.show.validated import (
        criteria_table,
        distances_table,
        doubts_table,
        forecasts_table,
        sentences,
    )

    found, own, doubts = judged
    lines = sentences(found, own, args.lang)
    failed = found._replace(criteria=tuple(one for one in found.criteria if not one.holds))
    tables = [distances_table(found, args.lang), criteria_table(failed, args.lang)]
    tables += [forecasts_table(found, args.lang), *([doubts_table(doubts, args.lang)] if doubts else [])]
    for each in tables:
        if each.rows:
            lines += ["", each.caption, table(each.headings, each.rows)]
    lines += ["", str(page)]
    answer = {
        "verdict": found.verdict, "as_far": found.as_far, "why": list(found.why), "days": found.days,
        "replications": found.replications, "seen_by_the_fit": own.is_seen, "cases": list(found.cases),
        "distances": [one._asdict() for one in found.distances],
        "criteria": [one._asdict() for one in found.criteria],
        "forecasts": [one._asdict() for one in found.forecasts], "page": str(page),
        "doubts": [as_dict(one) for one in doubts],
    }  # fmt: skip
    hand_over(args, answer, "\n".join(lines), ("drift", ["--store", args.store]))


def as_dict(doubt):
    """Estimate, low and high of each part of the variance, and what 95 % of the runs lie within."""
    parts = {
        name: getattr(doubt.split, name).tolist() for name in ("inputs", "luck", "share", "mean", "level")
    }
    return {"measure": doubt.measure, "recorded": doubt.recorded, **parts}
