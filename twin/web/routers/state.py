"""The port now."""

from fastapi import APIRouter

from twin.live.service.trees import inside_tree, state_tree
from twin.web.asked import Seen

router = APIRouter(tags=["state"])


@router.get("/state")
def state(seen: Seen):
    """Queues, servers and devices, each with its age and how far it can be believed."""
    return state_tree(seen)


@router.get("/inside")
def inside(seen: Seen):
    """Everybody who is inside: where, doing what, since when, how likely."""
    return inside_tree(seen.present)
