"""Scenarios: levers that change a few named things of any port, and the last word from the command line."""

from twin.model.levers.last_words import Word, give
from twin.model.levers.lever import FORMS, Change, Lever, read_lever
from twin.model.levers.phases import Applied, apply

__all__ = ["FORMS", "Applied", "Change", "Lever", "Word", "apply", "give", "read_lever"]
