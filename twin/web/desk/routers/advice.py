"""What a study advises, kept as a scenario of one's own: its text, what differs, and what looks odd."""

import json
from typing import Annotated, Literal

from fastapi import APIRouter, Header, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from twin.config import write_lever
from twin.model.errors import ScenarioError
from twin.study.whole import put_whole
from twin.web.desk.questions import QUICK, question
from twin.web.desk.routers.asked import AtDesk, refused
from twin.web.desk.routers.jobs import found
from twin.web.desk.routers.quick import answered
from twin.web.desk.routers.scenarios import Name, Writes, file_of, mark_of, own_text, text_of
from twin.web.desk.routers.sofar import is_scenario

router = APIRouter(tags=["scenarios"])


class Advice(BaseModel):
    """The job whose advice is kept."""

    model_config = ConfigDict(extra="forbid")

    job: Annotated[str, Field(pattern="^[0-9a-f]{12}$")]
    label: Annotated[str, Field(max_length=80)] = ""
    lang: Literal["zh", "en"] = "en"


@router.put("/scenarios/{name}/advised")
def keep_advice(
    name: Name,
    advice: Advice,
    desk: AtDesk,
    who: Writes,
    if_match: Annotated[str, Header()] = "",
):
    """Writes what a job advises as scenarios/NAME.yaml; gives its text, what differs, and what looks odd."""
    job = found(desk, advice.job)
    answer = json.loads(desk.jobs.answer(advice.job))
    changes = answer.get("changes") if isinstance(answer, dict) else None
    if not changes:
        raise HTTPException(409, "this job advises nothing that could be kept as a scenario")
    words = words_with(job.question.words, name)
    port = [word for word in words if not word.startswith("experiment")]  # of how it is run nothing is kept
    file = file_of(desk, name)
    with desk.writing:
        before = own_text(desk, name, if_match)
        try:
            write_lever(file, name, changes, advice.label or None)
            checked, differs = (
                answered(desk, question(command, port, (), advice.lang, commands=QUICK))
                for command in ("check", "diff")
            )
        except ScenarioError as error:
            raise refused([fault._asdict() for fault in error.faults]) from None
        except HTTPException:  # the port refuses it: all is as it was before
            put_back(file, before)
            raise
        text = text_of(desk, name)
    desk.audit.note(who.request, who.role, "scenario", name=name, job=advice.job)
    told = {"check": checked, "differences": next(iter(differs["differences"].values()), [])}
    return {"name": name, "mark": mark_of(text), "text": text.decode("utf-8"), "words": words, **told}


def words_with(words, name):
    """The words of a port with one scenario more; scenarios that are named alone, as A+B, are in force too.

    >>> words_with(["layout=ceke_road", "scenario=[agv]", "base"], "my_roster")
    ('layout=ceke_road', 'scenario=[agv,my_roster]')
    """
    said = [word.partition("=")[2].strip("[]").split(",") for word in words if word.startswith("scenario=")]
    alone = [word.split("+") for word in words if is_scenario(word) and word != "base"]
    every = [one for names in (*said, *alone, [name]) for one in names if one]
    kept = [word for word in words if not is_scenario(word) and not word.startswith("scenario=")]
    return (*kept, f"scenario=[{','.join(dict.fromkeys(every))}]")


def put_back(file, before):
    """Leaves a file as it was, or none where there was none."""
    if before is None:
        file.unlink(missing_ok=True)
    else:
        put_whole(file, before)
