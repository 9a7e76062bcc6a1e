"""Changes of the order: steps inserted, moved, done side by side, replaced and removed."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from twin.model.levers.lever import IT, Change
from twin.model.levers.paths import Refused
from twin.model.levers.values import Port, stations
from twin.model.levers.walking import (
    Named,
    Steps,
    are_steps,
    asks,
    block,
    bodies,
    changed,
    named,
    owner,
    rebuilt,
    said,
    verb,
    written_out,
)


class Order(NamedTuple):
    """A change of the order with the steps it names, and the one flow or part it stays in, '' for all."""

    change: Change
    steps: tuple[Named, ...]
    only: str = ""


def ordered(change: Change, port: Port) -> Order:
    """The change with the steps it names, as the port has them."""
    texts = {
        "insert": [change.words.get("before", change.words.get("after"))],
        "move": [change.what, change.words.get("before", change.words.get("after"))],
        "parallel": change.what,
    }.get(change.verb, [])
    written = change.what if change.verb == "insert" else change.words.get("with")
    if change.verb in ("insert", "replace") and not are_steps(new_steps(written)):
        raise Refused("is a list of steps, e.g. [{visit: gate}]")
    if change.verb == "parallel" and (not isinstance(texts, list) or len(texts) < 2):
        raise Refused("is written parallel: [a, b], as: name")
    if change.verb == "replace":
        steps = tuple(_visited(change.what, port))
    elif change.verb == "remove":
        steps = tuple(_visited(change.what, port, others=True))
    else:
        steps = tuple(named(port.tree, text, port.name) for text in texts)
    order = Order(change, steps, str(change.words.get("in", "")))
    in_one_flow(port.tree, [order], port.name)
    return order


def _visited(what: Any, port: Port, *, others: bool = False) -> Iterable[Named]:
    """Visits of a station, or of every station that does something; `others` are steps of any verb."""
    for text in what if isinstance(what, list) else [what]:
        if str(text).startswith("every "):
            yield from (Named("visit", station) for station in stations(port, text))
            continue
        step = named(port.tree, str(text), port.name)
        if not others and step.verb != "visit":
            raise Refused(f"{text} is a {step.verb}; replace: is for visits of a station")
        yield step


def visits(station: str) -> Named:
    """All visits of a station."""
    return Named("visit", station)


def in_one_flow(tree: dict, orders: Iterable[Order], port: str) -> dict:
    """The tree with parts written out in those flows that alone are to change."""
    for order in orders:
        for step in order.steps if order.only else ():
            tree = written_out(tree, order.only, step, port)
    return tree


def insert_all(tree: dict, orders: Iterable[Order]) -> dict:
    """The tree with all new steps; those at one place stand in the order of their levers' names."""
    orders = list(orders)
    for path in bodies(tree):
        here = [order for order in orders if order.only in ("", owner(path))]
        if here:
            tree = changed(tree, partial(_inserted, here), only=owner(path))
    return tree


def _inserted(orders: list[Order], steps: Steps) -> Steps:
    whole: Steps = []
    behind: list[tuple[int, Steps]] = []  # what stands after a step waits until its questions have passed
    for index, step in enumerate(steps):
        whole += [one for end, own in behind if end == index for one in own]
        for order in orders:
            if order.steps[0].means(step):
                if "before" in order.change.words:
                    whole += new_steps(order.change.what)
                else:
                    behind.append((block(steps, index), new_steps(order.change.what)))
        whole.append(step)
    return whole + [one for end, own in behind if end == len(steps) for one in own]


def new_steps(what: Any) -> Steps:
    """Steps as a lever writes them: a list, one step, or the name of a station."""
    if isinstance(what, list):
        return [dict(one) if isinstance(one, Mapping) else {"visit": one} for one in what]
    return [dict(what)] if isinstance(what, Mapping) else [{"visit": what}]


