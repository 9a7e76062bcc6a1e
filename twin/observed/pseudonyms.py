"""Names that stand for plates, tags, declarations and journeys, made with a key before anything is kept.

What says the same gets the same name, so trucks can be followed; without the key nobody can tell which
truck it is, nor try all plates. A plate is first written as cameras read it, O as 0 and so on, so that a
misreading of that kind still meets its truck. Any other does not: only tag, declaration or time can join it.
"""

import hashlib
import hmac

import pyarrow as pa
import pyarrow.compute as pc

from twin.model.errors import Fault, ScenarioError

LETTERS = "ACDEFHJKLMNPRTUV"  # none of them is misread as another of them
LENGTH = 16  # letters, of 4 bits each
SHORTEST_KEY = 16  # bytes
LOOK_ALIKE = str.maketrans("OQDBIZSG", "00081256")
MARK = "check"
MAKE_KEY = "head -c 32 /dev/urandom | base64"


def key_of(path):
    """The key in a file; a short one is refused."""
    try:
        with open(path, "rb") as file:
            key = file.read(1 << 16).strip()
    except OSError as error:
        text = f"cannot be read ({error.strerror}); make a key with: {MAKE_KEY} > {path}"
        raise ScenarioError([Fault("--pseudonymise", str(path), text)]) from None
    if len(key) < SHORTEST_KEY:
        text = f"has {len(key)} bytes, a key has {SHORTEST_KEY} or more: {MAKE_KEY} > {path}"
        raise ScenarioError([Fault("--pseudonymise", str(path), text)])
    return hashlib.blake2b(key).digest()


def mark_of(key):
    """What a store keeps to know a key by; it says nothing about the key."""
    return pseudonym(key, MARK, "")


def pseudonym(key, field, value):
    """The name that stands for a value of a field."""
    digest = hmac.digest(key, f"{field}\0{value}".encode(), "blake2b")
    return "".join(LETTERS[byte >> 4] + LETTERS[byte & 15] for byte in digest[: LENGTH // 2])


def canonical(plate):
    """A plate as all cameras would read it, right or wrong."""
    return "".join(letter for letter in plate.upper() if letter.isalnum()).translate(LOOK_ALIKE)


def hidden(key, field, column):
    """A column of texts with its pseudonyms; what says nothing says nothing still."""
    coded = column.dictionary_encode()
    written = canonical if field == "plate" else str.strip
    names = [pseudonym(key, field, written(value)) for value in coded.dictionary.to_pylist()]
    return pc.take(pa.array(names, pa.string()), coded.indices)
