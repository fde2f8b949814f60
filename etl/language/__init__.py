"""Sentences, tags, lemmas and dependencies of an article's prose: ``load().sentences(article)``."""

from etl.language.parsing import Language, load

__all__ = ["Language", "load"]
