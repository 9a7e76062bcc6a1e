"""A real browser for tests: how it is started, and which of its complaints are faults."""

from importlib.util import find_spec
from pathlib import Path

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = Path(find_spec("axe_playwright_python").origin).parent / "axe.min.js"
LONG = 240_000  # ms for what runs a port


def is_fault(said):
    """Whether the console tells of a fault; a question that is refused is none, nor is a second writer."""
    return said.type == "error" and not any(f"status of {code}" in said.text for code in (412, 422))


def serious_of(tab):
    """What axe-core finds wrong with a page that keeps somebody from using it: [(rule, elements)]."""
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    found = tab.evaluate("axe.run()")["violations"]
    grave = [each for each in found if each["impact"] in ("serious", "critical")]
    return [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in grave]
