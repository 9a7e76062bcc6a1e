"""What a lever costs, as its file says: machines of the catalogue, amounts, or why none is known."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from twin.model import origin, units
from twin.model.errors import Fault

MACHINES, ONCE, YEARLY, NONE, UNKNOWN = "machines", "once", "yearly", "none", "unknown"
EXAMPLE = (
    "write the model that is bought (agv_heavy), an amount ('2 M CNY', or '0.3 M CNY/y' each year), none, "
    "or unknown, the last two with a bar and why"
)


class Amount(NamedTuple):
    """CNY, or CNY a year, as the best guess and its range; without one all three are the same."""

    value: float
    low: float
    high: float
    origin: str  # what stands behind the bar


class Item(NamedTuple):
    """One line of a cost: `name` is a station, a fleet or what else is paid for."""

    name: str
    kind: str  # MACHINES, ONCE, YEARLY, NONE or UNKNOWN
    models: tuple[str, ...] = ()  # one of each for every server or vehicle that is new
    amount: Amount | None = None
    why: str = ""


class Machine(NamedTuple):
    """What one machine of a model costs built in, and each year, and for how many years it lasts."""

    price: Amount
    upkeep: Amount
    life: float  # years


def machine_of(tree: Mapping[str, Any]) -> Machine | None:
    """The Machine that a model of the catalogue is, as its file says it; None where a part is not said."""
    if not {"price", "upkeep", "life"} <= set(tree):
        return None
    life = units.read(str(tree["life"]).partition("|")[0], units.AGE) / units.YEAR
    price, upkeep = amount_of(tree["price"], units.MONEY), amount_of(tree["upkeep"], units.UPKEEP)
    return Machine(price, upkeep, float(life))


def items_of(tree: Mapping[str, Any]) -> tuple[Item, ...]:
    """The items that a `cost:` lists."""
    return tuple(_item(str(name), said) for name, said in tree.items())


def amount_of(said: Any, kind: units.Kind) -> Amount:
    """An amount with its range: '28 M CNY | assumed 20 M CNY to 35 M CNY'.

    >>> amount_of("2 M CNY | assumed 1 M CNY to 4 M CNY", units.MONEY)[:3]
    (2000000.0, 1000000.0, 4000000.0)
    """
    text, _, behind = (part.strip() for part in str(said).partition("|"))
    value = float(units.read(text, kind))
    (row,) = origin.strip({"cost": {"it": str(said)}}, lambda path: "").ledger or (None,)
    ends = [row.low, row.high] if row and row.low else [text, text]
    low, high = (float(units.read(end, kind)) for end in ends)
    if not 0 <= low <= value <= high:
        raise ValueError(f"an amount is from 0 on and within its range, and {text} is not")
    return Amount(value, low, high, behind)


def cost_faults(lever: str, said: Any, place: Callable[[tuple], str]) -> Iterator[Fault]:
    """What is wrong with the `cost:` of a lever."""
    path = f"scenario.{lever}.cost"
    if not isinstance(said, Mapping):
        yield Fault(path, "", f"is a mapping of what is bought or paid for; {EXAMPLE}", place(("cost",)))
        return
    for name, value in said.items():
        try:
            _item(str(name), value)
        except ValueError as error:
            yield Fault(f"{path}.{name}", "", str(error), place(("cost", name)))


def _item(name: str, said: Any) -> Item:
    if isinstance(said, list):
        return Item(name, MACHINES, tuple(map(_model, said)))
    text, _, behind = (part.strip() for part in str(said).partition("|"))
    if text in (NONE, UNKNOWN):
        if not behind:
            raise ValueError(f"says no reason; write '{text} | why'")
        return Item(name, text, why=behind.removeprefix("assumed").lstrip(" ,:;"))
    if units.split(text) is None:
        return Item(name, MACHINES, (_model(text),))
    if not behind:
        text = f"says not where {text} is from; write '{text} | source', or 'assumed LOW to HIGH why'"
        raise ValueError(text)
    kind = YEARLY if text.endswith("/y") else ONCE
    return Item(name, kind, amount=amount_of(said, units.UPKEEP if kind == YEARLY else units.MONEY))


def _model(said: Any) -> str:
    if not isinstance(said, str) or not said.isidentifier():
        raise ValueError(f"'{said}' is no cost; {EXAMPLE}")
    return said
