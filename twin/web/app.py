"""The web application of one port; each group of addresses is a router of its own."""

from fastapi import Depends, FastAPI

from twin import __version__
from twin.web.door import Doorkeeper, authorised
from twin.web.routers import alerts, forecast, health, messages, state

ROUTERS = (state, forecast, alerts, messages)  # behind the token; health asks for it where it has to


def app_of(port, door):
    """The application over a live port (twin.live.service.port.Port)."""
    app = FastAPI(title="PortTwin", version=__version__, docs_url=None, redoc_url=None)
    app.state.port, app.state.door = port, door
    app.include_router(health.router)
    for each in ROUTERS:
        app.include_router(each.router, prefix="/v1", dependencies=[Depends(authorised)])
    app.add_middleware(Doorkeeper, door=door, count=port.count)
    return app
