"""The answers of a card's receipts, in plain words."""

from __future__ import annotations

import pytest

from dashboard.answers import answer


@pytest.mark.parametrize(
    ("kind", "chosen", "told"),
    [
        ("trigger", "RETREAT · withdraw · occurred", "Withdrawal · occurred"),
        ("trigger", "ASSAULT · planned", "Armed attack · planned"),
        ("trigger", "ASSAULT · aerial · aggregate", "Air strike · sum over many acts"),
        ("trigger", "ev_27f78c39abfd", "the event told before"),
        ("trigger", "something else", "something else"),
        ("place", "Mosul, Nineveh, IQ (adm2)", "Mosul, Nineveh, Iraq (district)"),
        ("place", "Hit, IQ; Aleppo, SY (near)", "Hit, Iraq; Aleppo, SY (near a place)"),
        ("place", "Iraq, IQ (country)", "Iraq (country only)"),
        ("place", "Gate (old), IQ", "Gate (old), IQ"),
        ("actor", "Islamic State (source)", "Islamic State (acting)"),
        ("actor", "Daesh (IS)", "Daesh (IS)"),
        ("time", "2016-05-03", "3 May 2016"),
        ("time", "2016-10-16/2016-10-17", "16–17 October 2016"),
        ("time", "2017-01", "January 2017"),
        ("time", "2016-99-16", "2016-99-16"),
        ("time", "last spring (2016-SP)", "last spring (2016-SP)"),
        ("unheard of", "x", "x"),
    ],
)
def test_an_answer_is_told_in_plain_words(kind, chosen, told):
    """Codes are spelled out; what is in no known form stays character for character."""
    assert answer(kind, chosen, {"IQ": "Iraq"}) == told
