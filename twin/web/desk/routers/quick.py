"""Quick questions: lists, cards, checks, previews, differences; and the map of a port."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Response
from fastapi import Path as InPath

from twin.web.desk.keys import VIEW, at_least
from twin.web.desk.questions import QUICK, NotAskedError, question
from twin.web.desk.routers.asked import Asked, AtDesk, checked, refused
from twin.web.desk.warm import BusyError

Name = Annotated[str, InPath(max_length=60, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
Peak = Annotated[str, Query(max_length=60, pattern=r"^[A-Za-z0-9_]*$")]

router = APIRouter(tags=["questions"], dependencies=[Depends(at_least(VIEW))])


@router.post("/ask")
def ask(asked: Asked, desk: AtDesk):
    """The answer of list, show, check, preview or diff, as the command line gives it with --json."""
    return answered(desk, checked(asked, QUICK))


@router.get("/ports/{name}/ground")
def ground(name: Name, desk: AtDesk, peak: Peak = ""):
    """Where everything of a port stands, in metres."""
    return part_of(desk, name, peak, "--ground")["ground"]


@router.get("/ports/{name}/editable")
def editable(name: Name, desk: AtDesk, peak: Peak = ""):
    """Every value of a port that can be changed: its path, names, unit, range and origin."""
    return part_of(desk, name, peak, "--editable")["editable"]


@router.get("/ports/{name}/map.svg")
def port_map(name: Annotated[str, InPath(max_length=60)], desk: AtDesk, lang: str = "en"):
    """The map of a port."""
    try:
        asked = question("show", ("layout", name), (), lang, commands=QUICK)
    except NotAskedError as error:
        raise HTTPException(404, str(error)) from None
    file = desk.place / f"map.{name}.{lang}.svg"
    answered(desk, asked, "--map", str(file.relative_to(desk.folder)))
    return Response(file.read_bytes(), media_type="image/svg+xml")


def part_of(desk, name, peak, part):
    """One part of the card of a port on a day."""
    words = ("layout", name, *([f"peak={peak}"] if peak else []))
    return answered(desk, question("show", words, ((part, ""),), "en", commands=QUICK))


def answered(desk, asked, *more):
    """The answer of a warm process; 422 with all faults where it is refused."""
    try:
        found = desk.warm.ask(asked, *more)
    except BusyError as error:
        raise HTTPException(503, str(error), {"Retry-After": "2"}) from None
    if "refused" in found:
        raise refused(found["refused"])
    return found["answer"]
