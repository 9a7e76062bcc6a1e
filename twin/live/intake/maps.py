"""By which map a feed is read, where nobody gave one."""

from twin.model.errors import ScenarioError
from twin.observed.event import COLUMNS
from twin.observed.mapping.known_names import KIND_OF
from twin.observed.mapping.map import MESSAGES, Field, Map, columns_used
from twin.observed.mapping.proposing import propose

OWN = tuple(name for name in COLUMNS if name not in ("row", "source"))


def own_map(zone):
    """The map of messages whose columns are called as the fields are: at, kind, station, device, ..."""
    return Map(MESSAGES, zone, {name: Field(columns=(name,)) for name in OWN})


def likely_map(records, zone):
    """The map that records have by the names of their columns, and what stands there."""
    columns = records.piece.columns
    if {"at", "kind"} <= columns.keys():
        return own_map(zone)
    try:
        return with_kinds(propose("feed", records.piece, zone))
    except ScenarioError:
        return own_map(zone)  # by which all is refused, each with its reason, until somebody gives a map


def widened(map_, records, zone):
    """A map of feed's own making with fields that later messages show; what it has stays as it is."""
    try:
        likely = with_kinds(propose("feed", records.piece, zone))
    except ScenarioError:
        return map_
    if likely.form != map_.form:
        return map_
    taken = {*columns_used(map_), *map_.left_out}
    more = {
        name: field
        for name, field in likely.fields.items()
        if name not in map_.fields and field.columns and not taken & set(field.columns)
    }
    return map_._replace(fields=map_.fields | more)


def with_kinds(map_):
    """A map that knows all words for kinds of events, and not only those that it was made from."""
    field = map_.fields.get("kind")
    if field is None or not field.columns:
        return map_
    said = dict(field.values)
    values = tuple(said.items()) + tuple((word, kind) for word, kind in KIND_OF.items() if word not in said)
    return map_._replace(fields=map_.fields | {"kind": field._replace(values=values)})
