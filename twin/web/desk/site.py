"""The application of the planner's page: its addresses, and the page itself."""

import re
from functools import cache
from pathlib import Path
from typing import Literal

from fastapi import FastAPI, HTTPException, Response

from twin import __version__
from twin.show.text import known, say
from twin.web.desk.routers import jobs, people, quick, scenarios
from twin.web.door import Doorkeeper

LITERAL = re.compile(r'"([^"\\\n]+)"')
STATIC = Path(__file__).parents[1] / "static"
SAYING = [STATIC / "app.js", *sorted(STATIC.glob("parts/*.js")), *sorted(STATIC.glob("views/*.js"))]
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


def site_of(desk, door, keys):
    """The application over a Desk."""
    app = FastAPI(title="PortTwin", version=__version__, docs_url=None, redoc_url=None)
    app.state.desk, app.state.keys, app.state.port = desk, keys, Counting()
    for each in (people, quick, jobs, scenarios):
        app.include_router(each.router, prefix="/v1")
    files = {
        f"/{path.relative_to(STATIC).as_posix()}": path for path in STATIC.rglob("*") if path.suffix in TYPES
    }
    files["/"] = STATIC / "index.html"

    @app.get("/v1/words", tags=["page"])
    def words(lang: Literal["zh", "en"] = "en"):
        """{key: text} of the page in a language."""
        return words_of(lang)

    @app.get("/{name:path}", include_in_schema=False)
    def page(name: str):
        path = files.get(f"/{name}")
        if path is None:
            raise HTTPException(404, "there is no such page")
        return Response(path.read_bytes(), media_type=TYPES[path.suffix])

    app.add_middleware(Doorkeeper, door=door, count=app.state.port.count)
    return app


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
