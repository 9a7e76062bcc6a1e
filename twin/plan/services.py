"""What is done at a visit: services by class and equipment model, each of one or more tasks."""

from typing import NamedTuple

from twin.model.law import Law
from twin.model.serving import kinds_of_server, work
from twin.plan.draws import name_key
from twin.plan.plan import LONGEST, SERVICE, SUM, TASK, table_of

_HOW = {"one_after_another": SUM, "side_by_side": LONGEST}


class Task(NamedTuple):
    """A row of TASK."""

    key: int
    dist: int


class Services:
    """The rows of SERVICE and TASK that visits ask for, each once."""

    def __init__(self, scenario, laws, columns):
        self.scenario, self.laws = scenario, laws
        self.columns = columns  # {name of a step or task: column of Arrays.given}
        kinds = [kind for station in scenario.layout.stations.values() for kind in kinds_of_server(station)]
        self.models = tuple(dict.fromkeys(["", *(kind for kind in kinds if kind)]))
        self._rows = {}  # (how, tasks): row of SERVICE
        self._tasks = []

    def of_station(self, name, visit):
        """[class x model] rows of SERVICE for a visit to a station."""
        station = self.scenario.layout.stations[name]
        how = _HOW[station.tasks_run]
        out = []
        for cls in self.scenario.layout.classes:
            by_model = {}
            for model in kinds_of_server(station):
                pieces = work(self.scenario, station, cls, model)
                by_model[model or ""] = self._row(how, self._tasks_of(pieces, name, visit))
            any_model = next(iter(by_model.values()))
            out.extend(by_model.get(model, any_model) for model in self.models)
        return out

    def of_link(self, leg):
        """[class x model] rows of SERVICE for the way along a link."""
        dist = self.laws.index(Law("constant", (leg.time,)))
        row = self._row(SUM, (Task(name_key(leg.point.name), dist),))
        return [row] * (len(self.scenario.layout.classes) * len(self.models))

    def _tasks_of(self, pieces, name, visit):
        """A task is called by its own name, on a second visit to its station by both."""
        tasks = []
        for piece in pieces:
            said = piece.name if visit == name else f"{visit}.{piece.name}"
            called = said if piece.name else visit
            dist = self.laws.index(piece.law)
            if called in self.columns:
                dist = self.laws.given(self.columns[called], dist)
            tasks.append(Task(name_key(called), dist))
        return tuple(tasks)

    def _row(self, how, tasks):
        if (how, tasks) not in self._rows:
            self._rows[how, tasks] = (len(self._rows), len(self._tasks))
            self._tasks.extend(tasks)
        return self._rows[how, tasks][0]

    def arrays(self):
        """(service, task) of a plan."""
        rows = [(how, first, len(tasks)) for (how, tasks), (_, first) in self._rows.items()]
        return table_of(rows, SERVICE), table_of(self._tasks, TASK)
