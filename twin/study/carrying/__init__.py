"""How much a port can carry: the largest flow with a target met, what binds there, and until when."""

from twin.study.carrying.carried import Capacity, capacity
from twin.study.carrying.rooting import Search
from twin.study.carrying.scaling import scaled, scaled_by

__all__ = ["Capacity", "Search", "capacity", "scaled", "scaled_by"]
