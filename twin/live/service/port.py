"""One live port: what its feeds bring goes into the state, and the state is looked at again and again."""

import math
import os
import resource
import time
from queue import Empty, Full, Queue
from threading import Event, Lock, Thread

from twin.live.alerts.book import Book
from twin.live.alerts.lasting import RAISED
from twin.live.alerts.rules import findings
from twin.live.alerts.sight import FEW, GREEN, Sight
from twin.live.service.counters import Counters
from twin.live.service.history import History
from twin.live.service.trees import alert_tree, forecast_tree, state_tree
from twin.live.steady import now

STALE = 10.0  # pulses, or seconds where these are shorter, after which the present is no longer now
SLOWEST = 30.0  # seconds between two tries to open a feed
FEED = "feed "  # begins the names of threads and parts that are feeds
KEEPS = 30.0  # seconds between two times that the history is written down
REFITS = 86400.0  # seconds between two looks at whether the port has changed
PATIENCE = 5.0  # seconds for which a question waits for its turn
RESTS = 5.0  # times as long as a look worked before the next one: messages come first
ASKED = 100  # alerts that wait to be helped
PAGE = os.sysconf("SC_PAGESIZE")


def silence(what, **facts):
    """Is told what happens, and says nothing."""


class Port:
    """Threads around one state. `sight` is all that is known, replaced as a whole and never changed."""

    def __init__(self, parts, settings, story=silence):
        self.parts, self.settings, self.story = parts, settings, story
        self.counters, self.book = Counters(), Book(parts.store)
        self.history = History(parts.store)
        self.state, self.asking, self.ended = Lock(), Lock(), Event()
        self.sight, self.forecast, self.took = None, None, math.nan
        self.lights, self.changes = {}, ()
        self.zone = parts.store.zone  # never changes, and the store may be away when it is wanted
        self.begun = time.monotonic()
        self.looked, self.foreseen = -math.inf, -math.inf
        self.failed = {}  # part: what is wrong with it
        self.worries = Queue(ASKED)
        self.carryings = [(feed, carrying(self.hand)) for feed, carrying in parts.feeds]
        self.posts = next((feed for feed, _ in self.carryings if hasattr(feed, "offer")), None)
        self.threads = []

    # What is asked of it.

    def now(self):
        return self.parts.clock.now()

    def count(self, name, label="", number=1):
        self.counters.count(name, label, number)

    def what_if(self, changes):
        """The forecast with changes from now on; None where others are answered for too long."""
        if self.parts.ahead is None or self.sight is None or not self.asking.acquire(timeout=PATIENCE):
            return None
        try:
            return self.look_ahead(changes)
        finally:
            self.asking.release()

    def look_ahead(self, changes):
        """The Forecast of what is known now."""
        present, came = self.known()
        return self.parts.ahead(present, changes, came)

    def known(self):
        """The last Present, and who came lately before it."""
        present = self.sight.present
        with self.state:
            return present, self.parts.came(self.parts.tracker, present.at)

    def passed(self):
        """How many came and left since midnight; None where nobody counts."""
        at = self.sight.present.at
        with self.state:
            return self.parts.passed(self.parts.tracker, at)

    def present_at(self, at):
        """The Present of an instant that is not before the last one."""
        with self.state:
            return self.parts.tracker.present(at)

    # Its life.

    def begin(self):
        """Starts all threads; the state is what the store told before."""
        for teller in (*self.parts.tellers, *self.parts.publishers):
            teller.start()
        loops = [(f"{FEED}{one[0].name}", lambda one=one: self.carry(*one)) for one in self.carryings]
        loops.append(("pulse", lambda: self.again("pulse", self.settings.pulse, self.look, RESTS)))
        loops.append(("history", lambda: self.again("history", KEEPS, self.history.keep)))
        if self.parts.ahead is not None:
            loops.append(("forecast", lambda: self.again("forecast", self.settings.every, self.foresee)))
        if self.parts.helps is not None:
            loops.append(("help", self.help))
        if self.parts.refit is not None:
            loops.append(("refit", lambda: self.again("refit", REFITS, self.refit)))
        self.threads = [Thread(target=loop, name=name, daemon=True) for name, loop in loops]
        for thread in self.threads:
            thread.start()
        return self

    def end(self, seconds=10.0):
        """Ends all threads: what was taken is kept, what was not comes again at the next start.

        Feeds are waited for; a forecast that is half made is nothing that anybody misses.
        """
        self.ended.set()
        ends = time.monotonic() + seconds
        for thread in self.threads:
            is_feed = thread.name.startswith(FEED)
            thread.join(max(ends - time.monotonic(), 0.1) if is_feed else 0.1)
        for teller in (*self.parts.tellers, *self.parts.publishers):
            teller.end()

    def carry(self, feed, carrying):
        """Carries a feed, and opens it anew where it fails."""
        pause = 0.5
        while not self.ended.is_set():
            begun = time.monotonic()
            try:
                carrying.run(self.ended)
            except Exception as error:  # whatever a feed does, the others go on
                self.wrong(FEED + feed.name, error)
                self.count("feed_failures", feed.name)
                pause = 0.5 if time.monotonic() - begun > SLOWEST else min(2 * pause, SLOWEST)
                self.ended.wait(pause)

    def hand(self, kept):
        """Takes what a feed brought, and the store has kept, into the state.

        If the state cannot take it, it lacks it until the next start, which makes it anew: /health says so.
        """
        try:
            with self.state:
                self.parts.tracker.take(kept.events)
        except Exception as error:  # the store has it all the same, and the next batch may be sound
            self.wrong("state", error)
        if kept.heard == kept.heard:
            self.counters.took(max(now() - kept.heard, 0.0), len(kept.events))
        self.count("records", number=kept.records)
        self.count("events", number=len(kept.events))
        self.count("twice", number=sum(kept.twice.values()))
        for (_, reason), number in kept.refused.items():
            self.count("refused", reason, number)

    def again(self, name, seconds, act, rests=0.0):
        """Acts every so many seconds, resting so many times as long as it worked; who fails tries again."""
        while not self.ended.is_set():
            begun, worked = time.monotonic(), time.thread_time()
            try:
                act()
                self.failed.pop(name, None)
            except Exception as error:  # a look that fails is no reason not to look again
                self.wrong(name, error)
            took, worked = time.monotonic() - begun, time.thread_time() - worked
            self.ended.wait(max(seconds - took, rests * worked, 0.05))

    def wrong(self, part, error):
        text = f"{type(error).__name__}: {error}"[:500]
        if self.failed.get(part) != text:
            self.story("trouble", part=part, text=text)
        self.failed[part] = text

    def look(self):
        """Looks at the port as it is now, and at its rules."""
        at = self.now()
        if not math.isfinite(at):
            return  # nobody has said anything yet
        self.note()
        present = self.present_at(at)
        sight = Sight(present, self.forecast, self.lights, self.parts.planned(at), self.changes)
        self.sight, self.looked = sight, time.monotonic()
        self.tell(self.book.look(findings(self.settings.alerts, sight), at))
        self.publish("state", lambda: state_tree(sight))
        self.history.look(present)

    def note(self):
        """Tells what happened to feeds."""
        for feed, _ in self.carryings:
            notes = getattr(feed, "notes", None)
            while notes:
                self.story("feed", feed=feed.name, text=notes.popleft())

    def foresee(self):
        """Looks ahead."""
        if self.sight is None:
            return self.ended.wait(0.2)
        self.lights = self.parts.judge(*self.known())
        begun = time.monotonic()
        try:
            with self.asking:
                forecast = self.look_ahead(())
        except Exception:
            self.count("forecast_failures")
            raise
        self.forecast = forecast
        self.foreseen, self.took = time.monotonic(), time.monotonic() - begun
        self.count("forecasts")
        self.publish("forecast", lambda: forecast_tree(forecast, self.lights))

    def refit(self):
        """Looks whether the port has changed, and goes on with a new fit where one was taken."""
        at = self.now()
        if not math.isfinite(at):
            return
        looked, other = self.parts.refit(at, self.is_doubted())
        self.changes = looked.changes
        if looked.outcome:
            self.count("recalibrations", looked.outcome)
            self.story("fitted", due=looked.why, outcome=looked.outcome, fit=looked.name, why=looked.reasons)
        if other:
            self.adopt(other)

    def is_doubted(self):
        """Whether forecasts of a station no longer hold, as far as there are enough to tell."""
        return any(light.colour != GREEN and FEW not in light.reasons for light in self.lights.values())

    def adopt(self, other):
        """Goes on with other parts, all of them from one instant on; `tracker` is how one is made."""
        with self.asking, self.state:
            tracker = other["tracker"](self.parts.clock)
            self.parts = self.parts._replace(**{**other, "tracker": tracker})
        self.story("adopted", parts=sorted(other))

    def tell(self, told):
        """Tells everybody what happened to alerts, but of those that are muted."""
        for one in told:
            self.story(one.what, **alert_tree(one.alert))
            if one.what == RAISED:
                self.count("alerts", one.alert.kind)
                self.worry(one.alert)
            if not self.book.is_muted(one.alert.name, one.at):
                for teller in self.parts.tellers:
                    teller.tell({"what": one.what, **alert_tree(one.alert)})

    def worry(self, alert):
        """Puts an alert where what would help is looked for, if there is room."""
        try:
            self.worries.put_nowait(alert)
        except Full:
            self.count("helps_dropped")

    def help(self):
        """Looks for what would help against alerts, one after the other."""
        while not self.ended.is_set():
            try:
                alert = self.worries.get(timeout=0.5)
            except Empty:
                continue
            try:
                with self.asking:
                    helps = self.parts.helps(alert, *self.known())
                helped = self.book.help(alert.name, helps, self.now()) if helps else None
            except Exception as error:  # an alert without help is an alert
                self.wrong("help", error)
                continue
            if helped is not None and not self.book.is_muted(alert.name, self.now()):
                for teller in self.parts.tellers:
                    teller.tell({"what": "helped", **alert_tree(helped)})

    def publish(self, topic, made):
        """Hands a tree to all who listen to it."""
        if self.parts.publishers:
            tree = {"topic": topic, "body": made()}
            for each in self.parts.publishers:
                each.tell(tree)

    # What is said of it.

    def health(self):
        """Whether every part works, and what is wrong with those that do not."""
        wrong = dict(self.failed)
        for feed, carrying in self.carryings:
            if carrying.trouble:
                wrong[FEED + feed.name] = carrying.trouble
            else:
                wrong.pop(FEED + feed.name, None)
        late = time.monotonic() - self.looked
        if self.sight is not None and late > max(STALE, STALE * self.settings.pulse):
            wrong["pulse"] = f"the last look was {late:.0f} s ago"
        return {"ok": not wrong, "began": time.monotonic() - self.begun, "wrong": wrong}

    def metrics(self):
        """The numbers as Prometheus reads them."""
        now, sight, wrong = time.monotonic(), self.sight, self.health()["wrong"]
        gauges = [("feed_up", feed.name, float(FEED + feed.name not in wrong)) for feed, _ in self.carryings]
        gauges += [("resident_bytes", "", resident()), ("alerts_standing", "", len(self.book.listed()))]
        if sight is not None:
            gauges += [
                ("present_age_seconds", "", now - self.looked),
                ("number_in_port", "", sight.present.number),
            ]
            rows = sight.present.stations
            gauges += [("queue", name, n) for name, n in zip(rows["station"], rows["queue"], strict=True)]
        if math.isfinite(self.foreseen):
            gauges += [("forecast_age_seconds", "", now - self.foreseen), ("forecast_seconds", "", self.took)]
        for teller in (*self.parts.tellers, *self.parts.publishers):
            gauges += [("tell_failures_total", teller.place, teller.failed),
                       ("tell_dropped_total", teller.place, teller.dropped)]  # fmt: skip
        return self.counters.text(gauges)


def resident():
    """Bytes of memory that the process has now; where the system does not tell, the most it had."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * PAGE
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
