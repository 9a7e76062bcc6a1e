"""Who is inside already when the run begins: where each stands, doing what, since when."""

from typing import Literal

from twin.model.record import Record
from twin.model.values import Count, Duration, Name


class Seen(Record):
    """So many of a class at a step of their flow, a visit.

    Who is served has been so for that long, and is served for what is left of it; who is blocked has been
    served, and the next place has no room.
    """

    at: Name
    class_: Name | None = None
    doing: Literal["queueing", "served", "blocked"] = "queueing"
    since: Duration = 0.0
    count: Count = 1
