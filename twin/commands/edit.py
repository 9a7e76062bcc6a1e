"""`twin edit`: a change to a port, written down as a scenario of one's own."""

import os
import tempfile
from pathlib import Path

HELP = "write a change as a scenario of your own: twin edit NAME layout=PORT PATH=VALUE PATH+=2 PATH*=80%"

# What stands between path and value, and the change of a lever that it means; the longer signs come first.
SIGNS = {"+=": "more", "*=": "scale", "=": "set"}
# Words that choose files. They say for which port the change is tried; they are no part of it.
CHOICES = ("layout", "demand", "roster", "policy", "equipment", "experiment", "scenario", "peak")


def add_arguments(parser):
    parser.add_argument("name", help="what the scenario is called; the file is scenarios/NAME.yaml")
    parser.add_argument(
        "words", nargs="+", metavar="word", help="layout=PORT, then changes: PATH=VALUE PATH+=2 PATH*=80%%"
    )
    parser.add_argument("--label", default="", help="what the scenario is called in texts")
    parser.add_argument("--force", action="store_true", help="write over a scenario of this name")


def run(args):
    from twin.commands import Refusal
    from twin.commands.answers import hand_over, next_command
    from twin.config import compose

    choices, changes = sorted_words(args.words)
    target = Path("scenarios") / f"{args.name}.yaml"
    if not changes:
        raise Refusal("twin edit", "there is nothing to change; say e.g. layout.stations.h986.servers+=1")
    if target.exists() and not args.force:
        raise Refusal(
            f"twin edit {args.name}", f"{target} is there already; choose another name, or add --force"
        )
    text = lever(args.name, args.label, changes)
    tried = [*choices, scenario_word(choices, args.name)]
    with_written(target, text, lambda: compose(tried))
    port = " ".join(choices)
    answer = {"scenario": args.name, "file": str(target), "text": text}
    hand_over(args, answer, f"{target}\n\n{text}" + next_command(f"twin compare {port} base {args.name}"))
    return 0


def sorted_words(words):
    """(words that choose files, [(verb, path, value)]) in their order."""
    from twin.commands import Refusal

    choices, changes = [], []
    for word in words:
        path, sign, value = split(word)
        if sign == "=" and path in CHOICES:
            choices.append(word)
        elif sign and path and value:
            changes.append((SIGNS[sign], path, value))
        elif word.startswith("~") and len(word) > 1:
            changes.append(("remove", word[1:], ""))
        else:
            raise Refusal(word, "a change is written PATH=VALUE, PATH+=NUMBER, PATH*=PERCENT or ~PATH")
    return choices, changes


def split(word):
    """(path, sign, value) at the first sign of a word."""
    at = min((word.find(sign), -len(sign), sign) for sign in SIGNS if sign in word) if "=" in word else None
    return (word[: at[0]], at[2], word[at[0] + len(at[2]) :].strip()) if at else (word, "", "")


def scenario_word(choices, name):
    """The word that tries the new scenario together with those already chosen."""
    said = next((word.partition("=")[2] for word in choices if word.startswith("scenario=")), "")
    others = [other for other in said.strip("[]").split(",") if other]
    return f"scenario=[{','.join([*others, name])}]"


def lever(name, label, changes):
    """The file of a lever with these changes."""
    lines = [f"{name}:"]
    if label:
        lines.append(f"  label: {{en: {quoted(label)}, zh: {quoted(label)}}}")
    lines.append("  changes:")
    for verb, path, value in changes:
        lines.append(
            f"    - remove: {path}" if verb == "remove" else f"    - {verb}: {{{path}: {quoted(value)}}}"
        )
    return "\n".join(lines) + "\n"


def quoted(text):
    """The text as YAML takes it inside { }: in quotes wherever a sign could mean something there."""
    return (
        text
        if all(letter.isalnum() or letter in " %./_+-" for letter in text)
        else '"' + text.replace('"', "'") + '"'
    )


def with_written(target, text, attempt):
    """Writes a file if the attempt made with it succeeds; else all is as it was before."""
    before = target.read_bytes() if target.exists() else None
    put(target, text.encode())
    try:
        attempt()
    except BaseException:
        if before is None:
            target.unlink()
        else:
            put(target, before)
        raise


def put(target, content):
    """Writes a file whole: others see the old one or the new one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(prefix=".", dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.replace(aside, target)
