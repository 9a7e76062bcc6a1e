"""What scenarios cost beside the first of them, as the files of their levers and the catalogue say."""

CNY = ("once", "yearly")


def costs_of_scenarios(scenarios):
    """{scenario: {once, yearly: (value, low, high) in CNY, unknown: [what has no known cost, and why]}}.

    A cost that is not known counts as nothing, and is listed.
    """
    base, *others = scenarios.items()
    found = {base[0]: summed([])}
    for name, scenario in others:
        new = [lever for lever in scenario.levers if lever not in base[1].levers]
        found[name] = cost(new, base[1], scenario) if new else summed([])
    return found


def cost(levers, before, after):
    """What levers cost that make one scenario of another."""
    from twin.config.costing import costs_of, unbundled
    from twin.model.errors import ScenarioError

    own = [lever.rpartition(".")[2] for lever in levers]  # gan.agv is agv at one port of a network
    try:
        single = unbundled({"all": own})["all"]
        return summed(bought(single, before, after, costs_of(single)))
    except ScenarioError as error:
        return summed([]) | {"unknown": [f"{fault.path}: {fault.text}" for fault in error.faults]}


def bought(levers, before, after, costs):
    """[Bought] of all levers together: new machines once, then what each lever pays for besides."""
    from twin.config import names
    from twin.config.costing import machines_of
    from twin.study.roadmap.buying import bill

    there = set(names("equipment"))

    def priced(model):
        return machines_of([model])[model] if model in there else None

    lines = []
    for i, lever in enumerate(levers):
        old = before if i == 0 else after
        lines += [
            line
            for line in bill(lever, old, after, costs=costs, priced=priced)
            if line.item or not costs[lever]
        ]
    return lines


def summed(lines):
    """Both sums of a bill, and what is in neither."""
    sums = {kind: [sum(getattr(line, kind)[i] for line in lines) for i in range(3)] for kind in CNY}
    unknown = [f"{line.item or line.lever}: {line.why}" for line in lines if not line.known]
    return sums | {"unknown": unknown}
