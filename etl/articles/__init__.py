"""Articles in: files, folders, archives, JSONL, saved pages, feeds and addresses to ``Article``.

``sources`` runs in the parent process and is cheap; ``read`` parses one source and runs in a worker that can be ended.
"""

from etl.articles.intake import ReadOptions, Rejection, Source
from etl.articles.reading import article_from_text, read
from etl.articles.sources import sources

__all__ = ["ReadOptions", "Rejection", "Source", "article_from_text", "read", "sources"]
