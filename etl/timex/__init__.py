"""Time expressions (TIMEX3) and the dates that they mean.

``vocabulary`` and ``holidays`` hold the words, ``values`` the TIMEX3 values, ``rules`` the grammar as a table, ``explicit``,
``relative`` and ``durations`` what its rows do, ``scene`` what a row may know, ``clauses`` and ``tagging`` the way through a text.
"""

from etl.timex.tagging import time_expressions

__all__ = ["time_expressions"]
