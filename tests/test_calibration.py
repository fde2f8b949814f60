"""Confidences are shares: what a score was worth on coded texts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.calibration import SLOTS, Calibration, fitted
from etl.errors import InputError


def test_every_slot_has_a_rising_curve_of_shares():
    """The shipped table: the five slots, scores and shares in 0..1, and a higher score is never worth less."""
    curves = Calibration.load().curves
    assert tuple(curves) == SLOTS
    for knots in curves.values():
        assert all(0 <= value <= 1 for knot in knots for value in knot)
        assert all(low[0] < high[0] and low[1] <= high[1] for low, high in pairwise(knots))


def test_between_two_knots_a_share_is_read_from_the_line():
    """Below the first and above the last knot it stays what it is there; a slot without a curve keeps its scores."""
    curve = Calibration({"who": ((0.5, 0.4), (0.9, 0.8))})
    assert [curve.share("who", score) for score in (0.1, 0.5, 0.6, 0.9, 1.0)] == [0.4, 0.4, 0.5, 0.8, 0.8]
    assert curve.share("when", 0.123) == 0.123


@given(st.lists(st.tuples(st.sampled_from((0.2, 0.4, 0.45, 0.7, 0.9)), st.booleans()), max_size=80))
def test_a_fitted_curve_rises_and_keeps_the_mean(answers):
    """Whatever the answers are; each knot stands for enough of them."""
    knots = fitted(answers, smallest=5)
    assert all(low[0] < high[0] and low[1] <= high[1] for low, high in pairwise(knots))
    assert all(0 <= value <= 1 for knot in knots for value in knot)


def test_few_answers_are_pooled():
    """A score that was seen twice has no share of its own."""
    answers = [(0.9, True)] * 10 + [(0.5, False)] * 10 + [(0.95, False)] * 2
    assert fitted(answers, smallest=5) == ((0.5, 0.041), (0.908, 0.804))


def test_a_broken_table_is_one_line(tmp_path):
    """What and where."""
    path = tmp_path / "calibration.csv"
    path.write_text("slot,score,right\nwho,high,0.5\n")
    with pytest.raises(InputError, match="line 2: slot, score and right are needed"):
        Calibration.load(path)
