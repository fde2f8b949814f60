"""Sources: what users give becomes one source an article, or a rejection with a reason. Nothing stops the run."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import os
import stat
import tarfile
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from etl.articles import ReadOptions, Rejection, Source, read, sources
from etl.articles import archives as archives_module
from etl.articles import web as web_module
from etl.articles.web import Fetcher
from etl.errors import InputError, RejectedArticle

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = Path(__file__).parent / "fixtures" / "articles"
OPTIONS = ReadOptions()
STORY = b"Troops entered the town on Monday, the governor of the province reported."


def all_of(*paths: Path | str, options: ReadOptions = OPTIONS) -> list[Source | Rejection]:
    return list(sources([str(path) for path in paths], options=options))


def rejected(items: list[Source | Rejection]) -> dict[str, str]:
    return {os.path.basename(item.label): item.reason for item in items if isinstance(item, Rejection)}  # noqa: PTH119


def tar_of(path: Path, members: list[tuple[tarfile.TarInfo, bytes]], mode: str = "w") -> None:
    with tarfile.open(path, mode) as archive:
        for info, data in members:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))


class TestFilesAndFolders:
    def test_a_file_is_one_source(self, tmp_path: Path) -> None:
        """A text file is read whole; its identity is its absolute path."""
        path = tmp_path / "hit.txt"
        path.write_bytes(STORY)
        assert all_of(path) == [Source(label=str(path), location=str(path), kind="text", data=STORY, options=OPTIONS)]

    def test_folders_come_in_a_fixed_order(self, tmp_path: Path) -> None:
        """Files before subfolders, both by name, on every machine; hidden files are passed over."""
        for name in ("b/2.txt", "a/1.md", "z.txt", ".hidden.txt", ".git/config.txt", "__MACOSX/x.txt"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(STORY)
        assert [Path(item.label).relative_to(tmp_path).as_posix() for item in all_of(tmp_path)] == [
            "z.txt",
            "a/1.md",
            "b/2.txt",
        ]

    def test_files_saved_beside_a_page_are_no_articles(self, tmp_path: Path) -> None:
        """A browser saves "Page.html" with "Page_files": scripts and frames in there are part of the page."""
        (tmp_path / "Page.html").write_bytes(b"<html></html>")
        (tmp_path / "Page_files").mkdir()
        (tmp_path / "Page_files" / "frame.html").write_bytes(b"<html></html>")
        (tmp_path / "Other_files").mkdir()
        (tmp_path / "Other_files" / "real.txt").write_bytes(STORY)
        assert [Path(item.label).name for item in all_of(tmp_path)] == ["Page.html", "real.txt"]

    def test_a_missing_path_is_an_error_at_once(self, tmp_path: Path) -> None:
        """A misspelt path is told before anything is read, not when its turn comes."""
        with pytest.raises(InputError, match="no such file or folder; give files"):
            sources([str(tmp_path), str(tmp_path / "nope.txt")], options=OPTIONS)

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("a.docx", ".docx: save it as .txt or .html first"),
            ("a.PDF", ".pdf: save its text as .txt first"),
            ("a.json", ".json: write one article a line and name it .jsonl"),
            ("a.csv", ".csv: rows of events come in with `import csv`; articles as .jsonl, one a line"),
            ("a.mhtml", ".mhtml: save the page as .html first"),
            ("a.7z", ".7z: unpack it first, or pack it as .zip"),
            ("a.png", ".png: pictures and recordings are not read; give the text as .txt"),
            (
                "a.xyz",
                ".xyz: unknown type; known are .txt .md .html .jsonl .rss .atom .xml, and .zip .tar .tar.gz .gz of them",
            ),
            (
                "LICENSE",
                "no file type in the name: known are .txt .md .html .jsonl .rss .atom .xml, and .zip .tar .tar.gz .gz of them",
            ),
        ],
    )
    def test_unknown_types_say_what_to_do_instead(self, tmp_path: Path, name: str, reason: str) -> None:
        """One line that helps, for what is no article."""
        (tmp_path / name).write_bytes(b"x")
        assert rejected(all_of(tmp_path / name)) == {name: reason}

    def test_a_pipe_is_not_opened(self, tmp_path: Path) -> None:
        """A named pipe would block for ever."""
        os.mkfifo(tmp_path / "a.txt")
        assert rejected(all_of(tmp_path)) == {"a.txt": "not a file"}

    def test_a_dangling_link_and_a_loop_of_folders(self, tmp_path: Path) -> None:
        """Links to nowhere are rejections; links to folders are not walked."""
        (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
        (tmp_path / "loop").symlink_to(tmp_path)
        assert rejected(all_of(tmp_path)) == {"gone.txt": "cannot read it: No such file or directory"}

    def test_an_unreadable_file_is_a_rejection(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The run goes on without a file that may not be read."""
        (tmp_path / "a.txt").write_bytes(STORY)

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
        assert rejected(all_of(tmp_path)) == {"a.txt": "cannot read it: Permission denied"}

    def test_a_file_over_the_limit(self, tmp_path: Path) -> None:
        """20 MB is more than any article."""
        with (tmp_path / "a.txt").open("wb") as file:
            file.truncate(20_000_001)
        assert rejected(all_of(tmp_path)) == {"a.txt": "the file is larger than 20 MB"}

    def test_a_name_that_is_no_text(self, tmp_path: Path) -> None:
        """A file name of stray bytes is written out, so that every label can be stored and shown."""
        with open(os.fsencode(tmp_path) + b"/\xff.txt", "wb") as file:  # noqa: PTH123 (a name of bytes)
            file.write(STORY)
        (item,) = all_of(tmp_path)
        assert item.label == f"{tmp_path}/\\xff.txt"
        assert item.label.encode()

    def test_front_matter_gives_the_identity(self, tmp_path: Path) -> None:
        """A given id, else the address, is the identity under which a later version replaces this one."""
        (tmp_path / "a.txt").write_bytes(b"---\nid: wire-7\nurl: https://x.example/7\n---\n" + STORY)
        (tmp_path / "b.md").write_bytes(b"\xef\xbb\xbf---\r\nurl: https://x.example/8\r\n---\r\n" + STORY)
        assert [item.location for item in all_of(tmp_path) if isinstance(item, Source)] == [
            "id:wire-7",
            "url:https://x.example/8",
        ]


