"""How functions are compiled: once, cached under a folder named by the sources, so no stale code is ever run.

Numba notices a change of the file that holds a function, but not of a file that holds what it calls.
"""

import os
from hashlib import blake2b
from pathlib import Path

import numba
import numpy as np
from numba import njit

_HERE = Path(__file__).resolve().parent.parent
# Files with compiled code, and those whose constants are in it: a change of any other compiles nothing again.
_COMPILED = {
    "plan": ("jit", "arrivals", "draws", "plan", "rules", "visits"),
    "results": (
        *("bins", "folding", "inside", "levels", "parts", "sweep", "trips"),
        *("dictionary", "grouped", "places", "statistics"),
    ),
}


def cache_folder():
    """Where compiled code is kept: TWIN_CACHE, else the user's cache folder."""
    chosen = os.environ.get("TWIN_CACHE") or os.environ.get("NUMBA_CACHE_DIR")
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "porttwin"
    base = Path(chosen) if chosen else own
    digest = blake2b(digest_size=8)
    compiled = [_HERE / room / f"{name}.py" for room, names in _COMPILED.items() for name in names]
    for path in [*compiled, *sorted((_HERE / "engine/kernel").glob("*.py"))]:
        digest.update(path.read_bytes())
    return base / digest.hexdigest()


numba.config.CACHE_DIR = str(cache_folder())

if numba.config.DISABLE_JIT:  # interpreted, numpy would warn of words that wrap round, as those of keys do
    np.seterr(over="ignore")

# For those called from Python: the lock is released, so replications run side by side in threads.
entry = njit(cache=True, nogil=True)

# For those called from compiled code only. Nothing in them allocates, so no references are counted.
inner = njit(_nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True)
inlined = njit(_nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=True)
