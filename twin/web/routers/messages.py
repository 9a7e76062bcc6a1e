"""Messages of devices that are posted: answered once they are in the store."""

from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as LateError

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool

from twin.live.feeds.posted import Busy
from twin.web.asked import LivePort

PATIENCE = 10.0  # seconds within which a body is kept; who asks longer sends it again, and it is there once

router = APIRouter(tags=["messages"])


@router.post("/messages", status_code=201)
async def messages(request: Request, port: LivePort):
    """A record or a list of them as JSON, or lines of CSV; 201 says that they are in the store."""
    body = await request.body()
    if not body.strip():
        raise HTTPException(422, "the body is empty; send a record as JSON")
    await run_in_threadpool(keep, port, body)
    return {"bytes": len(body)}


def keep(port, body):
    """Hands a body over, and waits until it is kept."""
    if port.posts is None:
        raise HTTPException(404, "nothing is taken in here; start the service with --feed post:")
    again = {"Retry-After": "1"}
    try:
        port.posts.offer(body).result(PATIENCE)
    except Busy as error:
        port.count("web_refused", "busy")
        raise HTTPException(503, str(error), again) from None
    except CancelledError:
        raise HTTPException(503, "the service ends; send it again", again) from None
    except LateError:
        raise HTTPException(503, "the store does not answer; send it again", again) from None
