"""The cases in SimPy as one writes them by hand: a process for each customer, resources for desks."""

import random
import time

import simpy


def run(case, customers, seed):
    """(processor seconds, mean time in system) of one run."""
    draw = random.Random(seed)
    env = simpy.Environment()
    desks = [simpy.PriorityResource(env, desk.servers) for desk in case.desks]
    rooms = [None if desk.places is None else simpy.Resource(env, desk.places) for desk in case.desks]
    spent = []

    def customer(cls):
        arrived = env.now
        first = 0 if cls in case.first else 1
        held = None  # the desk that served it, and where it stays until it has found room
        for desk, at, room in zip(case.desks, desks, rooms, strict=True):
            if desk.only not in (None, cls) or (desk.share < 1 and draw.random() >= desk.share):
                continue
            if room is not None:
                place = room.request()
                yield place
            if held is not None:
                held.resource.release(held)
            held = at.request(priority=first)
            yield held
            if room is not None:
                room.release(place)
            yield env.timeout(draw.expovariate(1 / desk.mean))
        held.resource.release(held)
        spent.append(env.now - arrived)

    def source():
        classes = range(len(case.mix))
        for _ in range(customers):
            yield env.timeout(draw.expovariate(1 / case.gap))
            cls = draw.choices(classes, case.mix)[0] if len(case.mix) > 1 else 0
            env.process(customer(cls))

    started = time.process_time()
    env.process(source())
    env.run()
    return time.process_time() - started, sum(spent) / customers
