"""Place names found in an article and resolved to points or areas, each with its reasons."""

from etl.toponyms.finding import demonyms, toponyms

__all__ = ["demonyms", "toponyms"]
