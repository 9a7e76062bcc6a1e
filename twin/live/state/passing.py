"""How long trucks are silent between what is seen of them, and how long they stay: learned as they pass."""

import math
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict

from twin.live.state.reading import ARRIVE, START

HOUR = 3600.0
OLD = 4  # hours after which a journey that was not heard of again has been lost sight of
SELDOM = 0.05  # as many as take another way: the way was the usual one, and a station did not see it
OFTEN = 0.5  # as many are seen first at a station as come to it from another: journeys may begin there
NEARLY = 0.9  # of those at a place are seen next at one other: that is what they queue for
BESIDE = 120.0  # seconds by which one who goes first on the way may come second
LATELY = 200  # of a queue that tell whether it is kept
ANY = ("", -1)  # the place of all places together
LIKE_ANY = 1.0  # of those seen at a place are taken to be as those at any place are
NEVER, OF = 0.3, 10.0  # lost sight of, of so many seen: what is held before any was seen


class Passing:
    """Silences and stays of all pieces of journeys that are kept."""

    def __init__(self, length):
        self.length = length  # seconds that are kept
        self.silences = defaultdict(list)  # by place: seconds to the next mark, in order
        self.steps = defaultdict(list)  # by place and next place: the same
        self.turns = defaultdict(list)  # by place and next place, a start: when they were at both, in order
        self.stays = defaultdict(list)  # by place: seconds until the truck left, in order
        self.marks = defaultdict(Counter)  # by place: hour: number of pieces seen at it
        self.stops = defaultdict(Counter)  # by place: hour: number of pieces seen there last
        self.firsts, self.lasts, self.number = Counter(), Counter(), Counter()  # by place

    def put(self, piece):
        """Learns a piece."""
        for ordered, value in self._samples(piece):
            insort(ordered, value)
        self._count(piece, 1)

    def drop(self, piece):
        """Forgets a piece that was learned."""
        for ordered, value in self._samples(piece):
            del ordered[bisect_left(ordered, value)]
        self._count(piece, -1)

    def _samples(self, piece):
        """Pairs of a list in order and the value that a piece adds to it."""
        for one, two in zip(piece.marks[:-1], piece.marks[1:], strict=True):
            silence = max(two.time - one.time, 0.0)
            yield self.silences[one.place], silence
            yield self.silences[ANY], silence
            yield self.steps[one.place, two.place], silence
            if two.kind == START:
                yield self.turns[one.place, two.place], (one.time, two.time)
        if piece.out:
            for mark in piece.marks:
                stay = max(piece.last.time - mark.time, 0.0)
                yield self.stays[mark.place], stay
                yield self.stays[ANY], stay

    def _count(self, piece, number):
        hour = int(piece.last.time // HOUR)
        for place in {mark.place for mark in piece.marks}:
            self.marks[place][hour] += number
            self.number[place] += number
        if not piece.over:
            self.stops[piece.last.place][hour] += number
        self.firsts[piece.first.place] += number
        self.lasts[piece.last.place] += number

    def passed(self, pieces):
        """(time, station) of all who went by a station unseen: hardly any come to the next one without it."""
        usual, out = self._usual_ways(), []
        for piece in pieces:
            before = ""
            for mark in piece.marks:
                between = usual.get((before, mark.station), "") if mark.station != before else ""
                if between and between not in (before, mark.station):
                    out.append((mark.time, between))
                before = mark.station
        return out

    def _usual_ways(self):
        """By a station, "" of who was seen nowhere before, and the next one: who most come there by."""
        count, doors = defaultdict(Counter), Counter()
        for (one, other), taken in self.steps.items():
            if taken and one[0] != other[0]:
                count[other[0]][one[0]] += len(taken)
        for (station, _), number in self.firsts.items():
            doors[station] += number
        out = {}
        for station, ways in count.items():
            best = max(ways, key=lambda name: (ways[name], name))
            rare = [before for before in count if ways[before] <= SELDOM * ways[best]]
            out |= {(before, station): best for before in rare}
            if doors[station] <= OFTEN * ways[best]:
                out["", station] = best
        return out

    def queue_of(self, place):
        """The place at which nearly all are seen next who are seen at a place, None where they part."""
        if place[1] == ARRIVE:
            return place[0], START
        ways = {other: len(taken) for (one, other), taken in self.steps.items() if one == place}
        best = max(ways, key=lambda other: (ways[other], other), default=None)
        return best if best and best[1] == START and ways[best] > NEARLY * sum(ways.values()) else None

    def overtaken(self, mark, queue):
        """Whether one who came to a queue after a mark has been served at it before whoever made the mark."""
        turns = self.turns[mark.place, queue]
        after = bisect_right(turns, (mark.time + (0.0 if mark.kind == ARRIVE else BESIDE), math.inf))
        return after < len(turns)

    def overtaking(self, place, queue):
        """The share of those who came to a queue lately who were served after one who came later."""
        starts = [started for _, started in self.turns[place, queue][-LATELY:]]
        behind, count = math.inf, 0
        for started in reversed(starts):
            count += behind < started
            behind = min(behind, started)
        return (count + 1) / (len(starts) + 20)

    def lost(self, place, now):
        """The share of those seen at a place of whom nothing is ever heard again."""
        until = now // HOUR - OLD
        stops = sum(number for hour, number in self.stops[place].items() if hour <= until)
        marks = sum(number for hour, number in self.marks[place].items() if hour <= until)
        return (stops + NEVER) / (marks + OF)

    def chance(self, place, other, silence):
        """Density, per second, of a step from a place to another after so long a silence."""
        taken, every = self.steps[place, other], len(self.silences[place])
        if not taken:
            return 0.0
        low, high = silence / 1.5 - 5.0, silence * 1.5 + 5.0
        near = bisect_right(taken, high) - bisect_left(taken, low) + 0.02
        return near / every / (high - low)

    def reach(self, place, other):
        """Seconds within which nearly all take a step."""
        taken = self.steps[place, other]
        return 1.5 * taken[int(0.995 * (len(taken) - 1))] + 60.0 if taken else 0.0


def longer(ordered, time):
    """The share of values in order that are longer than a time, a little for those not met yet; 1 of none."""
    if not ordered:
        return 1.0
    more = len(ordered) - bisect_right(ordered, time)
    return (more + 0.5 * (time < 2 * ordered[-1])) / (len(ordered) + 0.5)


def lasting(by_place, place, time):
    """The share of those at a place that last longer than a time; where few were seen, as at any place."""
    own = by_place[place]
    return (len(own) * longer(own, time) + LIKE_ANY * longer(by_place[ANY], time)) / (len(own) + LIKE_ANY)
