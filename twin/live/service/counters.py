"""Numbers of the service as they grow, and as Prometheus reads them."""

import math
from bisect import bisect_left
from collections import Counter
from threading import Lock

HELP = {
    "messages_total": "messages that a feed gave and the store kept",
    "records_total": "records that stood in them",
    "events_total": "records that were new events",
    "twice_total": "events that were there before",
    "refused_total": "records that could not be read, by reason",
    "feed_failures_total": "times that a feed had to be opened anew",
    "forecasts_total": "forecasts that were made",
    "forecast_failures_total": "forecasts that could not be made",
    "alerts_total": "alerts that were raised, by kind",
    "tell_failures_total": "times that somebody could not be told",
    "tell_dropped_total": "messages that nobody could be told",
    "web_refused_total": "requests that were refused at the door, by reason",
    "recalibrations_total": "fits that were tried, by what became of them",
    "number_in_port": "expected number inside",
    "queue": "expected number that wait, by station",
    "feed_up": "1 while a feed has no trouble",
    "present_age_seconds": "since the last look at the port",
    "forecast_age_seconds": "since the last forecast",
    "forecast_seconds": "how long the last forecast took",
    "alerts_standing": "alerts that stand",
    "resident_bytes": "memory of the process",
}
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
LABELS = 200  # values of one label; what comes beyond is "other": a flood of names is no flood of memory


class Counters:
    """What was counted, by name and label."""

    def __init__(self):
        self.lock = Lock()
        self.counts, self.labels = Counter(), {}
        self.buckets, self.total, self.number = [0] * (len(BUCKETS) + 1), 0.0, 0

    def count(self, name, label="", number=1):
        """Adds to a count."""
        with self.lock:
            known = self.labels.setdefault(name, set())
            if label not in known and len(known) >= LABELS:
                label = "other"
            known.add(label)
            self.counts[name, label] += number

    def took(self, seconds, number=1):
        """Notes how long some events were on their way into the state."""
        with self.lock:
            self.buckets[bisect_left(BUCKETS, seconds)] += number
            self.total += seconds * number
            self.number += number

    def text(self, gauges):
        """All of it in the text format; `gauges` are (name, label, value) of now."""
        with self.lock:
            rows = [(f"{name}_total", label, value) for (name, label), value in self.counts.items()]
            ways = list(zip((*BUCKETS, math.inf), self.buckets, strict=True))
            total, number = self.total, self.number
        lines, told = [], None
        for name, label, value in sorted([*rows, *gauges]):
            if name != told:
                kind = "counter" if name.endswith("_total") else "gauge"
                lines += [f"# HELP twin_{name} {HELP.get(name, name)}", f"# TYPE twin_{name} {kind}"]
                told = name
            of = f'{{of="{escaped(label)}"}}' if label else ""
            lines.append(f"twin_{name}{of} {shown(value)}")
        lines += ["# HELP twin_event_to_state_seconds from receipt into the state",
                  "# TYPE twin_event_to_state_seconds histogram"]  # fmt: skip
        below = 0
        for bound, count in ways:
            below += count
            lines.append(f'twin_event_to_state_seconds_bucket{{le="{shown(bound)}"}} {below}')
        lines += [f"twin_event_to_state_seconds_sum {shown(total)}",
                  f"twin_event_to_state_seconds_count {number}"]  # fmt: skip
        return "\n".join(lines) + "\n"


def escaped(label):
    """A label as the format wants it."""
    return str(label).replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def shown(value):
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return "NaN" if math.isnan(value) else f"{value:.10g}"
