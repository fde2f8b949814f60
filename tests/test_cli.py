from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from etl.__main__ import main, parser, printable
from etl.articles import ReadOptions, Rejection, Source
from etl.pipeline import Summary, in_order
from etl.workers import Outcome

ROOT = Path(__file__).resolve().parent.parent
KEYS = [
    "event_id",
    "dataset",
    "event_type",
    "mode",
    "status",
    "date_start",
    "date_end",
    "date_precision",
    "place",
    "country",
    "latitude",
    "longitude",
    "place_precision",
    "fatalities",
    "wounded",
    "captured",
    "count",
    "actors",
    "confidence",
    "quote",
    "reports",
    "sources",
]
GWOZA = {
    "id": 7,
    "title": "Army retakes Gwoza",
    "published": "2015-03-28",
    "source": "Test Wire",
    "text": "Nigerian troops recaptured the town of Gwoza from Boko Haram on Friday, the army said.\n\n"
    "The group had seized it last August.",
    "unknown": {"ignored": True},
}
KIDAL = {
    "id": "kidal",
    "title": "Talks in Algiers",
    "published": "Wed Nov 23, 2016 | 4:58pm EST",
    "publisher": "Test Wire",
    "text": "Mali's government and Tuareg rebels met in Algiers on Tuesday.",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A store of two articles and one that is rejected, built once."""
    folder = tmp_path_factory.mktemp("cli")
    lines = [GWOZA, KIDAL, {"id": "empty", "text": None}]
    (folder / "news.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n")
    assert main(["build", str(folder / "news.jsonl"), "--store", str(folder / "store"), "--jobs", "1"]) == 0
    return folder


def exported(built: Path) -> list[dict]:
    assert main(["export", str(built / "events.jsonl"), "--store", str(built / "store")]) == 0
    return [json.loads(line) for line in (built / "events.jsonl").read_text(encoding="utf-8").splitlines()]


def test_every_command_has_help_with_an_example():
    """`--help` of each command ends with a line that can be copied."""
    commands = next(action for action in parser()._actions if action.dest == "command").choices
    assert set(commands) == {"build", "import", "export", "mentions", "explain", "evaluate", "places", "remove"}
    for name, command in commands.items():
        assert f"example:\n  python -m etl {name}" in command.format_help()


def test_the_readme_names_every_command():
    """The docs are true."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = next(action for action in parser()._actions if action.dest == "command").choices
    assert [name for name in commands if f"-m etl {name}" not in readme] == []


def test_the_summary_counts_every_article(tmp_path, capsys):
    """Articles in = stored + duplicate + rejected, each with its reason; one bad file never stops the run."""
    (tmp_path / "a.txt").write_text("Fighters attacked the village of Rann in Nigeria on Monday.")
    (tmp_path / "b.txt").write_text("Fighters attacked the village of Rann in Nigeria on Monday.")
    (tmp_path / "c.txt").write_text("هاجم مقاتلون قرية في شمال شرق البلاد يوم الاثنين وقتلوا عددا من الجنود في المعركة")
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "e.txt").write_bytes(b"")
    store = str(tmp_path / "store")
    assert main(["build", str(tmp_path), "--store", store, "--jobs", "2", "--published", "2020-03-04"]) == 0
    told = capsys.readouterr().out
    assert "Articles: 5 in = 1 stored (0 unchanged, 0 undated) + 1 duplicate + 3 rejected\n" in told
    assert "rejected 1: language: Arabic (" in told


def test_export_has_every_key_in_every_line(built):
    """The record of the documentation, in its order; unknown is null; lists are lists."""
    for line in exported(built):
        assert list(line) == KEYS
        assert all(list(actor) == ["actor_id", "name", "role", "mention"] and actor["name"] for actor in line["actors"])
        assert list(line["confidence"]) == ["who", "what", "where", "when", "overall"]
        assert all(list(report) == ["article_id", "start", "end"] for report in line["reports"])
        assert (line["latitude"] is None) == (line["place_precision"] in ("country", "none"))


def test_a_capture_is_coded_whole(built):
    """What, who, where and when of a plain sentence, with the sentence's own offsets."""
    event = next(line for line in exported(built) if line["place"] == "Gwoza" and line["date_start"] == "2015-03-27")
    assert (event["event_type"], event["status"], event["date_end"], event["country"], event["place_precision"]) == (
        *("ASSAULT", "occurred", "2015-03-27", "NG", "exact"),
    )
    assert {(actor["name"], actor["role"]) for actor in event["actors"]} == {
        ("Nigerian army", "source"),
        ("Boko Haram", "target"),
    }
    (report,) = event["reports"]
    assert report["article_id"] == "7"
    assert GWOZA["text"][report["start"] : report["end"]] == event["quote"]


