"""The tests of the option that is chosen, from what was promised and what the need refuses."""

import pandas as pd

from twin.study.procurement import acceptance

RELIABILITY_RISKS = (0.20, 0.20)  # assumed, as of short plans of MIL-HDBK-781A: failures take long to come
RISKS = (0.10, 0.10)  # assumed: of the vendor and of the buyer, as acceptance plans usually take
WORSE = {"cycle": 1.10, "detection": 0.9, "mtbf": 0.5}  # assumed: what is refused where the need has no floor


def accepted(asked, finals):
    """The tests of the option that is chosen."""
    option, need = finals[0], asked.need
    each, basis = option.offer, asked.basis
    law = each.believed("service_time", basis)
    good = each.seconds_each(basis)
    tests = [acceptance.of_mean("cycle", good, good * WORSE["cycle"], acceptance.deviation_of(law), RISKS)]
    found = each.believed("detection", basis)
    one_by_one = None
    if found is not None:
        floor = need.value("detection")
        floor = found * WORSE["detection"] if floor is None or floor >= found else floor
        tests.append(acceptance.of_share("detection", 1 - found, 1 - floor, RISKS))
        if isinstance(tests[-1], acceptance.Trial):
            one_by_one = acceptance.sequential(1 - found, 1 - floor, RISKS, 3 * tests[-1].trials)
    alarms = each.believed("false_alarm", basis)
    if alarms is not None:
        most = need.value("false_alarm")
        most = min(2 * alarms, 1.0) if most is None or most <= alarms else most
        tests.append(acceptance.of_share("false_alarm", alarms, most, RISKS, unit="alarms"))
    tests += _of_working(each, need, basis)
    rows = [test._asdict() for test in tests]
    tables = {
        "acceptance": pd.DataFrame(rows).assign(option=option.name, offer=each.name, count=option.count)
    }
    if isinstance(one_by_one, acceptance.Sequential):
        tables["sequential"] = pd.DataFrame([one_by_one._asdict()]).assign(offer=each.name)
    return tables | {"acceptance_mix": _mix(asked)}


def _of_working(each, need, basis):
    up, down = each.believed("mtbf", basis), each.believed("mttr", basis)
    if up is None or down is None:
        return []
    floor = need.value("availability")
    own = each.availability(basis)
    refused = floor if floor is not None and floor < own else None
    least = refused / (1 - refused) * down if refused else up * WORSE["mtbf"]
    least = min(least, up * WORSE["mtbf"])
    return [
        acceptance.of_time_between_failures(up, least, RELIABILITY_RISKS),
        acceptance.of_availability(own, least / (least + down), RELIABILITY_RISKS),
    ]


def _mix(asked):
    """The share of each class among those who come to the station on the day asked about."""
    kpis = asked.summary_of(asked.days[0].scenario_at((), 0.0)).summary.kpis
    rows = kpis[(kpis["scope"] == "station") & (kpis["name"] == asked.ground.station)]
    rows = rows[(rows["measure"] == "arrived") & (rows["cls"] != "all")]
    total = rows["mean"].sum()
    return pd.DataFrame(
        {"cls": rows["cls"].to_numpy(), "share": (rows["mean"] / total).to_numpy() if total else 0.0}
    )
