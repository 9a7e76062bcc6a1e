"""Offers as records: every cell read, claims kept apart from evidence, all faults named at once."""

import re
from typing import NamedTuple

from twin.config import offer_words as words
from twin.config.offer_rows import read_rows
from twin.config.offer_words import HOME, Money
from twin.model.errors import Fault, ScenarioError, listed, nearest
from twin.model.origin import strip
from twin.model.scenario import nowhere
from twin.study.procurement.offer import QUALITIES, Claim, Offer, mean_of

READERS = {
    "price": words.money,
    "rate": words.money,
    "upkeep": words.yearly,
    "life": words.life,
    "residual": words.money,
    "delivery": words.years,
    "service_time": words.service,
    "throughput": words.throughput,
    "move_up": words.seconds,
    "detection": words.share,
    "false_alarm": words.share,
    "mtbf": words.seconds_above_zero,
    "mttr": words.seconds_above_zero,
    "crew": words.crew,
    "power": words.power,
    "footprint": words.ground,
}
TEXTS = ("name", "vendor", "model", "evidence", "note")
TESTABLE = (
    "service_time",
    "throughput",
    *(word for word in QUALITIES if word not in ("service_time", "crew")),
)
COLUMNS = (
    *TEXTS, *READERS,
    *(f"{word}_tested" for word in TESTABLE), *(f"{word}_evidence" for word in TESTABLE),
)  # fmt: skip
CHINESE = {
    "名称": "name", "报价名称": "name", "供应商": "vendor", "型号": "model", "价格": "price", "报价": "price",
    "汇率": "rate", "年维护费": "upkeep", "维护费": "upkeep", "寿命": "life", "残值": "residual",
    "交货期": "delivery", "服务时间": "service_time", "通过能力": "throughput", "前移时间": "move_up",
    "检出率": "detection", "误报率": "false_alarm", "平均故障间隔": "mtbf", "平均修复时间": "mttr",
    "人员": "crew", "功率": "power", "占地": "footprint", "证据": "evidence", "备注": "note",
}  # fmt: skip
TOLERANCE = 1.1  # a throughput may exceed what the service time allows by rounding
# What an offer without a model of the catalogue has to say itself.
WANTED = ("price", "upkeep", "life", "mtbf", "mttr")


class Catalogue(NamedTuple):
    """The models of a port's catalogue as text without origins, and the ranges that they state."""

    models: dict
    ranges: dict  # [model, word] (low, high) as text


def catalogue_of(tree):
    """The Catalogue of a composed tree."""
    found = strip({"equipment": tree.get("equipment", {})}, nowhere)
    ranges = {}
    for row in found.ledger:
        model, _, word = row.path.removeprefix("equipment.").partition(".")
        ranges[model, word] = (row.low, row.high)
    return Catalogue(dict(found.tree["equipment"]), ranges)


def read_offers(path, catalogue, rates):
    """The Offers of a file, in its order; every fault of every row is refused at once.

    `rates`: {currency: (CNY of one unit, where that is from)}, used where a row has no rate of its own.
    """
    rows, faults = read_rows(path)
    found = []
    for number, row in enumerate(rows, 1):
        reading = _Reading(row, catalogue, rates, number)
        offer = reading.offer()
        faults += reading.faults
        if offer:
            found.append(offer)
    faults += _twice(rows)
    if faults:
        raise ScenarioError(dict.fromkeys(faults))
    return found


def _twice(rows):
    """A fault for each row whose name another has, letters and blanks taken as equal."""
    seen = {}
    for row in rows:
        name = row.cells.get(CHINESE.get("name", "name")) or row.cells.get("名称")
        if name is None:
            continue
        folded = " ".join(name.text.split()).casefold()
        if folded in seen:
            text = f"two offers have one name, the other is at {seen[folded]}; give each a name of its own"
            yield Fault("name", name.text, text, name.place)
        seen.setdefault(folded, name.place)


