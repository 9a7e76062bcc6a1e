"""Bars that say how far something is, on standard error where that is a terminal."""

import sys


def bar(total=None, **how):
    """A bar of tqdm over so many things, gone when it is closed; nothing where nobody would see it."""
    from tqdm import tqdm

    return tqdm(total=total, leave=False, file=sys.stderr, disable=not sys.stderr.isatty(), **how)


def as_far(shown):
    """What takes a bar to how far something is in all; it never goes back."""
    return lambda number: shown.update(max(number - shown.n, 0))
