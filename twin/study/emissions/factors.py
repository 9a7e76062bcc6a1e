"""What an hour of a vehicle burns, emits and costs, each number with where it comes from.

The package has factors.yaml beside this file; a user's layouts/factors/emissions.yaml is laid over it.
"""

import re
from pathlib import Path
from typing import NamedTuple

from twin.model import yaml_text
from twin.model.errors import Fault, ScenarioError

SHIPPED = Path(__file__).with_name("factors.yaml")
OWN = Path("layouts") / "factors" / "emissions.yaml"
HEAVY = 15_000.0  # kg of load from which a truck is a heavy one
LONG = 9.0  # metres from which a vehicle whose load is not said is a heavy truck
CAR = 6.5  # metres: what is shorter and has no load is a car
_RANGE = re.compile(r"assumed\s+([\d.]+)\s+to\s+([\d.]+)\s*(.*)")
_WORDS = ("fuel",)


class Factor(NamedTuple):
    """A number, the range in which it is believed, and its origin; low and high are it without a range."""

    value: float
    low: float
    high: float
    origin: str
    is_assumed: bool


class Factors(NamedTuple):
    """All that turns hours into fuel, air and money."""

    sources: dict  # [key] text
    fuels: dict  # [fuel][name] Factor
    engines: dict  # [engine] {"fuel": name, name: Factor}
    running: dict  # [part] Factor, percent of the time in which the engine runs
    work: dict  # [name] Factor
    classes: dict  # [class] engine
    words: dict  # [engine] words by which a class is known

    def of(self, engine, name):
        """The value of an engine's factor; what an engine has not it does not emit."""
        factor = self.engines[engine].get(name)
        return factor.value if factor else 0.0


def factors_of(folder="."):
    """The Factors of a working folder: the package's, under the file of the user where there is one."""
    tree = _tree(SHIPPED)
    own = Path(folder) / OWN
    return as_factors(_over(tree, _tree(own)) if own.is_file() else tree, own.as_posix())


def as_factors(tree, where=""):
    """The Factors of a tree of texts; all that cannot be read is refused at once."""
    faults = []

    def read(text, *path):
        factor = _factor(str(text))
        if factor is None:
            way = "write e.g. 2.4 | E1, or 2.4 | assumed 2 to 3 why"
            faults.append(
                Fault(".".join(path), str(text), f"is not a number that is 0 or more; {way}", where)
            )
        return factor

    def table(section):
        return {
            name: {
                key: str(value) if key in _WORDS else read(value, section, name, key)
                for key, value in _fields(rows, faults, (section, name, where)).items()
            }
            for name, rows in tree.get(section, {}).items()
        }

    fuels, engines = table("fuels"), table("engines")
    flat = {part: {key: read(text, part, key) for key, text in tree[part].items()} for part in _FLAT}
    classes = {name: str(engine) for name, engine in tree.get("classes", {}).items()}
    words = {name: _words(said) for name, said in tree.get("words", {}).items()}
    faults += list(_strangers(engines, fuels, (*classes.items(), *((n, n) for n in words)), where))
    if faults:
        raise ScenarioError(faults)
    return Factors(dict(tree.get("sources", {})), fuels, engines, classes=classes, words=words, **flat)


_FLAT = ("running", "work")


def engine_of(name, cls, factors):
    """The engine of a class: by its name, by a word of its name or label, else by kind, length and load.

    At a port of a network the port's name stands before that of the class.
    """
    for own, engine in factors.classes.items():
        if name == own or name.endswith(f"_{own}"):
            return engine
    if cls.kind != "vehicle":
        return cls.kind
    if (engine := _by_a_word(name, cls, factors)) is not None:
        return engine
    if cls.carries:
        return "heavy_truck" if cls.carries >= HEAVY else "medium_truck"
    return "heavy_truck" if cls.length >= LONG else "car" if 0 < cls.length < CAR else "medium_truck"


def _by_a_word(name, cls, factors):
    """The first engine of which a word is one of the name or the label; Chinese words may stand inside."""
    label = cls.label
    said = {*name.split("_"), *re.findall(r"[a-z]+", (label.en if label else "").lower())}
    chinese = label.zh if label else ""
    for engine, words in factors.words.items():
        if any(word in said if word.isascii() else word in chinese for word in words):
            return engine
    return None


def rows_of(factors):
    """(name, Factor) of every number, for a ledger."""
    for section in ("fuels", "engines"):
        for name, fields in getattr(factors, section).items():
            yield from ((f"{name}.{key}", one) for key, one in fields.items() if isinstance(one, Factor))
    for section in _FLAT:
        yield from ((f"{section}.{key}", one) for key, one in getattr(factors, section).items())


def _fields(rows, faults, place):
    if isinstance(rows, dict):
        return rows
    section, name, where = place
    faults.append(
        Fault(f"{section}.{name}", str(rows), "wants fields below it, as in the package's file", where)
    )
    return {}


def _strangers(engines, fuels, named, where):
    """Faults of engines without a known fuel, and of classes without a known engine."""
    for name, fields in engines.items():
        if fields.get("fuel") not in fuels:
            text = f"there is {', '.join(fuels)}"
            yield Fault(f"engines.{name}.fuel", str(fields.get("fuel")), text, where)
    for name, engine in named:
        if engine not in engines:
            yield Fault(f"classes.{name}", engine, f"is no engine; there is {', '.join(engines)}", where)


def _words(said):
    """Words with commas between, or a list of them."""
    return tuple(said) if isinstance(said, list) else tuple(word.strip() for word in str(said).split(","))


def _factor(text):
    """The Factor of a text with its bar, None where it is no number."""
    said, _, origin = (part.strip() for part in text.partition("|"))
    try:
        value = float(said)
    except ValueError:
        return None
    if not 0 <= value < float("inf"):
        return None
    match = _RANGE.match(origin)
    if match:
        return Factor(value, float(match[1]), float(match[2]), match[3], True)
    return Factor(value, value, value, origin, not re.match(r"[A-Z]+\d+", origin))


def _tree(path):
    page = yaml_text.read(path.read_text(encoding="utf-8-sig"), path.name)
    if page.faults:
        raise ScenarioError(page.faults)
    return page.tree


def _over(below, above):
    """A tree laid over another, field by field."""
    both = dict(below)
    for key, value in above.items():
        own = both.get(key)
        both[key] = _over(own, value) if isinstance(own, dict) and isinstance(value, dict) else value
    return both
