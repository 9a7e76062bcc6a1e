"""A port with other machines at one station: the models of offers, and demand that has grown."""

from collections.abc import Mapping
from fractions import Fraction

from twin.config import composing, library, offer_words, placing, recorded
from twin.config.offers import catalogue_of
from twin.model.errors import Fault, ScenarioError, listed, nearest
from twin.model.levers import apply, read_lever
from twin.model.levers.left_out import rows
from twin.model.levers.paths import collection
from twin.model.scenario import Scenario
from twin.model.serving import OTHER, breakdown, models
from twin.model.units import written

# What a model of the catalogue can say, and a station may say itself instead.
OF_A_MODEL = ("service_time", "move_up", "needs", "breakdown", "detects", "detection", "false_alarm", "read")
LEVER = "offered"
STILL = "5 d"  # the service of a machine that stands still: nobody is through by evening


class Site:
    """The composed port, to which machines are brought time and again."""

    def __init__(self, words, folder=None):
        self.run = composing.composed(library.library(folder), list(words))
        self.tree = recorded.with_rows(self.run)
        self.base = self._scenario(self.tree, self.run.name)
        self.catalogue = catalogue_of(self.tree)

    def scenario(self, name, station, machines, growth=0.0):
        """The Scenario in which a station has {model: how many}; models that are new come with their tree.

        `machines`: [(model, tree or None, how many)]. Demand, its fleets too, is (1 + growth) times as large.
        """
        models = {model: own for model, own, _ in machines if own}
        tree = {**self.tree, "equipment": {**self.tree.get("equipment", {}), **models}}
        changes = self._growing(growth)
        if machines:
            changes.append({"swap": station, "to": {model: str(number) for model, _, number in machines}})
        if not changes:
            return self.base
        lever = read_lever(LEVER, {"assumed": "an offer that is tried", "changes": changes})
        return self._scenario(apply(tree, [lever], self.run.name).tree, f"{self.run.name}+{name}")

    def station(self, name):
        """The station, or a ScenarioError with the nearest one."""
        stations = self.base.layout.stations
        if name not in stations:
            text = f"the port has no such station{nearest(name, stations)}; there is {listed(stations)}"
            raise ScenarioError([Fault("--station", str(name), text)])
        return stations[name]

    def existing(self, name):
        """[(model, tree or None, how many)] of the machines that a station has now."""
        station = self.station(name)
        if isinstance(station.servers, dict):
            return [(model, None, number) for model, number in station.servers.items()]
        if station.tasks or station.servers is None:
            text = (
                "its work is told by tasks, or it has servers without limit; nothing can be added beside it"
            )
            raise ScenarioError([Fault("--station", name, f"{text}; ask with how: replace")])
        raw = collection(self.tree, ("layout", "stations", name))
        own = {word: raw[word] for word in OF_A_MODEL if word in raw}
        if station.model and not own:
            return [(station.model, None, station.servers)]
        below = collection(self.tree, ("equipment", station.model)) if station.model else {}
        model = {"label": "as it is", "does": station.does, **below, **own}
        return [(f"existing_{name}".replace(".", "_"), model, station.servers)]

    def one_down(self, name, growth=0.0):
        """The Scenario in which one of the machines that are there stands still all day."""
        (model, own, number), *others = self.existing(name)
        if number > 1:
            return self.scenario("one_down", name, [(model, own, number - 1), *others], growth)
        if others:
            return self.scenario("one_down", name, others, growth)
        still = {**(own or self.tree["equipment"][model]), "service_time": STILL}
        return self.scenario("one_down", name, [(f"{model}_down", still, 1)], growth)

    def down_share(self, name):
        """Share of days that begin with one of those that are there down; 0 where none is known to fail."""
        station, up = self.station(name), 1.0
        if station.tasks or station.servers is None:
            return 0.0
        for model in models(station):
            own = breakdown(self.base, station, model)
            if own is not None:
                up *= own.mtbf.mean / (own.mtbf.mean + own.mttr.mean)
        return 1.0 - up

    def _growing(self, growth):
        """The changes by which demand grows; what comes by timetable stays."""
        if not growth:
            return []
        factor = Fraction(growth).limit_denominator(10**9) + 1
        own = self.base.demand.growth
        by_class = {OTHER: 0.0, **own} if isinstance(own, Mapping) else {"": own}
        grown = {cls: _grown(before, factor) for cls, before in by_class.items()}
        changes = [{"set": {"demand.growth": grown.get("", grown)}}]
        fleets = {
            f"demand.fleets.{name}.size": f"{written(factor * 100)} %" for name in self.base.demand.fleets
        }
        return changes + ([{"scale": fleets}] if fleets else [])

    def _scenario(self, tree, name):
        whole = {
            **tree,
            "name": name,
            "levers": self.run.applied.levers,
            "ledger": rows(self.run.applied.left_out),
        }
        return Scenario.from_tree(whole, where=lambda path: placing.place(self.run, tuple(path)))


def _grown(before, factor):
    """A growth on top of another, in percent."""
    return f"{written(((1 + Fraction(before).limit_denominator(10**9)) * factor - 1) * 100)} %"


def model_tree(offer, does, basis):
    """The offer as a model of the catalogue in the words of a port's file, each with where it is from."""
    texts = {"service_time": offer_words.written(offer.believed("service_time", basis))}
    for word, unit, size in (("move_up", "s", 1.0), ("detection", "%", 0.01), ("false_alarm", "%", 0.01)):
        value = offer.believed(word, basis)
        if value is not None:
            texts[word] = f"{written(Fraction(value) / Fraction(size))} {unit}"
    tree = {word: _with_origin(offer, word, text, basis) for word, text in texts.items()}
    up, down = offer.believed("mtbf", basis), offer.believed("mttr", basis)
    if up is not None and down is not None:
        fails = {"mtbf": f"{up!r} s", "mttr": f"lognormal mean {down!r} s cv 100 %"}
        tree["breakdown"] = {word: _with_origin(offer, word, text, basis) for word, text in fails.items()}
        tree["breakdown"]["clock"] = "operating"
    people = offer.believed("crew", basis)
    if offer.pool and people:
        tree["needs"] = {offer.pool: f"{int(people)} | {offer.claims['crew'].standing(basis)}"}
    return {"label": _one_line(offer.name), "does": does, **tree}


def _with_origin(offer, word, text, basis):
    claim = offer.claims[word]
    said = {"tested": f"tested: {_one_line(claim.evidence)}", "claimed only": "assumed, as the vendor claims"}
    return f"{text} | {said.get(claim.standing(basis), 'assumed, as the catalogue has it')}"


def _one_line(text):
    return " ".join(text.replace("|", "/").replace("$", "S").split())
