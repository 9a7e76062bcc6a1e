"""What is said, in the reader's language.

Texts in the code are English and are their own key. Code words (`wait_mean`, `off_shift`) have an English
wording in the catalogue `en` as well. What the files of the shipped ports say has a catalogue of its own,
`ports`: a port of somebody else's is told as it is written. Catalogues are .po files, read as they are.
"""

import gettext
import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("zh", "en")
PORTS = "ports"  # the catalogue of what files of ports say


def catalogue_file(lang, name="twin"):
    """Where a catalogue of a language stands."""
    return LOCALE / lang / "LC_MESSAGES" / f"{name}.po"


def read_catalogue(lang, name="twin"):
    """A catalogue of a language, as Babel reads it."""
    from babel.messages.pofile import read_po

    with catalogue_file(lang, name).open(encoding="utf-8") as file:
        return read_po(file, locale=lang, abort_invalid=True)


@lru_cache(maxsize=len(LANGUAGES))
def translations(lang):
    """The gettext translations of a language; other languages are refused."""
    from babel.messages.mofile import write_mo

    if lang not in LANGUAGES:
        raise ValueError(f"lang is {lang!r}; a report speaks {' or '.join(LANGUAGES)}")
    compiled = io.BytesIO()
    write_mo(compiled, read_catalogue(lang))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def say(text, lang):
    """The text in a language; what no catalogue knows is said as it is.

    >>> say("wait_mean", "en")
    'wait, mean'
    """
    return translations(lang).gettext(text) if text else ""


def word(code, lang):
    """A code word in a language; one that no catalogue knows is read with blanks for its underscores."""
    if code in known(lang):
        return say(code, lang)
    code = str(code)
    return of_ports(lang).get(code) or _of_a_network(code, lang) or code.replace("_", " ")


def _of_a_network(code, lang):
    """The name of a thing of a port of a network, gan_way_out; '' where one of the two has no word."""
    words = code.split("_")
    for at in range(1, len(words)):
        port, thing = of_ports(lang).get("_".join(words[:at])), "_".join(words[at:])
        if port and (thing in known(lang) or thing in of_ports(lang)):
            return f"{port} {word(thing, lang)}"
    return ""


def passage(written, lang):
    """A text of a port's file in a language: one in both languages, one that is translated, or as written.

    >>> passage("not published", "zh"), passage("as our own survey found", "zh")
    ('未公布', 'as our own survey found')
    """
    if isinstance(written, Mapping):
        return str(written.get(lang) or next(iter(written.values()), ""))
    if not isinstance(written, str):
        return getattr(written, lang, "")
    return of_ports(lang).get(" ".join(written.split()), written)


@lru_cache(maxsize=len(LANGUAGES))
def of_ports(lang):
    """{what a shipped port's file says: the same in a language}; nothing in the language it is written in."""
    if not catalogue_file(lang, PORTS).exists():
        return {}
    return {message.id: message.string for message in read_catalogue(lang, PORTS) if message.id}


@lru_cache(maxsize=len(LANGUAGES))
def known(lang):
    """All keys of a catalogue."""
    return frozenset(message.id for message in read_catalogue(lang) if message.id)


def label(name, things, lang):
    """What a named thing is called: its own label in the language, else its name with blanks."""
    own = getattr(things.get(name), "label", None)
    said = own.get(lang) if isinstance(own, Mapping) else getattr(own, lang, None)
    return said or word(name, lang)
