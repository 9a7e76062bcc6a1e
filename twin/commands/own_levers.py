"""A scenario of one's own as a file, which is kept only if the port composes with it."""

from pathlib import Path

from twin.commands import Refusal
from twin.commands.answers import put_whole
from twin.commands.words import scenarios_in, without


def add_writing(parser, what):
    """The options of a command that can write what it found as a scenario."""
    parser.add_argument("--write", metavar="NAME", help=f"write {what} as scenarios/NAME.yaml")
    parser.add_argument("--force", action="store_true", help="write over a scenario of this name")


def file_of(name):
    """Where a scenario of one's own is written."""
    return Path("scenarios") / f"{name}.yaml"


def refuse_to_write_over(asked, name, force):
    """Refuses the name of a file that is there, unless `force` says to write over it; '' names none."""
    if name and file_of(name).exists() and not force:
        text = f"{file_of(name)} is there already; take another name, or add --force"
        raise Refusal(f"twin {asked} {name}", text)


def write(name, changes, words, label=None):
    """Writes the changes as a scenario for the port of the words, which it joins; gives the path."""
    from twin.config import compose, write_lever

    target = file_of(name)
    before = target.read_bytes() if target.exists() else None
    try:
        write_lever(target, name, changes, label)
        compose([*without(words, "scenario"), f"scenario=[{','.join([*scenarios_in(words), name])}]"])
    except BaseException:
        put_back(target, before)
        raise
    return target


def put_back(target, before):
    """Leaves a file as it was before, or none where there was none."""
    if before is not None:
        put_whole(target, before)
    elif target.exists():
        target.unlink()
