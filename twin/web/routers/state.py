"""The port now."""

from typing import Annotated

from fastapi import APIRouter, Query

from twin.live.service.trees import about_tree, history_tree, inside_tree, state_tree
from twin.web.asked import LivePort, Seen

router = APIRouter(tags=["state"])


@router.get("/state")
def state(seen: Seen):
    """Queues, servers and devices, each with its age and how far it can be believed."""
    return state_tree(seen)


@router.get("/inside")
def inside(seen: Seen):
    """Everybody who is inside: where, doing what, since when, how likely."""
    return inside_tree(seen.present)


@router.get("/history")
def history(seen: Seen, port: LivePort, hours: Annotated[float, Query(gt=0, le=48)] = 6.0):
    """What the port was taken for in the last hours, and how many came and left since midnight."""
    return history_tree(port, hours)


@router.get("/about")
def about(port: LivePort):
    """The port's clock, the labels of its stations, and its limits."""
    return about_tree(port)
