"""Two kernels from one source: plans that need no rare handler get one that was compiled without them."""

import numba
import numpy as np
from numba.extending import overload

from twin.plan.plan import BRANCH, END, FINISH, GOTO, LEAVE, NO_DIST, VISIT, WALK, Arrays
from twin.plan.visits import NOBODY

_OPS = (VISIT, WALK, BRANCH, GOTO, LEAVE, END)
_TABLES = ("step", "dist", "service", "task", "station", "server", "cls", "tab", "cum", "table", "given")
_NEEDED = (*_TABLES, "level", "run_key", "group_first")
# Whatever else a station or a visit can say has this value where it says nothing.
_ORDINARY = ("room", "move_up", "servers", "first_server", "metric", "holds_all", "first_need", "levels")
_ORDINARY += ("first_level", "by_priority", "on_duty", "sited", "place")
_NOTHING = {"group": NOBODY, "fills": NOBODY, "shift_rule": FINISH}


class Plain(Arrays):
    """The arrays of a plan that is plain: a type of its own, for which numba compiles once more."""


def specialised(arrays):
    """The arrays, as Plain if no rare handler will ever be called; what is not known to be plain is not."""
    return Plain._make(arrays) if _is_plain(arrays) else arrays


def _is_plain(arrays):
    tables = arrays._asdict()
    if any(len(table) for name, table in tables.items() if name not in _NEEDED):
        return False
    station, step = arrays.station, arrays.step
    said = [name for name in station.dtype.names if name not in _ORDINARY]
    if any((station[name] != _NOTHING.get(name, 0)).any() for name in said):
        return False
    visits = step[step["op"] == VISIT]
    ordinary = np.isin(step["op"], _OPS).all() and not visits["d"].any() and not visits["e"].any()
    return bool(ordinary and (arrays.server["up"] == NO_DIST).all())


_STUBS = {
    2: lambda a, b: False,
    3: lambda a, b, c: False,
    4: lambda a, b, c, d: False,
    5: lambda a, b, c, d, e: False,
    6: lambda a, b, c, d, e, f: False,
}  # fmt: skip


def rare(function):
    """A handler of few plans: its first argument is the plan's arrays; for Plain ones it is not compiled."""
    if numba.config.DISABLE_JIT:
        return function
    stub = _STUBS[function.__code__.co_argcount]

    def handler(*args):
        """Called from compiled code only."""

    options = {"_nrt": False, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}

    @overload(handler, jit_options=options, strict=False)
    def _(*types):
        return stub if types[0].of is Plain else function

    return handler
