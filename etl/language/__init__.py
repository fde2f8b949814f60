"""Sentences, tags, lemmas and dependencies of an article's prose: ``load().sentences(article)``."""

from etl.language.loading import fingerprint, load
from etl.language.parsing import Language

__all__ = ["Language", "fingerprint", "load"]
