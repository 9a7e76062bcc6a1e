"""Long questions: asked, watched, stopped, and what came of them."""

import re
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi import Path as InPath

from twin.web.desk.jobs import FullError, GoingError
from twin.web.desk.keys import ADMIN, RUN, VIEW, at_least, mark_of
from twin.web.desk.placing import RECORDS
from twin.web.desk.questions import LONG
from twin.web.desk.routers.asked import Asked, AtDesk, checked
from twin.web.desk.routers.records import sent
from twin.web.desk.routers.sofar import so_far_of

PAGE = "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
PAGE += "img-src data:; font-src data:"
DIGEST = re.compile("^[0-9a-f]{16}(?=[.])")
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
    ".zip": "application/zip",
}

router = APIRouter(tags=["jobs"], dependencies=[Depends(at_least(VIEW))])
Name = Annotated[str, InPath(pattern="^[0-9a-f]{12}$")]
Runs = Annotated[str, Depends(at_least(RUN))]


@router.get("/jobs")
def jobs(desk: AtDesk):
    """All jobs, the newest first."""
    return [job.told() for job in desk.jobs.all()]


@router.post("/jobs", status_code=202)
def ask(asked: Asked, desk: AtDesk, role: Runs, request: Request):
    """Puts a question into the queue; gives the job."""
    question = checked(asked, LONG)
    if asked.upload:
        question = question._replace(upload=desk.upload_of(asked.upload))
    if asked.command in RECORDS:
        question = question._replace(records=sent(desk, asked.records).name)
    try:
        job = desk.jobs.ask(question, role, mark_of(request))
    except FullError as error:
        raise HTTPException(429, str(error), {"Retry-After": "30"}) from None
    desk.audit.note(request, role, "job", name=job.name, line=question.line())
    return job.told()


@router.get("/jobs/{name}")
def job(name: Name, desk: AtDesk):
    """How far a job is."""
    return found(desk, name).told()


@router.get("/jobs/{name}/answer")
def answer(name: Name, desk: AtDesk):
    """What a job answered, as the command line gives it with --json; faults where it was refused."""
    found(desk, name)
    return Response(desk.jobs.answer(name), media_type="application/json")


@router.get("/jobs/{name}/so-far")
def so_far(name: Name, desk: AtDesk):
    """What a job comes to so far: {kind, answer}, null before anything has ended and of other commands."""
    return so_far_of(desk, found(desk, name))


@router.delete("/jobs/{name}")
def stop(name: Name, desk: AtDesk, role: Runs, request: Request):
    """Stops a job; what has ended stays kept, so the same question goes on from there."""
    found(desk, name)
    desk.jobs.stop(name)
    desk.audit.note(request, role, "stop", name=name)
    return found(desk, name).told()


@router.delete("/jobs/{name}/files", status_code=204)
def remove(name: Name, desk: AtDesk, role: Runs, request: Request):
    """Takes away a job that is over, with all its files: one's own, or as admin any."""
    job = found(desk, name)
    if role != ADMIN and not (job.owner and job.owner == mark_of(request)):
        raise HTTPException(403, "somebody else asked this; who asked or an admin takes it away")
    try:
        desk.jobs.remove(name)
    except KeyError:
        raise HTTPException(404, "it is gone already") from None
    except GoingError as error:
        raise HTTPException(409, str(error)) from None
    desk.disk.changed()
    desk.audit.note(request, role, "remove", name=name, line=job.question.line())


@router.get("/disk")
def disk(desk: AtDesk):
    """Bytes that jobs and all results take, what is free, and which jobs are old enough to be cleared."""
    return desk.disk.told(desk.jobs)


@router.get("/jobs/{name}/files")
def files(name: Name, desk: AtDesk):
    """What a job wrote: [name of a file]."""
    found(desk, name)
    return [called(path) for path in desk.files_of(name)]


@router.get("/jobs/{name}/files/{number}")
def file(name: Name, number: Annotated[int, InPath(ge=0, le=500)], desk: AtDesk):
    """One of the files; a page is shown in a sandbox of its own."""
    found(desk, name)
    written = desk.files_of(name)
    if number >= len(written):
        raise HTTPException(404, f"the job wrote {len(written)} files")
    path = Path(written[number])
    headers = {"content-security-policy": PAGE}
    if path.suffix not in (".html", ".svg", ".png"):
        headers["content-disposition"] = f'attachment; filename="{called(path)}"'
    kind = TYPES.get(path.suffix, "application/octet-stream")
    return Response(path.read_bytes(), media_type=kind, headers=headers)


def called(path):
    """A name to keep a file under: a digest says nothing to people, the study that it is of does.

    >>> called(Path("outputs/little_gate-holiday/0123456789abcdef.en.html"))
    'little_gate-holiday.en.html'
    """
    return DIGEST.sub(path.parent.name, path.name)


def found(desk, name):
    """The Job; 404 where there is none."""
    try:
        return desk.jobs.get(name)
    except KeyError:
        raise HTTPException(404, "there is no such job; GET /v1/jobs has them all") from None
