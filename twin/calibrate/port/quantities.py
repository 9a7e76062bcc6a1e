"""Fitted quantities as the language writes them, each with where it comes from behind a bar."""

import numpy as np

RECORDS = "S1"  # the key of the source that the records are
HUNDRED = 10_000  # hundredths of a percent
NO_SPREAD = 1e-4  # of a cv: what is left where a way always takes the same


def seconds(value):
    """Seconds with four digits that count."""
    return f"{value:.4g} s" if value < 1000 else f"{round(value)} s"


def percent(share):
    return f"{100 * share:.4g} %"


def shares(values):
    """Shares as texts that make exactly 100 %."""
    parts = np.asarray(values, dtype=float) * HUNDRED
    whole = np.floor(parts).astype(int)
    for i in np.argsort(whole - parts, kind="stable")[: HUNDRED - whole.sum()]:
        whole[i] += 1
    return [f"{part / 100:g} %" for part in whole]


def law(family, mean, cv, name):
    """A law in words; data are drawn from under a name."""
    if family in ("observed", "mixture"):
        return f"observed {name}"
    if family == "constant" or mean == 0.0 or cv < NO_SPREAD:
        return seconds(mean)
    if family == "exponential":
        return f"exponential mean {seconds(mean)}"
    return f"{family} mean {seconds(mean)} cv {percent(cv)}"


def measured(value, source, within=None):
    """A value, its source, and the range in which it is believed."""
    wide = within is not None and within[0] != within[1]
    believed = f", assumed {within[0]} to {within[1]} by its 90 % interval" if wide else ""
    return f"{value} | source {source}{believed}"


def breakdown_text(failing, source):
    """Times to failure and repair in words, with the ranges of their means."""
    told = {"mtbf": (failing.mtbf, failing.mtbf_within), "mttr": (failing.mttr, failing.mttr_within)}
    return {
        word: measured(f"exponential mean {seconds(mean)}", source, tuple(seconds(end) for end in within))
        for word, (mean, within) in told.items()
    }


def supposed(value, within, why):
    """A value that is assumed, the range in which it may be, and on what it rests."""
    return f"{value} | assumed {within[0]} to {within[1]} {why}"


def around(value, low, high):
    """The ends of a range, pushed out to hold its value."""
    return min(value, low), max(value, high)


def law_within(text, piece, source):
    """A law in words, with the range of its mean: measured, or assumed."""
    low, high = around(piece.mean, *piece.mean_within)
    within = seconds(low), seconds(high)
    return supposed(text, within, piece.assumed) if piece.assumed else measured(text, source, within)
