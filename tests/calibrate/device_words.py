"""The visits of a drawn port in two forms: complete, or as faulty devices tell of them."""

from datetime import UTC, datetime, timedelta
from random import Random

from drawn_port import BY_HAND, CAMERA, DESK, SCALES

START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
DAY = 1440.0  # minutes
CLEAN = ("case_id", "vehicle_class", "activity", "resource", "arrival_time", "start_time", "end_time")
DEVICES = (
    "msg_id", "device_id", "seq", "station", "event_type", "event_time", "received_time", "plate",
    "plate_conf", "rfid", "declaration_id", "weight_kg", "vehicle_class",
)  # fmt: skip
LOOKS_LIKE = {"0": "O", "8": "B", "1": "I", "5": "S", "O": "0", "B": "8", "I": "1", "S": "5"}


def written(minutes):
    return (START + timedelta(minutes=minutes)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def clean_rows(visits):
    """The rows of complete visits, in order of their starts."""
    for visit in sorted(visits, key=lambda one: (one.started, one.case)):
        times = map(written, (visit.joined, visit.started, visit.ended))
        yield (f"V{visit.case:06d}", visit.cls, visit.station, f"{visit.station}-{visit.lane}", *times)


def faults_of(port, days, seed):
    """The faults of a log: which devices have them, and how much, is drawn."""
    rng = Random(seed)
    stations = list(port.stations.values())
    lanes = [f"{each.name}-{n + 1}" for each in stations[1:] for n in range(max(each.servers))]
    rng.shuffle(lanes)
    skewed = lanes[: rng.randint(1, 3)]
    by_hand = [each.name for each in stations if each.kind == BY_HAND]
    return {
        "clock_skew_s": {name: rng.choice((-1, 1)) * rng.randint(20, 240) for name in skewed},
        "clock_drift_s_per_day": {skewed[0]: rng.choice((-1, 1)) * rng.uniform(2, 8)}
        if len(skewed) > 1
        else {},
        "clock_reset_day": {skewed[0]: rng.randint(5, 15)},
        "timezone_bug": (lanes[-1], rng.randint(3, days - 4), rng.choice((-60, 60, 120))),
        "lost": (rng.uniform(0.005, 0.03), rng.uniform(0.01, 0.04), rng.uniform(0, 0.03)),
        "duplicates": (rng.uniform(0, 0.03), 0.7),
        "plate": (rng.uniform(0.01, 0.05), rng.uniform(0.02, 0.07), 0.005, rng.uniform(0.4, 0.8)),
        "late": (2.0, rng.uniform(0, 0.05), (10, 60)),
        "outage": ("entry", DAY * rng.uniform(2, days - 2), 60.0 * rng.uniform(1, 4)),
        "hand_entered": (by_hand[0], rng.choice((5, 10)), rng.uniform(0.1, 0.4)) if by_hand else None,
        "rubbish": 0.001,
    }


class Teller:
    """Tells the messages of visits, with the faults laid over them."""

    def __init__(self, port, faults, seed):
        self.port, self.faults, self.rng = port, faults, Random(seed)
        self.trucks, self.seq = {}, {}

    def rows(self, visits):
        """The rows of all messages, in order of receipt."""
        said = []
        unseen = {visit.case for visit in visits if self.rng.random() < self.faults["lost"][2] / 3}
        for time, kind, visit in sorted(self._events(visits), key=lambda one: (one[0], one[1], one[2].case)):
            device = f"{visit.station}-approach" if kind == "arrive" else f"{visit.station}-{visit.lane}"
            self.seq[device] = self.seq.get(device, 0) + 1
            number = sum(self.seq.values())
            if not self._is_lost(time, kind, visit, unseen):
                said += self._messages(f"m{number:07d}", device, (time, kind, visit))
        return [row for _, row in sorted(said, key=lambda one: one[0])]

    def _events(self, visits):
        for visit in visits:
            if visit.station == "entry":
                yield visit.joined, "arrive", visit
            yield visit.started, "start", visit
            yield visit.ended, "the end", visit

    def _is_lost(self, time, kind, visit, unseen):
        start, end, _ = self.faults["lost"]
        station, begins, lasts = self.faults["outage"]
        silent = visit.station == station and begins <= time < begins + lasts
        lost = self.rng.random() < {"start": start, "the end": end, "arrive": 0.0}[kind]
        return silent or lost or (visit.station == "exit" and visit.case in unseen)

    def _messages(self, number, device, event):
        """(received, row) of one event, or of two where it is told twice."""
        time, kind, visit = event
        received = time + self._late()
        fields = [number, device, self.seq[device], visit.station, kind.removeprefix("the ")]
        fields += [written(self._clock(device, self._by_hand(time, visit))), written(received)]
        fields += self._read(kind, visit)
        if self.rng.random() < self.faults["rubbish"]:
            fields[self.rng.choice((1, 3, 4))] = "???"
        yield received, fields
        share, same = self.faults["duplicates"]
        if self.rng.random() < share:
            again = received + self.rng.expovariate(2.0)
            name = number if self.rng.random() < same else f"m9{number[2:]}"
            yield again, [name, *fields[1:6], written(again), *fields[7:]]

    def _late(self):
        mean, share, stored = self.faults["late"]
        if self.rng.random() < share:
            return self.rng.uniform(*stored)
        return self.rng.expovariate(60.0 / mean)

    def _by_hand(self, time, visit):
        hand = self.faults["hand_entered"]
        if hand and visit.station == hand[0] and self.rng.random() < hand[2]:
            return round(time / hand[1]) * hand[1]
        return time

    def _clock(self, device, time):
        day = time / DAY
        since = day - self.faults["clock_reset_day"].get(device, 0)
        drift = self.faults["clock_drift_s_per_day"].get(device, 0.0) * (since if since >= 0 else day)
        zoned, first, shift = self.faults["timezone_bug"]
        wrong = shift if device == zoned and first <= day < first + 2 else 0.0
        return time + (self.faults["clock_skew_s"].get(device, 0.0) + drift) / 60.0 + wrong

    def _read(self, kind, visit):
        """plate, plate_conf, rfid, declaration_id, weight_kg, vehicle_class as the device has them."""
        plate, tag, papers, weight = self.trucks.get(visit.case) or self._truck(visit.case)
        stands = self.port.stations[visit.station].kind
        unread, misread, typo, _ = self.faults["plate"]
        knows = visit.cls if stands == DESK or self._without_desk(stands) else ""
        if stands == CAMERA:
            u = self.rng.random()
            if u < unread:
                return ["", 0.0, tag, "", "", knows]
            if u < unread + misread:
                return [self._wrong(plate), round(self.rng.uniform(0.55, 0.95), 3), tag, "", "", knows]
            return [plate, round(1 - self.rng.gammavariate(2, 0.03) / 2, 3), tag, "", "", knows]
        if stands == SCALES:
            return [plate, 0.99, "", "", weight if kind == "the end" else "", knows]
        plate = self._wrong(plate) if stands == DESK and self.rng.random() < typo else plate
        return [plate, 0.99, "", papers, "", knows]

    def _without_desk(self, stands):
        """Where no clerk knows the class of a truck, its camera tells it."""
        return stands == CAMERA and all(each.kind != DESK for each in self.port.stations.values())

    def _truck(self, case):
        letters, rng = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", self.rng
        plate = (
            "".join(rng.choices(letters, k=2))
            + f"{rng.randrange(10000):04d}"
            + "".join(rng.choices(letters, k=2))
        )
        tag = f"E2{rng.randrange(16**10):010X}" if rng.random() < self.faults["plate"][3] else ""
        self.trucks[case] = plate, tag, f"26XX{rng.randrange(10**10):010d}", rng.randrange(14000, 45000)
        return self.trucks[case]

    def _wrong(self, plate):
        at = self.rng.randrange(len(plate))
        other = "ABCDEFGHJKLMNPQRSTUVWXYZ" if plate[at].isalpha() else "0123456789"
        sign = LOOKS_LIKE.get(plate[at]) if self.rng.random() < 0.7 else None
        return plate[:at] + (sign or self.rng.choice(other)) + plate[at + 1 :]
