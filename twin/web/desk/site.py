"""The application of the planner's page: its addresses, and the page itself."""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from fastapi import FastAPI, Header, HTTPException, Response
from fastapi.middleware.gzip import GZipMiddleware

from twin import __version__
from twin.show.text import known, say
from twin.web.desk.routers import advice, jobs, live, offers, people, quick, records, scenarios
from twin.web.door import Doorkeeper

LITERAL = re.compile(r'"([^"\\\n]*)"')
STATIC = Path(__file__).parents[1] / "static"
SAYING = [STATIC / "app.js", *sorted(STATIC.glob("parts/*.js")), *sorted(STATIC.glob("views/*.js"))]
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


def site_of(desk, door, keys, watched=()):
    """The application over a Desk, with live ports beside it (twin.web.desk.watch.watched.Watched)."""
    app = FastAPI(title="PortTwin", version=__version__, docs_url=None, redoc_url=None)
    app.state.desk, app.state.keys, app.state.port = desk, keys, Counting()
    app.state.watched = tuple(watched)
    for each in (people, quick, jobs, offers, scenarios, advice, records, live):
        app.include_router(each.router, prefix="/v1")
    files = files_of(STATIC)

    @app.get("/v1/words", tags=["page"])
    def words(lang: Literal["zh", "en"] = "en"):
        """{key: text} of the page in a language."""
        return words_of(lang)

    @app.get("/{name:path}", include_in_schema=False)
    def page(name: str, if_none_match: Annotated[str, Header()] = ""):
        file = files.get(name)
        if file is None:
            raise HTTPException(404, "there is no such page")
        headers = {"etag": file.mark, "cache-control": "no-cache"}  # kept, but asked for each time
        if file.mark in if_none_match:
            return Response(status_code=304, headers=headers)
        return Response(file.data, media_type=file.kind, headers=headers)

    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    app.add_middleware(Doorkeeper, door=door, count=app.state.port.count)
    return app


class File(NamedTuple):
    """A file of the page: its bytes, what they are, and a mark that changes with them."""

    data: bytes
    kind: str
    mark: str


def files_of(folder):
    """{address: File} of all that a page is made of; "" is the page."""
    found = {}
    for path in folder.rglob("*"):
        if path.suffix in TYPES:
            data = path.read_bytes()
            mark = hashlib.blake2b(data, digest_size=12).hexdigest()
            found[path.relative_to(folder).as_posix()] = File(data, TYPES[path.suffix], f'"{mark}"')
    return {**found, "": found["index.html"]}


@cache
def words_of(lang):
    """What the page says: its own texts, and the code words of answers."""
    texts = {text for path in SAYING for text in LITERAL.findall(path.read_text(encoding="utf-8"))}
    return {text: say(text, lang) for text in sorted((texts & known("zh")) | known("en"))}


class Counting:
    """Counts what the door refuses."""

    def __init__(self):
        self.counts = {}

    def count(self, name, kind):
        """One more."""
        self.counts[name, kind] = self.counts.get((name, kind), 0) + 1

    def story(self, what, **more):
        """What the server complains of."""
        self.counts[what, str(more)[:200]] = self.counts.get((what, str(more)[:200]), 0) + 1
