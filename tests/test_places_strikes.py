"""The count of official strike reports: lines of this test's own, right and wrong ones told apart."""

from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "benchmarks" / "strikes.py"

LINES = [
    ("- Near Samarra, one airstrike struck a militant camp.", "Iraq", "Samarra", 1),
    ("- Near Tikrit, an airstrike struck several workshops and depots.", "Iraq", "Tikrit", 1),
    ("- Near Idlib, nine strikes destroyed two trucks and a mortar.", "Syria", "Idlib", 9),
    ("- Near Deir ez-Zor, three airstrikes struck an oil well.", "Syria", "Dayr Az Zawr", 3),
    ("- Near Makhmur, two airstrikes struck a tactical unit.", "Iraq", "Makhmur", 2),
    ("- Near Qwartzbeh, two airstrikes struck a tactical unit.", "Syria", "Qwartzbeh", 2),
]


@pytest.fixture
def lines(tmp_path) -> Path:
    rows = [
        {"id": str(at), "date": "2017-03-02", "text": text, "events": [gold(country, place, number)]}
        for at, (text, country, place, number) in enumerate(LINES)
    ]
    path = tmp_path / "lines.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def gold(country: str, place: str, number: int) -> dict[str, object]:
    return {"type": "AIR_STRIKE", "date": "2017-03-02", "country": country, "place": place, "n_strikes": number}


@pytest.mark.parametrize(("floor", "status"), [("0.8", 0), ("0.97", 1)])
def test_lines_are_counted_and_misses_are_told_by_class(floor, status, lines, monkeypatch, capsys):
    """Day, country, place and number; a place that nobody knows is a miss with its class, and a floor fails the run."""
    monkeypatch.setattr(sys, "argv", ["strikes.py", str(lines), "--floor", floor])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    said = capsys.readouterr().out
    assert ended.value.code == status
    assert "all           5 of 6  0.833" in said
    assert "place         5 of 6  0.833" in said
    assert "Qwartzbeh" in said.partition("wrong ")[2]
