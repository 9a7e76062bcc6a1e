"""The order of settle: downstream first, loops broken where they first appear; and who can come where."""

from typing import NamedTuple

from twin.plan.plan import (
    ALIGHT,
    BRANCH,
    CHOOSE,
    END,
    GIVES_UP,
    GOTO,
    IF_FULL,
    LEAVE,
    MEET,
    RETURN,
    SPAWN,
    VISIT,
)
from twin.plan.visits import NOBODY


class Code(NamedTuple):
    """The part of a plan's arrays that says what comes after what, as lists."""

    step: list[tuple]  # [step] fields of STEP
    tab: list[int]
    cum: list[float]


def reached(code, starts, closed=frozenset()):
    """{(pc, class)} of all steps that one who begins at one of `starts`, also (pc, class), may come to.

    Nobody passes a station that is `closed`.
    """
    found, fresh = set(starts), list(starts)
    while fresh:
        here = fresh.pop()
        if code.step[here[0]][1] == VISIT and code.step[here[0]][2] in closed:
            continue
        for state in _next(code, *here):
            if state not in found:
                found.add(state)
                fresh.append(state)
    return found


def _next(code, pc, cls):
    _, op, a, b, c, d, e = code.step[pc]
    if op in (LEAVE, END, RETURN):
        return []
    if op == GOTO:
        return [(a, cls)]
    if op == BRANCH:
        running = [0.0, *code.cum[a + cls * b : a + cls * b + b]]
        possible = [case for case in range(b) if d != NOBODY or running[case + 1] > running[case]]
        return [(code.tab[c + case], cls) for case in possible]
    if op == CHOOSE:
        first, n = code.tab[a + 2 * cls : a + 2 * cls + 2]
        return [(pc, cls) for pc in code.tab[first : first + n]]
    if op == VISIT and d != 0:
        instead = [target for target in code.tab[d + GIVES_UP : d + IF_FULL + 1] if target != NOBODY]
        return [(pc + 1, cls), *((target, cls) for target in instead)]
    if op == MEET:
        if e == NOBODY:
            return [(d, b)]
        return [(pc + 1, cls), *([(code.tab[d + GIVES_UP], cls)] if d else [])]
    if op == ALIGHT:
        return [(a, b), (pc + 1, cls)]
    if op == SPAWN:
        return [(a, cls if b < 0 else b), (pc + 1, cls)]
    return [(pc + 1, cls)]


def settle_order(code, states, stations):
    """[place] the stations, those nearest to the end of a flow first, equals as they appear in the program.

    `states` are those reached, VISITs still naming the stations by their appearance.
    """
    after = _visits_after(code, states, stations)
    depth = {}
    for station in range(stations):
        if station not in depth:
            _deepen(station, after, depth)
    return sorted(range(stations), key=lambda station: (depth[station], station))


def _visits_after(code, states, stations):
    """[station] the stations visited next, in the order in which they are found."""
    after = [{} for _ in range(stations)]
    for pc, cls in sorted(states):
        if code.step[pc][1] == VISIT:
            after[code.step[pc][2]].update(dict.fromkeys(_next_visits(code, pc, cls)))
    return after


def _next_visits(code, pc, cls):
    fresh, seen = _next(code, pc, cls), set()
    for state in fresh:
        if state in seen:
            continue
        seen.add(state)
        step = code.step[state[0]]
        if step[1] == VISIT:
            yield step[2]
        else:
            fresh.extend(_next(code, *state))


def _deepen(station, after, depth):
    """Longest way from a station to the end; a way that comes back to a station on it is left out."""
    path, height = [(station, iter(after[station]))], {station: 0}
    while path:
        here, ahead = path[-1]
        step = next(ahead, None)
        if step is None:
            depth[here] = height.pop(here)
            path.pop()
            if path:
                before = path[-1][0]
                height[before] = max(height[before], depth[here] + 1)
        elif step in depth:
            height[here] = max(height[here], depth[step] + 1)
        elif step not in height:
            path.append((step, iter(after[step])))
            height[step] = 0
