"""The next hours, as things are and with a change from now on."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query

from twin.live.service.trees import forecast_tree
from twin.model.errors import ScenarioError
from twin.web.asked import LivePort, Seen

MOST = 5  # changes of one question

Changes = Annotated[tuple[str, ...], Query(max_length=MOST)]

router = APIRouter(tags=["forecast"])


@router.get("/forecast")
def forecast(seen: Seen, port: LivePort, what_if: Changes = ()):
    """Bands of queues, waits and numbers; `what_if` are changes from now on, as words of the language."""
    if not what_if:
        if seen.forecast is None:
            raise HTTPException(503, "the first forecast is on its way", {"Retry-After": "5"})
        return forecast_tree(seen.forecast, seen.lights)
    try:
        made = port.what_if(what_if)
    except ScenarioError as error:
        raise HTTPException(422, [fault.tree() for fault in error.faults]) from None
    if made is None:
        raise HTTPException(503, "another question is being answered", {"Retry-After": "5"})
    return forecast_tree(made, seen.lights)
