"""Country packs: whole dumps from a server in GeoNames' form, read, resumed, replaced and removed."""

from __future__ import annotations

import hashlib
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from etl import pipeline
from etl.__main__ import main
from etl.errors import GazetteerError, InputError
from etl.gazetteer import PLACES_VARIABLE, SERVER_VARIABLE, Gazetteer, OfflineGeocoder, add_pack, packs, packs_key
from etl.gazetteer.dump import place_row
from etl.geodesy import distance_km as kilometres

ROOT = Path(__file__).resolve().parents[1]
PACKS = ROOT.parent / "shared" / "gazetteer" / "packs"
CORPORA = ROOT.parent / "shared" / "corpora"


def line(number: int, name: str, *, country: str = "SY", code: str = "PPL", **cells: object) -> str:
    """A row of a dump in GeoNames' 19 columns."""
    feature_class = cells.get("feature_class", "P")
    values = (
        *(number, name, name, cells.get("alternates", ""), cells.get("latitude", 35.5), cells.get("longitude", 38.5)),
        *(feature_class, code, country, "", cells.get("admin1", ""), "", "", "", cells.get("population", 0)),
        *("", 200, "Asia/Damascus", "2020-01-01"),
    )
    return "\t".join(map(str, values)) + "\n"


TOWNS = (
    line(7001, "Tall Qwartz", alternates="Tel Kwartz,تل", latitude=36.1, longitude=37.2)
    + line(7002, "Qwartzbeh al Gharbīyah", latitude=35.2, longitude=36.4, population=400)
    + line(7003, "Nahr Qwartz", code="STM", feature_class="H")
    + line(7004, "Qwartz Hotel", code="HTL", feature_class="S")
)


def zipped(country: str = "SY", text: str = TOWNS) -> bytes:
    blob = io.BytesIO()
    with zipfile.ZipFile(blob, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "as the server has it")
        archive.writestr(f"{country}.txt", text)
    return blob.getvalue()


