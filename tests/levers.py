"""A small port and levers in one line each, for tests of what scenarios change."""

from functools import partial
from pathlib import Path

import pytest

from twin.model import yaml_text
from twin.model.errors import ScenarioError
from twin.model.levers import apply, read_lever

LANGUAGE = Path(__file__).parent / "data" / "language"
SECTIONS = ("layout", "demand", "roster", "policy", "equipment")

PORT = """
layout:
  places: {line: [0 m, 0 m], yard: [0 m, 100 m]}
  classes: {truck: {length: 16 m}, image: {kind: document}}
  stations:
    gate:   {does: gate, at: line, servers: 2 | S1, hours: day, service_time: 20 s, move_up: 5 s}
    health:
      {does: health_check, at: line, servers: 3, hours: day, alarm: 1 %,
       service_time: lognormal mean 40 s cv 50 %}
    wash:
      {does: disinfection, at: line, hours: day, service_time: triangular 20 s 30 s 60 s, needs: {crew: 2}}
    scan:   {does: scan, at: yard, servers: 1, model: slow}
    review: {does: image_review, servers: 2, service_time: 2 min, needs: {crew: 1}}
    search: {does: search, servers: 4, service_time: 1 h}
  pools: {crew: {}}
  exits: {out: {}}
  parts:
    checks:
      - visit: health
      - branch: health.alarm
        then: [{leave: out}]
      - visit: wash
    images:
      - fork: image
        into:
          image: [{visit: review}]
      - join: image
  flows:
    loaded:
      classes: truck
      steps: [{visit: gate}, {do: checks}, {visit: scan}, {do: images}, {visit: search}, {leave: out}]
    empty:
      classes: truck
      steps: [{do: checks}, {visit: gate}, {leave: out}]
demand:
  flows: {loaded: {arrives: profile, volume: 100/d}, empty: {arrives: fleet, fleet: trucks}}
  fleets: {trucks: {class: truck, size: 7605, away: lognormal mean 5.2 d cv 40 %}}
roster:
  calendars: {day: {hours: 08:00-20:00}}
  shifts: {crew: {day: {hours: 08:00-20:00, size: 6}}}
policy:
  shares: {selected: 5 %, by_class: {truck: 20 %, other: 10 %}}
equipment:
  slow: {does: scan, service_time: 3 min, move_up: 10 s}
  fast: {does: scan, service_time: 30 s, move_up: 8 s}
  ct:   {does: bag_scan, service_time: 6 s}
"""


def port():
    """The small port as a tree of text."""
    return yaml_text.read(PORT, "port.yaml").tree


def lever(name, changes, **words):
    """A lever from the text of its changes."""
    return read_lever(name, words | {"changes": yaml_text.read(f"changes: {changes}", "").tree["changes"]})


def changed(*levers):
    """The small port's tree with levers applied."""
    return apply(port(), levers, "port").tree


def steps(tree, name):
    """What the steps of a flow or part act on, in one line: 'gate health', nested lists in brackets."""
    layout = tree["layout"]
    return _line(layout["flows"][name]["steps"] if name in layout["flows"] else layout["parts"][name])


def _line(steps):
    words = []
    for step in steps:
        verb, name = next(iter(step.items()))
        inner = []
        for value in list(step.values())[1:]:
            lists = value.values() if isinstance(value, dict) else [value]
            inner += [f"[{_line(one)}]" for one in lists if isinstance(one, list)]
        words.append(" ".join([name if verb == "visit" else f"{verb}:{name}", *inner]))
    return " ".join(words)


def refused(*levers):
    """The faults with which the small port refuses the levers, as text, the same in both orders."""
    texts = []
    for order in (levers, levers[::-1]):
        with pytest.raises(ScenarioError) as caught:
            apply(port(), order, "port")
        texts.append(str(caught.value))
    assert texts[0] == texts[1]
    return texts[0]


def example_port(name):
    """The tree of a port of the language's examples."""
    groups = {section: "layouts" if section == "layout" else f"layouts/{section}" for section in SECTIONS}
    files = {section: "catalogue" if section == "equipment" else name for section in SECTIONS}
    paths = {section: LANGUAGE / groups[section] / f"{files[section]}.yaml" for section in SECTIONS}
    return {section: yaml_text.read(path.read_text("utf-8"), "").tree for section, path in paths.items()}


def example_levers():
    """The levers of the language's examples by name, with the places of their changes."""
    levers = {}
    for path in sorted((LANGUAGE / "scenarios").glob("*.yaml")):
        page = yaml_text.read(path.read_text("utf-8"), f"scenarios/{path.name}")
        if path.stem in page.tree:
            levers[path.stem] = read_lever(
                path.stem, page.tree[path.stem], {}, partial(_place, page, path.stem)
            )
    return levers


def _place(page, name, path):
    return page.place((name, *path))


def cases(file):
    """The blocks of a file of cases, each as its first line and the rest."""
    blocks = (LANGUAGE / file).read_text("utf-8").strip().split("\n\n")[1:]
    return [tuple(block.split("\n", 1)) for block in blocks]
