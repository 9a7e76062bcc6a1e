"""How long one waits by its own will, and what it does then."""

from twin.model.serving import for_class
from twin.plan.draws import name_key
from twin.plan.instructions import Instead
from twin.plan.plan import NO_DIST
from twin.plan.writing import Spot


def instead(writing, spot):
    """What those do who do not wait, None where all do."""
    ways, step = spot.node.ways, spot.node.step
    targets = [Spot(ways[word], spot.place) if word in ways else None for word in ("then", "if_full")]
    if targets == [None, None]:
        return None
    laws = [for_class(step.gives_up_after, cls) for cls in writing.draft.classes]
    dists = tuple(NO_DIST if law is None else writing.draft.laws.index(law) for law in laws)
    return Instead(name_key(f"{step.name}.patience"), dists, *targets)
