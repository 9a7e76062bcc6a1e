"""What is said, in the reader's language.

Texts in the code are English and are their own key. Code words (`wait_mean`, `off_shift`) have an English
wording in the catalogue `en` as well. Catalogues are .po files, read as they are.
"""

import gettext
import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("zh", "en")


def catalogue_file(lang):
    """Where the catalogue of a language stands."""
    return LOCALE / lang / "LC_MESSAGES" / "twin.po"


def read_catalogue(lang):
    """The catalogue of a language, as Babel reads it."""
    from babel.messages.pofile import read_po

    with catalogue_file(lang).open(encoding="utf-8") as file:
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
    return say(code, lang) if code in known(lang) else str(code).replace("_", " ")


@lru_cache(maxsize=len(LANGUAGES))
def known(lang):
    """All keys of a catalogue."""
    return frozenset(message.id for message in read_catalogue(lang) if message.id)


def label(name, things, lang):
    """What a named thing is called: its own label in the language, else its name with blanks."""
    own = getattr(things.get(name), "label", None)
    said = own.get(lang) if isinstance(own, Mapping) else getattr(own, lang, None)
    return said or word(name, lang)
