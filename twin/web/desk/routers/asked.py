"""What comes in a request, and how a question is made of it."""

from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field

from twin.web.desk.questions import LONGEST, MOST, NotAskedError, question

Text = Annotated[str, Field(max_length=LONGEST)]


class Asked(BaseModel):
    """A command with its words and options."""

    model_config = ConfigDict(extra="forbid")

    command: Annotated[str, Field(max_length=20)]
    words: Annotated[list[Text], Field(max_length=MOST)] = []
    options: Annotated[list[tuple[Text, Text]], Field(max_length=20)] = []
    lang: Annotated[str, Field(max_length=2)] = "en"
    upload: Annotated[str, Field(pattern="^([0-9a-f]{12})?$")] = ""
    records: Annotated[str, Field(pattern="^([a-z][a-z0-9_]{0,59})?$")] = ""


def checked(asked, commands):
    """The Question of a request; 422 with the reason where it cannot be asked."""
    try:
        return question(asked.command, asked.words, asked.options, asked.lang, commands=commands)
    except NotAskedError as error:
        raise refused([{"path": asked.command, "value": "", "text": str(error), "place": ""}]) from None


def refused(faults):
    """The answer to what was refused: every fault with path, value and way out."""
    return HTTPException(422, faults)


def desk_of(request: Request):
    """The Desk behind the application."""
    return request.app.state.desk


AtDesk = Annotated[Any, Depends(desk_of)]
