"""How far the records of a port can be trusted: a cleaned log in, a document out."""

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from twin.observed.cleaning.scoring import PARTS
from twin.show.blocks import Missing, Section, Table, Words, drawn
from twin.show.charts.scores import score_chart
from twin.show.forms.document import Document
from twin.show.text import say
from twin.show.written import share

WORST = 12  # days of stations that are told one by one
STEADY = 2.0  # seconds by which the error of a clock may change from day to day without being told again
OFF = 0.5  # seconds of a clock's error that are told
# The parts of a score, the ways to know a clock, and some repairs, as a reader calls them.
PART = {
    "believable": "can be true",
    "single": "said once",
    "named": "name somebody",
    "whole": "start and end",
    "exact": "not rounded",
    "clocked": "clock right",
    "prompt": "come soon",
    "watched": "device worked",
}
HOW = {
    "gauge": "the server's clock",
    "zone": "a jump of whole half-hours",
    "reset": "a jump: the clock was set",
    "travel": "the ways between devices",
}
REPAIR = {"clock": "clock put right", "late": "came late", "rounded": "time written by hand"}
# What was not seen, and what a reader makes of it.
UNSEEN = {
    "arrivals_not_seen": "arrivals that were not seen",
    "exits_not_seen": "exits that were not seen",
    "starts_lost": "services whose start was lost",
    "ends_lost": "services whose end was lost",
    "joined_reckoned": "times of joining a queue that are reckoned: the last end and the travel to here",
    "given_by_fit": "sightings given to a truck by what fits best, not by a name",
    "times_rounded": "times written by hand, to whole minutes",
}


def quality_document(cleaned, store, lang):
    """The page of a cleaned log; store: its name, and the records that it refused, as (text, number)."""
    name, refused = store
    sections = (
        Section("quality", say("Quality of the records", lang), tuple(_overview(cleaned, lang))),
        Section("scores", say("Score by station and day", lang), tuple(_scores(cleaned, lang))),
        Section("clocks", say("Clocks of the devices", lang), (clocks_table(cleaned, lang),)),
        Section("repairs", say("Repairs", lang), (repairs_table(cleaned, refused, lang),)),
        Section("unseen", say("What nobody saw", lang), tuple(unseen_tables(cleaned, lang))),
    )
    title = say("Quality of the records: {store}", lang).format(store=name)
    return Document(lang, title, sections, "", None)


def lead(cleaned, lang):
    """The answer in a sentence."""
    scores = cleaned.scores
    text = say(
        "{events} events from {first} to {last} tell of {cases} trucks and {visits} visits; "
        "mean score {score}.",
        lang,
    )
    return text.format(
        events=f"{cleaned.stated['events']:,}",
        first=day_text(cleaned.span[0], cleaned.zone),
        last=day_text(cleaned.span[1], cleaned.zone),
        cases=f"{cleaned.stated['cases']:,}",
        visits=f"{cleaned.stated['visits']:,}",
        score=share(mean_score(scores)),
    )


def mean_score(scores):
    """The mean of the scores, by the events that each is of."""
    known = scores[scores["score"].notna()]
    return float(np.average(known["score"], weights=known["events"])) if known["events"].sum() else np.nan


def day_text(when, zone):
    """The day of a time, by the port's clock."""
    return f"{datetime.fromtimestamp(when, ZoneInfo(zone)):%Y-%m-%d}"


def station_rows(cleaned):
    """(station, events, score, parts) in the order in which journeys meet them."""
    first = cleaned.visits.groupby("station", observed=True)["number"].mean()
    order = [*first.sort_values(kind="stable").index]
    groups = dict(list(cleaned.scores.groupby("station", observed=True)))
    for station in [*order, *(name for name in groups if name not in order)]:
        part = groups[station]
        known = part[part["score"].notna() & (part["events"] > 0)]
        weights = known["events"] if len(known) else None
        parts = {name: np.average(known[name], weights=weights) if len(known) else np.nan for name in PARTS}
        yield station, int(part["events"].sum()), mean_score(part), parts


def stations_table(cleaned, lang):
    """A row a station: its score, and each part of it."""
    rows = tuple(
        (str(station), f"{events:,}", share(score), *(share(parts[name]) for name in PARTS))
        for station, events, score, parts in station_rows(cleaned)
    )
    heads = tuple(say(text, lang) for text in ("station", "events", "score", *PART.values()))
    note = say(
        "Shares of messages that can be true, that are said once, that name somebody; of services with start "
        "and end; of times that are not rounded; of clocks right within a second; of messages that come "
        "within five minutes; of the time that devices worked. The score is their product, where what can be "
        "repaired for sure weighs little.",
        lang,
    )
    caption = say("Records of each station.", lang)
    return Table(caption, heads, rows, numbers=tuple(range(1, len(heads))), note=note)


def _overview(cleaned, lang):
    return Words(lead(cleaned, lang), "lead"), stations_table(cleaned, lang)


