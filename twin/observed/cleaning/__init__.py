"""From events as devices told them to visits as they happened, with every repair counted."""

from .parts import clean_store
from .whole import NothingTrueError, clean

__all__ = ["NothingTrueError", "clean", "clean_store"]
