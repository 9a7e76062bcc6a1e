"""From events as devices told them to visits as they happened, with every repair counted."""

from .whole import clean

__all__ = ["clean"]
