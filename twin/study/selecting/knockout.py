"""The best of very many options: in groups, round by round, until one is left.

Knockout tournaments of Zhong and Hong (2022), Knockout-tournament procedures for large-scale ranking and
selection in parallel computing environments, Operations Research 70, with matches of GROUP options where
theirs have two: under common random numbers a strong option drops many weak ones at once. Each match is
decided by the sequential procedure, with luck that no earlier round has seen, and the error allowed is
shared out over the rounds: the best, if it is better than every other by the indifference zone, wins all
its rounds with the confidence asked for.
"""

from typing import NamedTuple

from twin.study.selecting.sequential import Selection, refuse_rule, select

# Options of a match. One match of all takes fewer replications (for 1,000 options 53 each against 70 in ten
# groups, correlation 0.8, all but one a zone worse), so groups only bound the table of pairs.
GROUP = 1000


class Round(NamedTuple):
    """Who is still in, and the first replication whose luck nobody has seen."""

    inside: list
    start: int


def knock_out(sample, options, rule, *, start=0, group=GROUP):
    """The Selection of one of the options; `sample(option, numbers)` gives [number] values."""
    options = list(options)
    refuse_rule(options, rule)
    shared = rule._replace(confidence=1 - (1 - rule.confidence) / _rounds(len(options), group))
    means, counts = dict.fromkeys(options, float("nan")), dict.fromkeys(options, 0)
    now = Round(options, start)
    while len(now.inside) > 1:
        winners, last = [], now.start
        matches = -(-len(now.inside) // group)
        for i in range(matches):
            # Dealt out, as those that were named together are often alike.
            found = _match(sample, now.inside[i::matches], shared, now.start)
            winners.append(found.best)
            means |= found.means
            counts |= {option: counts[option] + taken for option, taken in found.replications.items()}
            last = max(last, now.start + max(found.replications.values()))
        now = Round(winners, last)
    return Selection(now.inside[0], means, counts)


def _match(sample, options, rule, start):
    """The Selection of a match; who has no opponent goes on without one."""
    if len(options) == 1:
        return Selection(options[0], {}, {options[0]: 0})
    return select(sample, options, rule, start)


def _rounds(count, group):
    rounds = 0
    while count > 1:
        count, rounds = -(-count // group), rounds + 1
    return rounds
