"""Whether the service lives, and its numbers for Prometheus."""

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, PlainTextResponse

from twin.web.asked import LivePort
from twin.web.door import authorised

router = APIRouter(tags=["health"])


@router.get("/health")
def health(port: LivePort):
    """200 while every part works, 503 with the parts that do not."""
    told = port.health()
    return JSONResponse(told, 200 if told["ok"] else 503)


@router.get("/metrics", response_class=PlainTextResponse, dependencies=[Depends(authorised)])
def metrics(port: LivePort):
    """The numbers in Prometheus' text format, 0.0.4."""
    return PlainTextResponse(port.metrics(), media_type="text/plain; version=0.0.4; charset=utf-8")
