"""A live port that runs while a command does, and what its terminal shows."""

import json
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from twin.commands import Refusal
from twin.commands.answers import table
from twin.commands.doubting import port_for

FITS, IN_USE = "fits", "in_use"  # below the folder of the service, as twin.live.recalibrating.fits has them
CLEAR = "\x1b[H\x1b[J"
REDRAWN = 1.0  # seconds
FIRST = "the first forecast is being made; the program is compiled for it once, which takes a minute"
DOUBTED = ("service_mean", "share")  # what is drawn; of volumes the last hours tell more
LATEST = 4  # states and forecasts that wait for a broker: older ones are of no use
LINE_EVERY = 10.0  # seconds between two lines where there is no screen


@contextmanager
def begun(args, settings):
    """(port, server) that live while the block does."""
    from twin.live.service.joining import parts_of
    from twin.live.service.port import Port
    from twin.observed.store.store import store_for
    from twin.web.serving import served

    store = store_for(args.store, args.zone)
    story = Story(args).tell
    parts = parts_of(store, settings, model_for(args, settings), door_for(store, settings))
    parts = parts._replace(**told_for(args, settings), refit=refit_for(args, settings, store))
    port = Port(parts, settings, story)
    server = served(port, settings.web)
    try:
        port.begin()
        story("began", url=server.url, feeds=[feed.name for feed, _ in port.carryings])
        yield port, server
    finally:
        server.end()
        port.end()
        story("ended")


def model_for(args, settings):
    """What is known at the start: the fit that was taken last, else what words and --fit say.

    A port that is fitted anew begins as its layout is written. A fit is of the records alone, and goes
    on without the words.
    """
    fits = Path(settings.folder) / FITS
    if not (fits / IN_USE).is_file():
        return model_of(args.words, args.fit)
    return model_of(() if settings.recalibrate else args.words, fits)


def refit_for(args, settings, store):
    """What fits the port anew, None where the settings do not ask for it."""
    from twin.config.writing import as_text
    from twin.live.recalibrating.rolling import Rolling
    from twin.live.service.joining import refit_of

    if settings.recalibrate is None:
        return None
    rolling = Rolling(args.store, str(Path(settings.folder) / FITS), settings.recalibrate, as_text)
    return refit_of(store, settings, rolling, lambda folder: model_of((), folder))


def model_of(words, fit):
    """What is known of the port beforehand: a fit, a layout, both or nothing."""
    from twin.config import compose
    from twin.live.forecast.port import port_of
    from twin.live.service.joining import Model
    from twin.live.state.known import read_known

    words, folder = list(words), folder_of(fit)
    if folder is not None and not any(word.startswith("layout=") for word in words):
        words.append(f"layout={layout_in(folder)}")
    known = read_known(folder / "fit.json") if folder else None
    if not words:
        return Model(known)

    def changed(more):
        return compose([*words, *more], folder) if folder else compose([*words, *more])

    port = port_of(changed(()), changed)
    return Model(known, port._replace(possible=possible_of(words, folder)), str(folder or ""))


def possible_of(words, folder):
    """The ports that a fit leaves possible; None without a fit."""
    from twin.live.forecast.possible import DRAWS, SEED, Possible

    if folder is None:
        return None
    parameters = json.loads((folder / "fit.json").read_text(encoding="utf-8"))["parameters"]
    fitted = [one for one in parameters if one["kind"] in DOUBTED]

    def scenarios(more):
        port = port_for([*words, *more], folder)
        return [port.scenario, *map(port.made.scenario, port.draws(fitted, DRAWS, SEED))]

    return Possible(scenarios)


def folder_of(fit):
    """The folder of a fit: that of `twin calibrate`, or the one in use of a folder of fits."""
    from twin.live.recalibrating.fits import Fits

    if fit is None:
        return None
    folder = Path(fit)
    if (folder / IN_USE).is_file():
        return Fits(folder).in_use()
    if not (folder / "fit.json").is_file():
        raise Refusal("--fit", f"{fit} has no fit.json; twin calibrate --out {fit} makes it")
    return folder


def layout_in(folder):
    """The one layout of a fit's folder."""

    there = sorted(path.stem for path in (folder / "layouts").glob("*.yaml"))
    if len(there) != 1:
        raise Refusal("--fit", f"{folder}/layouts has {len(there)} ports; name one: layout=NAME")
    return there[0]


