"""The reference engine: the port as SimPy tells it, one process an entity, written to be read."""

from twin.engine.reference.drive import branch, pause, pause_again, resume, run

__all__ = ["branch", "pause", "pause_again", "resume", "run"]
