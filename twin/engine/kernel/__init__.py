"""The kernel: a numba event loop over the plan's arrays, written to be fast."""

from twin.engine.kernel.drive import branch, pause, pause_again, resume, run

__all__ = ["branch", "pause", "pause_again", "resume", "run"]
