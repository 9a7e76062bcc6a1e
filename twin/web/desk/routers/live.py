"""Live ports: how they stand, what comes, what is wrong, and what somebody does about it."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any, NamedTuple
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi import Path as InPath
from pydantic import BaseModel, ConfigDict, Field

from twin.web.desk.keys import RUN, VIEW, at_least
from twin.web.desk.questions import LINE, LONGEST
from twin.web.desk.watch import told
from twin.web.desk.watch.line import SECONDS, AwayError
from twin.web.desk.watch.watched import NothingError, OtherError, enveloped

PULSE, LATER, SELDOM = 1.0, 5.0, 60.0  # seconds for which an answer is given again
THINKING = 60.0  # seconds that a question what if may take: the first one compiles
CHANGES = 5  # of one question
PASSED = (404, 422, 503)  # refusals of a service that are those of the page as well
LONGEST_MUTE = 30 * 86400.0  # seconds, as the service has it

router = APIRouter(tags=["live"], dependencies=[Depends(at_least(VIEW))])
By = Annotated[str, Field(min_length=1, max_length=100)]
Alert = Annotated[str, Field(min_length=1, max_length=300)]
Change = Annotated[str, Field(min_length=1, max_length=LONGEST, pattern=LINE.pattern)]


def watched_of(name: Annotated[str, InPath(max_length=60)], request: Request):
    """The live port of a name; 404 where none is watched."""
    for one in request.app.state.watched:
        if one.name == name:
            return one
    raise HTTPException(404, f"no live port {name} is watched; GET /v1/live has them all")


Port = Annotated[Any, Depends(watched_of)]


class Doer(NamedTuple):
    """Who acts on an alert, and by which request."""

    role: str
    request: Request


def doer(request: Request, role: Annotated[str, Depends(at_least(RUN))]):
    """The Doer of a request that may act."""
    return Doer(role, request)


Acts = Annotated[Doer, Depends(doer)]


class Acknowledged(BaseModel):
    """Somebody knows of an alert."""

    model_config = ConfigDict(extra="forbid")

    alert: Alert
    by: By
    words: Annotated[str, Field(max_length=1000)] = ""


class Muted(BaseModel):
    """Nobody is told of an alert for some seconds."""

    model_config = ConfigDict(extra="forbid")

    alert: Alert
    by: By
    seconds: Annotated[float, Field(gt=0, le=LONGEST_MUTE)]


@router.get("/live")
def live(request: Request) -> list[told.Reached]:
    """The live ports that are watched, and whether they answer."""
    watched = request.app.state.watched
    if not watched:
        return []
    with ThreadPoolExecutor(min(len(watched), 8)) as pool:
        return list(pool.map(reached, watched))


def reached(port):
    """How a live port is reached now."""
    try:
        came = port.told("/v1/state", told.State, PULSE)
    except (NothingError, OtherError):
        return told.Reached(name=port.name, away=port.away(), age=None)
    return told.Reached(name=port.name, away=port.away(), age=time.monotonic() - came.came)


@router.get("/live/{name}/about", responses={200: {"model": told.Told[told.About]}})
def about(port: Port):
    """The clock of the port, labels of its stations, its limits."""
    return given(port, "/v1/about", told.About, SELDOM)


@router.get("/live/{name}/state", responses={200: {"model": told.Told[told.State]}})
def state(port: Port):
    """Queues, servers and devices, each with its age and how far it can be believed."""
    return given(port, "/v1/state", told.State, PULSE)


@router.get("/live/{name}/history", responses={200: {"model": told.Told[told.History]}})
def history(port: Port):
    """What the port was taken for in the last hours, and how many came and left since midnight."""
    return given(port, "/v1/history", told.History, LATER)


@router.get(
    "/live/{name}/inside",
    responses={200: {"model": told.Told[told.Inside]}},
    dependencies=[Depends(at_least(RUN))],
)
def inside(port: Port):
    """Everybody who is inside, by the name that was read."""
    return given(port, "/v1/inside", told.Inside, PULSE)


@router.get("/live/{name}/forecast", responses={200: {"model": told.Told[told.Forecast]}})
def forecast(port: Port, what_if: Annotated[tuple[Change, ...], Query(max_length=CHANGES)] = ()):
    """Bands of the next hours, all classes together; `what_if` are changes from now on."""
    if not what_if:
        return given(port, "/v1/forecast", told.AllClasses, LATER)
    if not port.thinking.acquire(blocking=False):
        raise HTTPException(503, "another question is being answered; try again", {"Retry-After": "5"})
    try:
        path = "/v1/forecast?" + urlencode([("what_if", one) for one in what_if])
        return given(port, path, told.AllClasses, LATER, THINKING)
    finally:
        port.thinking.release()


@router.get("/live/{name}/alerts", responses={200: {"model": told.Told[told.Alerts]}})
def alerts(port: Port):
    """The alerts that stand, the last one first."""
    return given(port, "/v1/alerts", told.Alerts, PULSE)


@router.get("/live/{name}/log", responses={200: {"model": told.Told[told.Log]}})
def log(port: Port):
    """What became of alerts, line by line."""
    return given(port, "/v1/alerts/log?last=100", told.Log, LATER)


@router.post("/live/{name}/alerts/acknowledge")
def acknowledge(port: Port, said: Acknowledged, who: Acts):
    """Says that somebody knows of an alert."""
    done(port, said.alert, "acknowledge", {"by": said.by, "words": said.words})
    noted(who, "acknowledge", port, said)
    return {"alert": said.alert}


@router.post("/live/{name}/alerts/mute")
def mute(port: Port, said: Muted, who: Acts):
    """Tells nobody of an alert for a while; it is written down all the same."""
    done(port, said.alert, "mute", {"by": said.by, "seconds": said.seconds})
    noted(who, "mute", port, said)
    return {"alert": said.alert}


def given(port, path, form, fresh, seconds=SECONDS):
    """What a port answers, around which stands how old it is."""
    try:
        return Response(
            enveloped(port.told(path, form, fresh, seconds), port.away()), media_type="application/json"
        )
    except OtherError as error:
        raise passed_on(error) from None
    except NothingError as error:
        text = f"{port.name} {error or 'does not answer'}; twin live has to run where --live says"
        raise HTTPException(503, text, {"Retry-After": "5"}) from None


def done(port, alert, what, body):
    """Acts on an alert of a port."""
    try:
        port.done(f"/v1/alerts/{quote(alert, safe='')}/{what}", json.dumps(body).encode())
    except OtherError as error:
        raise passed_on(error) from None
    except AwayError as error:
        raise HTTPException(503, f"{port.name} {error}; try again", {"Retry-After": "5"}) from None


def noted(who, what, port, said):
    """Writes down who did what about an alert."""
    who.request.app.state.desk.audit.note(who.request, who.role, what, port=port.name, **said.model_dump())


def passed_on(error):
    """What a service refuses, as it is told here."""
    return HTTPException(error.status if error.status in PASSED else 502, detail_of(error.text))


def detail_of(text):
    """What a service says of why it does not answer: a text, or faults with path, value and way out."""
    try:
        detail = told.Detail.model_validate_json(text).detail
    except ValueError:
        return "the live port refuses"
    return detail if isinstance(detail, str) else [fault.model_dump() for fault in detail]
