"""All that is wrong with what was asked, refused at once instead of one after the other."""

from contextlib import contextmanager

from twin.model.errors import Fault, ScenarioError


@contextmanager
def together():
    """What gathers refusals: one ends `with gather():` alone, of a ValueError too with a path.

    All are raised when the whole block ends, each once.

    >>> with together() as gather:
    ...     with gather("--per", "soon"):
    ...         float("soon")
    Traceback (most recent call last):
    twin.model.errors.ScenarioError: --per
        is 'soon': could not convert string to float: 'soon'
    """
    faults = []

    @contextmanager
    def gather(path=None, value=""):
        try:
            yield
        except ScenarioError as error:
            faults.extend(fault for fault in error.faults if fault not in faults)
        except ValueError as error:
            if path is None:
                raise
            faults.append(Fault(path, str(value), str(error)))

    yield gather
    if faults:
        raise ScenarioError(faults)
