"""Alerts from first passages come before those that were read step by step, and come true as often as said.

Ports as in test_forecasts_are_worth_it are looked at every quarter of an hour from the fifteenth day on,
with limits that are seldom passed. `pytest -m prove -s` prints the tables of docs/live.md. A passing is told
before if its alert stood when it came; its lead is for how long, at most two hours. An alert that is raised
where the limit is not passed within two hours is false.
"""

from typing import NamedTuple

import numpy as np
import pytest
from test_forecasts_are_worth_it import BEGIN, DAY, HOUR, Watched, made, recorded

from twin.live.alerts.passing import passage
from twin.live.doubt.backtest import levels_of, replayed
from twin.live.forecast.forecasting import Asked
from twin.live.forecast.telling import QUANTILES

EVERY, WITHIN = 900.0, 2 * HOUR
FIRST = BEGIN + 14 * DAY + 6 * HOUR
LEARNT = 15 * HOUR  # after which bands are corrected
ASKED = Asked(0.0, WITHIN, 300.0, 100, watched=frozenset({"queue", "number"}))
RARE = (0.95, 0.98, 0.995)  # of all minutes are below a limit
OVER = 0.9  # of a limit: where an alert and a passing are over
CHANCES = (0.5, 0.65, 0.8)


class Said(NamedTuple):
    """What was foreseen of one limit at one instant."""

    at: float
    sure: dict  # reading: chance to be beyond the limit
    still: dict  # reading: chance to be above where an alert is over
    passes: bool  # within two hours


def step_by_step(rows, limit):
    """The highest chance of any one step to be beyond a limit, straight between the quantiles of each."""
    levels = [0.01, *QUANTILES.values(), 0.99]
    return max(1.0 - np.interp(limit, [row[0], *row, row[-1] + 1e-9], levels) for row in rows)


class Truth:
    """The levels of a place as they were."""

    def __init__(self, spans):
        time, change = np.concatenate(spans), np.repeat([1, -1], [len(each) for each in spans])
        order = np.lexsort((change, time))
        self.time, self.level = time[order], np.cumsum(change[order])

    def most(self, since, until):
        first, last = np.searchsorted(self.time, [since, until], "right")
        return self.level[max(first - 1, 0) : last].max(initial=0)

    def passings(self, limit, since, until):
        """When the limit was passed from where it is over."""
        out, on = [], False
        for time, level in zip(self.time, self.level, strict=True):
            if not on and level > limit:
                out.append(time)
            on = level > limit or on and level > OVER * limit
        return [time for time in out if since < time <= until]


def limits(truth, since, until):
    minutes = np.arange(since, until, 60.0)
    levels = truth.level[np.searchsorted(truth.time, minutes, "right") - 1]
    return sorted({int(each) for each in np.quantile(levels, RARE)} - {0})


def said_of(found, key, limit, truth):
    table, path = found.told.table, found.told.paths[key]
    rows = table[(table["station"] == key[0]) & (table["measure"] == key[1]) & (table["cls"] == "*")]
    rows, times = rows[[*QUANTILES]].to_numpy(), ASKED.step * np.arange(path.shape[1])
    sure, still = (
        {"step by step": step_by_step(rows, level), "first passage": passage(path, times, level).chance}
        for level in (limit, OVER * limit)
    )
    return Said(found.at, sure, still, truth.most(found.at, found.at + WITHIN) > limit)


def alerts(story, how, chance):
    """[(raised, ended, whether it came true)]."""
    out, raised, low = [], None, 0
    for one in story:
        if raised is None and one.sure[how] >= chance:
            raised = one
        low = low + 1 if one.still[how] < chance else 0
        if raised is not None and low == 2:
            out.append((raised.at, one.at - EVERY, raised.passes))
            raised = None
    return out + ([(raised.at, np.inf, raised.passes)] if raised else [])


def leads(raised, passings):
    """[passing] seconds for which an alert stood before it, 0 where none did."""
    stood = [[at - begin for begin, end, _ in raised if begin < at <= end] for at in passings]
    return [min(max(each, default=0.0), WITHIN) for each in stood]


def stories(log, visits, folder, days):
    """[(what was foreseen of a limit, when it was passed)]."""
    port, truths = Watched(log, folder), {}
    for key, spans in levels_of(visits).spans.items():
        truths[key] = Truth(spans)
    last = FIRST + LEARNT + days * DAY
    wanted = [(key, limit) for key, one in truths.items() for limit in limits(one, FIRST + LEARNT, last)]
    told = {each: [] for each in wanted}
    for found in replayed(port.port, visits, np.arange(FIRST, last, EVERY), ASKED, port.now_at):
        if found.at >= FIRST + LEARNT:
            for key, limit in wanted:
                told[key, limit].append(said_of(found, key, limit, truths[key]))
    return [(told[key, limit], truths[key].passings(limit, FIRST + LEARNT, last)) for key, limit in wanted]


def measured(found, how, chance):
    """(alerts, false ones, passings, those told before, [lead])."""
    raised = [alerts(story, how, chance) for story, _ in found]
    lead = [each for own, (_, times) in zip(raised, found, strict=True) for each in leads(own, times)]
    every = [one for own in raised for one in own]
    return len(every), sum(not true for *_, true in every), len(lead), sum(each > 0 for each in lead), lead


def told(name, found):
    for chance in CHANCES:
        for how in ("step by step", "first passage"):
            number, false, passings, before, lead = measured(found, how, chance)
            row = (name, f"{chance:.0%}", how, number, false, passings, before, round(np.median(lead) / 60))
            print("|", " | ".join(map(str, row)), "|")
    print("chance said, number, came true:", *reliability(found), sep="\n")


def reliability(found):
    """[(mean of what was said, number, share that came true)] of first passages, in bands of chance."""
    said = np.array([(one.sure["first passage"], one.passes) for story, _ in found for one in story])
    band = np.digitize(said[:, 0], [0.1, 0.3, 0.5, 0.7, 0.9])
    groups = [said[band == k] for k in range(6) if (band == k).any()]
    return [
        (round(float(own[:, 0].mean()), 2), len(own), round(float(own[:, 1].mean()), 2)) for own in groups
    ]


@pytest.mark.prove
@pytest.mark.parametrize("name", ["port_b", "busy"])
def test_a_passing_is_told_earlier_by_its_first_passage_than_step_by_step(name, tmp_path):
    log, visits = recorded() if name == "port_b" else made(name)
    found = stories(log, visits, tmp_path, 3)
    told(name, found)
    for chance in CHANCES:
        *_, before, lead = measured(found, "first passage", chance)
        *_, usual, late = measured(found, "step by step", chance)
        assert np.median(lead) >= np.median(late) and before > usual
        if name == "port_b":  # the fit of the other one expects queues that are too long
            number, false, *_ = measured(found, "first passage", chance)
            assert false <= (1.0 - chance) * number
    if name == "port_b":
        assert all(abs(came - said) < 0.12 for said, number, came in reliability(found) if number >= 50)
