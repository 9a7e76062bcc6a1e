"""The command line: finds the command, runs it, and says every error in one form."""

import gc
import json
import os
import sys
from difflib import get_close_matches
from importlib import import_module

from twin import __version__
from twin.commands import NAMES, Refusal
from twin.commands.lines import carry_out, language

REFUSED = 2  # what was asked cannot be done as it was said
BROKEN = 1  # a fault of the program, or of the machine
STUCK = 3  # the port was run, and jams or does not advance
INTERRUPTED = 130
MOST_NEW = 50_000  # objects between two looks for those that are not in use; Python's own is 700
STOPPED = "interrupted; what had ended is kept, nothing half-done is: the same line goes on from there"

ABOUT = "PortTwin: a border port as a program, in which a change can be tried before it is built."
FORM = "  twin COMMAND [word ...] [options]"
WORDS = "words say which port is meant, as in"
EXAMPLE = """\
  layout=ganqimaodu_road  peak=record_day  scenario=[ai_image_review,agv]  layout.stations.h986.servers=3"""
COMMANDS = "commands"
CLOSING = "twin COMMAND --help says more of one; twin --version names the version."


def main(words=None):
    """Runs one command line, without words that of the process, and returns its exit code."""
    if words is None:
        return alone(sys.argv[1:])
    words = list(words)
    try:
        return dispatch(words)
    except KeyboardInterrupt:
        print(f"\n{translated(STOPPED, spoken(words))}", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has left; let the interpreter's last flush go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN
    except Exception as error:
        return explain(words, error)


def alone(words):
    """A command line as all that a process is for: what it loads is in use until the process ends.

    To look again and again, and at the end, for what is not in use took a fifth of a command's time.
    """
    gc.set_threshold(MOST_NEW, *gc.get_threshold()[1:])
    code = main(words)
    gc.freeze()
    return code


def dispatch(words):
    """The command named by the first word, with the rest as its arguments."""
    if not words or words[0] in ("-h", "--help", "help"):
        print(overview(spoken(words)))
        return 0
    if words[0] in ("-V", "--version"):
        print(f"twin {__version__}")
        return 0
    name = words[0]
    if name not in NAMES:
        near = get_close_matches(name, NAMES, n=1)
        guess = f"did you mean {near[0]}?; " if near else ""
        raise Refusal(f"twin {name}", f"there is no such command; {guess}there is {', '.join(NAMES)}")
    return carry_out(words)


def ask(command, *words):
    """The answer of a command as a tree of dicts and lists; what it refuses is raised."""
    from contextlib import redirect_stdout
    from io import StringIO

    with redirect_stdout(StringIO()) as said:
        dispatch([command, *words, "--json"])
    return json.loads(said.getvalue())


def overview(lang):
    """What `twin --help` prints."""
    width = max(map(len, NAMES)) + 2
    helps = {name: import_module(f"twin.commands.{name}").HELP for name in NAMES}
    lines = [f"  {name:{width}}{translated(text, lang)}" for name, text in helps.items()]
    about, words, commands, closing = (translated(text, lang) for text in (ABOUT, WORDS, COMMANDS, CLOSING))
    return "\n".join((about, "", FORM, "", words, EXAMPLE, "", commands, *lines, "", closing))


def translated(text, lang):
    """A text of the catalogue; nothing is loaded for who reads English."""
    if lang == "en":
        return text
    from twin.show.text import say

    return say(text, lang)


def explain(words, error):
    """Says an error on standard error, with --json also on standard output; returns the exit code."""
    code, text, faults = said(error, words)
    if code == BROKEN and os.environ.get("TWIN_TRACE"):
        raise error
    print(text, file=sys.stderr)
    if "--json" in words:
        print(json.dumps({"command": words[0], "faults": faults}, ensure_ascii=False, indent=2))
    return code


def said(error, words):
    """The exit code, the text and the faults of an error."""
    lang = spoken(words)
    if isinstance(error, Refusal):
        refused = Refusal(error.path, in_language(error.text, lang))
        return REFUSED, str(refused), [fault(refused.path, refused.text)]
    if is_a(error, "twin.model.errors", "ScenarioError"):
        told = [each._replace(text=in_language(each.text, lang)) for each in error.faults]
        told = [each._replace(place=in_language(each.place, lang)) for each in told]
        return REFUSED, "\n".join(each.told(lang) for each in told), [each.tree() for each in told]
    if is_a(error, "twin.engine.trouble", "EngineError"):
        return STUCK, str(error), [fault(f"twin {words[0]}", str(error))]
    if is_a(error, "twin.study.running.trouble", "RunTrouble"):
        return BROKEN, str(error), [fault(error.path, error.text)]
    text = f"{type(error).__name__}: {error}"
    whole = (
        f"twin {words[0]}\n    {text}\n    this was not foreseen; set TWIN_TRACE=1 to see where it comes from"
    )
    return BROKEN, whole, [fault(f"twin {words[0]}", text)]


def spoken(words):
    """The language of the answer that words ask for, before they are known to be understood."""
    asked = [after for word, after in zip(words, words[1:], strict=False) if word == "--lang"]
    asked += [word.partition("=")[2] for word in words if word.startswith("--lang=")]
    return asked[0] if asked and asked[0] in ("zh", "en") else language()


def in_language(text, lang):
    """What is wrong, in the reader's language; nothing is loaded for who reads English."""
    if lang == "en":
        return text
    from twin.show.faults import in_words_of

    return in_words_of(text, lang)


def fault(path, text):
    return {"path": path, "value": "", "text": text, "place": ""}


def is_a(error, module, name):
    """Whether an error is of a class, without importing it: an error of an unloaded class cannot exist."""
    loaded = sys.modules.get(module)
    return loaded is not None and isinstance(error, getattr(loaded, name))
