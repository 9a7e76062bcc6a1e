"""`twin levers`: every scenario on every port, by the measure that it is tried for."""

import sys
from pathlib import Path
from typing import NamedTuple

from twin.commands.answers import hand_over, put_whole
from twin.commands.asking import add_run_options, summary_for
from twin.commands.words import is_combination, without

HELP = "every scenario on every port: what it does to the measure it is tried for, or why it does not apply"

EXPERIMENT = "experiment=lever_days"


class Cell(NamedTuple):
    """What one lever does on one port: two effects, or the reason why it does not apply."""

    lever: str
    port: str
    own: object  # the Effect on the lever's own measure; None where that is the time of the main flow
    time: object  # the Effect on the time in port of the main flow
    reason: str


def add_arguments(parser):
    add_run_options(parser)
    parser.add_argument("--markdown", metavar="FILE", help="write the table as a page")


def run(args):
    from twin.config import list_names
    from twin.show.levers_page import page, told

    levers, ports, words = asked_for(args.words)
    labels = {one.name: one for kind in ("layouts", "scenarios") for one in list_names(kind)}
    cells = []
    for port in ports:
        cells += cells_of(args, port, levers, words)
        if args.markdown:  # after each port, so that a run that is stopped has written what it knows
            text = page(cells, labels, tasks(levers), args.words)
            put_whole(Path(args.markdown), text.encode("utf-8"))
    text = args.markdown or told(cells, labels, args.lang)
    answer = {"experiment": words, "cells": [plain_cell(cell) for cell in cells]}
    hand_over(args, answer, text, ("compare", [f"layout={ports[0]}", *words, levers[0]]))
    return 0


def asked_for(words):
    """(levers, ports, other words): those that are named, else all; of a network its ports stand alone."""
    from twin.config import names, ports

    asked = [word.partition("=")[2] for word in words if word.startswith("layout=")]
    levers = [word for word in words if is_combination(word)]
    rest = [word for word in without(words, "layout") if word not in levers]
    if not any(word.startswith("experiment=") for word in rest):
        rest = [EXPERIMENT, *rest]
    return levers or names("scenarios"), asked or ports(), rest


def cells_of(args, port, levers, words):
    """A Cell a lever; a port is run once as it is, and once for each lever that applies."""
    from twin.config import compose, said_of
    from twin.engine.trouble import EngineError
    from twin.model.errors import ScenarioError
    from twin.study.effects import Asked, asked, effect

    base = summary_for(args, compose([f"layout={port}", *words])).summary
    for lever in levers:
        print(f"{port} {lever}", file=sys.stderr)
        wanted = asked(str(said_of("scenarios", lever).tree.get("measure", "")))
        try:
            scenario = compose([f"layout={port}", *words, f"scenario={lever}"])
        except ScenarioError as error:
            yield Cell(lever, port, None, None, error.faults[0].text)
            continue
        try:
            summary = summary_for(args, scenario).summary
        except EngineError as error:  # a lever that jams a port is a finding about the lever
            yield Cell(lever, port, None, None, error.args[0])
            continue
        own = effect(base, summary, wanted) if wanted != Asked() else None
        yield Cell(lever, port, own, effect(base, summary, Asked()), "")


def tasks(levers):
    """The task of the region that a lever belongs to, '' where it says none."""
    from twin.config import said_of

    return {lever: str(said_of("scenarios", lever).tree.get("task", "")) for lever in levers}


def plain_cell(cell):
    effects = {"own": cell.own, "time": cell.time}
    return {
        "lever": cell.lever,
        "port": cell.port,
        "reason": cell.reason,
        **{name: one and one._asdict() for name, one in effects.items()},
    }
