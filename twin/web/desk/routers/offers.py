"""Tables of offers: one to be filled in for a station, and what is wrong with one that was sent here."""

import secrets
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response
from fastapi import Path as InPath
from pydantic import Field

from twin.web.desk.keys import RUN, VIEW, at_least
from twin.web.desk.questions import LONG, NotAskedError, question
from twin.web.desk.routers.asked import Asked, AtDesk, checked, refused
from twin.web.desk.routers.jobs import TYPES
from twin.web.desk.routers.quick import answered

router = APIRouter(tags=["offers"], dependencies=[Depends(at_least(VIEW))])
Name = Annotated[str, InPath(max_length=60)]
FIRST = ("--only", "screen")  # the step that runs no day of the port


class Offers(Asked):
    """The words and options of `procure`, and the table that was sent here."""

    command: Literal["procure"] = "procure"
    upload: Annotated[str, Field(pattern="^[0-9a-f]{12}$")]


@router.get("/offers/{layout}/{station}.{kind}")
def template(layout: Name, station: Name, kind: Literal["csv", "xlsx"], desk: AtDesk, lang: str = "en"):
    """A table for a station, with a row for each model of the catalogue that does its work."""
    try:
        asked = question("procure", (f"layout={layout}",), (("--station", station),), lang, commands=LONG)
    except NotAskedError as error:
        raise refused([{"path": station, "value": "", "text": str(error), "place": ""}]) from None
    file = desk.place / f"offers.{secrets.token_hex(6)}.{kind}"
    try:
        answered(desk, asked, "--template", str(file.relative_to(desk.folder)))
        data = file.read_bytes()
    finally:
        file.unlink(missing_ok=True)
    headers = {"content-disposition": f'attachment; filename="offers_{station}.{kind}"'}
    return Response(data, media_type=TYPES[f".{kind}"], headers=headers)


@router.post("/offers/check", dependencies=[Depends(at_least(RUN))])
def check(asked: Offers, desk: AtDesk):
    """What the offers are, and what drops any before a day is run; 422 names every wrong cell."""
    said = checked(asked, LONG)._replace(upload=desk.upload_of(asked.upload))
    kept = tuple(pair for pair in said.options if pair[0] != FIRST[0])
    found = answered(desk, said._replace(options=kept), *FIRST)
    return {name: found[name] for name in ("offers", "claims", "screening", "told")}
