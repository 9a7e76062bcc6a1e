"""Every text that is asked for while something is shown, and those that no catalogue knows."""

from contextlib import contextmanager

import pytest

from twin.show import text


@contextmanager
def listening():
    """A set that fills with the texts that are asked for inside."""
    asked, real = set(), text.translations
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "translations", lambda lang: _Listening(real(lang), asked))
        yield asked


class _Listening:
    def __init__(self, catalogue, asked):
        self.catalogue, self.asked = catalogue, asked

    def gettext(self, sentence):
        self.asked.add(sentence)
        return self.catalogue.gettext(sentence)


def untranslated(asked):
    """The texts that the Chinese catalogue has not."""
    return asked - text.known("zh")
