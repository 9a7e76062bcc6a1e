"""Which rails a thing runs on, or lies over."""

from typing import Literal

Gauge = Literal["broad", "standard", "both"]
CHANGES = "gauge_change"  # what a station does behind which one runs on the other gauge

_OTHER: dict[str, Gauge] = {"broad": "standard", "standard": "broad", "both": "both"}


def other_gauge(gauge: Gauge | None) -> Gauge | None:
    """The gauge behind a change of gauge; what is not said stays so."""
    return _OTHER.get(gauge) if gauge is not None else None


def run_together(one: Gauge | None, other: Gauge | None) -> bool:
    """Whether something of one gauge may stand on something of the other; what is not said fits all.

    >>> run_together("broad", "both"), run_together("broad", "standard"), run_together(None, "standard")
    (True, False, True)
    """
    return one is None or other is None or one == other or "both" in (one, other)
