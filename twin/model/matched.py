"""What a match does to the state of an entity: it waits in its role, and what it leads it does next."""

from dataclasses import replace

from twin.model.journey import State, Trail, follow, instead, merged, passed
from twin.model.steps import Match
from twin.model.walk import Spot, arms, together_spot, waits_of, when_spot


def match(trail: Trail, step: Match, spot: Spot, state: State) -> State:
    """Each goes on with its own next step: the leader from where they did something, others from here."""
    found = trail.scenario.layout.matches.get(step.match)
    if found is None or state.leads:
        return state
    if step.said in trail.doing:
        trail.says(spot, f"here the match {step.match} does itself; end the circle")
        return state
    if step.name in state.earlier:
        trail.says(spot, f"{step.name} comes before it already; give the second a name: as: {step.name}_2")
    said = ", ".join(f"{role}: {one}" for role, one in found.between.items())
    for one in state.classes:
        if not found.role_of(one):
            text = f"{one} has no role in {step.match} ({said}); ask branch: class before it"
            trail.says(spot, text)
    roles = dict.fromkeys(found.role_of(one) for one in state.classes)
    return merged([_in(trail, step, spot, role=role, state=state) for role in roles if role], state)


def _in(trail: Trail, step: Match, spot: Spot, *, role: str, state: State) -> State:
    """The state of one in a role."""
    found = trail.scenario.layout.matches[step.match]
    mine = replace(state, classes=tuple(one for one in state.classes if found.role_of(one) == role))
    there = follow(trail, waits_of(found, role), when_spot(step.match, role), mine)
    gone = [instead(trail, step, spot, arm=arm, state=there) for arm in arms(step)]
    after = passed(trail, step, spot, there)
    if role == found.leader:
        trail.doing.append(step.said)
        alone = replace(after, earlier=frozenset(), leads=step.match)
        after = follow(trail, found.together, together_spot(step.match), alone)
        trail.doing.pop()
    return replace(merged([after, *gone], mine), earlier=state.earlier, leads=state.leads)
