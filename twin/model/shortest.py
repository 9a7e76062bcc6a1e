"""The shortest ways from one place to all others (Dijkstra, 1959)."""

from heapq import heappop, heappush
from itertools import count


def shortest(links, start):
    """{place: (length, (label, ...))} of the shortest way to each place that can be reached.

    `links` are {place: {next place: (length, label)}}. Of two ways of one length, that which was seen first.

    >>> shortest({"a": {"b": (2.0, "ab"), "c": (5.0, "ac")}, "b": {"c": (1.0, "bc")}}, "a")["c"]
    (3.0, ('ab', 'bc'))
    """
    found, seen, order = {}, {start: 0.0}, count(1)
    ahead = [(0.0, 0, start, ())]
    while ahead:
        length, _, place, way = heappop(ahead)
        if place in found:
            continue
        found[place] = length, way
        for other, (more, label) in links.get(place, {}).items():
            further = length + more
            if other not in found and (other not in seen or further < seen[other]):
                seen[other] = further
                heappush(ahead, (further, next(order), other, (*way, label)))
    return found


def links_by(cost, layout):
    """{place: {next place: (cost, (name of the link, whether it is gone back))}}, the cheapest of several.

    `cost` is a function of a link. Of two that cost as much, the one written first.
    """
    out = {}
    for name, link in layout.links.items():
        ways = [(link.from_, link.to, False)] + [(link.to, link.from_, True)] * link.both_ways
        for start, end, back in ways:
            ahead, one = out.setdefault(start, {}), cost(link)
            if end not in ahead or one < ahead[end][0]:
                ahead[end] = one, (name, back)
    return out


def by_time(link):
    """Whoever has wheels takes the quickest way."""
    return link.travel_time


def by_metres(link):
    """Units that come at a speed of their own take the shortest way."""
    return link.length
