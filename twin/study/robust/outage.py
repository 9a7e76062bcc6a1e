"""A station that stands still for a while: the port with an outage of a station, told by the clock."""

from twin.model import fields
from twin.model.checks import faults_of
from twin.model.conditions import Condition
from twin.model.errors import Fault, ScenarioError, unknown
from twin.model.scenario import nowhere
from twin.model.units import DAY, DURATION, read
from twin.model.values import clock
from twin.study.changing import with_thing, with_things

OUTAGE = "outage_of_"  # how the condition is called that stops the station


def span_of(scenario, begins, lasts):
    """(from, until) in seconds of the run: the first such time of day after the warm-up.

    `begins` is a time of day as 10:00, `lasts` a duration as 2 h; all that is wrong is refused at once.
    """
    faults, start, length = [], 0.0, 0.0
    try:
        start = float(clock(begins))
    except ValueError as error:
        faults.append(Fault("outage.from", str(begins), f"{error}"))
    try:
        length = float(read(lasts, DURATION))
    except ValueError as error:
        faults.append(Fault("outage.for", str(lasts), f"is {error}"))
    if not faults and length <= 0:
        faults.append(Fault("outage.for", str(lasts), "an outage lasts longer than 0 s"))
    experiment = scenario.experiment
    into_day = experiment.start.hour * 3600 + experiment.start.minute * 60 + experiment.start.second
    begin = (start - into_day - experiment.warm_up) % DAY + experiment.warm_up
    if not faults and begin + length > experiment.horizon:
        text = (
            f"an outage from {begins} for {lasts} is not over when the run ends, "
            f"{experiment.horizon / 3600:g} h after its start at {experiment.start:%H:%M}; "
            "make it shorter, or experiment.horizon longer"
        )
        faults.append(Fault("outage.for", str(lasts), text))
    if faults:
        raise ScenarioError(faults)
    return begin, begin + length


def with_outage(scenario, station, span):
    """The scenario in which a station stands still from span[0] until span[1]; its luck is as without."""
    stations = scenario.layout.stations
    if station not in stations:
        raise ScenarioError([Fault("outage", str(station), unknown("station", station, list(stations)))])
    name = f"{OUTAGE}{station}"
    begin, end = span
    states = {
        **({"before": {"stays": f"{begin!r} s"}} if begin else {}),
        "out": {"stays": f"{end - begin!r} s", "pace": "0 %"},
        "after": {"stays": f"{1000 * DAY} s", "then": "after"},
    }
    tree = {"label": {"zh": "中断", "en": "outage"}, "states": states}
    condition, faults = fields.read(
        Condition, tree, ("layout", "conditions", name), {"observed": {}}, nowhere
    )
    if faults:
        raise ScenarioError(faults)
    changed = with_things(scenario, "layout", "conditions", {name: condition})
    depends_on = (*stations[station].depends_on, name)
    changed = with_thing(changed, ("layout", "stations"), station, depends_on=depends_on)
    if wrong := faults_of(changed, nowhere):
        raise ScenarioError(wrong)
    return changed
