"""Spells begin when the last server is taken, and end when one stands free."""

import numpy as np

from twin.calibrate.simulated.spells import slack_of, spells_of

ONE = (np.array([-1.0]), np.array([1]))


def at(*times):
    return np.array(times, float)


def test_who_starts_as_another_one_ends_had_waited():
    (spell,) = spells_of(at(0, 60, 130), at(60, 130, 200), ONE)
    assert (spell.begin, spell.end, spell.first, spell.after) == (0.0, 200.0, 1, 3)


def test_who_finds_a_free_server_has_not_waited():
    assert spells_of(at(0, 100, 300), at(60, 160, 360), ONE) == []


def test_two_servers_are_full_from_the_second_start_on():
    (spell,) = spells_of(at(0, 10, 60), at(60, 90, 120), (at(-1), np.array([2])))
    assert (spell.begin, spell.end, spell.first, spell.after) == (10.0, 90.0, 2, 3)


def test_who_starts_when_the_gate_opens_had_waited():
    (spell,) = spells_of(at(100, 160), at(160, 220), (at(0, 100), np.array([0, 1])))
    assert (spell.begin, spell.first, spell.after) == (0.0, 0, 2)


def test_a_closed_server_that_is_not_taken_again_is_not_free():
    servers = (at(-1, 50), np.array([2, 1]))
    (spell,) = spells_of(at(0, 10, 90), at(60, 90, 150), servers)
    assert (spell.first, spell.after, spell.end) == (2, 3, 150.0)


def test_stepping_up_is_seen_where_many_begin_soon():
    rng = np.random.default_rng(1)
    gaps = np.concatenate([rng.uniform(8, 20, 400), rng.exponential(300, 600)])
    assert 16.0 < slack_of(gaps, np.ones(1000, bool), 600.0) < 22.0


def test_where_none_begins_sooner_than_by_chance_nobody_steps_up():
    gaps = np.random.default_rng(1).exponential(300, 1000)
    assert slack_of(gaps, np.ones(1000, bool), 600.0) == 0.0