class Server:
    """A server of dumps on this computer; ``cut`` ends each of the next answers after so many bytes."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.cut: list[int] = []
        self.promised: int | None = None  # a wrong Content-Length
        self.ranges = True
        self.asked: list[str | None] = []
        http = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.address = f"http://127.0.0.1:{http.server_port}/export/dump"
        self.http = http
        threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                server.asked.append(self.headers.get("Range"))
                body = server.files.get(self.path.removeprefix("/export/dump/"))
                if body is None:
                    self.send_error(404)
                    return
                tag, start = f'"{hashlib.sha256(body).hexdigest()[:8]}"', 0
                asked = self.headers.get("Range") if server.ranges and self.headers.get("If-Range") == tag else None
                if asked:
                    start = int(asked.removeprefix("bytes=").rstrip("-"))
                    if start >= len(body):
                        self.send_error(416)
                        return
                    self.send_response(206)
                    self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
                else:
                    self.send_response(200)
                self.send_header("Content-Length", str(server.promised or len(body) - start))
                self.send_header("ETag", tag)
                self.send_header("Last-Modified", "Tue, 03 May 2016 01:00:00 GMT")
                self.end_headers()
                self.wfile.write(body[start:][: server.cut.pop(0) if server.cut else None])

        return Handler


@pytest.fixture
def server():
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch, server) -> Path:
    """An empty data folder; dumps come from the server of the test."""
    monkeypatch.setenv(PLACES_VARIABLE, str(tmp_path / "data" / "places"))
    monkeypatch.setenv(SERVER_VARIABLE, server.address)
    return tmp_path / "data" / "places"


def found(name: str) -> list[str]:
    return [candidate.place.place_id for candidate in Gazetteer.open().candidates(name)]


def test_places_of_a_pack_are_found_like_all_others(server, capsys):
    """Added from the server: by their names, with the province of the nearest town, in ``places find`` and in ``reverse``."""
    server.files["SY.zip"] = zipped()
    assert found("Tall Qwartz") == []
    assert main(["places", "add", "sy"]) == 0
    said = capsys.readouterr().out
    assert "SY: 3 places under 4 names; new to the gazetteer 3 places, 4 names" in said
    assert (
        f"from {server.address}/SY.zip of Tue, 03 May 2016 01:00:00 GMT, SHA-256 {sha(server.files['SY.zip'])}" in said
    )
    assert "GeoNames (https://www.geonames.org), CC BY 4.0" in said
    gazetteer = Gazetteer.open()
    assert found("Tel Kwartz") == found("tall qwartz") == ["geonames:7001"]
    assert gazetteer.candidates("Qwartzbeh al-Gharbiyah")[0].place.name == "Qwartzbeh al Gharbiyah"
    assert gazetteer.candidates("Tall Qwartz")[0].place.admin1 == "Aleppo"
    assert gazetteer.begins("Qwartzbeh")
    assert gazetteer.transliterations("Tal Qwertz", ["SY"])[0].place.place_id == "geonames:7001"
    assert OfflineGeocoder(gazetteer).reverse((35.2, 36.4)).raw["geonameid"] == 7002
    assert main(["places", "find", "Tall Qwartz, Syria"]) == 0
    assert "Tall Qwartz, Aleppo, Syria" in capsys.readouterr().out
    assert found("Qwartz Hotel") == []


def sha(blob: bytes) -> str:
    return hashlib.sha256(blob).hexdigest()


def test_a_pack_is_listed_and_removed(folder, server, capsys):
    """What is there, where it is from, and gone again; the fingerprint of the engine follows."""
    server.files["SY.zip"] = zipped()
    assert main(["places", "list"]) == 0
    assert "No country packs" in capsys.readouterr().out
    assert packs_key() == ""
    main(["places", "add", "SY"])
    key = packs_key()
    capsys.readouterr()
    assert main(["places", "list"]) == 0
    assert capsys.readouterr().out.startswith("SY          3 places          4 names")
    assert main(["places", "remove", "SY"]) == 0
    assert (found("Tall Qwartz"), packs(), packs_key()) == ([], (), "")
    assert key.startswith("+SY-")
    assert main(["places", "remove", "SY"]) == 2
    assert list(folder.iterdir()) == []


def test_a_newer_dump_replaces_the_pack_and_the_same_one_changes_nothing(server, capsys):
    """One pack a country; what was and what is told; the other countries stay."""
    server.files |= {"SY.zip": zipped(), "IQ.zip": zipped("IQ", line(7010, "Qwartzabad", country="IQ"))}
    main(["places", "add", "SY", "IQ"])
    key = packs_key()
    capsys.readouterr()
    assert main(["places", "add", "SY"]) == 0
    assert "SY: this dump is there already, nothing changed" in capsys.readouterr().out
    assert packs_key() == key
    server.files["SY.zip"] = zipped(text=TOWNS + line(7005, "Qwartzin"))
    main(["places", "add", "SY"])
    assert "replaces 3 places of Tue, 03 May 2016" in capsys.readouterr().out
    assert [(pack.country, pack.places) for pack in packs()] == [("IQ", 1), ("SY", 4)]
    assert packs_key() != key


def test_a_download_that_breaks_off_goes_on_where_it_was(folder, server, capsys):
    """Within one call a few times, then over calls: no byte is fetched twice, and the whole file is right."""
    server.files["SY.zip"] = zipped()
    server.cut = [100, 50, 25]
    assert main(["places", "add", "SY"]) == 3
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "broke off (175 of" in said
    assert "the 175 bytes that came are kept, run it again to go on" in said
    assert server.asked == [None, "bytes=100-", "bytes=150-"]
    assert main(["places", "add", "SY"]) == 0
    assert server.asked[3:] == ["bytes=175-"]
    assert packs()[0].sha256 == sha(server.files["SY.zip"])
    assert [path.suffix for path in folder.iterdir()] == [".sqlite"]


def test_a_server_without_ranges_or_with_another_file_by_now_gives_the_whole_one(server):
    """The beginning of one file is never joined with the end of another."""
    for change in ("ranges", "file"):
        server.files["SY.zip"] = zipped()
        server.cut = [100, 0, 0]
        with pytest.raises(GazetteerError, match="run it again to go on"):
            add_pack("SY")
        if change == "ranges":
            server.ranges = False
        else:
            server.files["SY.zip"] = zipped(text=TOWNS * 2 + line(7009, "Qwartzin"))
        assert add_pack("SY").pack.sha256 == sha(server.files["SY.zip"])


def test_a_beginning_that_is_longer_than_the_file_is_thrown_away(folder, server):
    """Whatever lies there, the answer is the server's file."""
    server.files["SY.zip"] = zipped()
    folder.mkdir(parents=True)
    (folder / "SY.zip.part").write_bytes(b"x" * 100_000)
    (folder / "SY.zip.part.tag").write_text(f'"{sha(server.files["SY.zip"])[:8]}"')
    assert add_pack("SY").pack.sha256 == sha(server.files["SY.zip"])


