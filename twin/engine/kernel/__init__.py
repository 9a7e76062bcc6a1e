"""The kernel: a numba event loop over the plan's arrays, written to be fast."""

from twin.engine.kernel.drive import pause, resume, run

__all__ = ["pause", "resume", "run"]
