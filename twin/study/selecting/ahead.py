"""Samples that are run several at a time, though they are asked for one by one."""


def ahead(sample, step):
    """A `sample(option, numbers)` that gets `step` numbers at once from another, and remembers them.

    What it gives is the same; a few replications at the end of each option may go unused.
    """
    known = {}

    def given(option, numbers):
        lacking = [number for number in numbers if (option, number) not in known]
        if lacking:
            first = lacking[0]
            more = range(first, max(lacking[-1] + 1, first + step))
            values = sample(option, more)
            known.update({(option, number): value for number, value in zip(more, values, strict=True)})
        return [known[option, number] for number in numbers]

    return given
