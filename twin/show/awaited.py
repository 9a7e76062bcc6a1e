"""What is waited for by name, and what comes and goes, in words."""

from twin.show.text import say, word
from twin.show.words import law_text
from twin.show.written import duration, plain, share

HOUR, MINUTE = 3600, 60


def awaited(scenario, lang):
    """(the things one is in, its name, its kind, its rule in words) of all that a port has."""
    policy = scenario.policy
    kinds = (
        ("quota", policy.quotas, _quota),
        ("slot", policy.slots, _slot),
        ("permission", policy.permissions, _permission),
        ("condition", scenario.layout.conditions, _condition),
    )
    for kind, things, told in kinds:
        for name, thing in things.items():
            yield things, name, kind, told(thing, lang)


def _quota(quota, lang):
    return say("{n} in each {time}", lang).format(n=plain(quota.count), time=duration(quota.per, lang))


def _slot(slot, lang):
    if slot.every is not None:
        text = say("one every {time}, for {n}", lang)
        return text.format(time=duration(slot.every, lang), n=plain(slot.takes))
    times = say(", ", lang).join(f"{at // HOUR:02d}:{at % HOUR // MINUTE:02d}" for at in slot.at)
    return say("at {times}, each for {n}", lang).format(times=times, n=plain(slot.takes))


def _permission(permission, lang):
    cases = "; ".join(
        say("{share} after {time}", lang).format(share=share(case.share), time=law_text(case.after, lang))
        for case in permission.cases.values()
    )
    from_arrival, from_asking = say("counted from arrival", lang), say("counted from asking", lang)
    return f"{cases} ({from_arrival if permission.counted_from == 'arrival' else from_asking})"


def _condition(condition, lang):
    states = (
        say("{name}: {time}, at {share} of the pace", lang).format(
            name=word(name, lang), time=law_text(state.stays, lang), share=share(state.pace / 1000)
        )
        for name, state in condition.in_order.items()
    )
    return "; ".join(states)