class _Reading:
    """One row on its way to an Offer, with what is wrong with it."""

    def __init__(self, row, catalogue, rates, number):
        self.cells = {CHINESE.get(word, word): cell for word, cell in row.cells.items()}
        self.place, self.catalogue, self.rates, self.number = row.place, catalogue, dict(rates), number
        self.faults = []
        self.name = self.text("name")
        self.model = self.text("model")

    def offer(self):
        """The Offer, None where something of it is wrong."""
        self._words_are_known()
        values = {word: self.value(word) for word in READERS}
        self._own_rate(values)
        claims = {word: self._claim(word, values) for word in QUALITIES if word != "crew"}
        crew = values["crew"]
        own_crew = self._own("needs", lambda said: said)
        pool, people = next(iter(own_crew.items()), ("", None)) if own_crew else ("", None)
        people = float(people) if people is not None else None
        claims["crew"] = Claim(float(crew.people) if crew else None, None, people)
        costs = self._costs(values)
        self._nothing_is_missing(values, claims, costs)
        if self.faults:
            return None
        pool = crew.pool if crew and crew.pool else pool
        said = self.said("price")
        price = values["price"]
        return Offer(
            name=self.name, key=self._key(), vendor=self.text("vendor"), model=self.model, does=self._does(),
            **costs, delivery=values["delivery"] or 0.0, said_price=said,
            rate=self.rates.get(price.currency, (1.0, ""))[0], rate_source=self._rate_source(price),
            claims=claims, pool=pool, place=self.place, note=self.text("note"),
        )  # fmt: skip

    def fault(self, word, text, value=None):
        """Notes what is wrong with a word of this row."""
        cell = self.cells.get(word)
        said = value if value is not None else (cell.text if cell else "")
        path = f"{self.name or f'offer {self.number}'}.{word}"
        self.faults.append(Fault(path, said[:80], text, cell.place if cell else self.place))

    def text(self, word):
        return self.cells[word].text if word in self.cells else ""

    def said(self, word):
        """The text of a column, a bare number with the unit of its heading."""
        cell = self.cells[word]
        return f"{cell.text} {cell.unit}" if cell.unit and _is_bare(cell.text) else cell.text

    def value(self, word, column=None):
        """What a column says, None where it says nothing or something wrong."""
        column = column or word
        if column not in self.cells:
            return None
        try:
            return READERS[word](self.said(column))
        except ValueError as error:
            self.fault(column, str(error))
            return None

    def _words_are_known(self):
        for word in self.cells:
            if word not in COLUMNS:
                text = f"'{word}' is not a column here{nearest(word, COLUMNS)}; the columns are "
                self.fault(word, text + ", ".join((*TEXTS, *READERS)) + ", and X_tested with X_evidence")
        if not self.name:
            self.fault("name", "an offer needs a name; write one in column name")
        if self.model and self.model not in self.catalogue.models:
            there = sorted(self.catalogue.models)
            text = f"the catalogue has no such model{nearest(self.model, there)}; there is {listed(there)}"
            self.fault("model", f"{text}; or leave it empty and state service_time, detection, mtbf and mttr")

    def _own_rate(self, values):
        """The row's own rate of exchange comes before that of the need and of the command line."""
        rate, price = values["rate"], values["price"]
        if rate and price:
            if rate.currency != HOME or not rate.amount > 0:
                self.fault("rate", f"a rate is CNY of one unit, above 0; write e.g. '7.8 {HOME}'")
            else:
                self.rates[price.currency] = (rate.amount, f"row of {self.place}")

    def _rate_source(self, price):
        return "" if price.currency == HOME else self.rates[price.currency][1]

    def _in_home(self, word, amount):
        """CNY of a Money; a currency without a rate is refused."""
        if amount.currency == HOME:
            return amount.amount
        if amount.currency not in self.rates:
            way = f"write rate in the row (CNY of 1 {amount.currency}), or --rate {amount.currency}=…"
            self.fault(word, f"there is no rate for {amount.currency}; {way}")
            return float("nan")
        return amount.amount * self.rates[amount.currency][0]

    def _costs(self, values):
        """Price, upkeep, life and residual in CNY and years; what is not said is the catalogue's."""
        price = self._in_home("price", values["price"]) if values["price"] else None
        if price is not None and price <= 0:
            self.fault("price", "a price is above 0; write what one machine costs, built in")
        upkeep = values["upkeep"]
        if isinstance(upkeep, Money):
            upkeep = self._in_home("upkeep", upkeep)
        elif upkeep is not None and price is not None:
            upkeep = upkeep * price
        elif upkeep is None:
            upkeep = self._own("upkeep", lambda text: words.yearly(text).amount)
        if upkeep is not None and upkeep < 0:
            self.fault("upkeep", "an upkeep is not below 0")
        residual = self._in_home("residual", values["residual"]) if values["residual"] else 0.0
        if residual < 0 or (price is not None and 0 < price < residual):
            self.fault("residual", "what is left at the end of its life is from 0 to the price")
        life = values["life"] or ("life" not in self.cells and self._own("life", words.life)) or None
        return {"price": price, "upkeep": upkeep, "life": life, "residual": residual}

    def _own(self, word, read):
        """What the model of the catalogue says, None where it says nothing."""
        said = self.catalogue.models.get(self.model, {}).get(word)
        return None if said is None else read(said)

    def _does(self):
        return str(self._own("does", str) or "")

    def _claim(self, word, values):
        """The Claim of a quality, a throughput turned into the service time that it leaves."""
        own = self._catalogue_value(word)
        claimed = values[word]
        tested = self.value(word, f"{word}_tested") if word in TESTABLE else None
        evidence = self.text(f"{word}_evidence") or (self.text("evidence") if tested is not None else "")
        if word == "service_time":
            claimed, tested, evidence = self._service(claimed, tested, evidence, own)
        if tested is not None and not evidence:
            way = f"say what the test was in {word}_evidence, or in evidence for the whole row"
            self.fault(f"{word}_tested", f"a tested value without evidence is a claim; {way}")
        low, high = self._range(word)
        return Claim(claimed, tested, own, evidence, low, high)

    def _service(self, claimed, tested, evidence, own):
        """Service laws as claimed and as tested, from the service time or from the throughput."""
        rate, tested_rate = self.value("throughput"), self.value("throughput", "throughput_tested")
        move_up = self.value("move_up")
        move_up = (self._catalogue_value("move_up") or 0.0) if move_up is None else move_up
        if claimed and rate and rate * (claimed.mean + move_up) > TOLERANCE:
            most = 3600 / (claimed.mean + move_up)
            also = (
                f"a service of {claimed.mean:g} s and {move_up:g} s of moving up leave at most {most:.0f}/h"
            )
            self.fault("throughput", f"contradicts service_time: {also}; correct one of the two")
        pattern = claimed or own
        claimed = claimed or self._of_throughput("throughput", rate, move_up, pattern)
        tested = tested or self._of_throughput("throughput_tested", tested_rate, move_up, claimed or own)
        if tested_rate and not evidence:
            evidence = self.text("throughput_evidence") or self.text("evidence")
        return claimed, tested, evidence

    def _of_throughput(self, column, rate, move_up, pattern):
        try:
            return words.of_throughput(rate, move_up, pattern) if rate else None
        except ValueError as error:
            self.fault(column, str(error))
            return None

    def _catalogue_value(self, word):
        own = self.catalogue.models.get(self.model, {})
        if word in ("mtbf", "mttr"):
            said = (own.get("breakdown") or {}).get(word)
            return words.service(said).mean if said is not None else None
        said = own.get(word)
        return None if said is None or isinstance(said, dict) else READERS[word](said)

    def _range(self, word):
        """Lowest and highest that the catalogue holds possible, in SI."""
        place = f"breakdown.{word}" if word in ("mtbf", "mttr") else word
        low, high = self.catalogue.ranges.get((self.model, place), ("", ""))
        if not low or not high:
            return float("nan"), float("nan")
        return mean_of(READERS[word](low)), mean_of(READERS[word](high))

    def _nothing_is_missing(self, values, claims, costs):
        way = "state it, or name a model of the catalogue that has it in column model"
        for word in WANTED:
            cost = costs.get(word) if word in costs else claims[word].believed("claims")
            if cost is None and word not in self.cells:
                self.fault(word, "a price has to be offered" if word == "price" else f"is not said; {way}")
        if claims["service_time"].believed("claims") is None and not self.cells.keys() & {
            "service_time",
            "throughput",
        }:
            self.fault("service_time", f"neither service_time nor throughput is said; {way}")
        for basis in ("claims", "evidence"):
            up, down = (claims[word].believed(basis) for word in ("mtbf", "mttr"))
            if up is not None and down is not None and up <= down:
                text = (
                    f"a machine that works {up / 3600:g} h between failures of {down / 3600:g} h stands more "
                )
                self.fault("mtbf", f"{text}than it works; MTBF is above MTTR, correct one of the two")
                break

    def _key(self):
        """The name of the model in the scenario: what a name of a port may be."""
        slug = re.sub(r"[^a-z0-9]+", "_", self.name.lower()).strip("_")
        return f"offer_{self.number}_{slug}".rstrip("_")[:60]


def _is_bare(text):
    return re.fullmatch(r"[-+]?[\d.,]+", text) is not None
