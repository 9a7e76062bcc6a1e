"""Service times that no record shows are found by simulation, with intervals that hold the truth."""

import numpy as np
import pytest

from twin.calibrate.simulated.filling import Asked, sought
from twin.calibrate.simulated.summaries import shown_by, summaries
from twin.calibrate.simulated.trying import BEFORE
from twin.calibrate.visited import DAY, visits_of
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan

HIDDEN = {"starts": ["joined", "ended"], "ends": ["joined", "started"], "no ends": ["ended"]}


def booth(point, days, seed=1):
    """A booth whose mean service is 100 to 600 s, and its cv 20 to 120 %, by position."""
    law = f"gamma mean {100 * 6 ** point[0]:.6g} s cv {20 + 100 * point[1]:.6g} %"
    layout = {
        "classes": {"truck": {}},
        "stations": {"booth": {"servers": "1", "service_time": law}},
        "flows": {"in": {"classes": "truck", "steps": [{"visit": "booth"}, {"leave": "out"}]}},
    }
    flows = {"in": {"arrives": "profile", "volume": "140/d"}}
    experiment = {"horizon": f"{days + 2} d", "start": "2026-03-02 00:00", "seed": str(seed)}
    return Scenario.from_tree(
        {"name": "booth", "layout": layout, "demand": {"flows": flows}, "experiment": experiment}
    )


def records(point, days, seed, hidden):
    """What devices saw of some days."""
    visits = visits_of(compile_plan(booth(point, days, seed)), 0, until=(BEFORE + days) * DAY)
    visits[["joined", "started", "ended"]] -= BEFORE * DAY
    came = visits.groupby("case")["joined"].transform("min")
    visits = visits[came >= 0].assign(server=visits["server"].astype(str))
    return visits.assign(**dict.fromkeys(HIDDEN[hidden], np.nan))


def found(case, hidden, *, days=3, simulations=300):
    """(truth, low, high) of one case, by position."""
    truth = np.random.default_rng([case, 3]).random(2)
    visits = records(truth, days, 1000 + case, hidden)
    asked = Asked(simulations, case)
    posterior = sought(lambda point: booth(point, days), visits, days, 2, asked)
    return truth, *np.quantile(posterior.draws, [0.05, 0.95], axis=0)


def test_starts_alone_tell_how_long_services_take():
    truth, low, high = found(2, "starts", days=2, simulations=150)
    assert (low <= truth).all() and (truth <= high).all() and high[0] - low[0] < 0.5


def test_only_what_the_records_show_is_compared():
    shown = {name: shown_by(records((0.5, 0.5), 1, 1, name), 1) for name in HIDDEN}
    assert shown["starts"].seen_by == ("started",) and shown["ends"].seen_by == ("ended",)
    assert shown["no ends"].waits == (True,) and shown["starts"].waits == (False,)
    assert not any(one.services[0] for one in shown.values()) and shown["starts"].lags == ((1,),)


def test_summaries_of_nobody_are_as_many_and_nan():
    visits = records((0.5, 0.5), 1, 1, "no ends")
    shown = shown_by(visits, 1)
    some, none = summaries(visits, shown), summaries(visits.iloc[:0], shown)
    assert len(some) == len(none) and np.isfinite(some[:10]).all() and np.isnan(none[4:]).all()


@pytest.mark.prove
@pytest.mark.parametrize("hidden", HIDDEN)
def test_intervals_of_twenty_ports_hold_the_truth_as_often_as_they_say(hidden):
    """Of 40 numbers 36 are expected within, give or take 4 by chance at 95 %."""
    cases = [found(case, hidden) for case in range(20)]
    hits = np.array([(low <= truth) & (truth <= high) for truth, low, high in cases])
    assert 0.80 <= hits.mean() <= 0.98