def test_explain_tells_the_receipts(built, capsys):
    """Event → decisions → mentions → sentence."""
    event = next(line for line in exported(built) if line["place"] == "Gwoza")
    capsys.readouterr()
    assert main(["explain", event["event_id"], "--store", str(built / "store")]) == 0
    told = capsys.readouterr().out
    assert "Nigerian troops recaptured the town of Gwoza" in told
    for answer in ("what", "who", "where", "when"):
        assert re.search(rf"^  {answer} .*\[\S+, \d+%\]$", told, re.MULTILINE), answer


def test_mentions_has_a_line_for_every_document(built):
    """In order, nothing left out, all keys there, names are slices of the text; countries have coordinates."""
    assert main(["mentions", str(built / "news.jsonl"), str(built / "mentions.jsonl")]) == 0
    lines = [json.loads(line) for line in (built / "mentions.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [str(line["id"]) for line in lines] == ["7", "kidal", "empty"]
    assert all(list(line) == ["id", "toponyms", "timexes", "actors"] for line in lines)
    assert lines[2] == {"id": "empty", "toponyms": [], "timexes": [], "actors": []}
    for document, line in zip((GWOZA, KIDAL), lines, strict=False):
        for mention in (*line["toponyms"], *line["actors"]):
            assert document["text"][mention["start"] : mention["end"]] == mention["name"]
    assert ("Friday", "DATE", "2015-03-27") in [(t["text"], t["type"], t["value"]) for t in lines[0]["timexes"]]
    assert "Gwoza" in [toponym["name"] for toponym in lines[0]["toponyms"]]


def test_a_second_build_does_nothing_and_a_changed_article_replaces_its_events(tmp_path, capsys):
    """Idempotent, incremental, a copy of what has changed is none any more; remove leaves nothing."""
    folder, store, out = tmp_path / "in", str(tmp_path / "store"), tmp_path / "events.jsonl"

    def write(name: str, town: str) -> None:
        head = f"---\nid: {name}\ntitle: News\npublished: 2015-03-28\n---\n"
        (folder / f"{name}.txt").write_text(f"{head}Nigerian troops recaptured {town} on Friday.\n")

    def told(*arguments: str) -> list[str]:
        assert main([*arguments, "--store", store]) == 0
        return capsys.readouterr().out.splitlines()

    def places() -> list[str]:
        told("export", str(out))
        return [json.loads(line)["place"] for line in out.read_text(encoding="utf-8").splitlines()]

    build = ("build", str(folder), "--jobs", "1")
    folder.mkdir()
    write("g", "Gwoza")
    write("h", "Gwoza")
    first, second = told(*build), told(*build)
    assert first[0] == "Articles: 2 in = 1 stored (0 unchanged, 0 undated) + 1 duplicate + 0 rejected"
    assert second[0] == "Articles: 2 in = 1 stored (1 unchanged, 0 undated) + 1 duplicate + 0 rejected"
    assert first[-1] == second[-1]
    assert places() == ["Gwoza"]
    write("g", "Bama")
    assert told(*build)[0] == "Articles: 2 in = 2 stored (1 unchanged, 0 undated) + 0 duplicate + 0 rejected"
    assert sorted(places()) == ["Bama", "Gwoza"]
    told("remove", "g")
    told("remove", "h")
    assert places() == []
    left = b"".join(path.read_bytes() for path in Path(store).rglob("*") if path.is_file())
    assert b"recaptured" not in left


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["export", "x.jsonl", "--store", "none"], 4, "etl export: none"),
        (["build", "missing.txt"], 2, "etl build: missing.txt"),
        (["explain", "ev_0", "--store", "none"], 4, "etl explain: none"),
        (["remove", "a", "--store", "new"], 4, "etl remove: new: no store here"),
        (["places", "find", " "], 2, "etl places: a name is needed"),
        (["mentions", ".", "out.jsonl"], 2, "etl mentions: out.jsonl: is the source or lies inside of it"),
        (["import", "csv", "missing.csv"], 2, "etl import: missing.csv"),
    ],
)
def test_an_error_is_one_line_and_a_code(arguments, code, line, tmp_path, monkeypatch, capsys):
    """What, why and what to do; no traceback."""
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == code
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert told[0].startswith(line)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_argument_is_one_line(capsys):
    """Not the whole usage, which `--help` shows."""
    with pytest.raises(SystemExit) as stopped:
        main(["build", "x.txt", "--published", "soon"])
    assert stopped.value.code == 2
    assert capsys.readouterr().err == (
        "etl build: argument --published: 'soon' is not a date like 2016-05-04; --help shows an example\n"
    )


