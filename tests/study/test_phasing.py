"""Purchases by year: the cheapest of all there are, within what there is room and money for."""

import itertools
import math

import numpy as np
import pytest

from twin.study.procurement.phasing import Asked, Machine, _costs, _there, phase, plan_table

A = Machine("A", 10.0, 1.0, 5.0, 10, 0, 0.0, (1.0,), 3)
B = Machine("B", 16.0, 1.5, 9.0, 2, 0, 2.0, (2.0,), 3)


def asked(wanted, *, rooms=(math.inf,), budget=math.inf, budget_years=5, discount=0.08):
    return Asked(np.asarray(wanted, float), rooms, budget, budget_years, discount)


def cheapest(machines, question):
    """(shortfall, cost) of the best of all plans, found by looking at each one."""
    years = len(question.wanted)
    costs = _costs(machines, question)
    best = (math.inf, math.inf)
    each = [range(m.most + 1) for m in machines for _ in range(years)]
    for counts in itertools.product(*each):
        bought = np.array(counts, float).reshape(len(machines), years)
        there = np.array([_there(m, years) @ row for m, row in zip(machines, bought, strict=True)])
        if any((row > m.most).any() for m, row in zip(machines, there, strict=True)):
            continue
        room = sum(m.takes[0] * row for m, row in zip(machines, there, strict=True))
        spent = sum(
            m.price * row[: question.budget_years].sum() for m, row in zip(machines, bought, strict=True)
        )
        if (room > question.rooms[0] + 1e-9).any() or spent > question.budget + 1e-9:
            continue
        able = sum(m.per_hour * row for m, row in zip(machines, there, strict=True))
        short = np.maximum(question.wanted - able, 0.0).sum()
        best = min(best, (round(short, 9), round(float((costs * bought).sum()), 9)))
    return best


@pytest.mark.parametrize(
    "question",
    [
        asked([4, 6, 12]),
        asked([4, 6, 12], rooms=(3.0,)),
        asked([4, 6, 12], budget=20.0),
        asked([4, 6, 12], budget=20.0, budget_years=1),
        asked([20, 20, 20], rooms=(4.0,), budget=45.0),
        asked([0, 0, 1], discount=0.0),
    ],
)
def test_the_plan_is_the_cheapest_of_all(question):
    found = phase([A, B], question)
    assert (found.short.sum(), found.cost) == pytest.approx(cheapest([A, B], question), abs=1e-5)
    assert found.is_proven


def test_what_grows_is_bought_when_it_is_wanted():
    found = phase([A], asked([4, 4, 6, 6]))
    assert found.bought.tolist() == [[1, 0, 1, 0]]


def test_a_machine_whose_life_ends_is_bought_again():
    short_lived = A._replace(life=2)
    assert phase([short_lived], asked([4, 4, 4, 4])).bought.tolist() == [[1, 0, 1, 0]]


def test_a_machine_that_is_long_in_coming_leaves_the_first_years_short():
    found = phase([A._replace(wait=2)], asked([4, 4, 4]))
    assert found.short.tolist() == [4, 4, 0]


def test_a_budget_that_is_too_small_leaves_as_little_short_as_it_can():
    found = phase([A, B], asked([20, 20], budget=20.0))
    assert found.short.sum() == pytest.approx(2 * (20 - 10))  # two of A


def test_the_table_tells_each_year():
    question = asked([4, 6, 12])
    table = plan_table([A, B], question, phase([A, B], question))
    assert list(table["year"].unique()) == [0, 1, 2]
    assert (table["capacity_per_hour"] + table["short_per_hour"] >= table["wanted_per_hour"] - 1e-6).all()
