"""What routers ask the live port for."""

from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request


def port_of(request: Request):
    """The live port behind the application."""
    return request.app.state.port


LivePort = Annotated[Any, Depends(port_of)]


def sight_of(port: LivePort):
    """What is known now; 503 before anything is."""
    if port.sight is None:
        raise HTTPException(503, "nothing is known yet: the service begins", {"Retry-After": "1"})
    return port.sight


Seen = Annotated[Any, Depends(sight_of)]
