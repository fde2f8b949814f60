"""A row of the place table while it is made, and the table's columns: what every maker of a place file shares."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from etl.gazetteer.names import ARTICLES, folded

MAIN, ALTERNATE, DERIVED, ABBREVIATION = range(4)
KEY: Final = re.compile(r"[a-z0-9][a-z0-9 ]+")


@dataclass(slots=True)
class Row:
    """A place with its folded names and their kinds; ``prominence`` counts the names that its source has."""

    key: str
    name: str
    latitude: float
    longitude: float
    feature_code: str
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    prominence: int = 0
    names: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, kind: int) -> None:
        """Latin-script names only: articles are English."""
        key = folded(name)
        if KEY.fullmatch(key) and not key.replace(" ", "").isdigit():
            self.names[key] = min(kind, self.names.get(key, kind))


def plain(name: str) -> str:
    """A romanised Arabic or Persian name as newspapers print it: "‘Ayn Ḩalāqīm" → "Ayn Halaqim"."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter) and letter not in "‘’ʻʼʿʾ`")


def add_article_variants(row: Row) -> None:
    """An Arabic name is told without its article, and with another form of it."""
    for key in list(row.names):
        first, _, rest = key.partition(" ")
        if first in ARTICLES and len(rest) > 2:
            row.add(rest, DERIVED)
            row.add(f"al {rest}", DERIVED)


SCHEMA: Final = """
PRAGMA page_size=4096; PRAGMA journal_mode=OFF;
CREATE TABLE place(number INTEGER PRIMARY KEY, key TEXT, name TEXT, latitude REAL, longitude REAL, feature_code TEXT,
  country TEXT, admin1 TEXT, admin2 TEXT, population INT, prominence INT);
CREATE TABLE name(key TEXT PRIMARY KEY, places BLOB) WITHOUT ROWID;
CREATE TABLE area(code TEXT PRIMARY KEY, number INT) WITHOUT ROWID;
CREATE TABLE word(word TEXT PRIMARY KEY, kind TEXT, number INT) WITHOUT ROWID;
"""