class TestLines:
    def test_each_line_is_a_source(self, tmp_path: Path) -> None:
        """One article a line, by id, else address, else line number; blank lines count but are none."""
        path = tmp_path / "a.jsonl"
        lines = [
            b'\xef\xbb\xbf{"id": 7, "text": "a"}',
            b"",
            b'{"url": "https://x.example/1", "text": "b"}\r',
            b'{"id": null, "text": "c"}',
        ]
        path.write_bytes(b"\n".join(lines))
        assert [(Path(i.label).name, i.location) for i in all_of(path) if isinstance(i, Source)] == [
            ("a.jsonl:1", "id:7"),
            ("a.jsonl:3", "url:https://x.example/1"),
            ("a.jsonl:4", f"{path}#4"),
        ]

    def test_bad_lines_are_rejected_alone(self, tmp_path: Path) -> None:
        """A line that is no object stands in the way of no other."""
        path = tmp_path / "a.jsonl"
        path.write_bytes(b'{"text": \n[1]\n"text"\n' + b"[" * 100_000 + b'\n{"text": "good"}\n\xff\xfe\n')
        items = all_of(path)
        assert [type(item).__name__ for item in items] == ["Rejection"] * 4 + ["Source", "Rejection"]
        assert [reason.split(":")[0] for reason in rejected(items).values()] == [
            "not JSON",
            "not an article",
            "not an article",
            "not JSON",
            "not JSON",
        ]

    def test_a_long_line_is_skipped_not_held(self, tmp_path: Path) -> None:
        """A line of 20 MB is refused without reading further lines as part of it."""
        path = tmp_path / "a.jsonl"
        with path.open("wb") as file:
            file.write(b'{"text": "' + b"x" * 41_000_000 + b'"}\n{"text": "good"}\n')
        items = all_of(path)
        assert rejected(items) == {"a.jsonl:1": "the line is larger than 20 MB"}
        assert [item.data for item in items if isinstance(item, Source)] == [b'{"text": "good"}\n']

    def test_utf16_lines(self, tmp_path: Path) -> None:
        """UTF-16 cannot be split at line ends of bytes."""
        (tmp_path / "a.jsonl").write_bytes('{"text": "x"}\n'.encode("utf-16"))
        assert rejected(all_of(tmp_path)) == {"a.jsonl": "UTF-16: save it as UTF-8 first"}

    def test_lines_are_streamed(self, tmp_path: Path) -> None:
        """The first article is there before the rest of the file is read."""
        path = tmp_path / "a.jsonl"
        with path.open("wb") as file:
            file.write(b'{"id": "1", "text": "a"}\n')
            file.truncate(5_000_000_000)  # sparse: would not fit if it were read
        first = next(sources([str(path)], options=OPTIONS))
        assert first.location == "id:1"  # type: ignore[union-attr]  # a rejection would fail here too


