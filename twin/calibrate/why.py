"""A reason as a sentence with its numbers, so that another language can say it in its own order."""


class Why(str):
    """The reason in English, which is a text like any other, and the sentences that it is made of.

    >>> Why("{n} arrivals; {least} are needed", n=7, least=30)
    '7 arrivals; 30 are needed'
    """

    sentences: tuple  # of (pattern, {name: number or name})

    def __new__(cls, pattern, /, **values):
        return cls.of(((pattern, values),))

    @classmethod
    def of(cls, sentences):
        """The reason of several (pattern, values), one after the other."""
        made = str.__new__(cls, "; ".join(pattern.format(**values) for pattern, values in sentences))
        made.sentences = tuple(sentences)
        return made

    def __reduce__(self):
        return Why.of, (self.sentences,)


def joined(*reasons):
    """Several reasons as one; those that say nothing are left out."""
    return Why.of([sentence for reason in reasons if reason for sentence in reason.sentences])


NOTHING = Why.of(())
