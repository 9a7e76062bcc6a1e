"""Alerts: those that stand, what became of others, and what somebody does about one."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field

from twin.live.alerts.book import UnknownAlertError
from twin.live.service.trees import listed_tree
from twin.web.asked import LivePort

LONGEST = 30 * 86400.0  # seconds that an alert may be muted for: a muted port is a deaf one

router = APIRouter(tags=["alerts"])


class Acknowledgement(BaseModel):
    """Somebody knows."""

    model_config = ConfigDict(extra="forbid")
    by: Annotated[str, Field(min_length=1, max_length=100)]
    words: Annotated[str, Field(max_length=1000)] = ""


class Muting(BaseModel):
    """Nobody is told for some seconds."""

    model_config = ConfigDict(extra="forbid")
    by: Annotated[str, Field(min_length=1, max_length=100)]
    seconds: Annotated[float, Field(gt=0, le=LONGEST)]


@router.get("/alerts")
def alerts(port: LivePort):
    """The alerts that stand, the last one first; and what of the service itself does not work."""
    return {"alerts": [listed_tree(each) for each in port.book.listed()], "wrong": port.health()["wrong"]}


@router.get("/alerts/log")
def log(port: LivePort, last: Annotated[int, Query(ge=1, le=10000)] = 100):
    """What became of alerts, line by line."""
    return {"log": [{"at": at, "name": name, **body} for at, name, body in port.book.log(last)]}


@router.post("/alerts/{name}/acknowledge")
def acknowledge(name: str, said: Acknowledgement, port: LivePort):
    """Says that somebody knows of an alert."""
    return done(name, lambda: port.book.acknowledge(name, port.now(), by=said.by, words=said.words))


@router.post("/alerts/{name}/mute")
def mute(name: str, said: Muting, port: LivePort):
    """Tells nobody of an alert for a while; it is written down all the same."""
    until = port.now() + said.seconds
    return done(name, lambda: port.book.mute(name, port.now(), by=said.by, until=until))


def done(name, act):
    """Acts on an alert; 404 where it does not stand."""
    try:
        act()
    except UnknownAlertError:
        raise HTTPException(
            404, f"no alert {name[:200]} stands; GET /v1/alerts lists those that do"
        ) from None
    return {"name": name}
