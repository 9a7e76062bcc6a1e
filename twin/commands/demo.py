"""`twin demo`: a day of a small port, played back from its records while the live port watches, on a page."""

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from twin.commands import Refusal, serve
from twin.commands.answers import note
from twin.commands.lines import parser_of
from twin.commands.living import begun, shown

HELP = "a recorded day of a small port, played back: its state, next hours and alerts, live, and a page of it"
PORT = Path(__file__).parent / "demo_port"
# Two days as `twin synth --form devices` writes them, of a port as in docs/validation.md with 540 arrivals a
# day; the second is played from 06:00 on, and what was before is there when it begins.
BEFORE, DAY = PORT / "before.csv.gz", PORT / "day.csv.gz"
NAME = "crossing"  # of the port, and of its layout
LINGERS = 2.0  # seconds for which the last messages are shown
STARTED = 30.0  # seconds within which a broker listens
SETTINGS = """\
clock: records
pulse: 0.5 s
every: 3 s
futures: 100
web: {port: 0}
alerts:
  long_queue: {when: threshold, measure: queue, limit: 5, clears: 3, lasting: 3 min}
  long_wait: {when: forecast, measure: wait, limit: 15 min, clears: 12 min, chance: 70 %}
  full_port: {when: forecast, measure: number, limit: 20, clears: 17, chance: 60 %}
  data_silent: {when: silent, lasting: 15 min}
  device_down: {when: down}
  plan_broken: {when: plan, lasting: 30 min}
"""


def add_arguments(parser):
    parser.add_argument(
        "--speed", type=float, default=60.0, metavar="X", help="of the day: 60 is an hour in a minute [60]"
    )
    parser.add_argument("--to-time", default="2026-03-25T00:00", metavar="TIME", help="where the day ends")


def run(args):
    from twin.live.service.signals import asked_to_end
    from twin.model.live import read_settings
    from twin.show.text import say

    with tempfile.TemporaryDirectory(prefix="twin-demo-") as name, broker(Path(name)) as feed:
        if feed is None:
            note(say("mosquitto is not installed: messages are posted over HTTP instead", args.lang))
        args.words, args.fit, args.store, args.zone = (), str(PORT), f"{name}/demo.db", "UTC"
        settings = read_settings(SETTINGS, "demo").model_copy(
            update={"feeds": (feed or "post:",), "folder": f"{name}/live"}
        )
        brought_in(args.store)
        with (
            asked_to_end() as ended,
            begun(args, settings) as (port, server),
            page_beside(Path(name) / "desk", server.url) as page,
        ):
            note(say("on the page: {url}", args.lang).format(url=page))
            to = feed.replace("/#", "") if feed else f"{server.url}/v1/messages"
            with played(args, to, ended):
                shown(args, port, page, ended)
    return 0


def brought_in(place):
    """The records of before the day, as if the port had been watched all along."""
    from twin.observed.reading.opening import source
    from twin.observed.store.importing import Door, bring_in
    from twin.observed.store.store import store_for

    bring_in(store_for(place, "UTC"), source(str(BEFORE)), Door())


@contextmanager
def page_beside(folder, live):
    """The address of the planner's page with the live port on it, served while the block runs."""
    for name in ("layouts", "experiments"):
        shutil.copytree(PORT / name, folder / name)
    line = ["--port", "0", "--folder", str(folder), "--live", f"{NAME}={live}"]
    desk, server = serve.begun(parser_of("serve", serve).parse_args(line), folder)
    try:
        yield f"{server.url}/#/live/{NAME}"
    finally:
        server.end()
        desk.end()


@contextmanager
def broker(folder):
    """The feed of a broker that runs while the block does; None where there is no broker."""
    mosquitto = program()
    if mosquitto is None:
        yield None
        return
    number = free_port()
    (folder / "mosquitto.conf").write_text(
        f"listener {number} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\nlog_type error\n"
    )
    running = subprocess.Popen(
        [mosquitto, "-c", folder / "mosquitto.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        listening(number)
        yield f"mqtt://127.0.0.1:{number}/port/#"
    finally:
        ended(running)


def program():
    """The path of Mosquitto, None where it is not installed."""
    return shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")


def free_port():
    """The number of a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def listening(number):
    """Waits until somebody listens."""
    ends = time.monotonic() + STARTED
    while True:
        try:
            socket.create_connection(("127.0.0.1", number), 1.0).close()
            return
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.05)


@contextmanager
def played(args, to, over):
    """Plays the day while the block runs; `over` is set when it has ended."""
    line = [sys.executable, "-m", "twin", "replay", str(DAY), "--to", to, "--speed", str(args.speed)]
    line += ["--to-time", args.to_time]
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said)

        def waits():
            running.wait()
            time.sleep(LINGERS)
            over.set()

        Thread(target=waits, name="demo", daemon=True).start()
        try:
            yield
        finally:
            ended(running)
        if running.returncode > 0:
            said.seek(0)
            raise Refusal("twin demo", f"the day is not played back: {said.read().decode(errors='replace')}")


def ended(running):
    """Ends a program that was started here."""
    running.terminate()
    try:
        running.wait(5.0)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()
