"""A plan's program in words: one line a step, with names for indices."""

from twin.plan import plan as p

WORDS = {
    getattr(p, word): word.lower()
    for word in (
        "VISIT",
        "WALK",
        "BRANCH",
        "CHOOSE",
        "GOTO",
        "LEAVE",
        "SPAWN",
        "AWAIT",
        "END",
        "SEIZE",
        "RELEASE",
        "ENTER",
        "CLEAR",
        "SET",
        "RETURN",
        "ARRIVE",
        "PERMIT",
        "MARK",
        "AWAIT_MARK",
    )
}


def listing(plan):
    """[step] e.g. 'visit gate', 'branch 1 3', 'goto 4', 'leave out'."""
    return [_line(plan, step) for step in plan.arrays.step]


def _line(plan, step):
    word = WORDS[int(step["op"])]
    return " ".join([word, *map(str, _SAID.get(word, lambda plan, step: ())(plan, step))])


def _point(plan, index):
    point = plan.names.points[index]
    return point.name if point.lane < 0 else f"{point.name}#{point.lane}"


def _branch(plan, step):
    return plan.arrays.tab[step["c"] : step["c"] + step["b"]].tolist()


def _choose(plan, step):
    """The ways of each class, classes apart by a bar."""
    tab, out = plan.arrays.tab, []
    for cls in range(len(plan.names.classes)):
        first, n = tab[step["a"] + 2 * cls : step["a"] + 2 * cls + 2]
        out += ["|"] * (cls > 0) + tab[first : first + n].tolist()
    return out


def needs(plan, first, n):
    """[(pool, units)] of rows of `need`."""
    rows = plan.arrays.need[first : first + n]
    return [(plan.names.pools[row["pool"]], int(row["units"])) for row in rows]


_SAID = {
    "visit": lambda plan, step: [_point(plan, step["a"])],
    "walk": lambda plan, step: [f"{plan.arrays.dist[step['a']]['p']:g}"],
    "branch": _branch,
    "choose": _choose,
    "goto": lambda plan, step: [step["a"]],
    "leave": lambda plan, step: [plan.names.exits[step["a"]]],
    "spawn": lambda plan, step: [
        step["a"],
        "same" if step["b"] < 0 else plan.names.classes[step["b"]],
        step["c"],
    ],
    "await": lambda plan, step: [_point(plan, step["c"]), step["a"], "all" if step["b"] < 0 else step["b"]],
    "seize": lambda plan, step: needs(plan, step["a"], step["b"]),
    "release": lambda plan, step: needs(plan, step["a"], step["b"]),
    "permit": lambda plan, step: [
        _point(plan, step["c"]),
        "arrival" if step["e"] < 0 else f"asking {step['e']}",
    ],
    "mark": lambda plan, step: [step["a"]],
    "await_mark": lambda plan, step: [_point(plan, step["c"])],
    "enter": lambda plan, step: needs(plan, step["a"], 1),
    "clear": lambda plan, step: [step["a"]],
    "set": lambda plan, step: [step["a"], step["b"]],
    "return": lambda plan, step: [step["b"], plan.names.exits[step["c"]]],
}
