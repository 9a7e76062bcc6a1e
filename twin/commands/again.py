"""What an answer is kept with so that it can be asked again: its line, and every file that was read."""

from pathlib import Path

from twin.commands import Refusal
from twin.commands.lines import carry_out_alone

# Commands whose answers are kept, by the kinds of study.answered.KINDS.
STUDIES = ("capacity", "compare", "playbook", "procure", "roadmap", "robust", "roster", "sensitivity")
# Options that change no answer, and how many values stand behind each: where, how fast, in what form.
BESIDE = {
    "--cluster": 1, "--json": 0, "--lang": 1, "--max-time": 1, "--outputs": 1, "--processes": 0,
    "--workers": 1,
}  # fmt: skip
# Options that write a file of their own, which an answer that is asked again must not.
WRITES = {"--force": 0, "--map": 1, "--so-far": 1, "--template": 1, "--workbook": 1, "--write": 1}
HELP = {"-h": 0, "--help": 0}
INPUTS = "inputs"  # the folder of files beside the port that a line names, as offers.csv
# Why an answer is not asked again.
NO_LINE, PARTIAL, CHANGED = "it was kept without its line", "its time was over", "files are others than then"
NOT_ASKED = "its command is none that a capsule asks"
DIGITS = 12  # of the digest of an input that name its folder


def keep_answer(args, scenario, kind, question, tables):
    """Keeps an answer about a scenario for a report and for a capsule to find; gives its path."""
    from twin.study.answered import keep
    from twin.study.capsule.packing import sha256
    from twin.study.whole import put_whole

    line, inputs = line_again(args.line)
    read = {name: sha256(path.read_bytes()) for name, path in sorted(args.read.items())}
    told = {"line": line, "read": read, "inputs": {name: sha256(file) for name, file in inputs.items()}}
    path = keep(scenario, kind, question | told, tables, folder=args.outputs)
    for name, content in inputs.items():
        put_whole(Path(path) / name, content)
    return path


def line_again(said):
    """(line, {name: bytes}): a line without what changes no answer, and the files that it names as inputs.

    Each file is named by its digest and its own name, wherever it lay.
    """
    from twin.study.capsule.packing import sha256

    left_out, line, inputs = BESIDE | WRITES, [], {}
    words = iter(said)
    for word in words:
        option, is_one, value = word.partition("=")
        if option in left_out:
            for _ in range(0 if is_one else left_out[option]):
                next(words, None)
            continue
        line += [option, value] if is_one and option.startswith("--") and is_input(value) else [word]
        if is_input(line[-1]):
            path = Path(line[-1])
            content = path.read_bytes()
            line[-1] = f"{INPUTS}/{sha256(content)[:DIGITS]}/{path.name}"
            inputs[line[-1]] = content
    return line, inputs


def is_input(word):
    """Whether a word names a file; what has no ending names a scenario or a value."""
    return bool(Path(word).suffix) and Path(word).is_file()


def studied(scenario, folder):
    """[capsule.packing.Studied] the answers that are kept about a scenario, and what asks each again."""
    from twin.study.answered import answers
    from twin.study.capsule.packing import Studied

    found = []
    for kind, answer in answers(scenario, folder=folder).items():
        files = files_of(answer)
        why = why_not(answer, files)
        line = answer.question.get("line", [])
        found.append(Studied(kind, answer.path, [] if why else line, {} if why else files, why))
    return found


def files_of(answer):
    """{name: the file that stands there now, or None} of all that an answer was made from."""
    from twin.config.library import library, standing

    places = library()
    files = {name: standing(places, name) for name in answer.question.get("read", {})}
    beside = {name: answer.path / name for name in answer.question.get("inputs", {})}
    return files | {name: path if path.is_file() else None for name, path in beside.items()}


def why_not(answer, files):
    """Why an answer cannot be asked again; '' where it can."""
    from twin.study.capsule.packing import sha256

    question = answer.question
    if not question.get("line"):
        return NO_LINE
    if question["line"][0] not in STUDIES:
        return NOT_ASKED
    if question.get("partial"):
        return PARTIAL
    digests = question["read"] | question["inputs"]
    changed = [
        name for name, path in files.items() if path is None or sha256(path.read_bytes()) != digests[name]
    ]
    return f"{CHANGED}: {', '.join(changed)}" if changed else ""


def again(folder, line, outputs):
    """Asks a line again in the folder of a capsule, from its files only; answers are kept in `outputs`.

    A line is data that somebody handed over: it may ask a study, and neither write nor read anywhere else.
    """
    folder = Path(folder)
    here = []
    for word in line[1:]:
        option, _, value = word.partition("=")
        if option in BESIDE | WRITES | HELP or is_input(word) or is_input(value):
            raise Refusal(f"twin {' '.join(line)}", f"{word} leads out of the capsule; it is not asked again")
        inside = word.startswith(f"{INPUTS}/") and ".." not in Path(word).parts
        here.append(str(folder / word) if inside else word)
    if line[0] not in STUDIES:
        raise Refusal(f"twin {' '.join(line)}", "is no study; it is not asked again")
    carry_out_alone([line[0], *here, "--outputs", str(outputs)], folder)
