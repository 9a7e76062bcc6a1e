"""One module a command: HELP says what it answers, add_arguments what it takes, run(args) does it.

A command prints its answer to standard output, and everything about the way there to standard error.
Modules here import the standard library and each other; all else, which is heavy, is imported by the function
that needs it.
"""

# In the order in which a user meets them.
NAMES = (
    "list", "show", "new", "geometry", "check", "preview", "run", "why", "view", "edit", "diff", "compare",
    "capacity", "roadmap",
    "levers", "sensitivity", "robust", "playbook", "roster", "procure", "report", "runs", "year",
    "import", "quality", "observed", "export", "replay", "calibrate", "validate", "drift", "forecast",
    "synth", "capsule", "live", "demo", "serve", "verify", "warm", "doctor",
)  # fmt: skip


class Refusal(Exception):
    """What was asked cannot be done: `path` is what was said, `text` what is wrong and the way out."""

    def __init__(self, path, text):
        super().__init__(f"{path}\n    {text}")
        self.path = path
        self.text = text


def add_words(parser):
    """The free words that say which port is meant."""
    parser.add_argument(
        "words",
        nargs="*",
        metavar="word",
        help="layout=ganqimaodu_road peak=record_day scenario=[a,b] layout.stations.h986.servers=3 …",
    )
