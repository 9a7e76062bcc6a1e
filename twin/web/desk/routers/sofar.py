"""What a job comes to so far: replications that have ended, scenarios that are done, flows looked at."""

import json

from fastapi import HTTPException

from twin.web.desk.jobs import RUNNING
from twin.web.desk.placing import SO_FAR
from twin.web.desk.routers.quick import answered

UNTIL = ("--max-time", "--precision", "--half-width", "--most", "--no-report")  # how long a job goes on
WHOLE = ("--indifference", "--factorial")  # ways of comparing that say nothing on the way
SLIP = 1e-9  # of a share that was rounded


def so_far_of(desk, job):
    """{kind, answer} of a job that runs; None where there is nothing to tell yet."""
    if job.state != RUNNING or job.question.command not in TELLING:
        return None
    try:
        return TELLING[job.question.command](desk, job)
    except HTTPException:  # nothing has ended yet, or others ask: there will be more later
        return None


def _of_run(desk, job):
    """The answer by the replications that have ended."""
    return {"kind": "run", "answer": _kept(desk, job, job.question, "--no-report")}


def _of_compare(desk, job):
    """The comparison of the scenarios that are done; of the first alone how it runs."""
    asked = job.question
    if any(option in WHOLE for option, _ in asked.options):
        return None
    named = [word for word in asked.words if is_scenario(word)]
    done = named[: int(job.share * len(named) + SLIP)]
    words = tuple(word for word in asked.words if not is_scenario(word))
    if len(done) > 1:
        answer = _kept(desk, job, asked._replace(words=(*words, *done)))
        return {"kind": "compare", "answer": answer, "done": len(done), "of": len(named)}
    if named[:1] != ["base"]:
        return None
    alone = asked._replace(command="run", words=words, options=())
    return {"kind": "run", "answer": _kept(desk, job, alone, "--no-report")}


def _of_capacity(desk, job):
    """The flows that were looked at, in their order, each with the level of the target there."""
    file = desk.place / job.name / SO_FAR
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return {"kind": "capacity", "answer": [json.loads(line) for line in lines]} if lines else None


TELLING = {"run": _of_run, "compare": _of_compare, "capacity": _of_capacity}


def is_scenario(word):
    """Whether a word names scenarios that are held against each other.

    >>> is_scenario("agv+third_scanner"), is_scenario("peak=busy"), is_scenario("~layout.signs")
    (True, False, False)
    """
    return "=" not in word and not word.startswith("~")


def _kept(desk, job, asked, *more):
    """The answer of what is kept already, as nothing can be run in so little time."""
    kept = tuple(pair for pair in asked.options if pair[0] not in UNTIL)
    no_time = f"{0.001 * (1 + job.share):.6f} s"  # another line each time: none is answered from memory
    return answered(desk, asked._replace(options=kept), *more, "--max-time", no_time)