def test_import_csv_counts_bad_rows_and_repeats_without_change(tmp_path, capsys):
    """Good rows go in, bad ones are listed with reasons, a repetition changes nothing."""
    table, store = tmp_path / "strikes.csv", str(tmp_path / "store")
    table.write_text(
        "id,date,event_type,mode,place,country,latitude,longitude,source,target\n"
        "1,2016-05-04,ASSAULT,aerial,Hit,IQ,,,United States,Islamic State\n"
        "2,2016-05,ASSAULT,aerial,Somewhere,IQ,33.5,42.5,Freedonia,IS\n"
        "3,04/05/2016,ASSAULT,,,,,,,\n"
    )
    command = ["import", "csv", str(table), "--dataset", "test", "--store", store]
    assert main(command) == 0
    told = capsys.readouterr().out
    assert "strikes.csv: 3 rows = 2 new + 0 replaced + 0 unchanged + 1 bad" in told
    assert main(command) == 0
    assert "3 rows = 0 new + 0 replaced + 2 unchanged + 1 bad" in capsys.readouterr().out
    out = tmp_path / "events.jsonl"
    assert main(["export", str(out), "--store", store]) == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(row["date_start"], row["date_end"], row["date_precision"], row["country"]) for row in rows] == [
        ("2016-05-01", "2016-05-31", "month", "IQ"),
        ("2016-05-04", "2016-05-04", "day", "IQ"),
    ]
    assert {actor["actor_id"] for row in rows for actor in row["actors"]} == {
        *("united-states", "islamic-state", "freedonia"),
    }


def test_commands_run_from_any_folder(tmp_path):
    """`python -m etl` needs only to be found; the default store is ./store."""
    done = subprocess.run(
        [sys.executable, "-m", "etl", "places", "find", "Hit, Iraq"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Anbar" in done.stdout


def test_what_steers_a_terminal_is_written_out():
    """Text is hostile: a title cannot clear the screen, hide a word or turn a line round; other letters stay."""
    assert printable("Hit\x1b[2J \u202eabc\u202c \ud800 Ḩīt هيت\n") == "Hit\\x1b[2J \\u202eabc\\u202c \\ud800 Ḩīt هيت\n"


def test_reasons_that_differ_in_a_value_are_one_line():
    """A summary stays short, whatever stood in ten thousand dates."""
    wrong = [Rejection(label=f"a.jsonl:{n}", reason=f"published: cannot read '{n}'") for n in range(5)]
    lines = list(Summary(rejected=[*wrong, Rejection(label="b.txt", reason="no text")]).lines())
    assert lines[1:3] == [
        "  rejected 5: published: cannot read '0' and the like (a.jsonl:0, a.jsonl:1, a.jsonl:2, …)",
        "  rejected 1: no text (b.txt)",
    ]


def test_results_come_in_the_order_of_the_items():
    """However the processes finish, and also around items that were never read."""

    class Backwards:
        def outcomes(self, tasks):
            numbered = list(tasks)
            return (
                Outcome(task=task, result=task[1].label.upper() if task[1] is not c else None)
                for task in numbered[::-1]
            )

    gone = Rejection(label="x", reason="no text")
    a, b, c = (Source(label=name, location=name, kind="text", data=b"", options=ReadOptions()) for name in "abc")
    found = [result for _, result in in_order([gone, a, gone, b, c, gone], Backwards())]
    assert found == [gone, "A", gone, "B", Rejection(label="c", reason="not read"), gone]


def test_half_characters_in_an_id_lose_one_line_only(tmp_path, capsys):
    """JSON can name what no file can hold; the article is rejected, counted and has its line of mentions."""
    source = tmp_path / "a.jsonl"
    source.write_text('{"id": "x\\ud800", "text": "Rebels took Gao."}\n{"id": "y", "text": null}\n')
    assert main(["build", str(source), "--store", str(tmp_path / "store"), "--jobs", "1"]) == 2
    assert "rejected 1: id: holds half characters" in capsys.readouterr().out
    assert main(["mentions", str(source), str(tmp_path / "m.jsonl"), "--jobs", "1"]) == 0
    empty = {"toponyms": [], "timexes": [], "actors": []}
    lines = [json.loads(line) for line in (tmp_path / "m.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines == [{"id": f"{source}:1", **empty}, {"id": "y", **empty}]
