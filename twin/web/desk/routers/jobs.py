"""Long questions: asked, watched, stopped, and what came of them."""

import re
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi import Path as InPath

from twin.web.desk.jobs import RUNNING, FullError
from twin.web.desk.keys import RUN, VIEW, at_least
from twin.web.desk.placing import RECORDS
from twin.web.desk.questions import LONG
from twin.web.desk.routers.asked import Asked, AtDesk, checked
from twin.web.desk.routers.quick import answered
from twin.web.desk.routers.records import sent

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
        job = desk.jobs.ask(question, role)
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
    """What a run comes to by the replications that have ended; null before any has, and of other commands."""
    told = found(desk, name)
    if told.question.command != "run" or told.state != RUNNING:
        return None
    kept = tuple(pair for pair in told.question.options if pair[0] not in ("--max-time", "--no-report"))
    asked = told.question._replace(options=kept)
    no_time = f"{0.001 * (1 + told.share):.6f} s"  # another line each time: none is answered from memory
    try:
        return answered(desk, asked, "--no-report", "--max-time", no_time)
    except HTTPException:  # nothing has ended yet, or others ask: there will be more later
        return None


@router.delete("/jobs/{name}")
def stop(name: Name, desk: AtDesk, role: Runs, request: Request):
    """Stops a job; what has ended stays kept, so the same question goes on from there."""
    found(desk, name)
    desk.jobs.stop(name)
    desk.audit.note(request, role, "stop", name=name)
    return found(desk, name).told()


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
