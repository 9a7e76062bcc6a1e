"""Runs the example of each page about a construct, and draws its picture.

    python docs/constructs/draw.py            all pages
    python docs/constructs/draw.py batch      one of them

An example is a port in short: `stations`, `steps` and `arrives` (seconds, or a whole demand), and whatever
else it needs. Trucks come in by the flow `through` and leave at `out` unless it says otherwise.
"""

import re
import sys
from pathlib import Path

import numpy as np

from twin.engine import ENGINES, run
from twin.model import yaml_text
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan

HERE = Path(__file__).parent
EXAMPLE = re.compile(r"^```yaml port\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"^```text visits\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TIMES = ("asked", "joined", "started", "ended", "left")
LAYOUT = ("places", "links", "stations", "zones", "pools", "stocks", "matches", "conditions", "parts")
LAYOUT += ("exits", "observed")
HORIZON = "1 h"


def pages():
    """{name: path} of all pages."""
    return {path.stem: path for path in sorted(HERE.glob("*.md")) if path.stem != "README"}


def example(page):
    """The raw tree of a page's example."""
    text = EXAMPLE.search(page.read_text("utf-8"))
    if text is None:
        raise SystemExit(f"{page.name} has no ```yaml port block")
    said = yaml_text.read(text[1], page.name)
    if said.faults:
        raise SystemExit("\n".join(map(str, said.faults)))
    return whole(said.tree)


def whole(short):
    """A tree that Scenario reads, from a port in short."""
    short = dict(short)
    classes = short.pop("classes", {"truck": {}})
    flows = short.pop("flows", {"through": {"classes": list(classes), "steps": short.pop("steps", [])}})
    layout = {name: short.pop(name) for name in LAYOUT if name in short}
    layout["exits"] = {"out": {}} | layout.get("exits", {})
    arrives, demand = short.pop("arrives", None), short.pop("demand", {})
    if isinstance(arrives, list):
        rows = [row if isinstance(row, dict) else {"time": row} for row in arrives]
        arrives = {"arrives": "recorded", "rows": [{**row, "time": f"{row['time']} s"} for row in rows]}
    if arrives is not None:
        demand = demand | {"flows": {"through": arrives} | demand.get("flows", {})}
    experiment = {"start": "2025-09-01 08:00", "horizon": HORIZON, "replications": 1, "seed": 1}
    experiment |= short.pop("experiment", {})
    layout |= {"classes": classes, "flows": flows}
    return {"name": "example", "layout": layout, "demand": demand, "experiment": experiment, **short}


def outcome(page):
    """(plan, visits) of a page's example: the same in both engines."""
    plan = compile_plan(Scenario.from_tree(example(page)))
    one, other = (run(plan, 0, engine=engine).visits for engine in ENGINES)
    assert all(np.array_equal(one[name], other[name], equal_nan=one[name].dtype.kind == "f")
               for name in one.dtype.names)  # fmt: skip
    return plan, one


def entity_names(plan, visits):
    """[entity] in order of their first row: class and number, parts with a dot for each level."""
    names, counted = {}, {}
    for row in visits:
        if row["key"] in names:
            continue
        # A crew is sent for by what failed: nobody.
        name = plan.names.classes[row["cls"]] if row["cls"] >= 0 else "crew"
        counted[name] = counted.get(name, 0) + 1
        names[row["key"]] = f"{name} {counted[name]}"
    return list(names.values())


def point_names(plan):
    """[point] in words."""
    return [p.name if p.lane < 0 else f"{p.name} lane {p.lane + 1}" for p in plan.names.points]


def table(plan, visits):
    """The visits as the page shows them."""
    keys = list(dict.fromkeys(visits["key"].tolist()))
    who, where = entity_names(plan, visits), point_names(plan)
    rows = [("who", "where", *TIMES)]
    for row in visits:
        times = ["-" if np.isnan(row[name]) else f"{row[name]:g}" for name in TIMES]
        rows.append((who[keys.index(row["key"])], where[row["point"]], *times))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["  ".join(map(_filled, range(len(widths)), row, widths)).rstrip() for row in rows]
    return "\n".join(lines) + "\n"


def _filled(column, cell, width):
    """Words stand left, numbers right."""
    return cell.ljust(width) if column < 2 else cell.rjust(width)


def draw(page):
    """Writes the picture of a page."""
    from twin.show.charts.visits import visits_chart
    from twin.show.style import as_png

    plan, visits = outcome(page)
    known = np.concatenate([visits[name][~np.isnan(visits[name])] for name in TIMES])
    end = float(known.max()) * 1.02 + 1
    figure = visits_chart(
        visits, "en", entities=entity_names(plan, visits), points=point_names(plan), end=end
    )
    (HERE / "pictures" / f"{page.stem}.png").write_bytes(as_png(figure, dpi=90))


def write_table(page):
    """Puts what the example gives into the page."""
    text = page.read_text("utf-8")
    shown = table(*outcome(page))
    page.write_text(TABLE.sub(lambda _: f"```text visits\n{shown}```", text), encoding="utf-8")


if __name__ == "__main__":
    for name, path in pages().items():
        if name in sys.argv[1:] or not sys.argv[1:]:
            write_table(path)
            draw(path)
            print(path.name)
