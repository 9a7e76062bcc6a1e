"""Ports of which theory, an exact recursion or a printed study knows what must come out."""

from pathlib import Path
from typing import NamedTuple

from twin.engine import run
from twin.model import yaml_text
from twin.model.errors import ScenarioError
from twin.model.law import duration
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.study.known import MEASURES, Counted

_SHARE = "share"  # measures whose interval is wanted absolutely narrow, not as a part of the value


class Expected(NamedTuple):
    """A number, or one for each visit of an exact case, and how it is measured."""

    name: str
    value: object
    measure: str
    said: dict  # at, of, time, level: what the measure is asked of
    half_width: float  # of the 95 % interval that a study printed; 0 of what is known exactly

    @property
    def is_share(self):
        """Whether the value is a probability."""
        return self.measure.startswith(_SHARE) or self.measure == "utilisation"


class Oracle(NamedTuple):
    """A port, what is known of it, and from when to when its entities are counted; seconds."""

    name: str
    title: str
    method: str  # how the truth is known
    unit: float  # seconds of the unit in which durations are told
    warm_up: float
    tail: float  # before the horizon: whoever asks later need not have left
    exact: bool  # every single time is known
    printed: bool  # a study printed means with intervals
    expected: tuple[Expected, ...]
    tree: dict


def oracles(folder=None):
    """Every Oracle of a folder in order of name; without one, those that come with the program."""
    return tuple(read(path) for path in sorted(Path(folder or shipped()).glob("*.yaml")))


def shipped():
    """The folder of the oracles: in a wheel its own data, in a clone the tests'."""
    package = Path(__file__).resolve().parents[1]
    carried = package / "_data" / "oracles"
    return carried if carried.is_dir() else package.parent / "tests" / "data" / "oracles" / "cases"


def read(path):
    """The Oracle in a file."""
    page = yaml_text.read(Path(path).read_text("utf-8"), Path(path).name)
    if page.faults:
        raise ScenarioError(page.faults)
    raw, expected = page.tree, []
    for name, fields in raw["expected"].items():
        fields = dict(fields)
        value = fields.pop("value")
        value = [float(one) for one in value] if isinstance(value, list) else float(value)
        half_width = float(fields.pop("half_width", 0.0))
        expected.append(Expected(name, value, fields.pop("measure"), fields, half_width))
    return Oracle(
        name=Path(path).stem,
        title=raw["title"],
        method=raw["method"],
        unit=duration(raw["unit"]),
        warm_up=duration(raw["warm_up"]),
        tail=duration(raw.get("tail", "0 s")),
        exact=all(isinstance(one.value, list) for one in expected),
        printed=any(one.half_width for one in expected),
        expected=tuple(expected),
        tree=raw["port"],
    )


def shortened(oracle, share):
    """The oracle with a share of its length, or of its replications where it has hundreds."""
    experiment = dict(oracle.tree["experiment"])
    if int(experiment["replications"]) >= MANY:
        experiment["replications"] = max(2, round(share * int(experiment["replications"])))
    elif not oracle.exact:
        around = oracle.warm_up + oracle.tail
        length = duration(experiment["horizon"]) - around
        experiment["horizon"] = f"{round(around + share * length)} s"
    return oracle._replace(tree={**oracle.tree, "experiment": experiment})


MANY = 100


def plan_of(oracle):
    """The Plan of its port."""
    return compile_plan(Scenario.from_tree(oracle.tree))


def measured(oracle, plan, found):
    """{name of what is expected: what a Run gives}."""
    counted = Counted(plan, found, oracle.warm_up, plan.horizon - oracle.tail, oracle.unit)
    return {one.name: MEASURES[one.measure](counted, **one.said) for one in oracle.expected}


def replicated(oracle, *, engine="kernel", replications=None):
    """[replication] of `measured`."""
    plan = plan_of(oracle)
    return [
        measured(oracle, plan, run(plan, number, engine=engine))
        for number in range(replications or plan.replications)
    ]
