"""A parsed sentence seen as words: what stands before, behind and above each of them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.actors.words import Word, word_set, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from etl.actors.lexicon import ActorLexicon, WordClass
    from etl.model import Sentence, Token

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "X", "NUM"})
_MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "ADV", "X"})
_SHOUTING = 0.7  # the share of capitals above which case says nothing
_DETERMINERS = frozenset({"the", "this", "that", "these", "those", "its", "their"})
_UNITS = frozenset({"division", "brigade", "battalion", "regiment", "corps", "infantry", "army", "squadron"})
_TYPE_LETTERS = 3  # of an aircraft's type: "F", "Su", "MiG"
_CHAIN = 8  # how many conjuncts are climbed at most

# What may follow a hyphen so that the name before it describes and does not act: "US-led", "rebel-held".
GLUED = word_set(
    "led backed supported held controlled run linked aligned allied affiliated occupied inspired based born trained armed "
    "funded administered dominated majority ruled sponsored made bound built owned besieged brokered style era friendly "
    "proxy free wide ranking level speaking language registered flagged mediated drafted educated"
)
PREFIXES = frozenset({"pro", "anti", "ex", "non", "post", "pre", "counter", "mid"})


@dataclass(frozen=True, slots=True)
class Head:
    """A known head noun ("army", "militants"): its words and what it does to the name before it."""

    start: int
    end: int
    classes: Mapping[WordClass, str]


@dataclass(frozen=True, slots=True)
class Line:
    """Positions are indices into ``words``; every answer is for the word at one of them."""

    sentence: Sentence
    words: tuple[Word, ...]
    keys: tuple[str, ...]
    token_at: tuple[int, ...]
    shouting: bool

    @classmethod
    def of(cls, text: str, sentence: Sentence) -> Line:
        words = words_of(sentence.span.of(text), sentence.span.start)
        starts = [token.start for token in sentence.tokens]
        letters = [word.text for word in words if word.text[0].isalpha()]
        capitals = sum(word.isupper() for word in letters)
        return cls(
            sentence,
            words,
            tuple(word.key for word in words),
            tuple(bisect_right(starts, word.end - 1) - 1 for word in words),
            shouting=capitals > _SHOUTING * len(letters),
        )

    def __len__(self) -> int:
        return len(self.words)

    def token(self, at: int) -> Token | None:
        index = self.token_at[at]
        return self.sentence.tokens[index] if index >= 0 else None

    def pos(self, at: int) -> str:
        token = self.token(at)
        return token.pos if token else "X"

    def dep(self, at: int) -> str:
        token = self.token(at)
        return token.dep if token else "dep"

    def joined(self, at: int) -> bool:
        """Whether the word exists and nothing but spaces, quotes or a hyphen stands before it."""
        return at < len(self.words) and self.words[at].joined

    def key(self, at: int) -> str:
        return self.keys[at] if 0 <= at < len(self.keys) else ""

    def proper(self, at: int) -> bool:
        """A capital that is more than the start of the sentence."""
        return self.words[at].capital and self.pos(at) in {"PROPN", "X", "NOUN", "ADJ"}

    def glued(self, at: int) -> bool:
        """Whether the word is the second half of "US-led", "rebel-held"."""
        return at < len(self.words) and self.words[at].hyphen and self.words[at].key in GLUED

    def prefixed(self, at: int) -> bool:
        """Whether the word is the second half of "pro-Russian", "anti-IS"."""
        return at > 0 and self.words[at].hyphen and self.words[at - 1].key in PREFIXES

    def definite(self, at: int) -> bool:
        """Whether "the", "its" ... stands before the word, also with adjectives in between."""
        for before in range(at - 1, max(-1, at - 5), -1):
            if self.keys[before] in _DETERMINERS:
                return True
            compound = self.pos(before) == "NOUN" and self.dep(before) == "compound"
            if not (compound or self.pos(before) == "ADJ" or self.glued(before) or self.glued(before + 1)):
                break
        return False

    def top(self, at: int) -> int:
        """The token above a word, through lists and compounds."""
        tokens, index = self.sentence.tokens, self.token_at[at]
        for _ in range(_CHAIN):
            if index < 0 or tokens[index].dep not in {"conj", "flat", "compound"} or tokens[index].head == index:
                break
            index = tokens[index].head
        return index

    def case(self, at: int) -> str:
        """The preposition that governs the word, also through "and" and commas; "" where there is none."""
        if self.key(at - 1) in {
            "in",
            "near",
            "inside",
            "across",
            "throughout",
            "outside",
            "from",
            "to",
            "into",
            "within",
        }:
            return self.keys[at - 1]
        tokens, index = self.sentence.tokens, self.top(at)
        for token in tokens[max(0, index - _CHAIN) : max(0, index)]:
            if token.dep == "case" and token.head == index:
                return token.text.lower()
        return ""

    def governor(self, at: int) -> Token | None:
        index = self.top(at)
        if index < 0 or self.sentence.tokens[index].head == index:
            return None
        return self.sentence.tokens[self.sentence.tokens[index].head]

    def head_at(self, lexicon: ActorLexicon, at: int) -> Head | None:
        """The known head noun that starts here, in one piece and not used as a verb."""
        hit = lexicon.word_at(self.keys, at)
        if hit is None:
            return self._aircraft(at) or self._numbered(at)
        end, classes = hit
        whole = all(self.words[inner].joined for inner in range(at + 1, end))
        nominal = self.pos(end - 1) in _NOMINAL or end - at > 1
        described = end - at == 1 and "role" in classes and self.pos(at) == "ADJ" and self.key(end) in {"and", "or"}
        return Head(at, end, classes) if whole and nominal and not described and not self.glued(end) else None

    def _aircraft(self, at: int) -> Head | None:
        """As in "F-16s", "Su-24": a short capitalized word and a number behind a hyphen."""
        word = self.words[at]
        if not (word.capital and len(word.text) <= _TYPE_LETTERS and at + 1 < len(self.words)):
            return None
        number = self.words[at + 1]
        return Head(at, at + 2, {"weapon": "arms"}) if number.hyphen and number.text[0].isdigit() else None

    def _numbered(self, at: int) -> Head | None:
        """As in "93rd Mechanized Brigade", "4th Division": an army unit by its number."""
        if not self.words[at].text[0].isdigit() or self.keys[at].lstrip("0123456789") not in {"st", "nd", "rd", "th"}:
            return None
        end = at + 1
        while end < at + 5 and self.joined(end) and self.words[end].capital:
            end += 1
        while end > at and self.keys[end - 1] not in _UNITS:
            end -= 1
        return Head(at, end, {"organ": "army"}) if end > at + 1 else None

    def heads(self, lexicon: ActorLexicon, at: int) -> list[Head]:
        """The head nouns that follow a name without a break, with at most three unknown modifiers between two of them.

        Ends at a title (a name follows), at another country's adjective and before "-held", "-backed".
        """
        found: list[Head] = []
        skipped, start = 0, at
        while self.joined(at) and skipped <= 3 and self.keys[at] != "'s" and not self.glued(at):
            head = self.head_at(lexicon, at)
            if self.keys[at] == "state" and at > start and self.words[at - 1].capital:
                break  # "South Sudan's Jonglei state"
            if head is not None:
                found.append(head)
                at, skipped = head.end, 0
                if "title" in head.classes:
                    break
            elif self.pos(at) not in _MODIFIERS or self._adjective(lexicon, at) or self.glued(at + 1):
                break
            else:
                at, skipped = at + 1, skipped + 1
        return found

    def _adjective(self, lexicon: ActorLexicon, at: int) -> bool:
        return self.words[at].capital and any(True for _ in lexicon.names_at(self.keys, at))


def person_end(line: Line, at: int) -> int:
    """Where a run of name words that starts here ends: "Haider al-Abadi" but not "Obama Friday"; ``at`` for none."""
    end = at
    while end < len(line) and end - at < 6 and (end == at or line.joined(end)):
        key = line.keys[end]
        particle = key in _PARTICLES and line.joined(end + 1) and line.words[end + 1].capital
        name = line.words[end].capital and key not in CALENDAR and _names_someone(line, end)
        if not (particle or name) or key == "'s":
            break
        end += 1
    return end


def _names_someone(line: Line, at: int) -> bool:
    """Rare first names are often tagged as something else; a capitalized name behind them gives them away."""
    if line.pos(at) in {"PROPN", "X"}:
        return True
    behind = line.joined(at + 1) and line.words[at + 1].capital and line.pos(at + 1) == "PROPN"
    return behind and line.pos(at) in {"NOUN", "ADJ", "VERB"} and not line.shouting


_PARTICLES = word_set("al el bin ben ibn de del della von van der den ul ur ag da dos du la le ould abu umm bint")
CALENDAR = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december"
)
