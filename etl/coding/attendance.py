"""Who takes part in a meeting without being its subject: who asked for it, invited to it, hosts or mediates it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.coding.participants import COLLECTIVE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from etl.coding.groups import Group
    from etl.coding.scene import Clause
    from etl.model import Actor, Decision, Place

INVITING = frozenset(
    {"request", "invitation", "initiative", "behest", "auspices", "auspex", "mediation", "sponsorship"}
)
HOSTING = frozenset({"host", "mediate", "broker", "facilitate", "chair", "sponsor", "organize", "organise"})
BY = frozenset({"at", "on", "upon", "under", "with", "through"})


def conveners(clause: Clause, group: Group) -> tuple[Decision[Actor], ...]:
    """“at the invitation of the council”, "at Turkey's request", "talks mediated by Qatar"."""
    return tuple(dict.fromkeys(_conveners(clause, group))) if group.main.event_type in COLLECTIVE else ()


def _conveners(clause: Clause, group: Group) -> Iterator[Decision[Actor]]:
    tree = clause.tree
    for index, lemma in enumerate(tree.lemmas):
        if lemma in INVITING and tree.case(index) in BY:
            for child in tree.children(index, "nmod", "compound", "amod"):
                if tree.case(child) in {"of", "by", "'s", "’s", ""}:
                    yield from clause.actors_of(child)
        if lemma in HOSTING and group.main.token in {tree.heads[index], *tree.subjects(index)}:
            for child in tree.children(index, "obl"):
                if tree.case(child) == "by":
                    yield from clause.actors_of(child)


def host(group: Group, guests: frozenset[str], places: tuple[Place, ...], states: Mapping[str, Actor]) -> Actor | None:
    """The state that is visited: that of the one country where a visit of somebody from elsewhere takes place."""
    countries = {place.country for place in places}
    if group.main.mode != "visit" or len(countries) != 1 or not guests or countries & guests:
        return None
    return states.get(next(iter(countries)))
