"""A scenario of one's own: changes kept under a name, and a guard against two who change it at once."""

import hashlib
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Header, HTTPException, Request
from fastapi import Path as InPath
from pydantic import BaseModel, ConfigDict, Field

from twin.model import yaml_text
from twin.web.desk.keys import RUN, VIEW, at_least
from twin.web.desk.questions import MOST, NotAskedError, question
from twin.web.desk.routers.asked import AtDesk, Text, refused
from twin.web.desk.routers.quick import answered

router = APIRouter(tags=["scenarios"], dependencies=[Depends(at_least(VIEW))])
Name = Annotated[str, InPath(pattern="^[a-z][a-z0-9_]{0,59}$")]


class Writer(NamedTuple):
    """Who writes, and by which request."""

    role: str
    request: Request


def writer(request: Request, role: Annotated[str, Depends(at_least(RUN))]):
    """The Writer of a request that may write."""
    return Writer(role, request)


Writes = Annotated[Writer, Depends(writer)]
EDIT = {"edit": ("--label",)}


class Changes(BaseModel):
    """The port, and what is changed there, as words."""

    model_config = ConfigDict(extra="forbid")

    words: Annotated[list[Text], Field(min_length=2, max_length=MOST)]
    label: Annotated[str, Field(max_length=80)] = ""
    lang: Annotated[str, Field(max_length=2)] = "en"


@router.get("/scenarios/{name}")
def scenario(name: Name, desk: AtDesk):
    """The text of a scenario that was written here, what it says, and its mark."""
    found = text_of(desk, name)
    if found is None:
        raise HTTPException(404, f"no scenario {name} was written here")
    text = found.decode("utf-8", "replace")
    says = yaml_text.read(text, name).tree.get(name, {})
    return {"name": name, "text": text, "says": says, "mark": mark_of(found)}


@router.put("/scenarios/{name}")
def keep(
    name: Name,
    changes: Changes,
    desk: AtDesk,
    who: Writes,
    if_match: Annotated[str, Header()] = "",
):
    """Writes scenarios/NAME.yaml; over one that is there only with its mark (If-Match)."""
    with desk.writing:
        before = own_text(desk, name, if_match)
        label = (("--label", changes.label),) if changes.label else ()
        try:
            asked = question("edit", (name, *changes.words), label, changes.lang, commands=EDIT)
        except NotAskedError as error:
            raise refused([{"path": name, "value": "", "text": str(error), "place": ""}]) from None
        answer = answered(desk, asked, *(["--force"] if before is not None else []))
        text = text_of(desk, name)
    desk.audit.note(who.request, who.role, "scenario", name=name, words=changes.words)
    return {"name": name, "mark": mark_of(text), "answer": answer}


def own_text(desk, name, mark):
    """The bytes of a scenario that is written over, None of a new one; 412 where others wrote it since."""
    before = text_of(desk, name)
    if before is not None and mark.strip('"') != mark_of(before):
        text = f"somebody else has written {name} since you read it; read it again, then change it"
        raise HTTPException(412, text, {"ETag": mark_of(before)})
    return before


def file_of(desk, name):
    """The path of a scenario in the user's folder."""
    return desk.folder / "scenarios" / f"{name}.yaml"


def text_of(desk, name):
    """The bytes of a scenario in the user's folder, None where there is none."""
    file = file_of(desk, name)
    return file.read_bytes() if file.is_file() else None


def mark_of(text):
    """A digest by which two texts are told apart."""
    return hashlib.blake2b(text or b"", digest_size=8).hexdigest()
