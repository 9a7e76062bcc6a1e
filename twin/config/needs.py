"""A need from its file and from the command line: every word read, all faults at once."""

import re
from pathlib import Path

from twin.config import offer_words as words
from twin.config.offer_words import HOME
from twin.model import units, yaml_text
from twin.model.errors import Fault, ScenarioError, listed, nearest
from twin.study.procurement.need import ADD, DEFAULTS, REPLACE, Figure, Need
from twin.study.target import target_of

LARGEST = 200_000  # bytes of a need: it has some 2,000


def _how(text):
    if text not in (REPLACE, ADD):
        raise ValueError(f"is {REPLACE} (those that are there go) or {ADD} (they stay)")
    return text


def _count(text):
    if not re.fullmatch(r"[1-9]\d?", text):
        raise ValueError("a number of machines is whole, from 1 to 99; write e.g. 3")
    return int(text)


def _yearly_share(text):
    """A rate a year: '5 %/y' or '5 %'."""
    value = float(units.read(re.sub(r"\s*/\s*(y|a|年)$", "", text), units.SHARE))
    if not -0.5 <= value <= 1:
        raise ValueError("a rate a year is from -50 % to 100 %")
    return value


def _discount(text):
    value = _yearly_share(text)
    if value < 0:
        raise ValueError("a discount rate is not below 0 %")
    return value


def _home(text):
    amount = words.money(text)
    if amount.currency != HOME or amount.amount < 0:
        raise ValueError(f"an amount in {HOME}, not below 0; write e.g. '120 M {HOME}'")
    return amount.amount


def _budget(text):
    amount = _home(text)
    if not amount > 0:
        raise ValueError("a budget is above 0")
    return amount


def _home_a_year(text):
    amount = words.yearly(text)
    if isinstance(amount, float):
        raise ValueError(f"an amount a year; write e.g. '150 k {HOME}/y'")
    return _home(f"{amount.amount!r} {amount.currency}")


def _home_an_hour(text):
    if not re.search(r"/\s*h$", text):
        raise ValueError(f"an amount an hour; write e.g. '150 {HOME}/h'")
    return _home(re.sub(r"\s*/\s*h$", "", text))


def _number(text):
    amount = units.number(text)
    if amount is None or amount < 0:
        raise ValueError("a number, not below 0, without unit")
    return float(amount)


def _days(text):
    amount = _number(text)
    if not 0 <= amount <= 366:
        raise ValueError("days a year are from 0 to 366")
    return amount


def _horizon(text):
    value = words.life(text)
    if value != int(value) or value > 60:
        raise ValueError("a horizon is in whole years, at most 60")
    return int(value)


READERS = {
    "station": str,
    "target": target_of,
    "budget": _budget,
    "how": _how,
    "machines": _count,
    "horizon": _horizon,
    "growth": _yearly_share,
    "discount": _discount,
    "detection": words.share,
    "false_alarm": words.share,
    "availability": words.share,
    "power": words.power,
    "ground": words.ground,
    "crew": _number,
    "delivery": words.years,
    "reliability": words.share,
    "wage": _home_a_year,
    "employed": _number,
    "energy": _home,
    "carbon_price": _home,
    "cargo_value": _home,
    "alarm_cost": _home,
}
TABLES = {"days": _days, "hour_values": _home_an_hour, "rates": _home, "weights": _number}


def read_need(path, said, rates=()):
    """The Need of a file (None: defaults alone) with what the command line says over it.

    `said`: {word: text}; `rates`: texts as EUR=7.8. All faults are refused at once.
    """
    faults, figures, tables = [], {}, {word: {} for word in TABLES}
    for word, (text, origin) in DEFAULTS.items():
        figures[word] = Figure(READERS[word](text), text, origin)
    for word, node in _page(path, faults):
        place = node.get("place", "")
        if word in TABLES:
            _read_table(word, node, tables[word], faults)
        elif word in READERS:
            _read_figure(figures, word, node["text"], (place, ""), faults)
        else:
            known = [*READERS, *TABLES]
            text = f"'{word}' is not a word here{nearest(word, known)}; the words here are {', '.join(known)}"
            faults.append(Fault(f"need.{word}", "", text, place))
    for word, text in said.items():
        if text is not None:
            _read_figure(figures, word, text, (f"--{word}", "command line"), faults)
    for text in rates:
        _read_rate(text, tables["rates"], faults)
    if faults:
        raise ScenarioError(faults)
    exchange = {currency: (figure.value, figure.origin) for currency, figure in tables["rates"].items()}
    return Need(figures, tables["days"], tables["hour_values"], exchange, tables["weights"])


def _page(path, faults):
    """(word, what stands there) of a need's file, which may have need: above all."""
    if path is None:
        return
    path = Path(path)
    if not path.is_file() or path.stat().st_size > LARGEST:
        text = f"there is no such file of at most {LARGEST:,} bytes; a need has words as {listed(READERS)}"
        raise ScenarioError([Fault(str(path), "", text)])
    try:
        page = yaml_text.read(path.read_text(encoding="utf-8-sig"), path.name)
    except UnicodeDecodeError:
        raise ScenarioError(
            [Fault(str(path), "", "is not written in UTF-8; save it as UTF-8 text")]
        ) from None
    faults += page.faults
    below = ("need",) if list(page.tree) == ["need"] and isinstance(page.tree["need"], dict) else ()
    for word, value in (page.tree["need"] if below else page.tree).items():
        place = page.place((*below, word))
        if isinstance(value, dict):
            rows = {name: (str(text), page.place((*below, word, name))) for name, text in value.items()}
            yield word, {"rows": rows, "place": place, "text": "…"}
        else:
            yield word, {"text": "" if value is None else str(value), "place": place}


def _read_figure(figures, word, text, whence, faults):
    """Puts one figure in place; its origin stands behind a bar."""
    place, default = whence
    said, bar, origin = str(text).partition("|")
    try:
        value = READERS[word](words.plain(said))
        if value == "":
            raise ValueError("has no value")
        figures[word] = Figure(
            value, said.strip(), origin.strip() if bar else default or "as the need states"
        )
    except ScenarioError as error:
        faults += [fault._replace(place=place) for fault in error.faults]
    except ValueError as error:
        faults.append(Fault(f"need.{word}", said.strip(), str(error), place))


def _read_table(word, node, table, faults):
    if "rows" not in node:
        text = f"is a mapping of names to values, as {word}: {{name: value}}"
        faults.append(Fault(f"need.{word}", node["text"], text, node["place"]))
        return
    for name, (text, place) in node["rows"].items():
        said, bar, origin = text.partition("|")
        try:
            value = TABLES[word](words.plain(said))
            if word == "rates" and not value > 0:
                raise ValueError("a rate is CNY of one unit, above 0")
            table[name] = Figure(value, said.strip(), origin.strip() if bar else "as the need states")
        except ValueError as error:
            faults.append(Fault(f"need.{word}.{name}", said.strip(), str(error), place))


def _read_rate(text, table, faults):
    """A rate of the command line: EUR=7.8."""
    found = re.fullmatch(r"([A-Z]{3})=([\d.]+)", text)
    if not found or units.number(found[2]) is None or not float(found[2]) > 0:
        faults.append(Fault("--rate", text, "is written EUR=7.8, CNY of one unit, above 0"))
        return
    table[found[1]] = Figure(float(found[2]), found[2], "command line")