def door_for(store, settings):
    """By which map messages are read; without one the most likely."""
    from twin.observed.mapping.map import read_text
    from twin.observed.store.importing import Door

    if not settings.map:
        return Door(zone=store.zone)
    try:
        text = Path(settings.map).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Refusal("--map", f"{settings.map} cannot be read: {error.strerror}") from None
    return Door(read_text(text, settings.map), store.zone)


def told_for(args, settings):
    """Who is told of alerts; what is told on the console goes where the screen does not."""
    from twin.live.alerts.telling import CONSOLE, Teller, bare, bridge, teller_for

    places = [place for place in settings.tell if place != CONSOLE]
    bridges = [settings.publish] if settings.publish else []
    return {
        "tellers": tuple(teller_for(place, print) for place in places),
        "publishers": tuple(Teller(bare(place), bridge(place), most=LATEST) for place in bridges),
    }


class Story:
    """What happens, a line of JSON each on standard error; a person at a screen is not disturbed."""

    def __init__(self, args):
        self.lock, self.is_told = Lock(), args.json or not sys.stderr.isatty()

    def tell(self, what, **facts):
        from twin.observed.store.journal import finite

        if self.is_told:
            when = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
            line = json.dumps(finite({"time": when, "what": what, **facts}), ensure_ascii=False, default=str)
            with self.lock:
                print(line, file=sys.stderr, flush=True)


def shown(args, port, url, ended):
    """Shows the port until it is ended: as a screen, as lines, or as lines of JSON."""
    show = as_json if args.json else as_screen if sys.stdout.isatty() else as_lines
    last = None
    while not ended.wait(REDRAWN):
        if port.sight is not None:
            last = show(args, port, url, last)


def as_json(args, port, url, last):
    """A line for each present, and one for each new forecast."""
    from twin.live.service.trees import forecast_tree, listed_tree, state_tree

    sight = port.sight
    alerts = [listed_tree(one) for one in port.book.listed()]
    print(json.dumps({"state": state_tree(sight), "alerts": alerts}, ensure_ascii=False), flush=True)
    made = sight.forecast.at if sight.forecast else None
    if made is not None and made != last:
        told = {"forecast": forecast_tree(sight.forecast, sight.lights)}
        print(json.dumps(told, ensure_ascii=False), flush=True)
    return made


def as_lines(args, port, url, last):
    """Now and then a line of numbers, and each alert once."""
    from twin.show.alerted import alert_line
    from twin.show.living import ahead_line, headline, queues_line

    zone, (shown_at, known) = port.zone, last or (0.0, set())
    alerts = {(one.alert.name, one.alert.raised, len(one.alert.helps)): one for one in port.book.listed()}
    for key in alerts.keys() - known:
        print(alert_line(alerts[key].alert, zone, args.lang), flush=True)
    if time.monotonic() - shown_at >= LINE_EVERY:
        sight, shown_at = port.sight, time.monotonic()
        told = [headline(sight, zone, args.lang), queues_line(sight, args.lang)]
        print("   ".join(filter(None, (*told, ahead_line(sight, zone, args.lang)))), flush=True)
    return shown_at, set(alerts)


def as_screen(args, port, url, last):
    """The whole screen, drawn anew."""
    print(CLEAR + "\n".join(screen(args, port, url)), end="", flush=True)


def screen(args, port, url):
    """The lines of the screen."""
    from twin.show import living
    from twin.show.alerted import alert_line
    from twin.show.text import say

    sight, zone, lang = port.sight, port.zone, args.lang
    lines = [f"{living.headline(sight, zone, lang)}   {url}", ""]
    lines += [table(living.station_headings(lang), living.station_rows(sight, lang)), ""]
    if sight.forecast is not None:
        rows = living.forecast_rows(sight, lang)
        lines += [table(living.forecast_headings(sight.forecast, zone, lang), rows, left=2), ""]
    elif port.parts.ahead is not None:
        lines += [say(FIRST, lang), ""]
    alerts = [
        alert_line(one.alert, zone, lang)
        for one in port.book.listed()
        if not port.book.is_muted(one.alert.name, port.now())
    ]
    trouble = [f"{part}: {text}" for part, text in port.health()["wrong"].items()]
    return [*lines, *alerts, *trouble, ""]
