"""How long something that is under way still takes, given how long it has taken so far."""

from twin.plan.draws import CONSTANT, quantile

_HALVINGS = 60  # of the unit interval: finer than the numbers a draw can be


def residual(law, table, age, u):
    """The seconds left of a duration by a row of DIST that has lasted `age`, at luck u in (0, 1).

    Quantile of the law on condition that it exceeds the age, less the age: Q(F(a) + u (1 - F(a))) - a; F by
    halving, as every law here has a quantile function and not all have another. What is older than its law
    can be is over: 0.
    """
    first, n, p, q, r, kind = law.item()
    if kind == CONSTANT:
        return max(p - age, 0.0)
    low, high = 0.0, 1.0  # F(age) lies between
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if quantile(kind, first, n, p, q, r, table, middle) <= age:
            low = middle
        else:
            high = middle
    at = high + u * (1.0 - high)
    if not 0.0 < at < 1.0:
        return 0.0
    return max(quantile(kind, first, n, p, q, r, table, at) - age, 0.0)