def move(tree: dict, order: Order) -> dict:
    """The tree with a step, and its questions, moved before or after another of the same list."""
    mover, anchor = order.steps

    def moved(steps: Steps) -> Steps:
        at = next((i for i, step in enumerate(steps) if mover.means(step)), None)
        if at is None or not any(anchor.means(step) for step in steps):
            return steps
        end = block(steps, at)
        rest = steps[:at] + steps[end:]
        to = next((i for i, step in enumerate(rest) if anchor.means(step)), None)
        if to is None:
            return steps
        to = to if "before" in order.change.words else block(rest, to)
        return rest[:to] + steps[at:end] + rest[to:]

    if not _share_a_list(tree, order):
        raise Refused(f"{mover} and {anchor} stand in different lists of steps; a step moves within its own")
    return changed(tree, moved, only=order.only)


def _share_a_list(tree: dict, order: Order) -> bool:
    found = []

    def look(steps: Steps) -> Steps:
        found.append(all(any(wanted.means(step) for step in steps) for wanted in order.steps))
        return steps

    changed(tree, look, only=order.only)
    return any(found)


def parallel(tree: dict, order: Order) -> dict:
    """The tree with neighbouring steps, each with its questions, made a fork and its join."""
    name = str(order.change.words["as"])
    if not _share_a_list(tree, order):
        both = " and ".join(map(str, order.steps))
        raise Refused(f"{both} stand in different lists of steps, not one behind the other")

    def side_by_side(steps: Steps) -> Steps:
        starts = {one.name: i for one in order.steps for i, step in enumerate(steps) if one.means(step)}
        if len(starts) < len(order.steps):
            return steps
        spans = {one.name: (starts[one.name], block(steps, starts[one.name])) for one in order.steps}
        in_line = sorted(spans.values())
        for (_, end), (start, _) in zip(in_line, in_line[1:], strict=False):
            if end != start:
                between = f"{verb(steps[end])} {steps[end][verb(steps[end])]}"
                raise Refused(f"{between} stands between them; move one of them first")
        into = {path: steps[start:end] for path, (start, end) in spans.items()}
        fork: Steps = [{"fork": name, "into": into}, {"join": name}]
        return [*steps[: in_line[0][0]], *fork, *steps[in_line[-1][1] :]]

    return changed(tree, side_by_side, only=order.only)


def replace(tree: dict, order: Order) -> dict:
    """The tree with other steps in the place of each visit; `$it` is the station that was visited."""

    def replaced(steps: Steps) -> Steps:
        whole: Steps = []
        for step in steps:
            if any(wanted.means(step) for wanted in order.steps):
                whole += [_in_its_place(one, step) for one in new_steps(order.change.words["with"])]
            else:
                whole.append(step)
        return whole

    return changed(tree, replaced, only=order.only)


def _in_its_place(new: dict, old: dict) -> dict:
    """A step that stands for a visit; where that was the second of its flow, so is this one."""
    second = said(old, "as")

    def place(steps: Steps) -> Steps:
        return [_called(_with_it(step, old["visit"]), old["visit"], second) for step in steps]

    return rebuilt([new], place)[0]


def _with_it(step: dict, station: str) -> dict:
    """The step with the station for `$it`, also inside a question such as $it.fails."""
    return {
        word: value.replace(IT, station) if isinstance(value, str) and value.split(".")[0] == IT else value
        for word, value in step.items()
    }


def _called(step: dict, station: str, second: str) -> dict:
    if not second or "visit" not in step or "as" in step:
        return step
    return {**step, "as": second if step["visit"] == station else f"{step['visit']}_{second}"}


def remove(tree: dict, wanted: Iterable[Named], *, only: str = "") -> dict:
    """The tree without some steps and without the questions about them, which are answered with no."""
    wanted = list(wanted)
    names = {one.name for one in wanted if one.verb == "visit"}
    forks = {one.name for one in wanted if one.verb == "fork"}

    def without(steps: Steps) -> Steps:
        whole: Steps = []
        for step in steps:
            if any(one.means(step) for one in wanted) or said(step, "join") in forks:
                continue
            whole += step.get("else", []) if asks(step, names) else [step]
        return whole

    return changed(tree, without, only=only)