class TestArchives:
    def test_members_of_a_zip(self, tmp_path: Path) -> None:
        """Each file inside is read as if it lay in a folder, in the order of names."""
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("n/2.txt", STORY)
            archive.writestr("1.jsonl", '{"text": "x"}\n{"id": "j", "text": "y"}')
            archive.writestr("n/.hidden", "x")
        assert [(i.label, i.location) for i in all_of(path) if isinstance(i, Source)] == [
            (f"{path}!1.jsonl:1", f"{path}!1.jsonl#1"),
            (f"{path}!1.jsonl:2", "id:j"),
            (f"{path}!n/2.txt", f"{path}!n/2.txt"),
        ]

    @pytest.mark.parametrize(("name", "mode"), [("a.tar", "w"), ("a.tar.gz", "w:gz"), ("a.tgz", "w:gz")])
    def test_members_of_a_tar(self, tmp_path: Path, name: str, mode: str) -> None:
        """Plain and packed tar files give their files in their order."""
        tar_of(tmp_path / name, [(tarfile.TarInfo("b.txt"), STORY), (tarfile.TarInfo("a.txt"), STORY * 300)], mode)
        assert [(i.label.partition("!")[2], len(i.data)) for i in all_of(tmp_path) if isinstance(i, Source)] == [
            ("b.txt", len(STORY)),
            ("a.txt", 300 * len(STORY)),
        ]

    @pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "feed.rss"])
    def test_a_packed_file(self, tmp_path: Path, name: str) -> None:
        """A .gz is the file that it holds; its identity is its path."""
        data = {"a.txt": STORY, "a.jsonl": b'{"text": "x"}\n', "feed.rss": (FIXTURES / "feed.rss").read_bytes()}[name]
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(data))
        items = all_of(tmp_path)
        assert rejected(items) == {}
        assert len(items) == (2 if name == "feed.rss" else 1)

    def test_names_and_links_that_lead_out(self, tmp_path: Path) -> None:
        """Names that climb out, absolute names, links and devices are refused; the others are read."""
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        hard = tarfile.TarInfo("hard.txt")
        hard.type, hard.linkname = tarfile.LNKTYPE, "good.txt"
        device = tarfile.TarInfo("null.txt")
        device.type = tarfile.CHRTYPE
        members = [(tarfile.TarInfo(name), STORY) for name in ("../up.txt", "/abs.txt", "good.txt")]
        tar_of(tmp_path / "a.tar", [*members, (link, b""), (hard, b""), (device, b"")])
        entry = zipfile.ZipInfo("zlink.txt")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
            archive.writestr("../../x.txt", STORY)
            archive.writestr("C:\\x\\y.txt", STORY)
            archive.writestr(entry, "/etc/passwd")
        items = all_of(tmp_path)
        assert sorted((i.label.partition("!")[2], i.reason) for i in items if isinstance(i, Rejection)) == [
            ("../../x.txt", "the name leads out of the archive: not read"),
            ("../up.txt", "the name leads out of the archive: not read"),
            ("/abs.txt", "the name leads out of the archive: not read"),
            ("C:\\x\\y.txt" if os.sep == "/" else "C:/x/y.txt", "the name leads out of the archive: not read"),
            ("hard.txt", "a link: not followed"),
            ("link.txt", "a link: not followed"),
            ("null.txt", "not a file"),
            ("zlink.txt", "a link: not followed"),
        ]
        assert [i.label.partition("!")[2] for i in items if isinstance(i, Source)] == ["good.txt"]

    def test_a_zip_bomb(self, tmp_path: Path) -> None:
        """A file that unpacks to a thousand times its size is refused by its declaration, and never unpacked."""
        with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("ratio.txt", b"\0" * 15_000_000)
            archive.writestr("size.txt", b"\0" * 21_000_000)
            archive.writestr("good.txt", STORY)
        items = all_of(tmp_path)
        assert rejected(items) == {
            "a.zip!ratio.txt": "unpacks to far more than its size: not read",
            "a.zip!size.txt": "the file is larger than 20 MB",
        }
        assert len(items) == 3

    def test_a_lying_zip(self, tmp_path: Path) -> None:
        """A declared size smaller than the real one gives a damaged file, not a flood."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.txt", b"x" * 2_000_000)
        data = buffer.getvalue().replace((2_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
        (tmp_path / "a.zip").write_bytes(data)
        assert rejected(all_of(tmp_path)) == {"a.zip!a.txt": "damaged inside the archive"}

    def test_an_encrypted_member(self, tmp_path: Path) -> None:
        """Encrypted files are named; nobody is asked for a password."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("a.txt", STORY)
        data = bytearray(buffer.getvalue())
        data[6] |= 1
        data[data.index(b"PK\x01\x02") + 8] |= 1
        (tmp_path / "a.zip").write_bytes(bytes(data))
        assert rejected(all_of(tmp_path)) == {"a.zip!a.txt": "encrypted: unpack it first"}

    def test_too_many_members(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A cap on the number of files: a zip is refused whole, a tar from there on."""
        monkeypatch.setattr(archives_module, "MAX_MEMBERS", 3)
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            for number in range(4):
                archive.writestr(f"{number}.txt", STORY)
        tar_of(tmp_path / "b.tar", [(tarfile.TarInfo(f"{number}.txt"), STORY) for number in range(9)])
        items = all_of(tmp_path)
        reason = "the archive has more than 3 files: unpack it and give the folder"
        assert rejected(items) == {"a.zip": reason, "b.tar": reason}
        assert sum(isinstance(item, Source) for item in items) == 3

    def test_a_gzip_bomb(self, tmp_path: Path) -> None:
        """A .gz that swells a hundredfold stops, as one file and as JSONL alike."""
        (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"x" * 19_000_000))
        (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"text": "x"}\n' + b"\n" * 6_000_000))
        items = all_of(tmp_path)
        reason = "cannot read it: the archive unpacks to far more than its size: not read"
        assert rejected(items) == {"a.txt.gz": reason, "b.jsonl.gz": reason}
        assert sum(isinstance(item, Source) for item in items) == 1

    def test_a_tar_bomb(self, tmp_path: Path) -> None:
        """A packed tar whose members or headers swell is stopped before they are held or skipped over."""
        tar_of(
            tmp_path / "a.tar.gz",
            [(tarfile.TarInfo("a.txt"), STORY), (tarfile.TarInfo("b.txt"), b"\0" * 19_000_000)],
            "w:gz",
        )
        header = tarfile.TarInfo("x")
        header.type = tarfile.GNUTYPE_LONGNAME
        header.size = 8_000_000_000
        (tmp_path / "b.tar.gz").write_bytes(gzip.compress(header.tobuf(tarfile.GNU_FORMAT) + b"a" * 100_000))
        items = all_of(tmp_path)
        reason = "the archive unpacks to far more than its size: not read"
        assert rejected(items) == {"a.tar.gz": reason, "b.tar.gz": reason}
        assert sum(isinstance(item, Source) for item in items) == 1

    def test_damaged_archives(self, tmp_path: Path) -> None:
        """Cut off or no archive at all: one rejection each."""
        (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 not a zip")
        (tmp_path / "b.tar").write_bytes(b"not a tar" * 100)
        (tmp_path / "c.txt.gz").write_bytes(gzip.compress(os.urandom(5_000))[:-900])
        (tmp_path / "d.tar.gz").write_bytes(b"\x1f\x8b\x08 broken")
        (tmp_path / "e.txt.gz").write_bytes(b"")
        tar_of(tmp_path / "f.tar", [(tarfile.TarInfo("a.txt"), STORY * 100)])
        (tmp_path / "f.tar").write_bytes((tmp_path / "f.tar").read_bytes()[:2_000])
        items = all_of(tmp_path)
        assert sorted(rejected(items)) == ["a.zip", "b.tar", "c.txt.gz", "d.tar.gz", "f.tar"]
        assert set(rejected(items).values()) == {
            "the archive is damaged or cut off",
            "cannot read it: the archive is damaged or cut off",
        }

    def test_an_archive_in_an_archive(self, tmp_path: Path) -> None:
        """Archives are opened one deep."""
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr("b.zip", b"PK")
            archive.writestr("c.docx", b"PK")
        (tmp_path / "d.zip.gz").write_bytes(gzip.compress(b"PK"))
        assert rejected(all_of(tmp_path)) == {
            "a.zip!b.zip": "an archive inside an archive: unpack it first",
            "a.zip!c.docx": ".docx: save it as .txt or .html first",
            "d.zip.gz": "an archive inside an archive: unpack it first",
        }


class TestFeeds:
    def test_each_entry_is_a_source(self) -> None:
        """RSS and Atom: one source an entry, known by its address."""
        items = all_of(FIXTURES / "feed.rss", FIXTURES / "feed.atom")
        assert [i.location for i in items if isinstance(i, Source)] == [
            "url:https://ledger.example/zabadani",
            "url:https://ledger.example/taiz",
            "url:https://wire.example/darayya",
        ]

    def test_entries_keep_their_own_date_and_text(self) -> None:
        """The date is that of the zone it was given in; the text is the longest that the entry carries, without markup."""
        articles = [read(item) for item in all_of(FIXTURES / "feed.rss") if isinstance(item, Source)]
        assert [
            (a.published.isoformat() if a.published else None, a.title, a.publisher, a.dateline, a.agencies)
            for a in articles
        ] == [
            ("2015-09-26", "Truce holds in Zabadani", "The Sample Ledger", "BEIRUT", ("AP",)),
            ("2015-09-27", "Shells fall on Taiz", "The Sample Ledger", None, ()),
        ]
        assert articles[1].text == "Shells killed four people in a market of Taiz on Sunday, medical workers reported."

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"<?xml version='1.0'?><data><x/></data>", "not a feed: save the page as .html, or the text as .txt"),
            (b"", "not a feed: save the page as .html, or the text as .txt"),
            (b"<rss version='2.0'><channel><title>x</title></channel></rss>", "the feed has no entries"),
            (
                b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>',
                "the feed declares entities: remove its <!DOCTYPE> first",
            ),
            (b"<rss>" + b" " * 5_000_001, "the feed is larger than 5 MB"),
        ],
    )
    def test_what_is_no_feed(self, tmp_path: Path, data: bytes, reason: str) -> None:
        """Other XML, empty feeds and entity bombs are refused in one line."""
        (tmp_path / "a.xml").write_bytes(data)
        assert rejected(all_of(tmp_path)) == {"a.xml": reason}


class _Server(BaseHTTPRequestHandler):
    pages: dict[str, tuple[int, dict[str, str], bytes]] = {}  # noqa: RUF012 (the handler's class is its state)

    def do_GET(self) -> None:
        status, headers, body = self.pages.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(pages: dict[str, tuple[int, dict[str, str], bytes]]) -> Iterator[str]:
    """A server on loopback with these pages."""
    handler = type("Handler", (_Server,), {"pages": pages})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_module, "_PAUSE_SECONDS", 0.0)


@pytest.mark.usefixtures("no_pause")
class TestAddresses:
    def test_a_named_page_is_fetched(self) -> None:
        """An address among the arguments is one source, known by the address where its redirects end."""
        html = "<html><p>Größe</p></html>".encode("latin-1")
        pages = {
            "/a": (302, {"Location": "/b"}, b""),
            "/b": (200, {"Content-Type": "text/html; charset=latin-1"}, html),
            "/f": (200, {"Content-Type": "text/xml"}, (FIXTURES / "feed.atom").read_bytes()),
            "/x": (200, {"Content-Type": "application/x-rss+xml"}, (FIXTURES / "feed.atom").read_bytes()),
        }
        with served(pages) as host:
            items = all_of(f"{host}/a", f"{host}/f")
            assert [item.location for item in all_of(f"{host}/x") if isinstance(item, Source)] == [
                "url:https://wire.example/darayya"
            ]
        page = Source(
            label=f"{host}/a", location=f"url:{host}/b", kind="html", data=html, options=OPTIONS, charset="latin-1"
        )
        assert items[0] == page
        assert [item.location for item in items[1:] if isinstance(item, Source)] == ["url:https://wire.example/darayya"]

    def test_what_cannot_be_fetched(self) -> None:
        """Every failure is one rejection; the next address is tried."""
        pages = {
            "/pdf": (200, {"Content-Type": "application/pdf"}, b"%PDF"),
            "/file": (302, {"Location": "file:///etc/passwd"}, b""),
            "/ftp": (302, {"Location": "ftp://127.0.0.1/x"}, b""),
            "/loop": (302, {"Location": "/loop"}, b""),
        }
        with served(pages) as host:
            items = all_of(f"{host}/none", f"{host}/pdf", f"{host}/file", f"{host}/ftp", f"{host}/loop")
        reasons = [item.reason for item in items if isinstance(item, Rejection)]
        assert reasons[:2] == [
            "fetch: the server answered 404",
            "fetch: the server sent application/pdf, which is no article",
        ]
        assert reasons[2:] == ["fetch: redirected in circles, or to what is not http or https"] * 3

    def test_other_schemes_are_refused(self) -> None:
        """A file is given by its path, never by an address."""
        assert rejected(all_of("file:///etc/passwd", "ftp://x.example/a")) == {
            "passwd": "fetch: only http and https addresses can be fetched; give a file by its path",
            "a": "fetch: only http and https addresses can be fetched; give a file by its path",
        }

    def test_no_answer(self) -> None:
        """A host that does not answer is one line."""
        with served({}) as host:
            pass
        (item,) = all_of(f"{host}/a")
        assert isinstance(item, Rejection)
        assert item.reason.startswith("fetch: ")

    def test_a_redirect_to_this_computer(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """From the web, no redirect and no name leads to loopback or the local network: nothing is sent there."""
        asked: list[str] = []
        with served({"/a": (200, {"Content-Type": "text/plain"}, STORY)}) as host:
            request = type("Request", (), {"full_url": f"{host}/a"})()
            connection = web_module._guarded(web_module.http.client.HTTPConnection, "news.example", request)
            opened = connection(host.removeprefix("http://"), timeout=5)
            monkeypatch.setattr(opened, "send", asked.append)
            with pytest.raises(web_module._ForbiddenError, match="this computer or its network"):
                opened.connect()
        assert asked == []

    def test_an_endless_answer(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A body over the limit is dropped where it crosses it."""
        monkeypatch.setattr(web_module, "MAX_BYTES", 1_000)
        with served({"/a": (200, {"Content-Type": "text/plain"}, b"x" * 5_000)}) as host:
            (item,) = all_of(f"{host}/a")
        assert item == Rejection(f"{host}/a", "fetch: the answer is larger than 20 MB")

    def test_a_slow_answer(self) -> None:
        """A body that drips past the deadline is dropped."""
        ticks = itertools.count(0, 40)
        with (
            served({"/a": (200, {"Content-Type": "text/plain"}, b"x" * 500_000)}) as host,
            pytest.raises(RejectedArticle, match="slower than 60 seconds"),
        ):
            Fetcher(clock=lambda: float(next(ticks)), sleep=lambda _: None).page(f"{host}/a")

    def test_lines_without_text_are_fetched_on_request(self, tmp_path: Path) -> None:
        """With ``fetch_urls`` a line with an address and no text is fetched; without, it is a source that has no text."""
        with served({"/a": (200, {"Content-Type": "text/plain"}, STORY)}) as host:
            (tmp_path / "a.jsonl").write_text(json.dumps({"url": f"{host}/a"}))
            (fetched,) = all_of(tmp_path, options=ReadOptions(fetch_urls=True))
            (kept,) = all_of(tmp_path)
        assert isinstance(fetched, Source)
        assert fetched.data == STORY
        assert isinstance(kept, Source)
        with pytest.raises(RejectedArticle, match="no text"):
            read(kept)


def test_one_request_a_second_to_a_host() -> None:
    """The second request to a host waits; another host does not."""
    now, waits = [100.0], []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    fetcher = Fetcher(clock=lambda: now[0], sleep=sleep)
    with served({}) as host:
        for url in (f"{host}/a", f"{host}/b", host.replace("127.0.0.1", "localhost")):
            with pytest.raises(RejectedArticle):
                fetcher.page(url)
            now[0] += 0.25
    assert waits == [0.75]