def _scores(cleaned, lang):
    """The field of all days, and a table of the worst."""
    table = cleaned.scores.pivot_table(
        index="station", columns="day", values="score", observed=True, dropna=False
    )
    order = [station for station, *_ in station_rows(cleaned)]
    table = table.reindex([station for station in order if station in table.index])
    days = [day_text(day, cleaned.zone)[5:] for day in table.columns]
    figure = score_chart(table.to_numpy(), rows=table.index, days=days, label=say("score", lang))
    caption = say("Score of each station and day; white: no event.", lang)
    yield drawn("scores", figure, caption, say("A field of colours, a row a station, a column a day", lang))
    yield worst_table(cleaned, lang)


def worst_table(cleaned, lang):
    """The worst days of stations, and the part that is to blame for most."""
    known = cleaned.scores[cleaned.scores["score"].notna() & (cleaned.scores["events"] > 0)]
    worst = known.sort_values("score", kind="stable").head(WORST)
    rows = []
    for row in worst.to_dict("records"):
        blame = max(PARTS, key=lambda name: PARTS[name] * (1 - row[name]))
        told = f"{say(PART[blame], lang)} {share(row[blame])}"
        rows.append((str(row["station"]), day_text(row["day"], cleaned.zone), share(row["score"]), told))
    heads = tuple(say(text, lang) for text in ("station", "date", "score", "most of it is lost by"))
    return Table(say("The worst days.", lang), heads, tuple(rows), numbers=(2,))


def clock_rows(cleaned):
    """(device, first day, last day, offset, drift, how) of each stretch of a clock that is off."""
    for device, part in cleaned.clocks.groupby("device", observed=True):
        part = part.sort_values("day", kind="stable")
        expected = part["offset"].shift() + part["drift"]
        run = ((part["offset"] - expected).abs() > STEADY).cumsum()
        for _, days in part.groupby(run):
            first, last = days.iloc[0], days.iloc[-1]
            if max(abs(first["offset"]), abs(last["offset"])) > OFF:
                yield device, first["day"], last["day"], (first["offset"], last["offset"]), last


def clocks_table(cleaned, lang):
    """A row a stretch of days in which a device's clock was off."""
    rows = []
    for device, first, last, offsets, row in clock_rows(cleaned):
        span = " – ".join(dict.fromkeys(day_text(day, cleaned.zone) for day in (first, last)))
        error = " → ".join(dict.fromkeys(f"{offset:+,.1f}" for offset in offsets))
        how = HOW[row["how"]]
        doubt = f"± {max(row['high'] - row['offset'], 0.0):.1f}"
        rows.append((str(device), span, error, doubt, f"{row['drift'] + 0.0:+.1f}", say(how, lang)))
    heads = ("device", "days", "ahead, s", "doubt, s", "drift, s a day", "how it is known")
    caption = say("Clocks that were off; all their times are put right.", lang)
    if not rows:
        return Missing(caption, say("no clock was off by more than half a second", lang))
    return Table(caption, tuple(say(text, lang) for text in heads), tuple(rows), numbers=(2, 3, 4))


def repairs_table(cleaned, refused, lang):
    """How many of each kind of repair, and what the store refused before."""
    count = cleaned.repairs["what"].value_counts()
    events = max(cleaned.stated["events"], 1)
    rows = [
        (say(REPAIR.get(what, what), lang), f"{number:,}", f"{number / events:.2%}")
        for what, number in count.items()
        if number
    ]
    rows += [(text, f"{number:,}", f"{number / events:.2%}") for text, number in refused if number]
    heads = tuple(say(text, lang) for text in ("repair", "number", "share of events"))
    note = say("Every repair is a row with what stood there before; events in the store never change.", lang)
    return Table(say("What was changed or put aside.", lang), heads, tuple(rows), numbers=(1, 2), note=note)


def unseen_tables(cleaned, lang):
    """Counts of what is missing, and when devices were blind."""
    stated = cleaned.stated
    rows = tuple((say(text, lang), f"{stated[name]:,}") for name, text in UNSEEN.items())
    heads = (say("what", lang), say("number", lang))
    yield Table(say("What is missing, and is kept as missing.", lang), heads, rows, numbers=(1,))
    together = {}
    for row in blind_rows(cleaned):
        edges = (f"{datetime.fromtimestamp(t, ZoneInfo(cleaned.zone)):%Y-%m-%d %H:%M}" for t in row.span)
        together.setdefault((str(row.station), *edges), []).append(str(row.server))
    blind = tuple(
        (station, ", ".join(servers), begins, ends) for (station, begins, ends), servers in together.items()
    )
    caption = say("When devices were blind: exposure that is missing, not a count of zero.", lang)
    if not blind:
        yield Missing(caption, say("no silence is longer than chance explains", lang))
        return
    yield Table(caption, tuple(say(text, lang) for text in ("station", "devices", "from", "to")), blind)


def blind_rows(cleaned):
    """(server, span) of each time at which a device did not work."""
    from collections import namedtuple

    row = namedtuple("Blind", "station server span")
    for (station, server), part in cleaned.watched.groupby(["station", "server"], observed=True):
        part = part.sort_values("begins", kind="stable")
        edges = [cleaned.span[0], *part[["begins", "ends"]].to_numpy().ravel(), cleaned.span[1]]
        for begins, ends in zip(edges[::2], edges[1::2], strict=True):
            if ends - begins > 1.0:
                yield row(station, server, (begins, ends))
