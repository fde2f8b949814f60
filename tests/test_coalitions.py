"""Membership on the day: who belonged to a coalition when something happened."""

import datetime as dt
from itertools import pairwise

import pytest

from etl.actors import ActorLexicon

ON_THE_DAY = (
    ("anti-is-coalition", "australia", "2014-09-04", False),
    ("anti-is-coalition", "australia", "2014-09-05", True),
    ("anti-is-coalition", "bahrain", "2014-09-14", False),
    ("anti-is-coalition", "norway", "2016-05-04", True),
    ("anti-is-coalition", "canada", "2016-02-22", True),  # it ended its air strikes that week and stayed
    ("anti-is-coalition", "russia", "2016-05-04", False),
    ("anti-is-coalition", "bosnia", "2015-01-01", True),
    ("anti-is-coalition", "nato", "2016-05-04", False),
    ("nato", "turkey", "1952-02-17", False),
    ("nato", "turkey", "1952-02-18", True),
    ("nato", "poland", "1999-03-12", True),
    ("nato", "montenegro", "2017-06-04", False),
    ("nato", "finland", "2023-04-04", True),
    ("nato", "sweden", "2024-03-06", False),
    ("european-union", "united-kingdom", "2020-01-30", True),
    ("european-union", "united-kingdom", "2020-02-01", False),
    ("european-union", "croatia", "2013-06-30", False),
    ("european-union", "croatia", "2013-07-01", True),
    ("arab-league", "syria", "2011-11-15", True),
    ("arab-league", "syria", "2016-05-04", False),
    ("arab-league", "syria", "2023-05-07", True),
    ("arab-league", "egypt", "1985-01-01", False),
    ("saudi-led-coalition", "qatar", "2016-05-04", True),
    ("saudi-led-coalition", "qatar", "2017-06-06", False),
    ("ecowas", "mali", "2025-01-28", True),
    ("ecowas", "mali", "2025-01-29", False),
)


@pytest.fixture(scope="module")
def lexicon() -> ActorLexicon:
    return ActorLexicon.load()


@pytest.mark.parametrize(("coalition", "member", "day", "expected"), ON_THE_DAY)
def test_membership_on_the_day(lexicon, coalition, member, day, expected):
    """A member from the day of joining until the day before leaving."""
    on = dt.date.fromisoformat(day)
    rows = [row for row in lexicon.memberships if (row.coalition, row.member) == (coalition, member)]
    assert any(row.joined <= on and (row.left is None or on < row.left) for row in rows) is expected


def test_every_member_and_coalition_is_an_actor(lexicon):
    """No orphan in the table, and nobody is a member of itself."""
    for row in lexicon.memberships:
        assert lexicon.actor(row.coalition).kind == "coalition"
        assert row.member in lexicon.actors
        assert row.member != row.coalition
        assert row.left is None or row.joined < row.left


def test_nobody_is_a_member_twice_at_once(lexicon):
    """Two memberships of one state in one coalition follow each other."""
    rows = sorted(lexicon.memberships, key=lambda row: (row.coalition, row.member, row.joined))
    for earlier, later in pairwise(rows):
        if (earlier.coalition, earlier.member) == (later.coalition, later.member):
            assert earlier.left is not None
            assert earlier.left <= later.joined


def test_the_coalition_of_the_first_conferences(lexicon):
    """59 states were represented by the end of 2014."""
    states = {
        row.member
        for row in lexicon.memberships
        if row.coalition == "anti-is-coalition"
        and row.joined <= dt.date(2014, 12, 3)
        and lexicon.actor(row.member).kind == "state"
    }
    assert len(states) == 59


def test_the_sizes_of_the_alliances(lexicon):
    """The public numbers: NATO 28 in 2016 and 32 today, the EU 28 in 2016 and 27 today, the Arab League 22."""

    def size(coalition: str, day: dt.date) -> int:
        return sum(
            row.coalition == coalition and row.joined <= day and (row.left is None or day < row.left)
            for row in lexicon.memberships
        )

    assert (size("nato", dt.date(2016, 5, 4)), size("nato", dt.date(2025, 1, 1))) == (28, 32)
    assert (size("european-union", dt.date(2016, 5, 4)), size("european-union", dt.date(2025, 1, 1))) == (28, 27)
    assert (size("arab-league", dt.date(2016, 5, 4)), size("arab-league", dt.date(2025, 1, 1))) == (21, 22)


def test_coalitions_are_listed_by_id(lexicon):
    """Every coalition that has members, once, by id."""
    ids = [actor.actor_id for actor in lexicon.coalitions]
    assert ids == sorted(set(ids))
    assert {"anti-is-coalition", "arab-league", "european-union", "nato", "saudi-led-coalition"} <= set(ids)
