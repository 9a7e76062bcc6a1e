"""Random ports: valid scenarios of every construct, drawn by a choose(n) function so that any source of luck will do."""

from twin.study.generated.port import random_tree, seeded

__all__ = ["random_tree", "seeded"]
