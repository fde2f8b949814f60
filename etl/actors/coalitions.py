"""Whom "the coalition", "the French-led alliance", "the peacekeepers" mean on the day, in the countries spoken of."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from etl.actors.words import keys_of, slug
from etl.model import Actor, ActorId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.actors.context import Context
    from etl.actors.entries import Entry, Said
    from etl.actors.reading import Found

_LED = re.compile(r"([\w.]+)-(?:led|backed)\b.*")
_EVER = dt.date(2030, 1, 1)

# When the text has not said whom: countries spoken of, from, until.
_COALITIONS: tuple[tuple[str, frozenset[str], dt.date, dt.date], ...] = (
    ("saudi-led-coalition", frozenset({"YE"}), dt.date(2015, 3, 25), dt.date(2026, 1, 1)),
    ("anti-is-coalition", frozenset({"IQ", "SY"}), dt.date(2014, 8, 8), dt.date(2026, 10, 1)),
    ("isaf", frozenset({"AF"}), dt.date(2001, 12, 20), dt.date(2015, 1, 1)),
    ("resolute-support", frozenset({"AF"}), dt.date(2015, 1, 1), dt.date(2021, 9, 12)),
    ("multi-national-force-iraq", frozenset({"IQ"}), dt.date(2003, 3, 20), dt.date(2011, 12, 19)),
    ("coalition-of-the-gulf-war", frozenset({"IQ", "KW"}), dt.date(1990, 8, 2), dt.date(1991, 12, 31)),
    ("nato", frozenset({"LY"}), dt.date(2011, 3, 19), dt.date(2011, 11, 1)),
)
_MEANT = frozenset(actor_id for actor_id, *_ in _COALITIONS)
_LEADERS = {"us": "", "u.s.": "", "american": "", "saudi": "saudi-led-coalition", "nato": ""}

# Whose peacekeepers are not those of the United Nations.
_MISSIONS: tuple[tuple[str, frozenset[str], dt.date, dt.date], ...] = (
    ("amisom", frozenset({"SO"}), dt.date(2007, 3, 1), dt.date(2022, 4, 1)),
    ("atmis", frozenset({"SO"}), dt.date(2022, 4, 1), dt.date(2025, 1, 1)),
    ("aussom", frozenset({"SO"}), dt.date(2025, 1, 1), _EVER),
    ("kfor", frozenset({"XK"}), dt.date(1999, 6, 12), _EVER),
)
_PEACEKEEPERS = frozenset(
    {"un-peacekeepers", "african-union-peacekeepers", "monusco", "minusma", "minusca", "unmiss", "unisfa", "unamid"}
    | {"unifil", "undof", "minustah", "unprofor", "ecomog", "kfor", "amisom", "atmis", "aussom", "samim"}
)


def coalition(found: Found, said: Said, context: Context, before: Sequence[Entry]) -> Found:
    """The coalition that the phrase names, refers back to, or can only mean; without an actor where none is known."""
    if found.bare is not None and found.bare.classes["coalition"] == "peacekeepers":
        return _peacekeepers(found, said, context, before)
    led = _LED.fullmatch(said.text.lower())
    lead = led[1] if led else ""
    if lead and lead not in _LEADERS:
        return _led_by(found, said, context, lead)
    if not lead and "international" not in said.text.lower() and "anti-" not in said.text.lower():
        for entry in reversed(before):
            if entry.actor.kind == "coalition" and (
                entry.actor.actor_id in _MEANT or entry.actor.actor_id[-9:] == "coalition"
            ):
                return refer(found, entry, 0.8)
    return _of_the_day(found, said, context, lead)


def refer(found: Found, entry: Entry, score: float) -> Found:
    """The phrase as another name of what the text said before."""
    because = (f"refers back to “{entry.text}”",)
    return replace(found, actor=entry.actor, rule="actor.reference", score=score, because=because)


def _led_by(found: Found, said: Said, context: Context, lead: str) -> Found:
    """A coalition that is only known by who leads it: an organization itself, else one of that name."""
    aliases = context.lexicon.aliases.get(keys_of(lead), ())
    leader = context.lexicon.actors[aliases[0].actor_id] if aliases else None
    if leader is not None and leader.kind in {"coalition", "organization"}:
        return replace(found, actor=leader, rule="actor.led", score=0.7, because=(f"“{said.text}” of {leader.name}",))
    country = leader.country if leader is not None else ""
    made = Actor(actor_id=ActorId(slug(said.text)), name=said.text, kind="coalition", country=country)
    return replace(found, actor=made, rule="actor.led", score=0.6, because=(f"named “{said.text}”",))


def _of_the_day(found: Found, said: Said, context: Context, lead: str) -> Found:
    day, countries = context.published, context.countries
    against = context.named[ActorId("islamic-state")]
    only = _LEADERS.get(lead, "")
    fit = [
        (sum(countries[code] for code in codes) + (against if actor_id == "anti-is-coalition" else 0), actor_id)
        for actor_id, codes, since, until in _COALITIONS
        if (not only or actor_id == only) and (day is None or since <= day < until)
    ]
    fit = [one for one in fit if one[0]]
    if not fit and lead:
        return _led_by(found, said, context, lead)
    if not fit:
        because = "no coalition was named before and none is known for these countries on the day"
        return replace(found, rule="actor.coalition-unknown", score=0.2, because=(because,))
    fit.sort(key=lambda one: (-one[0], one[1]))
    actors = [context.lexicon.actor(actor_id) for _, actor_id in fit]
    spoken = ", ".join(sorted(code for code in countries if countries[code] > 1)[:6]) or "these countries"
    because = f"“{said.text}” in an article on {spoken} of {day or 'no date'}: {actors[0].name}"
    return replace(
        found,
        actor=actors[0],
        rule="actor.coalition-context",
        score=0.75,
        because=(because,),
        rejected=tuple(actors[1:]),
    )


def _peacekeepers(found: Found, said: Said, context: Context, before: Sequence[Entry]) -> Found:
    """Those named before, else those of the African Union in its years in Somalia, else those of the United Nations."""
    for entry in reversed(before):
        if entry.actor.actor_id in _PEACEKEEPERS:
            return refer(found, entry, 0.7)
    day = context.published
    fit = [
        (sum(context.countries[code] for code in codes), actor_id)
        for actor_id, codes, since, until in _MISSIONS
        if day is None or since <= day < until
    ]
    best = max(fit, default=(0, ""))
    actor = context.lexicon.actor(best[1] if best[0] else "un-peacekeepers")
    because = f"“{said.text}” in these countries on the day: {actor.name}"
    return replace(found, actor=actor, rule="actor.coalition-context", score=0.6, because=(because,))
