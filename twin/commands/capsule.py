"""`twin capsule`: one archive with a port, its numbers and what made them, which runs again elsewhere."""

from twin.commands import Refusal
from twin.commands.again import again, studied
from twin.commands.answers import hand_over, table
from twin.commands.asking import add_run_options, runs_bar, summary_for
from twin.commands.words import questions

HELP = "one archive that runs again elsewhere to the same numbers: twin capsule pack|verify"

PACK, VERIFY = "pack", "verify"
RUNS = "runs"
# What a capsule says to the one who opens it, in both languages.
ABOUT = (
    "# {name}",
    "This archive holds a border port as files (port/), the numbers that were got from it (outputs/), "
    "and the digest of every file with the versions of what computed them (capsule.json).",
    "To run it again and hold every number against these, with PortTwin {version}:",
    "    twin capsule verify {file}",
    "To look at it by hand: unpack it, go into port/, and ask the same:",
    "Where the versions and the machine are the same, the numbers are the same to the byte; else they are "
    "held to a tolerance, and each that differs is named.",
)


def add_arguments(parser):
    parser.add_argument("what", choices=(PACK, VERIFY), help="make an archive, or run one again")
    add_run_options(parser)
    parser.add_argument("--to", metavar="FILE", help="pack: where it is put (PORT.capsule.zip)")
    parser.add_argument(
        "--tolerance",
        type=float,
        metavar="SHARE",
        help="verify: relative difference allowed where versions or machine differ (1e-6)",
    )
    parser.add_argument(
        "--only", choices=(RUNS,), help="verify: run again the runs; studies are held against their digests"
    )


def run(args):
    return packed(args) if args.what == PACK else verified(args)


def packed(args):
    """Packs what the words name: one run, or all that they compare."""
    from twin.study.capsule.packing import digest_of

    refuse_of_verify(args)
    to, said = packed_words(args.to, args.words, args.outputs, lambda one: summary_for(args, one))
    answer = {
        "capsule": str(to),
        "digest": digest_of(said),
        "bytes": to.stat().st_size,
        "files": len(said["files"]),
        "cases": said["cases"],
    }
    hand_over(args, answer, packed_text(answer, args.lang), ("capsule", [VERIFY, str(to)]))
    return 0


def pack_words(path, words, *, folder="outputs"):
    """As the command packs, without its options."""
    from twin.study.kept import summary_of

    return packed_words(path, list(words), folder, lambda one: summary_of(one, folder=folder))[1]


def packed_words(path, words, folder, summarised):
    """(place, contents) of a capsule of all runs that words name; `summarised(scenario)` gives its Kept."""
    from pathlib import Path

    from twin import __version__
    from twin.config import compose_alone
    from twin.study.capsule.packing import pack

    cases = [case_of(name, own, summarised, folder) for name, own in questions(words).items()]
    to = Path(path or f"{cases[0].scenario.name.replace(' ', '-')}.capsule.zip")
    readme = readme_of(cases, to.name, __version__)
    return to, pack(to, cases, readme, compose_alone=compose_alone)


def refuse_of_verify(args):
    for option in ("tolerance", "only"):
        if getattr(args, option) is not None:
            raise Refusal(f"--{option}", "is for twin capsule verify; leave it out")


def case_of(name, words, summarised, folder):
    """The Case of one run, which is run first where nothing is kept of it."""
    from twin.config import compose_watched
    from twin.study.capsule.packing import Case

    scenario, files = compose_watched(words)
    result = summarised(scenario).path
    return Case(name, list(words), scenario, files, result, tuple(studied(scenario, folder)))


def readme_of(cases, file, version):
    """The page that lies in a capsule, in English and in Chinese."""
    import shlex

    from twin.show.text import say

    lines = [["run", *case.words] for case in cases] + [one.line for case in cases for one in case.studied]
    told = dict.fromkeys(f"    {shlex.join(['twin', *line])}" for line in lines if line)
    pages = []
    for lang in ("en", "zh"):
        parts = [
            say(part, lang).format(name=cases[0].scenario.name, version=version, file=file) for part in ABOUT
        ]
        pages.append("\n\n".join([*parts[:-1], "\n".join(told), parts[-1]]))
    return "\n\n".join(pages) + "\n"


def packed_text(answer, lang):
    from twin.show.text import say

    text = say("{capsule}: {n} runs, {files} files, {size} MB", lang)
    size = f"{answer['bytes'] / 1e6:,.2f}"
    numbers = {"capsule": answer["capsule"], "n": len(answer["cases"]), "files": answer["files"]}
    return f"{text.format(size=size, **numbers)}\nSHA-256 {answer['digest']}"


def verified(args):
    """Runs the capsule again; exit code 1 where a number is another."""
    from twin.study.capsule.verifying import TOLERANCE, verify

    if len(args.words) != 1 or args.to:
        raise Refusal("twin capsule verify", "takes the file of one capsule: twin capsule verify FILE.zip")
    tolerance = TOLERANCE if args.tolerance is None else args.tolerance
    if not 0.0 <= tolerance < 1.0:
        raise Refusal(f"--tolerance {tolerance}", "is a share from 0 to below 1, as 1e-6")
    with runs_bar() as watch:
        found = verify(args.words[0], door(args.only), tolerance=tolerance, watch=watch)
    answer = {"holds": found.holds, "tolerance": tolerance if found.foreign else 0.0, **found._asdict()}
    for part in ("cases", "answers", "digested"):
        answer[part] = [one._asdict() for one in answer[part]]
    hand_over(args, answer, verified_text(found, tolerance, args.lang), ("doctor", []))
    return int(not found.holds)


def door(only=None):
    """The Door of capsules; through that of `runs` no study is asked again."""
    from twin.config import compose_alone
    from twin.study.capsule.verifying import Door

    return Door(compose_alone, None if only == RUNS else again)


def verified_text(found, tolerance, lang):
    """A row a run, every difference, and by what the numbers were held."""
    from twin.show.text import say, word

    headings = [say(text, lang) for text in ("made again", "verdict", "numbers", "largest difference")]
    every = [*found.cases, *found.answers]
    rows = [(one.name, word(one.verdict, lang), f"{one.numbers:,}", f"{one.largest:.3g}") for one in every]
    parts = [table(headings, rows, left=2), *(f"{one.name}: {line}" for one in every for line in one.differs)]
    parts.append(say("{n} files have the digests that were packed", lang).format(n=found.files))
    if found.foreign:
        text = say("held to a relative difference of {tolerance:g}, as these are others here: {names}", lang)
        names = ", ".join(f"{name} {there} → {here}" for name, (there, here) in found.foreign.items())
        parts.append(text.format(tolerance=tolerance, names=names))
    else:
        parts.append(say("held to the byte: versions and machine are the same", lang))
    if found.digested:
        text = say("held against their digests only, not made again: {names}", lang)
        parts.append(text.format(names="; ".join(why_told(one, lang) for one in found.digested)))
    parts.append(f"SHA-256 {found.digest}")
    return "\n".join(parts)


def why_told(digested, lang):
    """An answer and why it was not made again, with the files that are others."""
    from twin.show.text import say

    why, _, files = digested.why.partition(": ")
    return f"{digested.name} ({say(why, lang)}{f': {files}' if files else ''})"
