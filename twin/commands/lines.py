"""How a line of words becomes a command that is carried out, here or in a folder by itself."""

import argparse
import os
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO

from twin.commands import Refusal


class Parser(argparse.ArgumentParser):
    """Argparse, whose complaints are refusals like all others."""

    def error(self, message):
        raise Refusal(self.prog, f"{message}; see {self.prog} --help")


def carry_out(line):
    """Runs the command that the first word of a line names; gives its exit code.

    `args.line` is what was said, `args.read` will be every file of a port that was read for it.
    """
    name, *rest = line
    command = import_module(f"twin.commands.{name}")
    args = parser_of(name, command).parse_intermixed_args(rest)
    from twin.config.library import watched

    args.line = tuple(line)
    with watched() as args.read:
        return command.run(args)


def carry_out_alone(line, folder):
    """As `carry_out`, with the ports of the folder and no others; what it would print is not printed."""
    from twin.config.library import only

    with only(folder), redirect_stdout(StringIO()):
        return carry_out([*line, "--json"])


def parser_of(name, command):
    parser = Parser(prog=f"twin {name}", description=command.HELP, allow_abbrev=False)
    command.add_arguments(parser)
    parser.add_argument("--json", action="store_true", help="the answer as JSON, for programs")
    parser.add_argument("--lang", choices=("zh", "en"), default=language(), help="language of the answer")
    return parser


def language():
    """The user's language as the environment says it: Chinese, else English."""
    chosen = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return "zh" if chosen.lower().startswith("zh") else "en"