def damaged() -> bytes:
    """A zip whose checksum does not fit: a byte of the packed rows is another one."""
    blob = bytearray(zipped(text="".join(line(n, f"Qwartz {n}x", latitude=35 + n / 1e4) for n in range(8000, 8400))))
    at = blob.index(b"SY.txt") + 1200
    blob[at] ^= 0xFF
    return bytes(blob)


BAD = [
    (damaged(), "is damaged"),
    (zipped()[:-30], "is damaged, or no zip file"),
    (b"<html>moved</html>", "is damaged, or no zip file"),
    (zipped("IQ"), "has no SY.txt inside"),
    (zipped(text=line(1, "Qwartz", country="IQ")), "has no place of SY in GeoNames' form"),
    (zipped(text="nothing\n"), "has no place of SY in GeoNames' form"),
    (zipped(text=""), "has no place of SY in GeoNames' form"),
]


@pytest.mark.parametrize(("blob", "message"), BAD, ids=[message for _, message in BAD])
def test_a_bad_dump_is_one_line_and_the_old_pack_stays(blob, message, folder, server, capsys):
    """A wrong checksum, a cut file, a web page, another country: told, forgotten, and nothing is changed."""
    server.files["SY.zip"] = zipped()
    main(["places", "add", "SY"])
    key = packs_key()
    server.files["SY.zip"] = blob
    capsys.readouterr()
    assert main(["places", "add", "SY"]) == 3
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert message in said
    assert "run it again for a fresh copy" in said
    assert packs_key() == key
    assert [path.suffix for path in folder.iterdir()] == [".sqlite"]


def test_a_wrong_size_is_no_whole_file(server, capsys):
    """Fewer bytes than the server promised are never taken for the dump."""
    server.files["SY.zip"] = zipped()
    server.ranges, server.promised = False, 5000
    assert main(["places", "add", "SY"]) == 3
    assert "of 5,000 bytes came" in capsys.readouterr().err
    assert packs() == ()


CODES = [
    (["places", "add", "XX"], 3, "no country 'XX' in the gazetteer; use an ISO 3166 alpha-2 code such as IQ"),
    (["places", "add", "SY", "XX"], 3, "no country 'XX'"),
    (["places", "add", "YE"], 3, "YE.zip: the server has no such file"),
    (["places", "add", "SY=none.zip"], 2, "none.zip: no such file"),
    (["places", "add", "SY", "--from", "ftp://example.org"], 2, "is no http or https address"),
    (["places", "remove", "SY"], 2, "no pack of SY; `places list` shows those that are there"),
]


@pytest.mark.parametrize(("arguments", "status", "message"), CODES)
def test_what_cannot_be_is_one_line(arguments, status, message, server, capsys):
    """A code that is none stops the command before anything is contacted."""
    assert main(arguments) == status
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert message in said
    assert server.asked == ([None] if "YE" in arguments else [])


