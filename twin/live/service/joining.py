"""A live port put together: feeds into the store, the store into the state, the state into the future."""

from typing import Any, NamedTuple

from twin.live.alerts.helps import helps_of
from twin.live.feeds.opening import columns_of, feed_of
from twin.live.forecast.forecasting import Asked, forecast
from twin.live.intake.carrying import Carrying
from twin.live.intake.intake import Intake, Terms
from twin.live.recalibrating.fits import Fits
from twin.live.recalibrating.rolling import TAKEN, look_apart
from twin.live.service.clock import CLOCKS
from twin.live.service.intime import InTime
from twin.live.service.judging import ASSUMED, Judge
from twin.live.service.lately import came_lately
from twin.live.service.parts import Parts
from twin.live.service.roster import planned_of
from twin.live.service.standing import looked_back, standing
from twin.live.service.today import passed_today
from twin.live.state.tracker import Tracker
from twin.model.live import FORECAST
from twin.observed.store.importing import Door
from twin.observed.store.journal import open_journal
from twin.observed.store.lately import parts_since


class Model(NamedTuple):
    """What is known of a port beforehand."""

    known: Any = None  # twin.live.state.known.Known, None: it is learned as it goes
    port: Any = None  # twin.live.forecast.port.Port, None: nothing is forecast
    folder: str = ""  # of the fit


def parts_of(store, settings, model, door=None):
    """The Parts of a port; `door` says by which map and under which key messages are read."""
    open_journal(store)
    door = door or Door(zone=store.zone)
    stations = frozenset(model.known.stations) if model.known else None
    feeds = tuple(_feed(store, url, (door, stations)) for url in settings.feeds)
    clock = CLOCKS[settings.clock]()
    clock.go_on(store)
    tracker = tracker_of(store, model, clock, settings)
    parts = Parts(store, feeds, tracker, clock, came=came_in_time)
    parts = parts._replace(passed=lambda seen, at: passed_today(seen.tracker, at, store.zone))
    return parts._replace(**future_of(model, settings, store.zone))


def refit_of(store, settings, rolling, model_in):
    """What fits the port anew where that is due; `model_in` gives the Model of the folder of a fit."""

    def refit(now, doubted):
        looked = look_apart(rolling._replace(doubted=doubted), now)
        if looked.outcome != TAKEN:
            return looked, {}
        model = model_in(Fits(rolling.folder).in_use())
        other = future_of(model, settings, store.zone)
        return looked, {**other, "tracker": lambda clock: tracker_of(store, model, clock, settings)}

    return refit


def _feed(store, url, terms):
    """(feed, what carries it into the store and hands it on)."""
    door, stations = terms
    feed = feed_of(url)
    intake = Intake(store, feed.name, Terms(door, columns_of(url), stations))
    return feed, lambda hand: Carrying(feed, intake, hand)


def came_in_time(tracker, at):
    """Who came lately, by what has had its time."""
    return came_lately(tracker.tracker, at)


def tracker_of(store, model, clock, settings):
    """A Tracker that knows what the store tells of the last hours."""
    tracker = InTime(Tracker(model.known), clock)
    now = clock.now()
    if now > float("-inf"):
        for events in parts_since(store, now - looked_back(settings.history)):
            tracker.take(events)
    return tracker


def future_of(model, settings, zone):
    """The Parts that a model makes; none of them without a port."""
    if model.port is None:
        return {}
    always = () if model.known else (ASSUMED,)
    judge = Judge(settings.folder, zone, model.port.scenario, always)
    watched = frozenset(rule.measure for rule in settings.alerts.values() if rule.when == FORECAST)
    asked = Asked(0.0, settings.ahead, settings.step, settings.futures, watched=watched)

    def ahead(present, what_if, came):
        drawn, question = standing(present, came, asked._replace(what_if=tuple(what_if)))
        return judge.corrected(forecast(model.port, drawn, question))

    def helps(alert, present, came):
        return helps_of(alert, present, model.port, asked._replace(came=came, watched=frozenset()))

    return {
        "ahead": ahead, "planned": planned_of(model.port), "helps": helps, "judge": judge.lights,
        "names": names_of(model.port),
    }  # fmt: skip


def names_of(port):
    """{station, as the records call it: its name and labels in the layout} of a Port of forecasts."""
    stations = port.scenario.layout.stations
    labels = {name: getattr(station, "label", None) for name, station in stations.items()}
    return {
        port.said_station(name): {
            "name": name, "zh": getattr(label, "zh", ""), "en": getattr(label, "en", ""),
        }
        for name, label in labels.items()
    }  # fmt: skip
