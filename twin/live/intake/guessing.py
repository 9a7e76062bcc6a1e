"""The map of a feed to which nobody gave one: made from what it says, and widened as it says more."""

from collections import deque

from twin.live.intake.maps import likely_map, widened
from twin.live.intake.reading import records_of
from twin.observed.mapping.map import columns_used
from twin.observed.store.appending import resumed, usual_map

SAMPLE = 500  # messages that a map is made from
TRIES = 20  # times that a map is looked at again: who sends names at random does not keep us busy


class Guessing:
    """What was seen of a feed so far, for its map."""

    def __init__(self, store, name, terms):
        self.store, self.name, self.terms = store, name, terms
        self.messages, self.columns, self.tries = deque(maxlen=SAMPLE), set(), 0

    def better(self, begun, messages, records):
        """The Begun of the feed, with another map where its records have columns that were never seen."""
        new = records.piece.columns.keys() - self.columns
        self.messages.extend(messages)
        if not new or self.tries == TRIES:
            return begun
        self.tries += 1
        self.columns |= new
        map_ = self.map_for(begun, records)
        if map_ == begun.map:
            return begun
        return resumed(self.store, self.name, map_)._replace(cursor=begun.cursor)

    def map_for(self, begun, records):
        """The map of the log that came last, which stays as it is; else one made from what was seen."""
        usual = usual_map(self.store, begun.number)
        if usual is not None and set(columns_used(usual)) & records.piece.columns.keys():
            self.tries = TRIES
            return usual if begun.events == 0 else begun.map
        zone = self.terms.door.zone
        if begun.events == 0 and self.tries == 1:
            return likely_map(records, zone)
        return widened(begun.map, records_of(self.messages, self.terms.columns, None), zone)