@pytest.mark.parametrize("code", ["SYR", "S", "SY=", "=x.zip", "1A"])
def test_a_code_of_another_form_is_told(code, capsys):
    """What is no code is a wrong argument."""
    with pytest.raises(SystemExit) as stopped:
        main(["places", "add", code])
    assert stopped.value.code == 2
    assert "is no country code such as SY, nor SY=FILE" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["SY.zip", "SY.txt"])
def test_a_file_of_the_users_own_is_taken_without_a_server(form, server, tmp_path):
    """A dump that was fetched in another way, packed or not."""
    path = tmp_path / form
    path.write_bytes(zipped() if form.endswith("zip") else TOWNS.encode())
    assert main(["places", "add", f"SY={path}"]) == 0
    assert (found("Tall Qwartz"), server.asked) == (["geonames:7001"], [])
    assert path.is_file()


def test_a_server_that_is_not_there(folder, capsys):
    """Nothing listens: one line, and nothing is left behind."""
    assert main(["places", "add", "SY", "--from", "http://127.0.0.1:9"]) == 3
    assert "broke off (" in capsys.readouterr().err
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("limit", [20_000, 300_000])
def test_a_full_disk_is_one_line_and_leaves_what_was(limit, folder, server):
    """While it downloads, and while the pack is written: the reason, and no half file among the packs."""
    rows = "".join(line(n, f"Qwartz {sha(bytes(str(n), 'ascii'))}", latitude=30 + n / 1e3) for n in range(3000))
    server.files["SY.zip"] = zipped(text=rows)
    child = subprocess.run(
        [sys.executable, "-m", "etl", "places", "add", "SY"],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (child.returncode, child.stderr.count("\n")) == (3, 1), child.stderr
    assert "cannot write" in child.stderr
    assert packs() == ()
    assert not [path for path in folder.iterdir() if path.suffix in (".sqlite", ".tmp")]


def test_a_folder_that_cannot_be_written_names_the_setting(tmp_path, monkeypatch, server):
    """The data folder is the user's to move."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(PLACES_VARIABLE, str(tmp_path / "file" / "places"))
    monkeypatch.setenv(SERVER_VARIABLE, server.address)
    with pytest.raises(GazetteerError, match=f"set {PLACES_VARIABLE} to a writable folder"):
        add_pack("SY")


def test_a_damaged_pack_is_one_line_that_says_how_to_mend_it(folder, server):
    """A pack that another version made, or that was cut, is named with the command that helps; and that one works."""
    server.files["SY.zip"] = zipped()
    add_pack("SY")
    for spoil in (b"", b"no database" * 1000):
        packs_files = list(folder.iterdir())
        packs_files[0].write_bytes(spoil)
        with pytest.raises(GazetteerError, match="run `places remove SY` and add it again"):
            Gazetteer.open()
        assert main(["places", "remove", "SY"]) == 0
        assert main(["places", "add", "SY"]) == 0
        assert found("Tall Qwartz") == ["geonames:7001"]


ROWS = [
    (line(2**40, "Qwartz Air Base", code="AIRB", feature_class="S"), "pack:SY-1099511627776"),
    (line(7, "Qwartz"), "geonames:7"),
    (line(7, "Qwartz", latitude="nan"), None),
    (line(7, "Qwartz", latitude="91"), None),
    (line(7, "Qwartz", longitude=""), None),
    (line(7, "قورتز"), None),
    (line(7, "  "), None),
    (line(7, "Qwartz").replace("7\t", "x\t", 1), None),
    ("7\tQwartz\n", None),
    ("\n", None),
]


@pytest.mark.parametrize(("row", "key"), ROWS)
def test_odd_rows(row, key):
    """Rows of other makers get ids of their own; rows without a point, a name or an id are left out."""
    read = place_row(row.rstrip("\n").split("\t"), "SY")
    assert (read and read.key) == key


def test_an_id_that_occurs_twice_is_one_place_with_both_names(tmp_path):
    """Some dumps have a place twice; the first row gives the point."""
    path = tmp_path / "SY.txt"
    path.write_text(line(7, "Qwartz", latitude=35.1) + line(7, "Qwartzeh", latitude=35.2), encoding="utf-8")
    assert add_pack("SY", local=path).pack.places == 1
    assert found("Qwartz") == found("Qwartzeh") == ["geonames:7"]
    assert Gazetteer.open().candidates("Qwartzeh")[0].place.latitude == 35.1


def test_a_town_that_is_there_already_is_not_there_twice(tmp_path):
    """The shipped row of a place stands for it, with the name that newspapers use."""
    path = tmp_path / "IQ.txt"
    path.write_text(
        line(95788, "Hīt", country="IQ", latitude=33.636, longitude=42.827)
        + line(9, "Tall Asqaf", country="IQ", alternates="Teleskof", latitude=36.57, longitude=43.12),
        encoding="utf-8",
    )
    before = found("Hit"), found("Teleskof")
    add_pack("IQ", local=path)
    assert (found("Hit"), found("Teleskof")) == before
    assert Gazetteer.open().nearest(36.57, 43.12)[0][1].place_id == "geonames:9"


def test_articles_are_coded_again_with_a_new_pack(tmp_path, capsys):
    """The packs are part of what events depend on: a build after ``add`` finds the village in an article of before."""
    (tmp_path / "one.txt").write_text(
        "Published: 2016-05-04\n\nSyrian rebels attacked the village of Tall Qwartz in Aleppo province on Tuesday, killing six soldiers.\n"
    )
    store = tmp_path / "store"
    build = ["build", str(tmp_path / "one.txt"), "--store", str(store), "--jobs", "1", "--published", "2016-05-04"]
    assert main(build) == 0
    dump = tmp_path / "SY.zip"
    dump.write_bytes(zipped())
    assert main(["places", "add", f"SY={dump}"]) == 0
    capsys.readouterr()
    assert main(build) == 0
    assert "0 unchanged" in capsys.readouterr().out
    places = {place.name for event in pipeline.current(store).events() for place in event.where}
    assert places == {"Tall Qwartz"}


@pytest.mark.skipif(not PACKS.is_dir(), reason="shared/gazetteer/packs not present")
@pytest.mark.skipif(not CORPORA.is_dir(), reason="shared/corpora not present")
def test_real_packs_behind_a_server_reach_the_floors(server):
    """Six in ten place names of a war's event data lie within 25 km, without a pack one in seven."""
    for country in ("SY", "IQ"):
        server.files[f"{country}.zip"] = zipped(country, (PACKS / f"{country}.txt").read_text(encoding="utf-8"))
    assert main(["places", "add", "SY", "IQ"]) == 0
    geocoder = OfflineGeocoder(Gazetteer.open())
    rows = [json.loads(row) for row in (CORPORA / "places_ucdp_syria.jsonl").read_text(encoding="utf-8").splitlines()]
    answers = [geocoder.geocode(", ".join(filter(None, (row["name"], row["adm1"], row["country"])))) for row in rows]
    near = [
        answer and kilometres((answer.latitude, answer.longitude), (row["lat"], row["lon"])) <= 25
        for row, answer in zip(rows, answers, strict=True)
    ]
    assert sum(map(bool, near)) / len(rows) >= 0.60
    geocode = pipeline.geocoder()
    strikes = [json.loads(row) for row in (CORPORA / "nl_oir_strikes.jsonl").read_text(encoding="utf-8").splitlines()]
    codes = {"Iraq": "IQ", "Syria": "SY"}
    events = [(row["text"], row["events"][0]) for row in strikes[:400]]
    places = [(geocode(text, codes.get(event["country"], "")), event) for text, event in events]
    apart = [kilometres((p.latitude, p.longitude), (event["lat"], event["lon"])) for p, event in places if p]
    assert statistics.median(apart) <= 8.0


def test_a_wrong_kind_of_local_file(tmp_path):
    """A file that says zip and is none."""
    (tmp_path / "SY.zip").write_text("no")
    with pytest.raises(InputError, match=r"SY\.zip: is damaged, or no zip file"):
        add_pack("SY", local=tmp_path / "SY.zip")
