"""The reference engine: the port as SimPy tells it, one process an entity, written to be read."""

from twin.engine.reference.port import pause, resume, run

__all__ = ["pause", "resume", "run"]
