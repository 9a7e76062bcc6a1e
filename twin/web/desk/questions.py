"""What the page may ask: the commands, words and options that reach a command line."""

import re
from typing import NamedTuple

NAME = r"[A-Za-z_][\w.]*"
WORD = re.compile(rf"[~+]?{NAME}(?:\+?=.*)?|{NAME}(?:\+{NAME})*", re.ASCII | re.DOTALL)
LONGEST, MOST = 800, 60  # letters of a word, words
LINE = re.compile(r"[^\x00-\x1f\x7f]*")

# Options that take a value, by command. None names a file: files are the server's business.
QUICK = {
    "list": (), "show": (), "check": (), "preview": (), "diff": (),
}  # fmt: skip
LONG = {
    "check": (), "preview": (),  # of a port that is too large for a quick answer
    "run": ("--precision", "--target", "--most", "--max-time"),
    "why": ("--max-time",),
    "compare": (
        "--target", "--precision", "--half-width", "--most", "--factorial", "--runs", "--indifference",
        "--max-time",
    ),
    "capacity": (
        "--target", "--of", "--confidence", "--within", "--replications", "--parts", "--growth", "--from",
        "--envelope", "--max-time",
    ),
    "sensitivity": (
        "--target", "--method", "--n", "--replications", "--top", "--inputs", "--spread", "--decide",
        "--max-time",
    ),
    "playbook": ("--peaks", "--spare", "--try", "--signs", "--max-time"),
    "roster": ("--station", "--promise", "--per", "--target"),
    "robust": ("--peaks", "--target", "--weights", "--outage", "--from", "--for", "--max-time"),
    "view": ("--at", "--replication"),
    "report": ("--for", "--form", "--redact"),
    "synth": ("--days", "--seed", "--form", "--privacy"),
    "verify": ("--models", "--replications"),
    "capsule": ("--max-time",),
    "import": ("--zone",),
    "quality": (),
    "observed": ("--from", "--to"),
    "calibrate": ("--from", "--to", "--holdout", "--holidays", "--seed"),
    "validate": ("--holdout", "--replications", "--seed"),
    "drift": ("--from", "--to", "--risk", "--seed"),
    "procure": (
        "--station", "--target", "--budget", "--how", "--machines", "--horizon", "--discount", "--growth",
        "--rate", "--basis", "--only",
    ),
}  # fmt: skip
WORDLESS = ("import", "quality", "observed", "drift")  # a word of theirs would name a file
VERBS = {"capsule": ("pack",)}
SWITCHES = {
    "show": ("--assumed", "--ground", "--editable"),
    "preview": ("--all", "--places"),
    "why": ("--all",),
    "run": ("--no-report",),
    "import": ("--dry-run",),
    "compare": ("--steady",),
    "sensitivity": ("--groups",),
    "report": ("--no-3d",),
}
MANY = ("--factorial", "--envelope", "--decide")  # options with several values, a blank between them


class Question(NamedTuple):
    """A command, its words, and pairs of option and value; a switch has the value ""."""

    command: str
    words: tuple[str, ...]
    options: tuple[tuple[str, str], ...] = ()
    lang: str = "en"
    upload: str = ""  # a file that was sent here, which the command reads
    records: str = ""  # the name of records that were sent here

    def line(self, *more):
        """The arguments behind `twin`."""
        files = [self.upload] if self.upload else []
        said = [part for option, value in self.options for part in (option, *values_of(option, value))]
        return [
            self.command,
            *VERBS.get(self.command, ()),
            *files,
            *self.words,
            *said,
            *more,
            "--json",
            "--lang",
            self.lang,
        ]


def values_of(option, value):
    """The values that an option is given.

    >>> values_of("--envelope", "coal_in copper_in:0.5:2"), values_of("--target", "p95 truck <= 60")
    (['coal_in', 'copper_in:0.5:2'], ['p95 truck <= 60'])
    """
    return value.split() if option in MANY else [value] if value else []


class NotAskedError(ValueError):
    """What cannot be asked from the page; the text says what and the way out."""


def question(command, words, options, lang, *, commands):
    """The Question, checked. Raises NotAskedError."""
    if command not in commands:
        raise NotAskedError(f"{command!r}: the page asks {', '.join(commands)}")
    if lang not in ("zh", "en"):
        raise NotAskedError(f"{lang!r}: a page speaks zh or en")
    if len(words) > MOST:
        raise NotAskedError(f"{len(words)} words; {MOST} are the most")
    if words and command in WORDLESS:
        raise NotAskedError(f"{words[0][:60]!r}: {command} takes no words here, but the name of records")
    for word in words:
        if len(word) > LONGEST or not WORD.fullmatch(word) or not LINE.fullmatch(word):
            raise NotAskedError(f"{word[:60]!r} is no word; write name=value, as layout=ganqimaodu_road")
    known, switches = commands[command], SWITCHES.get(command, ())
    for option, value in options:
        if option in switches and not value:
            continue
        if option not in known:
            raise NotAskedError(
                f"{option[:60]!r}: {command} takes {', '.join((*known, *switches)) or 'no options'} here"
            )
        parts = values_of(option, value)
        is_option = any(part.startswith("-") for part in parts)
        if not parts or len(value) > LONGEST or is_option or not LINE.fullmatch(value):
            raise NotAskedError(f"{option} {value[:60]!r} is no value for it")
    return Question(command, tuple(words), tuple(options), lang)
