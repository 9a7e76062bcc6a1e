"""Levers that cannot both be meant: each pair is refused, in the same words whatever the order of naming."""

from collections.abc import Iterable

from twin.model.errors import Fault
from twin.model.levers import bars
from twin.model.levers.resolving import Wanted
from twin.model.levers.values import Edit, conflicts

_WAY_OUT = "leave one out, or give it on the command line, which is heard last"
# What a merged station has once, so that a change of one of its stations would be lost.
_OF_THE_WHOLE = ("servers", "hours")
# What is said of a station elsewhere, by its name.
_SAID_OF_STATIONS = (("policy", "opening"), ("roster", "shifts"))


def contradictions(wanted: Wanted) -> list[Fault]:
    """Every contradiction among the changes of all levers."""
    return [
        *conflicts(wanted.adds, _added_twice),
        *conflicts([edit for edit in wanted.values if edit.change.verb == "swap"], _swapped_twice),
        *conflicts([edit for edit in wanted.values if edit.change.verb == "set"], _set_twice),
        *_merged_twice(wanted),
        *_ordered_twice(wanted),
        *_lost_in_a_merge(wanted),
        *_removed_and_changed(wanted),
    ]


def _added_twice(one: Edit, other: Edit) -> str:
    both = f"{one.change.lever} and, differently, by {other.change.lever}"
    return f"{other.dotted} is added by {both}; leave one out, or give one of them another name"


def _swapped_twice(one: Edit, other: Edit) -> str:
    both = f"{_said(one)} by {one.change.lever} and {_said(other)} by {other.change.lever}"
    return f"{other.path[-1]} becomes {both}; leave one out"


def _set_twice(one: Edit, other: Edit) -> str:
    if one.path != other.path:
        both = f"{one.dotted} is set by {one.change.lever} and {other.dotted} by {other.change.lever}"
        return f"{both}, one inside the other; {_WAY_OUT}"
    by = f"'{_said(one)}' by {one.change.lever} and to '{_said(other)}' by {other.change.lever}"
    return f"{other.dotted} is set to {by}; {_WAY_OUT}"


def _said(edit: Edit) -> str:
    value = bars.without_bars(edit.value)
    return value if isinstance(value, str) else str(value).replace("'", "")


def _merged_twice(wanted: Wanted) -> Iterable[Fault]:
    for index, other in enumerate(wanted.merges):
        for one in wanted.merges[:index]:
            shared = {*one.group, one.into} & {*other.group, other.into}
            if shared:
                name = next(name for name in (*other.group, other.into) if name in shared)
                both = f"{one.into} by {one.change.lever} and into {other.into} by {other.change.lever}"
                text = f"{name} is merged into {both}; leave one out, or merge all of them in one lever"
                yield other.change.fault(text)


def _ordered_twice(wanted: Wanted) -> Iterable[Fault]:
    """Two moves, replacements or pairings of one step."""
    for index, other in enumerate(wanted.orders):
        for one in wanted.orders[:index]:
            verb = other.change.verb
            if verb == "insert" or one.change.verb != verb:
                continue
            first, second = (order.steps[:1] if verb == "move" else order.steps for order in (one, other))
            shared = [step for step in second if step in first]
            if shared and (one.only == other.only or "" in (one.only, other.only)):
                both = f"{one.change.lever} and by {other.change.lever}"
                yield other.change.fault(
                    f"{shared[0]} is {_DONE[verb]} by {both}, in different ways; leave one out"
                )


_DONE = {"move": "moved", "replace": "replaced", "parallel": "put side by side"}


def _lost_in_a_merge(wanted: Wanted) -> Iterable[Fault]:
    for edit in wanted.values:
        for one in wanted.merges:
            station = edit.path[2] if edit.path[:2] == ("layout", "stations") else ""
            if (
                station in one.group
                and station != one.into
                and edit.path[3:4]
                and edit.path[3] in _OF_THE_WHOLE
            ):
                merges = f"but {one.change.lever} merges {station} into {one.into}"
                way_out = f"change layout.stations.{one.into} instead, or leave one of the two out"
                text = f"changes {edit.dotted}, {merges}; {way_out}"
                yield Fault(f"scenario.{edit.change.lever}", "", text, edit.change.place)
    for edit in wanted.adds:
        for one in wanted.merges:
            if edit.path[:2] in _SAID_OF_STATIONS and edit.path[2] in one.group and edit.path[2] != one.into:
                merges = f"but {one.change.lever} merges {edit.path[2]} into {one.into}"
                yield edit.change.fault(f"adds {edit.dotted}, {merges}; leave one of the two out")


def _removed_and_changed(wanted: Wanted) -> Iterable[Fault]:
    for removal in wanted.removals:
        gone = removal.path
        names = {step.name for step in removal.order.steps} if removal.order else set()
        changes = [
            edit.change for edit in (*wanted.adds, *wanted.values) if gone and edit.path[: len(gone)] == gone
        ]
        changes += [
            order.change for order in wanted.orders
            if order.change.verb != "insert" and names & {step.name for step in order.steps}
        ]  # fmt: skip
        changes += [one.change for one in wanted.merges if names & set(one.group)]
        for change in changes:
            if change.lever != removal.change.lever:
                what = ".".join(gone) if gone else ", ".join(sorted(names))
                text = (
                    f"removes {what}, which {change.lever} changes ({change.verb}); leave one of the two out"
                )
                yield removal.change.fault(text)
