"""Random ports: valid scenarios of every construct, drawn by any choose(n) function."""

from twin.study.generated.port import random_tree, seeded

__all__ = ["random_tree", "seeded"]
