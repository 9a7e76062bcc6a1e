"""Who asks: the role of a token, a cookie for pages, and files that are sent here."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from twin.web.desk.keys import ADMIN, COOKIE, RUN, at_least, mark_of, token_of
from twin.web.desk.routers.asked import AtDesk

router = APIRouter(tags=["people"])
Runs = Annotated[str, Depends(at_least(RUN))]
LARGEST = 1024 * 1024  # bytes of offers
KINDS = {b"PK\x03\x04": ".xlsx"}


class Key(BaseModel):
    """A token."""

    model_config = ConfigDict(extra="forbid")

    token: Annotated[str, Field(max_length=200, pattern="^[!-~]+$")]


@router.get("/me")
def me(request: Request):
    """What who asks may do; whether tokens are asked for; the mark by which their jobs are known."""
    keys = request.app.state.keys
    return {"role": keys.role_of(token_of(request)), "tokens": bool(keys.all), "mark": mark_of(request)}


@router.post("/session")
def session(key: Key, request: Request, response: Response):
    """Keeps a token in a cookie that no script can read."""
    role = request.app.state.keys.role_of(key.token)
    if not role:
        raise HTTPException(401, "the token is wrong")
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, key.token, httponly=True, samesite="strict", secure=secure, path="/")
    return {"role": role}


@router.delete("/session")
def leave(response: Response):
    """Takes the cookie away."""
    response.delete_cookie(COOKIE, path="/")
    return {"role": ""}


@router.post("/uploads", status_code=201)
async def upload(request: Request, desk: AtDesk, role: Runs):
    """A table of offers as CSV or XLSX, as the body of the request; gives its name."""
    body = await request.body()
    if not body or len(body) > LARGEST:
        raise HTTPException(413, f"send a table of 1 to {LARGEST} bytes")
    kind = KINDS.get(body[:4], ".csv")
    if kind == ".csv" and b"\x00" in body:
        raise HTTPException(415, "this is neither CSV nor XLSX")
    name = secrets.token_hex(6)
    (desk.place / f"upload.{name}{kind}").write_bytes(body)
    desk.audit.note(request, role, "upload", name=name, bytes=len(body))
    return {"name": name}


@router.get("/audit")
def audit(desk: AtDesk, role: Annotated[str, Depends(at_least(ADMIN))]):
    """The last thousand lines of who asked what."""
    if not desk.audit.file.is_file():
        return []
    return desk.audit.file.read_text(encoding="utf-8").splitlines()[-1000:]
