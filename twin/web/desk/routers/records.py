"""Records of a port that are sent here: logs, the map by which they are read, and the port of their fit."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi import Path as InPath
from pydantic import BaseModel, ConfigDict, Field

from twin.web.desk.keys import RUN, VIEW, at_least
from twin.web.desk.records import NotKeptError
from twin.web.desk.routers.asked import AtDesk, refused
from twin.web.desk.routers.scenarios import Writer, writer

MAP = 64 * 1024  # letters of a map

router = APIRouter(tags=["records"], dependencies=[Depends(at_least(VIEW))])
Name = Annotated[str, InPath(pattern="^[a-z][a-z0-9_]{0,59}$")]
Who = Annotated[Writer, Depends(writer)]


class Begun(BaseModel):
    """A record, and whether plates, tags, declarations and journeys are to be kept only by a keyed name."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=60)]
    pseudonymise: bool = True


class Map(BaseModel):
    """Which column is what, as YAML; "" takes the likely one."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(max_length=MAP)]


@router.get("/records")
def records(desk: AtDesk):
    """All records."""
    return [record.told() for record in desk.records.all()]


@router.get("/records/{name}")
def record(name: Name, desk: AtDesk):
    """How far a record has come."""
    return sent(desk, name).told()


@router.post("/records", status_code=201)
def begin(begun: Begun, desk: AtDesk, who: Who):
    """Makes a place for logs."""
    made = kept(begun.name, lambda: desk.records.begin(begun.name, begun.pseudonymise))
    desk.audit.note(who.request, who.role, "record", name=begun.name)
    return made.told()


@router.post("/records/{name}/logs", status_code=201)
async def add(
    name: Name, file: Annotated[str, Query(min_length=1, max_length=100)], request: Request, desk: AtDesk,
    role: Annotated[str, Depends(at_least(RUN))],
):  # fmt: skip
    """Takes a log in, as the body of the request; one that breaks off leaves nothing."""
    sent(desk, name)
    part, size = kept(file, lambda: desk.records.aside(name, file)), 0
    try:
        with part.open("wb") as out:
            async for chunk in request.stream():
                out.write(chunk)
                size += len(chunk)
        if not size:
            raise HTTPException(422, f"{file} is empty")
        made = desk.records.keep(part, name, file)
    finally:
        part.unlink(missing_ok=True)
    desk.audit.note(request, role, "log", name=name, file=file, bytes=size)
    return made.told()


@router.get("/records/{name}/map")
def chosen(name: Name, desk: AtDesk):
    """The map that was chosen, and the likely one where it was asked for (import with --dry-run)."""
    sent(desk, name)
    text, proposed = desk.records.map_of(name)
    return {"text": text, "proposed": proposed}


@router.put("/records/{name}/map")
def choose(name: Name, chosen: Map, desk: AtDesk, who: Who):
    """Chooses the map by which logs are read; the import says where it is wrong."""
    sent(desk, name)
    desk.records.set_map(name, chosen.text)
    desk.audit.note(who.request, who.role, "map", name=name)
    return {"text": chosen.text}


@router.post("/records/{name}/port", status_code=201)
def port(name: Name, desk: AtDesk, who: Who):
    """Puts the port of the fit among the layouts, so that it can be asked."""
    sent(desk, name)
    written = kept(name, lambda: desk.records.put_among_layouts(name))
    desk.audit.note(who.request, who.role, "port", name=name)
    return {"files": written}


@router.delete("/records/{name}")
def delete(name: Name, desk: AtDesk, who: Who):
    """Forgets a record and its fit."""
    sent(desk, name)
    desk.records.delete(name)
    desk.audit.note(who.request, who.role, "forget", name=name)
    return {"name": name}


def sent(desk, name):
    """The Record of a name; 404 where there is none."""
    try:
        return desk.records.get(name)
    except KeyError:
        raise HTTPException(404, f"no records {name[:60]} were sent here; POST /v1/records begins") from None


def kept(path, act):
    """What an act gives; 422 with the reason where it is refused."""
    try:
        return act()
    except NotKeptError as error:
        raise refused([{"path": path[:100], "value": "", "text": str(error), "place": ""}]) from None
