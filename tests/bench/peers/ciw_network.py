"""The cases as networks of Ciw."""

import math
import time

import ciw


class Some(ciw.dists.Exponential):
    """Exponential gaps until so many customers of all classes have come."""

    def __init__(self, rate, budget):
        super().__init__(rate)
        self.budget = budget

    def sample(self, t=None, ind=None):
        return super().sample(t, ind) if self.budget.spend() else math.inf


class Budget:
    """How many customers are still to come, of all classes together; Ciw copies laws, but not this."""

    def __init__(self, left):
        self.left = left

    def spend(self):
        self.left -= 1
        return self.left >= 0

    def __deepcopy__(self, memo):
        return self


def run(case, customers, seed):
    """(processor seconds of the simulation alone, mean time in system) of one run."""
    ciw.seed(seed)
    simulation = ciw.Simulation(_network(case, customers))
    started = time.process_time()
    simulation.simulate_until_max_time(math.inf)
    seconds = time.process_time() - started
    records = [individual.data_records for individual in simulation.nodes[-1].all_individuals]
    assert len(records) == customers
    spent = [passed[-1].exit_date - passed[0].arrival_date for passed in records]
    return seconds, sum(spent) / len(spent)


def _network(case, customers):
    names = [f"class {i}" for i in range(len(case.mix))]
    nothing = [None] * (len(case.desks) - 1)
    served = [ciw.dists.Exponential(1 / desk.mean) for desk in case.desks]
    budget = Budget(customers)
    return ciw.create_network(
        arrival_distributions={
            name: [Some(share / case.gap, budget), *nothing]
            for name, share in zip(names, case.mix, strict=True)
        },
        service_distributions={name: served for name in names},
        number_of_servers=[desk.servers for desk in case.desks],
        queue_capacities=[math.inf if desk.places is None else desk.places for desk in case.desks],
        priority_classes={
            name: int(bool(case.first) and i not in case.first) for i, name in enumerate(names)
        },
        routing={name: _routing(case.desks, i) for i, name in enumerate(names)},
    )


def _routing(desks, cls):
    """[from][to] chances of a class: the first of the desks further on that takes it."""
    matrix = [[0.0] * len(desks) for _ in desks]
    for start, row in enumerate(matrix):
        left = 1.0
        for i in range(start + 1, len(desks)):
            if desks[i].only in (None, cls):
                row[i] = left * desks[i].share
                left -= row[i]
    return matrix
