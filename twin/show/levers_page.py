"""What every lever does on every port, as a table for the terminal and as a page of Markdown."""

from twin.show.faults import in_words_of
from twin.show.text import say, word
from twin.show.written import estimate, scale_for, with_unit

SIGNS = {"better": "better", "worse": "worse", "higher": "more", "lower": "less"}

INTRO = """\
# What each lever does on each port

Made by `{command}`, which runs every scenario on every port and can be stopped and started again: what was
run is kept. All ports are run on a typical day under one luck (`experiments/lever_days.yaml`). A cell says
how the mean time in port of the flow by which most come changes, with its 95 % interval over replications.
Where a lever is tried for another measure, that stands first; "now" is the level of what the port has not
got without the lever. What is not marked as better, worse, more or less is not clearly different from
nothing. Assumptions are in the files of the scenarios. A typical day is not a peak: another day is asked for
with `twin levers layout=ganqimaodu_road peak=record_day`.
"""


def page(cells, labels, tasks, words):
    """The page: a table of levers by ports, and why levers do not apply."""
    ports = list(dict.fromkeys(cell.port for cell in cells))
    levers = sorted(dict.fromkeys(cell.lever for cell in cells), key=lambda name: _order(tasks[name], name))
    at = {(cell.lever, cell.port): cell for cell in cells}
    command = " ".join(["twin levers", *words, "--markdown docs/levers.md"])
    lines = [INTRO.format(command=command), "", _row("task", "lever", *(f"`{port}`" for port in ports))]
    lines.append(_row(*["---"] * (len(ports) + 2)))
    for lever in levers:
        name = f"`{lever}` {labels[lever].label_zh}<br>{labels[lever].label_en}"
        lines.append(_row(tasks[lever], name, *(_cell(at[lever, port], "en", "<br>") for port in ports)))
    lines += ["", "## Where a lever does not apply", "", *_reasons(levers, ports, at)]
    return "\n".join(lines) + "\n"


def told(cells, labels, lang):
    """A line a lever and port."""
    said = []
    for cell in cells:
        label = getattr(labels[cell.lever], f"label_{lang}")
        text = in_words_of(cell.reason, lang) or _cell(cell, lang, "; ")
        said.append(f"{cell.port}  {cell.lever} ({label}): {text}")
    return "\n".join(said)


def _order(task, name):
    return int(task) if task.isdigit() else 99, name


def _row(*texts):
    return f"| {' | '.join(text.replace('|', '/') for text in texts)} |"


def _cell(cell, lang, between):
    if cell.reason:
        return say("does not apply", lang)
    own = []
    if cell.own:
        what = f"{word(cell.own.measure, lang)} ({cell.own.name})"
        own.append(f"{what}: {_effect(cell.own, lang)}")
    return between.join([*own, _effect(cell.time, lang) if cell.time else "–"])


def _effect(effect, lang):
    scale = scale_for([effect.value, effect.low, effect.high], effect.unit)
    number = with_unit(estimate(effect.value, effect.low, effect.high, scale), scale.unit, lang)
    if effect.verdict == "level":
        return f"{say('now', lang)} {number}"
    if effect.verdict == "the same":
        return say("the same", lang)
    sign = "+" if effect.value > 0 else ""
    mark = SIGNS.get(effect.verdict)
    return f"{sign}{number} ({say(mark, lang)})" if mark else f"{sign}{number}"


def _reasons(levers, ports, at):
    """A line a lever: each reason with the ports that it is of."""
    for lever in levers:
        found = {}
        for port in ports:
            reason = at[lever, port].reason
            if reason:
                found.setdefault(reason.replace(port, "the port", 1), []).append(port)
        for reason, where in found.items():
            yield f"- `{lever}` on {', '.join(where)}: {reason.replace('|', '/')}"
