"""When the port is fitted anew: after so many days, and after it has changed."""

import math
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from typing import Any, NamedTuple

from twin.calibrate.drift.drifting import drift, whole_days
from twin.live.recalibrating.fits import Fits
from twin.live.recalibrating.refitting import DAY, FEWEST, Terms, files_of, tried
from twin.observed.cleaning import NothingTrueError, clean_store
from twin.observed.store.journal import note, noted
from twin.observed.store.store import open_store

KIND = "fit"
TAKEN, REJECTED = "taken", "rejected"
SCHEDULE, DRIFT, DOUBT = "schedule", "drift", "doubt"
GENTLE = 10  # of nice
LOOKS = DAY  # seconds between two looks at whether the port has changed


class Rolling(NamedTuple):
    """What it needs: where records and fits are, how often, and how a tree becomes the text of a file."""

    place: str  # of the store
    folder: str  # of the fits
    settings: Any  # twin.model.live.Recalibration
    as_yaml: Callable
    terms: Terms = Terms()
    doubted: bool = False  # whether forecasts of the port no longer hold


class Looked(NamedTuple):
    """What one look came to; `outcome` "" where there was no reason to fit."""

    why: str = ""
    outcome: str = ""
    name: str = ""
    reasons: tuple[str, ...] = ()
    changes: tuple = ()  # of the port, twin.calibrate.drift.drifting.Change


def look_apart(rolling, now):
    """A look in a process of its own: it takes minutes of a processor, which the port has better use for."""
    with ProcessPoolExecutor(1, get_context("spawn"), os.nice, (GENTLE,)) as apart:
        return apart.submit(look, rolling, now).result()


def look(rolling, now):
    """Looks at the last days, and fits the port anew where that is due; a fit that holds is put in use."""
    store = open_store(rolling.place)
    try:
        cleaned = clean_store(store, now - rolling.settings.days * DAY, now)
    except NothingTrueError:
        return Looked(reasons=("there are no records of the last days",))
    whole = whole_days(cleaned.span, cleaned.zone)
    found = drift(cleaned.visits, cleaned.span, cleaned.zone)
    since = after(whole, found.refit_from)
    is_enough = since.number >= FEWEST + rolling.settings.holdout
    why = due(noted(store, KIND), found.refit_from if is_enough else math.nan, rolling, now)
    if not why:
        return Looked(changes=found.changes)
    terms = rolling.terms._replace(holdout=rolling.settings.holdout)
    result = tried(cleaned, terms, since if is_enough else whole)
    return kept(rolling, store, result, (why, found, now))


def due(facts, change, rolling, now):
    """Why a fit is due, '' where it is not: a change is a reason once, doubt once a day."""
    last = facts[-1][0] if facts else -math.inf
    if now - last >= rolling.settings.every:
        return SCHEDULE
    if rolling.doubted and now - last >= DAY:
        return DOUBT
    known = max((body["change"] or -math.inf for *_, body in facts), default=-math.inf)
    return DRIFT if rolling.settings.after_drift and change > known else ""


def after(whole, begin):
    """The Days from a midnight on, all of them where it is nan."""
    if math.isnan(begin):
        return whole
    skipped = max(round((begin - whole.begin) / DAY), 0)
    return whole._replace(
        begin=whole.begin + skipped * DAY,
        number=whole.number - skipped,
        weekday=(whole.weekday + skipped) % 7,
    )


def kept(rolling, store, result, reason):
    """Keeps what was tried, and puts it in use where it holds; `reason` is why, the drift, and when."""
    why, found, now = reason
    name = f"{datetime.fromtimestamp(now, UTC):%Y-%m-%dT%H%M%S}"
    outcome = TAKEN if result.holds else REJECTED
    verdict = {"verdict": result.verdict, "why": list(result.why), "due": why, "outcome": outcome}
    if result.holds:
        fits = Fits(rolling.folder)
        fits.add(name, files_of(result.fit, rolling.as_yaml, "port"), verdict)
        fits.take(name)
    note(store, KIND, [(now, name, {**verdict, "change": found.refit_from})])
    return Looked(why, outcome, name, result.why or (result.verdict,), found.changes)
