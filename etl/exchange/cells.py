"""CSV cells that a spreadsheet shows as text and never runs as a formula, and back."""

from __future__ import annotations

import re
from typing import Final

# What makes a spreadsheet take a cell for a formula, also after blanks and quotes; full-width signs count in some.
_FORMULA: Final = re.compile(r"'*[\s\"\ufeff]*[=+\-@\t\r\n＝＋－＠]")
_BREAKS: Final = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")


def guarded(text: str) -> str:
    r"""The text on one line, with an apostrophe before it if a spreadsheet could run it.

    >>> guarded('=HYPERLINK("http://example.org")'), guarded("Hit"), guarded("-33.4")
    ('\'=HYPERLINK("http://example.org")', 'Hit', "'-33.4")
    """
    line = _BREAKS.sub(" ", text)
    return f"'{line}" if _FORMULA.match(line) else line


def unguarded(cell: str) -> str:
    """What ``guarded`` was given, up to line breaks.

    >>> unguarded("'-33.4"), unguarded("'tis")
    ('-33.4', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell, 1) else cell
