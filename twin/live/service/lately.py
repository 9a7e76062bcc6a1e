"""Who came into the port lately, by class, as the state knows it."""

from collections import Counter

from twin.live.forecast.coming import WATCHED


def came_lately(tracker, at):
    """{class: [seconds before `at`] at which one came}; a class that nobody has said yet is one of the usual.

    Many devices never tell the class, and the first of a port seldom do: who has just come is of no class
    yet. Those are shared out among the classes as often as these are told.
    """
    tracker.refresh()
    ages, unknown = {}, []
    entries = tracker.comings.used.entries
    for pieces in tracker.pieces.values():
        first, cls = pieces[0].first, next((piece.cls for piece in pieces if piece.cls), "")
        age = at - first.time
        if first.station in entries and 0.0 <= age < WATCHED:
            ages.setdefault(cls, []).append(age) if cls else unknown.append(age)
    usual = Counter({cls: len(own) for cls, own in sorted(ages.items())})
    if not usual:
        return None
    for age, cls in zip(sorted(unknown), shared(usual, len(unknown)), strict=True):
        ages[cls].append(age)
    return ages


def shared(usual, number):
    """[number] classes in turn, each as often as is usual.

    >>> shared({"a": 2, "b": 1}, 6)
    ['a', 'b', 'a', 'a', 'b', 'a']
    """
    total, given, out = sum(usual.values()), Counter(), []
    for k in range(number):
        lacking = {cls: (k + 1) * often / total - given[cls] for cls, often in usual.items()}
        chosen = max(lacking, key=lambda cls: (lacking[cls], usual[cls]))
        given[chosen] += 1
        out.append(chosen)
    return out
