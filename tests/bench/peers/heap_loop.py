"""The cases without rooms that fill, as a loop over a heap of events and nothing else."""

import random
import time
from heapq import heappop, heappush


def run(case, customers, seed):
    """(processor seconds, mean time in system) of one run, or None where a desk may be full."""
    if any(desk.places is not None for desk in case.desks):
        return None
    started = time.process_time()
    total = _loop(case, customers, random.Random(seed))
    return time.process_time() - started, total / customers


def _loop(case, customers, draw):
    """The time all customers spend inside; an event is (time, order, desk that ends, customer)."""
    free = [desk.servers for desk in case.desks]
    rate = [1 / desk.mean for desk in case.desks]
    queues = [[] for _ in case.desks]  # (rank, order, customer)
    exponential, classes, gap = draw.expovariate, range(len(case.mix)), 1 / case.gap
    total, left, order = 0.0, customers, 1
    events = [(exponential(gap), 0, -1, None)]
    while events:
        now, _, at, who = heappop(events)
        if at < 0:
            cls = draw.choices(classes, case.mix)[0] if len(case.mix) > 1 else 0
            who = (now, cls, 0 if cls in case.first else 1)
            left -= 1
            if left:
                heappush(events, (now + exponential(gap), order, -1, None))
                order += 1
        elif queues[at]:
            heappush(events, (now + exponential(rate[at]), order, at, heappop(queues[at])[2]))
            order += 1
        else:
            free[at] += 1
        onward = _after(case.desks, at, who[1], draw)
        if onward is None:
            total += now - who[0]
        elif free[onward]:
            free[onward] -= 1
            heappush(events, (now + exponential(rate[onward]), order, onward, who))
        else:
            heappush(queues[onward], (who[2], order, who))
        order += 1
    return total


def _after(desks, at, cls, draw):
    """The next desk that a customer of this class visits, or None."""
    for i in range(at + 1, len(desks)):
        desk = desks[i]
        if (desk.only is None or desk.only == cls) and (desk.share == 1 or draw.random() < desk.share):
            return i
    return None
