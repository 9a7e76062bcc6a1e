"""Several ports in one scenario: their names set apart, what they share made one, and ways between them."""

from twin.model.network.diverting import diverted
from twin.model.network.joining import Port, joined
from twin.model.network.levering import Levered, levered
from twin.model.network.naming import Names, names_of, unprefixed_path
from twin.model.network.reading import WORDS, Member, Said, read_network

__all__ = [
    "WORDS",
    "Levered",
    "Member",
    "Names",
    "Port",
    "Said",
    "diverted",
    "joined",
    "levered",
    "names_of",
    "read_network",
    "unprefixed_path",
]
