"""Extracted events against coded ones: how many are found, how many are right, and how far a confidence can be trusted."""

from __future__ import annotations

from etl.evaluation.coded import Record, read
from etl.evaluation.figures import FIELDS, Evaluation, Judged, Rate, evaluated
from etl.evaluation.reliability import Bin, answers, reliability
from etl.evaluation.tables import lines

__all__ = [
    "FIELDS",
    "Bin",
    "Evaluation",
    "Judged",
    "Rate",
    "Record",
    "answers",
    "evaluated",
    "lines",
    "read",
    "reliability",
]
