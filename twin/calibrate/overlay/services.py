"""Service times of the records at the stations of a layout."""

from twin.calibrate.fit import ALL
from twin.calibrate.overlay.matching import Part
from twin.calibrate.port.quantities import law, law_within
from twin.calibrate.why import Why


def services_laid(fit, scenario, names):
    """A Part for each station whose service times are known, or why it has none."""
    for station, name in names.stations.items():
        path = f"layout.stations.{name}.service_time"
        laws = [each for each in fit.services if each.station == station]
        if not laws:
            yield Why("{station}: too few services were seen for a service time", station=station)
        elif any(each.cls not in (ALL, *names.classes) for each in laws):
            yield Why(
                "service times of {station}: a class of the records is none of the layout", station=station
            )
        elif scenario.layout.stations[name].model or scenario.layout.stations[name].service_time is None:
            yield Why("service times of {station}: the layout says them by model or task", station=station)
        else:
            texts = {names.classes.get(each.cls, "other"): text_of(each) for each in laws}
            times = texts["other"] if list(texts) == ["other"] else texts
            yield Part(path, ({"set": {path: times}},))


def text_of(each):
    """A law as the language has it; data that follow none are a lognormal law of their mean and cv."""
    family = each.family if each.family not in ("observed", "mixture") else "lognormal"
    mean, cv = each.written if family == each.family and each.written[0] else (each.mean, each.cv)
    return law_within(law(family, mean, cv, ""), each, f"records, {each.n} services")
