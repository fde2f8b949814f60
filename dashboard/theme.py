"""Colours and words that the figures, the legend and the style sheet share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from etl.model import EventType, PlacePrecision

Scheme = Literal["light", "dark"]
FONT = "Inter, system-ui, -apple-system, Segoe UI, Roboto, sans-serif"


@dataclass(frozen=True, slots=True)
class Family:
    """Event types that share a colour: sixteen hues cannot be told apart, seven can."""

    key: str
    label: str
    types: tuple[EventType, ...]
    light: str
    dark: str


FAMILIES = (
    Family("attack", "Attacks", (EventType.ASSAULT,), "#c93a4c", "#f0717f"),
    Family(
        "coercion",
        "Coercion and threats",
        (EventType.COERCE, EventType.THREATEN, EventType.SANCTION),
        "#7b2d6b",
        "#cf86c4",
    ),
    Family("mobilization", "Mobilization", (EventType.MOBILIZE,), "#a4670b", "#e9b44c"),
    Family("retreat", "Retreat and concession", (EventType.RETREAT, EventType.CONCEDE), "#0b7a7c", "#4fc3c5"),
    Family("talks", "Talks and agreements", (EventType.CONSULT, EventType.AGREE), "#2e6f95", "#5fa8d3"),
    Family("aid", "Aid and support", (EventType.AID, EventType.SUPPORT, EventType.COOPERATE), "#3a7d44", "#6cbf7b"),
    Family(
        "statement",
        "Statements and protest",
        (EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.PROTEST),
        "#6d6a75",
        "#a9a6b2",
    ),
)
FAMILY_OF = {event_type: index for index, family in enumerate(FAMILIES) for event_type in family.types}
# position of a type in EventType → index into FAMILIES
FAMILY_BY_POSITION = tuple(FAMILY_OF[event_type] for event_type in EventType)


@dataclass(frozen=True, slots=True)
class Palette:
    ink: str
    mute: str
    grid: str
    ghost: str  # what lies outside of the window
    halo: str
    selected: str
    band: str
    area: str  # within which a vague place lies
    edge: str
    card: str
    on_dot: str  # figures on a solid dot


PALETTES: dict[Scheme, Palette] = {
    "light": Palette(
        ink="#2b2d33",
        mute="#565c66",
        grid="#e8e8ea",
        ghost="#d9dbe0",
        halo="#ffffff",
        selected="#111827",
        band="rgba(46,111,149,0.10)",
        area="rgba(46,111,149,0.05)",
        edge="#2e6f95",
        card="#ffffff",
        on_dot="#ffffff",
    ),
    "dark": Palette(
        ink="#e6e8ec",
        mute="#9aa3af",
        grid="#26313c",
        ghost="#39424e",
        halo="#10161d",
        selected="#ffffff",
        band="rgba(95,168,211,0.14)",
        area="rgba(95,168,211,0.06)",
        edge="#5fa8d3",
        card="#1c2530",
        on_dot="#0b0f14",
    ),
}

# How a place precision is drawn, and how a card says it; finest first.
PRECISION_WORDS = {
    PlacePrecision.EXACT: "the named place itself",
    PlacePrecision.NEAR: "near the named place, not in it",
    PlacePrecision.ADM2: "somewhere in the district",
    PlacePrecision.ADM1: "somewhere in the province",
    PlacePrecision.REGION: "somewhere in the region",
    PlacePrecision.COUNTRY: "somewhere in the country: shown as a badge, never as a dot",
    PlacePrecision.WATER: "at sea or on the water",
    PlacePrecision.NONE: "no place is named",
}
# Kilometres within which the event lies when the place itself does not say.
RADIUS_KM = {
    PlacePrecision.NEAR: 10.0,
    PlacePrecision.ADM2: 25.0,
    PlacePrecision.ADM1: 70.0,
    PlacePrecision.REGION: 100.0,
    PlacePrecision.WATER: 50.0,
}


def scheme(value: object) -> Scheme:
    """Anything a browser may send → a known scheme."""
    return "dark" if value == "dark" else "light"


def family_colors(name: Scheme) -> tuple[str, ...]:
    return tuple(family.dark if name == "dark" else family.light for family in FAMILIES)


def mantine() -> dict[str, object]:
    """The theme of dash-mantine-components."""
    return {
        "fontFamily": FONT,
        "headings": {"fontFamily": FONT, "fontWeight": "650"},
        "primaryColor": "steel",
        "primaryShade": {"light": 7, "dark": 7},
        "defaultRadius": "md",
        "autoContrast": True,
        "cursorType": "pointer",
        "respectReducedMotion": True,
        "colors": {
            "steel": [
                "#eef5f9",
                "#dbe8f0",
                "#b5d0e0",
                "#8cb7d0",
                "#69a1c2",
                "#5393ba",
                "#468cb6",
                "#2e6f95",
                "#27648a",
                "#18577a",
            ],
            "dark": [
                "#d5dbe3",
                "#b9c2cd",
                "#9aa6b3",
                "#6b7886",
                "#3a4654",
                "#2a3541",
                "#1d2731",
                "#151d26",
                "#0f161d",
                "#0a1016",
            ],
        },
    }
