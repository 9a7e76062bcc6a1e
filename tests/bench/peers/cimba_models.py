"""The cases in cimba for Python: a process for each server, a store for each queue."""

import sys
import time

import cimba as cb
from cimba import random

IDS = 65_536  # customers inside at once, at most; who has left lends its number to another


class Book(cb.Model):
    """What is known of customers, by their numbers."""

    arrived: cb.Array[float] = cb.Array(IDS)
    cls: cb.Array[int] = cb.Array(IDS)


class Server(cb.Model):
    """A server of a desk: in a line it hands on when the customer arrived, and that is all it knows."""

    mean: cb.Param[float]
    last: cb.Param[bool]
    queue: cb.Ref[cb.Store[float]]
    onward: cb.Ref[cb.Store[float]]
    inside: float = 0.0
    spent: cb.Output[float]

    @cb.process
    def serve(self):
        while True:
            arrived = self.queue.get()
            cb.hold(random.exponential(self.mean))
            if self.last:
                self.inside += cb.now() - arrived
            else:
                self.onward.put(arrived)

    @cb.on_end
    def tell(self):
        self.spent = self.inside


class Desk(cb.Model):
    """A queue and its servers."""

    queue: cb.Store[float]
    servers: list[Server]


class Source(cb.Model):
    """Where the customers of a line come from."""

    customers: cb.Param[int]
    gap: cb.Param[float]
    door: cb.Ref[cb.Store[float]]

    @cb.process
    def arrive(self):
        for _ in range(self.customers):
            cb.hold(random.exponential(self.gap))
            self.door.put(cb.now())


class Line(cb.Model):
    """Desks in line, first come first served."""

    desks: list[Desk]
    source: Source


class PortServer(cb.Model):
    """A server of a desk of a port: some go to the inspection next, a class to the quarantine, all onward."""

    mean: cb.Param[float]
    last: cb.Param[bool]
    share: cb.Param[float]  # of the inspected; 0 but at the desk before
    only: cb.Param[int]  # the class in quarantine; -1 but at the desks before
    book: cb.Ref[Book]
    queue: cb.Ref[cb.PriorityStore[int]]
    inspection: cb.Ref[cb.PriorityStore[int]]
    quarantine: cb.Ref[cb.PriorityStore[int]]
    onward: cb.Ref[cb.PriorityStore[int]]
    inside: float = 0.0
    spent: cb.Output[float]

    @cb.process
    def serve(self):
        while True:
            who = self.queue.get()
            cb.hold(random.exponential(self.mean))
            cls = self.book.cls[who]
            first = 1 if cls >= 2 else 0
            if self.last:
                self.inside += cb.now() - self.book.arrived[who]
            elif self.share > 0.0 and random.uniform(0.0, 1.0) < self.share:
                self.inspection.put(who, first)
            elif cls == self.only:
                self.quarantine.put(who, first)
            else:
                self.onward.put(who, first)

    @cb.on_end
    def tell(self):
        self.spent = self.inside


class PortDesk(cb.Model):
    """A queue in two ranks and its servers."""

    queue: cb.PriorityStore[int]
    servers: list[PortServer]


class PortSource(cb.Model):
    """Where customers of four classes come from, .4 .3 .2 .1 of them; the last two are served first."""

    customers: cb.Param[int]
    gap: cb.Param[float]
    book: cb.Ref[Book]
    door: cb.Ref[cb.PriorityStore[int]]

    @cb.process
    def arrive(self):
        for i in range(self.customers):
            cb.hold(random.exponential(self.gap))
            who = i % IDS
            u = random.uniform(0.0, 1.0)
            self.book.arrived[who] = cb.now()
            self.book.cls[who] = (u >= 0.4) + (u >= 0.7) + (u >= 0.9)
            self.door.put(who, 1 if u >= 0.7 else 0)


class Port(cb.Model):
    """Desks, of which one is an inspection and one a quarantine."""

    book: Book
    desks: list[PortDesk]
    source: PortSource


def run(case, customers, seed):
    """(processor seconds, mean time in system) of one run."""
    model = _port(case, customers) if case.first else _line(case, customers)
    experiment = cb.Experiment(model, window=cb.Window.until_idle(), seed=seed)
    started = time.process_time()
    found = experiment.run(workers=1)
    seconds = time.process_time() - started
    spent = sum(float(found[server].spent[0, 0]) for desk in model.desks for server in desk.servers)
    return seconds, spent / customers


def _stores(case, kind):
    return [kind() if desk.places is None else kind(capacity=desk.places) for desk in case.desks]


def _made(kind, **fields):
    model = kind()
    for name, value in fields.items():
        setattr(model, name, value)
    return model


def _line(case, customers):
    queues = _stores(case, cb.Store)
    desks = []
    for desk, queue, onward in zip(case.desks, queues, [*queues[1:], queues[-1]], strict=True):
        told = {"mean": desk.mean, "last": queue is onward, "queue": queue, "onward": onward}
        desks.append(_made(Desk, queue=queue, servers=[_made(Server, **told) for _ in range(desk.servers)]))
    source = _made(Source, customers=customers, gap=case.gap, door=queues[0])
    return _made(Line, desks=desks, source=source)


def _port(case, customers):
    queues, book = _stores(case, cb.PriorityStore), Book()
    inspection = next(i for i, desk in enumerate(case.desks) if desk.share < 1)
    quarantine = next(i for i, desk in enumerate(case.desks) if desk.only is not None)
    passed = [i for i, desk in enumerate(case.desks) if desk.share == 1 and desk.only is None]
    desks = []
    for i, (desk, queue) in enumerate(zip(case.desks, queues, strict=True)):
        told = {
            "mean": desk.mean,
            "last": i == len(queues) - 1,
            "share": case.desks[inspection].share if i == inspection - 1 else 0.0,
            "only": case.desks[quarantine].only if i in (inspection - 1, inspection) else -1,
            "book": book,
            "queue": queue,
            "inspection": queues[inspection],
            "quarantine": queues[quarantine],
            "onward": queues[next((k for k in passed if k > i), i)],
        }
        servers = [_made(PortServer, **told) for _ in range(desk.servers)]
        desks.append(_made(PortDesk, queue=queue, servers=servers))
    source = _made(PortSource, customers=customers, gap=case.gap, book=book, door=queues[0])
    return _made(Port, book=book, desks=desks, source=source)


def answer():
    """Runs what each line of the input asks for: a case, customers, and a seed."""
    from known_cases import CASES

    for line in sys.stdin:
        name, customers, seed = line.split()
        print(*run(CASES[name], int(customers), int(seed)), flush=True)
