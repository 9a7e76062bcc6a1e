"""A real browser for tests: how it is started, and which of its complaints are faults."""

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
LONG = 240_000  # ms for what runs a port


def is_fault(said):
    """Whether the console tells of a fault; a question that is refused is none."""
    return said.type == "error" and "responded with a status of 422" not in said.text
