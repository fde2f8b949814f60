"""One source to one article: text, fields, date, language, story. Nothing but RejectedArticle ever comes out instead."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.articles import ReadOptions, Rejection, Source, article_from_text, read, sources
from etl.articles.datelines import agencies, dateline
from etl.articles.dates import date_in_name, date_line, publication_date
from etl.articles.decoding import text_of
from etl.articles.english import foreign_language
from etl.articles.paragraphs import paragraphs
from etl.articles.prose import layout
from etl.errors import RejectedArticle
from etl.model import Article

FIXTURES = Path(__file__).parent / "fixtures" / "articles"
SHARED = Path(__file__).parents[2] / "shared"
STORY = "Troops entered the town on Monday, the governor of the province reported."


def source(data: bytes | str, *, kind: str = "text", label: str = "a.txt", **options: object) -> Source:
    data = data.encode() if isinstance(data, str) else data
    return Source(label=label, location=label, kind=kind, data=data, options=ReadOptions(**options))  # type: ignore[arg-type]  # each test names its own


def json_article(**fields: object) -> Article:
    return read(source(json.dumps(fields), kind="json", label="a.jsonl:1"))


def story(article: Article) -> list[str]:
    return [span.of(article.text) for span in article.prose]


def reason(item: Source) -> str:
    with pytest.raises(RejectedArticle) as caught:
        read(item)
    return str(caught.value)


class TestFields:
    def test_jsonl_is_taken_as_given(self) -> None:
        """Id and text are unchanged to the last blank; the other fields are what the line says."""
        text = f"\n\n  {STORY}  \r\n"
        article = json_article(
            id="A 1/ü",
            title=" Town\tentered ",
            published="2016-05-04",
            source="AFP",
            url="https://x.example",
            text=text,
            other=[1],
        )
        assert article == Article(
            article_id=article.article_id,
            title="Town entered",
            text=text,
            prose=article.prose,
            published=dt.date(2016, 5, 4),
            publisher="AFP",
            url="https://x.example",
        )
        assert article.article_id == "A 1/ü"
        assert story(article) == [STORY]

    @pytest.mark.parametrize(
        "fields",
        [
            {"date": "2016-05-04"},
            {"dct": "2016-05-04"},
            {"published": None, "date": "2016-05-04"},
            {"published": " ", "dct": "4 May 2016"},
            {"published": 20160504},
        ],
    )
    def test_names_of_the_date(self, fields: dict[str, object]) -> None:
        """``date`` and ``dct`` stand in for ``published``; null and blank count as missing."""
        assert json_article(text=STORY, **fields).published == dt.date(2016, 5, 4)

    def test_the_first_name_with_a_value_counts(self) -> None:
        """``published`` before ``date`` before ``dct``, ``publisher`` before ``source``."""
        article = json_article(
            text=STORY, dct="2014-01-01", date="2015-01-01", published="2016-01-01", source="B", publisher="A"
        )
        assert (article.published, article.publisher) == (dt.date(2016, 1, 1), "A")

    def test_a_numeric_id(self) -> None:
        """A number is an id too, written as it stands."""
        assert json_article(id=7, text=STORY).article_id == "7"

    @pytest.mark.parametrize(
        ("fields", "why"),
        [
            ({}, "no text"),
            ({"text": None}, "no text"),
            ({"text": ""}, "no text"),
            ({"text": " \n"}, "no text"),
            ({"text": ["a"]}, "text: not a string"),
            ({"text": STORY, "id": ["a"]}, "id: not a string"),
            ({"text": STORY, "title": {"a": 1}}, "title: not a string"),
            ({"text": STORY, "published": True}, "published: not a string"),
            ({"text": STORY, "id": "x" * 501}, "id: longer than 500 characters"),
            (
                {"text": STORY, "published": "04/05/2016"},
                "published: '04/05/2016' may be two days; say which with --date-order DMY or MDY",
            ),
            (
                {"text": STORY, "published": "soon\n" + "x" * 90},
                "published: cannot read 'soon xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'",
            ),
            ({"text": STORY, "published": "0001-01-01"}, "published: cannot read '0001-01-01'"),
            ({"text": f"{STORY}\0"}, "text: holds NUL characters"),
            ({"text": f"{STORY}\ud800"}, "text: holds half characters (lone surrogates)"),
            ({"text": STORY, "id": "a\0"}, "id: holds NUL characters"),
            ({"text": "x " * 500_001}, "text: longer than 1,000,000 characters"),
            ({"text": "x\n" * 20_001}, "text: more than 20,000 lines"),
        ],
    )
    def test_what_a_line_may_not_hold(self, fields: dict[str, object], why: str) -> None:
        """Each fault has one short reason, the same for the same fault."""
        assert reason(source(json.dumps(fields), kind="json")) == why

    def test_front_matter(self) -> None:
        """The block's fields are the article's; the text is what follows it, exactly; unknown keys are ignored."""
        head = "---\nid: w-1\ntitle: \"Town 'entered'\"\npublished: 4 May 2016\nsource: Wire\nurl: https://x.example/a:b\ntags:\n  - war\nlicence: none\n---\n"
        article = read(source(f"{head}\n{STORY}\n"))
        assert article == Article(
            article_id=article.article_id,
            title="Town 'entered'",
            text=f"\n{STORY}\n",
            prose=article.prose,
            published=dt.date(2016, 5, 4),
            publisher="Wire",
            url="https://x.example/a:b",
        )
        assert (article.article_id, story(article)) == ("w-1", [STORY])

    @pytest.mark.parametrize(
        "text", [f"---\n{STORY}", f"---\n---\n{STORY}", f"--- a rule\n{STORY}", f"---\n\n{STORY}\n\n---\n{STORY}"]
    )
    def test_a_rule_is_no_front_matter(self, text: str) -> None:
        """A line of dashes without fields and an end is text."""
        assert read(source(text)).text == text

    def test_windows_line_ends_and_bom(self) -> None:
        """The byte-order mark is no text; line ends stay as they are."""
        article = read(
            source(
                b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\n"
                + f"{STORY}\r\n\r\nA second paragraph tells the rest of it.\r\n".encode()
            )
        )
        assert article.text.startswith(STORY)
        assert story(article) == [STORY, "A second paragraph tells the rest of it."]

    def test_the_id_hangs_on_the_content_alone(self) -> None:
        """Same words, date and publisher: same id, from any file; another date or publisher: another id."""
        a, b = read(source(STORY, label="a.txt")), read(source(STORY, label="/x/b.md"))
        assert a.article_id == b.article_id == article_from_text(STORY).article_id
        assert a.article_id.startswith("art_")
        assert len(a.article_id) == 20
        ids = {
            article_from_text(STORY, publisher=p, published=d).article_id
            for p in (None, "A", "B")
            for d in (None, dt.date(2016, 5, 4))
        }
        assert len(ids) == 6


class TestDates:
    @pytest.mark.parametrize(
        "value",
        [
            "2016-05-04",
            "2016-05-04T23:30:00-05:00",
            "2016-05-04T00:30:00+0300",
            "2016-05-04T10:00Z",
            "2016-05-04 12:24:52.002364-05",
            "2016-05-04 10:00:00 +00:00",
            "20160504",
            "20160504T101500Z",
            "2016/05/04 10:15",
            "Wed, 04 May 2016 10:15:00 GMT",
            "Wed, 04 May 2016 23:59:59 -0700",
            "Wed, 4 May 16 10:15:00 EST",
            "04 May 2016 10:15 +0200",
            "May 4, 2016",
            "May 4 2016",
            "MAY 4, 2016",
            "4 May 2016",
            "4th of May, 2016",
            "Wednesday, May 4th, 2016",
            "Wed May 4, 2016 | 4:58pm EST",
            "May. 4, 2016 at 4:58 p.m. ET",
            "4-May-2016",
            "10:15, 4 May 2016",
            "Wed May  4 10:15:00 UTC 2016",
            "  2016-05-04\n",
        ],
    )
    def test_forms(self, value: str) -> None:
        """Every form that feeds, pages and wires write; the day is that of the zone given."""
        assert publication_date(value) == dt.date(2016, 5, 4)

    @pytest.mark.parametrize(
        "value",
        ["", "2016", "May 2016", "04/05/2016", "4.5.2016", "2016-13-04", "2016-02-30", "30 February 2016", "May 4", "today", "last Tuesday",
         "1799-12-31", "2101-01-01", "0001-01-01", "9999-12-31", "2016-05-04 was a Wednesday", "the 4 May 2016", "1462356000", "32 May 2016",
         "2016-05-04" * 9, "٢٠١٦-٠٥-٠٤x"],
    )  # fmt: skip
    def test_what_is_no_day(self, value: str) -> None:
        """Half a date, two dates, an absurd one or none is None; nothing is guessed and today is never the answer."""
        assert publication_date(value) is None

    def test_numbers_need_an_order(self) -> None:
        """The user says whether "04/05/2016" is the 4th or the 5th; a date with a single reading needs nobody's word."""
        assert publication_date("04/05/2016", "DMY") == dt.date(2016, 5, 4)
        assert publication_date("04/05/2016", "MDY") == dt.date(2016, 4, 5)
        assert publication_date("25.12.2016") == dt.date(2016, 12, 25)
        assert publication_date("5/5/2016 10:15 GMT") == dt.date(2016, 5, 5)
        assert publication_date("25/12/2016", "MDY") is None
        article = read(source(json.dumps({"text": STORY, "date": "04/05/2016"}), kind="json", date_order="DMY"))
        assert article.published == dt.date(2016, 5, 4)

    @pytest.mark.parametrize(
        ("line", "day"),
        [
            ("Published: 4 May 2016, 10:15 GMT", dt.date(2016, 5, 4)),
            ("Updated 10:15, 4 May 2016", dt.date(2016, 5, 4)),
            ("Last updated on May 4, 2016", dt.date(2016, 5, 4)),
            ("— May 4, 2016 —", dt.date(2016, 5, 4)),
            ("On May 4, 2016", dt.date(2016, 5, 4)),
            ("On May 4, 2016, the army", None),
            ("Published daily", None),
        ],
    )
    def test_date_lines(self, line: str, day: dt.date | None) -> None:
        """A line that says nothing but a date, with or without the word for it."""
        assert date_line(line) == day

    @pytest.mark.parametrize(
        ("name", "day"),
        [
            ("2016-05-04-hit.txt", dt.date(2016, 5, 4)),
            ("dw_20160504.html", dt.date(2016, 5, 4)),
            ("a.2016.05.04.txt", dt.date(2016, 5, 4)),
            ("2016-05-04_to_2016-05-06.txt", None),
            ("id120160504.txt", None),
            ("20161304.txt", None),
            ("2016-0504.txt", None),
            ("00010101.txt", None),
        ],
    )
    def test_dates_in_names(self, name: str, day: dt.date | None) -> None:
        """One plausible date in a file's name."""
        assert date_in_name(name) == day

    @pytest.mark.parametrize(
        ("text", "label", "day"),
        [
            (f"Town entered\n\nMay 4, 2016\n\n{STORY}", "2011-01-01.txt", dt.date(2016, 5, 4)),
            (f"HIT, 3 May 2016 (AFP) - {STORY}", "2011-01-01.txt", dt.date(2016, 5, 3)),
            (f"HIT, May 3 (AFP) - {STORY}", "2011-01-01.txt", dt.date(2011, 1, 1)),
            (
                f"Town entered\n\nBy Ann Lee, Wire\nUpdated 1453 GMT (2253 HKT) May 4, 2016\n\n{STORY}",
                "2011-01-01.txt",
                dt.date(2016, 5, 4),
            ),
            (f"Town entered\n\nSource: Xinhua 2016-05-04 10:15:22\n\n{STORY}", "2011-01-01.txt", dt.date(2016, 5, 4)),
            (STORY, "/news/wire-20110101.txt", dt.date(2011, 1, 1)),
            (STORY, "news.txt", dt.date(2001, 1, 1)),
            (f"Town entered\n\n04/05/2016\n\n{STORY}", "news.txt", dt.date(2001, 1, 1)),
        ],
    )
    def test_where_an_undated_text_takes_its_date(self, text: str, label: str, day: dt.date) -> None:
        """The text's own date line or dateline, else the file's name, else what the user said."""
        assert read(source(text, label=label, published=dt.date(2001, 1, 1))).published == day

    def test_no_date_anywhere(self) -> None:
        """An article without any date is undated. It is not of today."""
        assert read(source(STORY)).published is None

    def test_a_given_date_comes_first(self) -> None:
        """Front matter wins over the text, the name and the option; the name of a JSONL file dates nothing."""
        text = f"---\npublished: 2016-05-04\n---\nJune 1, 2012\n\n{STORY}"
        assert read(source(text, label="2011-01-01.txt", published=dt.date(2001, 1, 1))).published == dt.date(
            2016, 5, 4
        )
        assert read(source(json.dumps({"text": STORY}), kind="json", label="2011-01-01.jsonl:1")).published is None


class TestPages:
    def test_a_saved_page(self) -> None:
        """Story, title, publisher, address and the original date, in the page's own zone; offsets are into the story's text."""
        article = read(source((FIXTURES / "page.html").read_bytes(), kind="html", label="page.html"))
        assert (article.title, article.publisher, article.url) == (
            "Army clears last streets of Sharqat",
            "The Sample Ledger",
            "https://ledger.example/world/2016/sharqat",
        )
        assert (article.published, article.dateline, article.agencies) == (
            dt.date(2016, 9, 22),
            "ERBIL, Iraq",
            ("Reuters",),
        )
        assert [paragraph.split()[0] for paragraph in story(article)] == [
            "Iraqi",
            "Militiamen",
            "Engineers",
            "Seven",
            "Two",
            "The",
        ]

    def test_html_in_a_text_file(self) -> None:
        """A page saved as .txt is still a page."""
        article = read(source((FIXTURES / "page.html").read_bytes(), label="page.txt"))
        assert article.title == "Army clears last streets of Sharqat"

    @pytest.mark.parametrize(
        ("head", "day"),
        [
            ("", None),
            ('<meta name="date" content="2016-05-04">', dt.date(2016, 5, 4)),
            ('<meta property="article:published_time" content="2087-05-04">', dt.date(2087, 5, 4)),
            ('<meta property="article:published_time" content="0001-01-01">', None),
            (
                '<meta property="article:modified_time" content="2017-01-01"><meta property="article:published_time" content="2016-05-04">',
                dt.date(2016, 5, 4),
            ),
            (
                '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2016-05-04T01:00:00+09:00"}</script>',
                dt.date(2016, 5, 4),
            ),
        ],
    )
    def test_the_date_of_a_page(self, head: str, day: dt.date | None) -> None:
        """Only the page's own metadata dates it: not its footer, not the story's words, not the clock."""
        body = f"<article><h1>Town entered</h1><p>{STORY}</p><p>The last fighting there was in March 2012, and in 2009 before.</p></article>"
        html = f"<html><head><title>T</title>{head}</head><body>{body}<footer>© 2019 Ledger</footer></body></html>"
        assert read(source(html, kind="html", label="a.html")).published == day

    def test_a_fetched_text_keeps_its_address(self) -> None:
        """What was fetched knows where from, page or plain text; a page without a name is published by its host."""
        page = f"<html><body><article><p>{STORY}</p><p>Two bridges were destroyed.</p></article></body></html>"
        for kind, data, publisher in (("text", STORY, None), ("html", page, "ledger.example")):
            fetched = dataclasses.replace(source(data, kind=kind), location="url:https://ledger.example/a")
            article = read(fetched)
            assert (article.url, article.publisher) == ("https://ledger.example/a", publisher)

    def test_a_short_page(self) -> None:
        """Two sentences keep their paragraphs; captions and related links stay out of the story."""
        picture = (
            "<figure><img src='x'><figcaption>Smoke over Hit. Photo: AP</figcaption></figure><p>Photo: Reuters</p>"
        )
        related = "<div class='related'><a href='x'>Another story about a truce in Yemen</a></div>"
        html = f"<html><body><article><p>{STORY}</p><p>Two bridges were destroyed.</p>{picture}{related}</article></body></html>"
        assert story(read(source(html, kind="html"))) == [STORY, "Two bridges were destroyed."]

    @pytest.mark.parametrize(
        "html", ["<html></html>", "<html><body><nav><a href='/'>Home</a></nav></body></html>", "<<<>>>", "<p>", "<!--"]
    )
    def test_a_page_without_a_story(self, html: str) -> None:
        """A page of menus is no article."""
        assert reason(source(html, kind="html")).startswith("no text")


class TestDecoding:
    @pytest.mark.parametrize(
        ("data", "text"),
        [
            ("Zürich – “so”".encode(), "Zürich – “so”"),
            ("Zürich – “so”".encode("utf-8-sig"), "Zürich – “so”"),
            ("Zürich – “so”".encode("utf-16"), "Zürich – “so”"),
            ("Zürich is a town".encode("utf-16-le"), "Zürich is a town"),
            ("Zürich is a town".encode("utf-16-be"), "Zürich is a town"),
            ("Zürich".encode("utf-32"), "Zürich"),
            (
                f"{STORY} “Enough,” he said – in Düsseldorf.".encode("cp1252"),
                f"{STORY} “Enough,” he said – in Düsseldorf.",
            ),
            (b'<meta charset="iso-8859-2"><p>' + "Łódź".encode("iso-8859-2"), '<meta charset="iso-8859-2"><p>Łódź'),
            (("Zürich: größer, schöner. " * 9).encode()[:-1] + b"\xc3", "Zürich: größer, schöner. " * 9),
            (b"a\r\nb\rc", "a\r\nb\rc"),
        ],
    )
    def test_encodings(self, data: bytes, text: str) -> None:
        """As marked, else UTF-8, else as declared, else the code page that Windows writes English in; line ends stay."""
        assert text_of(data).replace("\ufffd", " ") == text

    def test_a_server_says_the_charset(self) -> None:
        """What the server declared is tried before what the bytes look like."""
        assert text_of("Привет, мир".encode("koi8-r"), "koi8-r") == "Привет, мир"
        assert text_of(b"plain", "no-such-charset") == "plain"

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b" \n\t",
            b"\0",
            b"\0" * 999,
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            bytes(range(1, 32)) * 40,
            b"MZ\x90\x00\x03\x00\x00",
        ],
    )
    def test_what_is_no_text(self, data: bytes) -> None:
        """Nothing, pictures and programs are refused."""
        with pytest.raises(RejectedArticle, match=r"empty: there is no text|binary: not a text file"):
            text_of(data)


ENGLISH = (
    STORY,
    "Hit retaken",
    "Al Qaim",
    "IRAQI TROOPS KILL 12 ISIL FIGHTERS NEAR HIT",
    "SAN SALVADOR, 3 JAN 90 -- [TEXT] THE ARCE BATTALION COMMAND HAS REPORTED THAT PEASANTS WERE KIDNAPPED IN SAN LUIS DE LA REINA.",
    "Abu Bakr al-Baghdadi; Abu Muhammad al-Adnani; Deir ez-Zor; Ayn al-Arab; Tal Abyad; Ras al-Ayn; Qamishli; Manbij; al-Bab; Azaz; Marea; Dabiq; Sawran; al-Rai; Hama; Homs",
    "Houthi missile hits Najran",
    "AMISOM, SNA troops clash with Al-Shabaab militants outside Baidoa, Bay region, Somalia",
    "Sánchez visits Peñón de Vélez de la Gomera",
    "Near Al Hasakah, two strikes destroyed three ISIL vehicles.",
    'The spokesman said in Arabic: "قال المتحدث باسم الجيش إن القوات" and left.',
    "12:30",
    "",
)
FOREIGN = (
    ("قوات الجيش العراقي تستعيد مدينة هيت من تنظيم داعش", "Arabic"),
    ("ارتش عراق شهر هیت را از داعش پس گرفت و نیروهای این گروه عقب‌نشینی کردند", "Persian"),
    ("צבא עיראק כבש את העיר", "Hebrew"),
    ("Российские самолёты нанесли удары по позициям боевиков", "Russian"),
    ("Українські військові відбили атаку поблизу Авдіївки", "Ukrainian"),
    ("伊拉克军队夺回希特镇", "Chinese"),
    ("イラク軍はヒートの町を奪還した", "Japanese"),
    ("이라크군이 도시를 탈환했다", "Korean"),
    ("ኢትዮጵያ ሠራዊት ከተማዋን ተቆጣጠረ", "Amharic"),
    ("ܣܘܪܝܝܐ", "Syriac script"),
    ("El ejército mató a cinco personas en Mosul y se retiró de la ciudad", "Spanish"),
    ("La coalition a bombardé la ville de Raqqa dans la nuit de mardi à mercredi, selon des sources locales qui ont requis l'anonymat.", "French"),
    ("Die irakische Armee hat am Dienstag die Stadt Hit zurückerobert, wie ein Sprecher mitteilte.", "German"),
    ("Irak ordusu Hit kentini geri aldı ve militanlar kuzeye çekildi.", "Turkish"),
    ("De Iraakse leger heeft de stad Hit heroverd op IS, zegt een woordvoerder van het leger.", "Dutch"),
    ("Tentara Irak merebut kembali kota Hit dari kelompok ISIS, kata juru bicara pada hari Selasa yang dikutip dari kantor berita.", "Indonesian"),
    ("Ciidamada Soomaaliya ayaa la wareegay magaalada waxaana ku dhintay dad badan oo ka mid ah Al-Shabaab.", "Somali"),
)  # fmt: skip


class TestLanguage:
    @pytest.mark.parametrize("text", ENGLISH)
    def test_english_is_never_mistaken(self, text: str) -> None:
        """Short, in capitals, full of names or with a foreign quotation: English all the same."""
        assert foreign_language(text) is None

    @pytest.mark.parametrize(("text", "language"), FOREIGN)
    def test_other_languages_are_named(self, text: str, language: str) -> None:
        """The reason names the language in English."""
        assert reason(source(text)) == f"language: {language}"

    def test_an_arabic_code_page(self) -> None:
        """Windows Arabic without a declaration is still Arabic."""
        text = "قوات الجيش العراقي تستعيد مدينة هيت من تنظيم داعش بعد معارك عنيفة استمرت ثلاثة أيام في محافظة الأنبار غربي العراق. "
        assert reason(source((text * 5).encode("cp1256"))) == "language: Arabic"


class TestDatelines:
    @pytest.mark.parametrize(
        ("opening", "place", "services", "day"),
        [
            ("BAGHDAD, May 4 (Reuters) - ", "BAGHDAD", ("Reuters",), None),
            ("GENEVA (AP) — ", "GENEVA", ("AP",), None),
            ("KABUL: ", "KABUL", (), None),
            ("BEIRUT —  ", "BEIRUT", (), None),
            ("MOGADISHU, Somalia - ", "MOGADISHU, Somalia", (), None),
            ("NEW YORK, N.Y. (AP) _ ", "NEW YORK, N.Y.", ("AP",), None),
            ("AMMAN/BEIRUT (Reuters) - ", "AMMAN", ("Reuters",), None),
            ("WASHINGTON, August 8 (Xinhua) -- ", "WASHINGTON", ("Xinhua",), None),
            ("SANTIAGO, 3 JAN 90 (EFE) -- [TEXT] ", "SANTIAGO", ("EFE",), dt.date(1990, 1, 3)),
            ("ROME (ITALY), 11 JAN 90 -- [REPORT] [TEXT] ", "ROME, ITALY", (), dt.date(1990, 1, 11)),
            ("Geneva, 4 May 2016 (dpa) - ", "Geneva", ("dpa",), dt.date(2016, 5, 4)),
            ("Baghdad (AFP) - ", "Baghdad", ("AFP",), None),
            ("DAMASCUS, (SANA) – ", "DAMASCUS", ("SANA",), None),
            ("MOSCOW, January 9. /TASS/. ", "MOSCOW", ("TASS",), None),
            ("MOSCOW. May 4 (Interfax) - ", "MOSCOW", ("Interfax",), None),
            ("Damascus, SANA – ", "Damascus", ("SANA",), None),
            ("Tehran, May 4, IRNA – ", "Tehran", ("IRNA",), None),
            ("Baghdad, May 4 (EFE).- ", "Baghdad", ("EFE",), None),
            ("Baghdad (Iraq) (AFP) – ", "Baghdad, Iraq", ("AFP",), None),
            ("(Reuters) - ", None, ("Reuters",), None),
        ],
    )
    def test_forms(self, opening: str, place: str | None, services: tuple[str, ...], day: dt.date | None) -> None:
        """The place as printed, the service, and where the story starts."""
        found = dateline(opening + STORY)
        assert found is not None
        assert (found.place, found.agencies, found.published, found.end) == (place, services, day, len(opening))

    @pytest.mark.parametrize(
        "text",
        [
            STORY,
            "ISIS - also known as Daesh - took the town.",
            "ISIS (Islamic State) fighters took the town.",
            "NATO - The alliance met.",
            "UPDATE: Two people were killed.",
            "On May 4, 2016, the army left.",
            "On May 4 - the army left.",
            "Palmyra (Tadmur) fell.",
            "Carter, Fallon - the two ministers - met.",
            "Palmyra, Syria - the town - fell.",
            "IRAQI TROOPS KILL 12 - THE ARMY SAID SO",
            "A",
            "",
        ],
    )
    def test_what_is_none(self, text: str) -> None:
        """Acronyms, labels and dates at the start of a sentence are the sentence's."""
        assert dateline(text) is None

    def test_a_dateline_of_its_own(self) -> None:
        """A dateline on its own line is outside of the story and never the title."""
        article = article_from_text(f"\n\nNAIROBI, Kenya (AP) _\n\n{STORY}\n\nIt was the second time.\n")
        assert (article.dateline, article.agencies, article.title) == ("NAIROBI, Kenya", ("AP",), STORY.rstrip("."))
        assert story(article) == [STORY, "It was the second time."]

    @pytest.mark.parametrize(
        ("tail", "services"),
        [
            ("jbh/sms (AFP, Reuters, dpa)", ("AFP", "Reuters", "dpa")),
            ("(Agence France-Presse, AP)", ("AFP", "AP")),
            ("AFP", ("AFP",)),
            ("Source: Agencies, Reuters", ("Reuters",)),
            ("With files from The Associated Press", ("AP",)),
            ("(Reporting by Ann Lee in Erbil; Editing by Bo Ray)", ()),
            ("Associated Press writer Ann Lee in Erbil contributed to this report.", ("AP",)),
            ("© 2016 AFP", ("AFP",)),
            ("Image: Getty Images/AFP/D. Roland", ()),
        ],
    )
    def test_credits_at_the_end(self, tail: str, services: tuple[str, ...]) -> None:
        """A closing credit names the services and tells no story; a picture's credit is not the text's."""
        article = article_from_text(f"{STORY}\n\nIt was the second time.\n\n{tail}")
        assert (article.agencies, story(article)) == (services, [STORY, "It was the second time."])

    def test_a_credit_behind_the_last_sentence(self) -> None:
        """The credit is cut off the last paragraph."""
        for tail, services in (
            (" (AFP)", ("AFP",)),
            (" — Reuters", ("Reuters",)),
            (" -dpa", ("dpa",)),
            (" (Hit)", ()),
            (" - Reuters told AP", ()),
        ):
            article = article_from_text(f"It was the second time, he said.\n\n{STORY}{tail}")
            assert article.agencies == services
            assert story(article)[1:] == [STORY if services else STORY + tail]

    def test_services_told_to_are_not_credited(self) -> None:
        """A service that somebody told something is part of the story."""
        assert article_from_text("The mayor told Reuters on Monday that AFP was wrong.").agencies == ()
        assert agencies("THE RAPID AP, no") == ("AP",)


class TestParagraphs:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("One two.\n\nThree four.", ["One two.", "Three four."]),
            ("One two.\nThree four.", ["One two.", "Three four."]),
            ("One two\nthree four.\n\nFive.", ["One two\nthree four.", "Five."]),
            ("One.\r\n\r\nTwo.\r\n", ["One.", "Two."]),
            ("One.\rTwo.", ["One.", "Two."]),
            ("One.\n \t \nTwo.", ["One.", "Two."]),
            ("- Near Hit, one strike.\n* Near Mosul, two strikes.\n.       Near Sinjar, one.\n• Near Kirkuk.",
             ["Near Hit, one strike.", "Near Mosul, two strikes.", "Near Sinjar, one.", "Near Kirkuk."]),
            ("- - Near Hit, one.", ["Near Hit, one."]),
            ("-5 degrees were measured.", ["-5 degrees were measured."]),
            ("  \n ", []),
            ("", []),
        ],
    )  # fmt: skip
    def test_habits(self, text: str, expected: list[str]) -> None:
        """Blank lines, single lines and bullets; a small letter goes on with the line before."""
        assert [span.of(text) for span, _ in paragraphs(text)] == expected

    def test_wrapped_blocks(self) -> None:
        """Lines wrapped at a fixed width are one paragraph a block, though some end with a full stop or start with a dash."""
        first = (
            "   The battalion command has reported that about fifty farmers were taken\n"
            "from three villages in the north of the province on Sunday evening.  The\n"
            "Brigade near the river sent two companies to the road between Santa Ana\n"
            "- Metapan and the lake, where shots had been heard during the afternoon."
        )
        second = "   Nobody was hurt.  The command said that the villages were quiet again, and\nthat the road was open by midnight."
        text = f"{first}\n\n{second}\n"
        assert [span.of(text) for span, _ in paragraphs(text)] == [first.strip(), second.strip()]

    def test_wrapped_without_blank_lines(self) -> None:
        """Where no blank lines stand between paragraphs, a full stop at a line's end parts them."""
        text = (
            "A car bomb in the middle of the country has killed thirteen soldiers aboard a\n"
            "    bus, officials reported.\n"
            "    The blast destroyed the bus while it was waiting at a market in the city of\n"
            "    Kayseri. A spokesman of the army said that other people may also have been\n"
            "    hurt."
        )
        assert [len(span.of(text).splitlines()) for span, _ in paragraphs(text)] == [2, 3]

    def test_a_title_over_a_line_is_not_wrapped_text(self) -> None:
        """Two lines of a like length are two paragraphs."""
        text = "Troops enter another town in the north\nThe army entered the town of Hit on Monday."
        assert len(paragraphs(text)) == 2


FURNITURE = {
    "navigation": (
        "Skip to content", "1. Skip to main menu", "3. World", "Read more", "READ MORE: Why the truce failed", "Also read: The road to Hit",
        "Most read", "Related topics", "More on this story", "Home | World | Middle East", "Back to top", "12 comments", "Advertisement",
        "Story continues below advertisement", "You might also like", "Print this page", "Watch now", "Listen to this article",
    ),
    "social": ("Share on Facebook", "Follow us on Twitter", "Share this", "Follow @wire on Twitter for more", "Ann Lee (@annlee) May 4, 2016", "pic.twitter.com/abc"),
    "notice": (
        "We use cookies to improve your experience.", "Accept all cookies", "Sign up for our daily newsletter", "Please enable JavaScript to view this page.",
        "Terms of use", "Privacy policy", "This article was originally published by The Conversation.", "Click here to read the full report.",
        "Follow our coverage at https://ledger.example/war", "Our Standards: The Ledger Trust Principles.",
    ),
    "address": ("https://p.example/p/1x", "www.ledger.example", "ann@ledger.example"),
    "copyright": ("© 2016 The Ledger", "Copyright 2016 The Associated Press. All rights reserved.", "(c) 2016 Ledger"),
    "credit": (
        "Image: Getty Images/AFP/D. Roland", "Photo: AP", "Photo by Ann Lee", "Photograph: Ann Lee/AP", "Ann Lee/Getty Images", "[Ann Lee/Reuters]",
        "Picture: picture-alliance/dpa", "Reuters/Ann Lee", "File photo", "AP Photo/Ann Lee", "Photo credit: Ann Lee",
    ),
    "byline": ("By Ann Lee", "By Ann Lee and Bo Ray in Erbil", "By Ann Lee, BBC News", "BY ANN LEE", "Written by Ann Lee", "(Reporting by Ann Lee; Editing by Bo Ray)",
        f"(Additional reporting by {'Ann Lee in Erbil, ' * 25}Bo Ray in Hit; Editing by Cy Fox)"),
    "date": ("May 4, 2016", "Wed Nov 23, 2016 | 4:58pm EST", "Published: 4 May 2016", "3 hours ago", "5 min read", "10:32 GMT", "Updated 10:32 GMT, May 4, 2016"),
    "agency": ("AFP", "(AFP, Reuters, dpa)", "jbh/sms (AFP, Reuters, dpa)", "Agencies", "With inputs from agencies"),
    "caption": (
        "UK minister Ann Lee (l), next to Bo Ray in Stuttgart", "Soldiers rest near Hit [File: AP]", "Minister Ann Lee in BonnImage: dpa/M. Murat",
        "A street in the old town of Mosul after the battle, 9 July (AFP)", "The fighting was between two communities. (File)",
        "In this photo a fighter watches the hills near Sinjar.",
    ),
    "heading": ("Get Carter", "More special operations", "IS in retreat?", "Swift condemnations", "No claim of responsibility", "Syria"),
}  # fmt: skip
PROSE = (
    STORY,
    "Seven people have been arrested in connection with the blast",
    "- Near Hit, one strike destroyed an ISIL vehicle.",
    "Near Dayr Az Zawr, five strikes destroyed eight pump jacks.",
    "Search teams found two bodies on Monday.",
    "Home to 200,000 people, the town was retaken in April.",
    "Next week the ministers will meet in Rome.",
    "Share of the blame was put on the army by the mayor.",
    "By Monday the army had retaken Hit.",
    "Follow-up strikes on the same day killed four fighters.",
    "Images from the scene showed the bus reduced to a wreck.",
    "Photos of the attack were shared by residents, who said that shells had hit the school.",
    "The group is a 501(c) charity that said it had sent food to Hit.",
    "This report was published by the United Nations on Monday.",
    "A video released by the group showed the execution of two soldiers.",
    "Fighters were seen near the town on Monday.",
    "Reuters and AFP reported that the town was taken.",
    "Reports from Mosul said that ten people were killed.",
    "Islamic State Group killed journalist James Foley in Syria.",
    "James Foley was a journalist killed in Syria in 2014.",
    "Kenji Goto, a journalist, was beheaded by the group.",
    "This image was shared by the group, which said that it had killed two soldiers.",
    "The town (left without water since May) was retaken.",
    "Hit is seen in Baghdad as the key to Anbar.",
    "More than 50 people were killed, the group said on www.group.example in May.",
    "The army recaptured the town in April 2016.[12]",
    "Aid for the town was held up by the army (AP and Reuters reported the same of Hit).",
    "The AP photo desk was closed when the town was shelled.",
    "Watch towers along the border were attacked on Monday.",
    "Updated figures from the ministry showed that 34 people were killed.",
    "Two people were killed in the town of Hit, officials said, and more than 30 were wounded when a shell fell on a crowded market in the middle of the day, in the fifth such attack of a month of truce talks (AFP)",
    '"The army was quoted as warning Israel ""of the repercussions"", according to Reuters."',
    "THE ARCE BATTALION COMMAND HAS REPORTED THAT PEASANTS WERE KIDNAPPED.",
)


class TestStory:
    @pytest.mark.parametrize(("kind", "line"), [(kind, line) for kind, lines in FURNITURE.items() for line in lines])
    def test_furniture_tells_no_story(self, kind: str, line: str) -> None:
        """What the page puts around a story is outside of it, each for its own reason."""
        found = layout(f"{STORY}\n\nIt was the second time, he said.\n\n{line}\n\nThe road was open again by night.")
        assert [paragraph.kind for paragraph in found.paragraphs] == [None, None, kind, None]

    @pytest.mark.parametrize("line", PROSE)
    def test_sentences_that_look_like_furniture(self, line: str) -> None:
        """A sentence that opens like a menu, a credit or a byline stays in the story."""
        found = layout(f"{STORY}\n\nIt was the second time, he said.\n\n{line}\n\nThe road was open again by night.")
        assert [paragraph.kind for paragraph in found.paragraphs] == [None] * 4

    def test_a_pasted_page(self) -> None:
        """Menus, date, address, captions with their twins, headings and credits fall away; the story stays, and so does its date."""
        article = read(source((FIXTURES / "pasted.txt").read_bytes()))
        assert (article.title, article.published, article.agencies) == (
            "Ministers want a wider patrol in the Gulf",
            dt.date(2013, 2, 9),
            ("AP", "dpa"),
        )
        assert [paragraph.split()[0] for paragraph in story(article)] == ["Norway's", "At", "The", "Last", '"We', "A"]

    def test_captions_beside_their_credit(self) -> None:
        """The line above a credit is its caption where it has no full stop or stands in one block with it; a lead is not."""
        text = f"{STORY}\n\nSmoke rises over the bridge on Tuesday.\nPhoto: AP\n\nIt was the second time.\n\nImage: dpa\n\nThe road was open again by night."
        assert story(article_from_text(text)) == [STORY, "It was the second time.", "The road was open again by night."]
        lines = f"{STORY}\nImage: dpa\nThe road was open again by night."
        assert story(article_from_text(lines)) == [STORY, "The road was open again by night."]

    def test_numbered_points(self) -> None:
        """The points of a list are paragraphs without their numbers."""
        text = "1. Six aircraft destroyed a camp near Hit.\n2. The minister said that more raids would follow.\n3) 40 people left."
        assert story(article_from_text(text)) == [
            "Six aircraft destroyed a camp near Hit.",
            "The minister said that more raids would follow.",
            "3) 40 people left.",
        ]

    def test_announced_captions(self) -> None:
        """What follows the words "Image caption" is one, whatever its shape."""
        text = f"Town entered\nShare\nImage copyright\nReuters\nImage caption\nBuses were waiting in the town on Monday\n{STORY}\nImage caption The bridge was hit on Monday\nThe road was open again by night."
        assert story(article_from_text(text)) == [STORY, "The road was open again by night."]

    def test_headlines_are_not_told_twice(self) -> None:
        """The title's repetition above the text is no event of its own."""
        text = f"Troops enter the town of Hit\n\nBy Ann Lee\n\n{STORY}"
        assert story(article_from_text(text, title="Troops enter town of Hit")) == [STORY]
        assert article_from_text(text).title == "Troops enter the town of Hit"
        assert story(article_from_text(text)) == [STORY]

    @pytest.mark.parametrize(
        ("text", "title"),
        [
            (STORY, "Troops entered the town on Monday, the governor of the province reported"),
            ("U.S. troops left. They went home.", "U.S. troops left"),
            ("Fighters left the town of Hit. They went home.", "Fighters left the town of Hit"),
            ("The army left Hit.", "The army left Hit"),
            (
                "Mr. Ali met Gen. Omar in St. Louis on Monday. They talked.",
                "Mr. Ali met Gen. Omar in St. Louis on Monday",
            ),
            (f"HIT, May 4 (AFP) - {STORY}", STORY.rstrip(".")),
            ("word " * 60, "word " * 29 + "word …"),
            ("12:30", ""),
        ],
    )
    def test_a_title_for_a_text_without_one(self, text: str, title: str) -> None:
        """The story's first sentence, cut at a word; the sentence stays in the story."""
        assert article_from_text(text).title == title

    @pytest.mark.parametrize(
        "text",
        [
            "Hit retaken",
            "Air strike near Hit, no casualties",
            "THE TOWN OF HIT FELL",
            STORY,
            "Photo of the year",
            "IVO AL QAIM",
        ],
    )
    def test_one_line_is_a_story(self, text: str) -> None:
        """A text of one line is told, whatever its shape."""
        assert story(article_from_text(text)) == [text]
        assert story(article_from_text(text, title=text)) == [text]

    def test_capitals(self) -> None:
        """A text in capitals has paragraphs, sentences and a dateline like any other."""
        text = (
            "   LIMA, 23 MAR 90 (EFE) -- [EXCERPT] A CAR FULL OF DYNAMITE EXPLODED IN FRONT\n"
            "OF THE MINISTRY IN LIMA TODAY, KILLING ONE PERSON AND INJURING FIVE OTHERS.\n"
            "THE POLICE REPORTED THAT EXPLOSIONS WERE HEARD THROUGHOUT THE WHOLE CITY.\n\n"
            "   THE SHOCK WAVE SHATTERED THE WINDOWS ON MANY OF THE TWELVE FLOORS, AND THE\n"
            "NATIONAL POLICE REPORTED THAT THE PERSON WHO DIED HAS NOT BEEN IDENTIFIED."
        )
        article = read(source(text))
        assert (article.dateline, article.published, article.agencies) == ("LIMA", dt.date(1990, 3, 23), ("EFE",))
        assert [paragraph[:11] for paragraph in story(article)] == ["A CAR FULL ", "THE SHOCK W"]

    @given(
        st.text(alphabet=st.characters(codec="utf-8"), max_size=400)
        | st.lists(st.sampled_from(PROSE + tuple(sum(FURNITURE.values(), ()))), max_size=12).map("\n".join)
    )
    @settings(max_examples=200, deadline=None)
    def test_spans_are_ordered_and_apart(self, text: str) -> None:
        """For any text, the story's paragraphs are non-empty, in order, apart, and free of blanks at their ends."""
        spans = article_from_text(text).prose
        assert all(a.end <= b.start for a, b in pairwise(spans))
        assert all(span.end <= len(text) and span.of(text) == span.of(text).strip() for span in spans)

    @given(
        st.binary(max_size=300) | st.text(max_size=300).map(str.encode),
        st.sampled_from(["text", "html", "json", "entry"]),
    )
    @settings(max_examples=200, deadline=None)
    def test_any_bytes(self, data: bytes, kind: str) -> None:
        """Any bytes of any kind are an article or a RejectedArticle, and nothing else."""
        assert "\n" not in outcome(source(data, kind=kind))


def outcome(item: Source) -> str:
    """The article's id, or why there is none."""
    try:
        return read(item).article_id
    except RejectedArticle as error:
        return str(error)


def _hostile() -> dict[str, bytes]:
    """Fifty files that nobody means well with."""
    long_line = "The army said so. " * 20_000
    return {
        "empty.txt": b"",
        "one-byte.txt": b"a",
        "blank.txt": b" \r\n\t \n",
        "nul.txt": b"\0" * 100,
        "nul-inside.txt": STORY.encode() + b"\0\0",
        "utf16.txt": STORY.encode("utf-16"),
        "utf16-be-unmarked.txt": STORY.encode("utf-16-be"),
        "utf16-odd.txt": STORY.encode("utf-16")[:-1],
        "utf32.txt": STORY.encode("utf-32"),
        "bom-only.txt": b"\xef\xbb\xbf",
        "cp1256.txt": ("قوات الجيش العراقي تستعيد مدينة هيت " * 20).encode("cp1256"),
        "koi8.txt": ("Войска вошли в город в понедельник " * 20).encode("koi8-r"),
        "mojibake.txt": "The army of Hīt, “said” so. ".encode().decode("cp1252", "replace").encode() * 9,
        "latin1.txt": ("Der Präsident hat gesagt, dass die Männer und die Frauen nicht kommen. " * 5).encode("latin-1"),
"rtl.txt": "\u200fצבא עיראק כבש את העיר הית\u200f".encode(),
        "bidi.txt": f"\u202e{STORY}\u202c".encode(),
        "crlf.txt": f"Town entered\r\n\r\n{STORY}\r\n".encode(),
        "cr.txt": f"Town entered\r\r{STORY}\r".encode(),
        "long-line.txt": long_line.encode(),
        "many-lines.txt": b"a\n" * 30_000,
        "ten-megabytes.txt": b"word " * 2_000_000,
        "spaces.txt": b" " * 900_000 + b"x",
        "parens.txt": b"(" * 400_000,
        "dashes.txt": b"- " * 400_000,
        "front-open.txt": b"---\n" + b"a: b\n" * 5_000,
        "front-empty.txt": b"---\n---\n",
        "front-year-1.txt": f"---\npublished: 0001-01-01\n---\n{STORY}".encode(),
        "front-future.txt": f"---\npublished: 2087-01-01\n---\n{STORY}".encode(),
        "front-ambiguous.txt": f"---\npublished: 04/05/2016\n---\n{STORY}".encode(),
        "emoji.txt": "💥💥💥".encode(),
        "combining.txt": ("a" + "\u0301" * 5_000).encode(),
        "png.txt": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "no-date.html": f"<html><body><article><p>{STORY}</p></article></body></html>".encode(),
        "two-dates.html": f'<html><head><meta name="date" content="2016-05-04"><meta name="dc.date" content="2012-01-01"></head><body><p>{STORY * 3}</p></body></html>'.encode(),
        "empty.html": b"",
        "tags.html": b"<" * 5_000,
        "nested.html": b"<div>" * 3_000 + STORY.encode(),
        "attributes.html": b"<p " + b"a=1 " * 3_000 + b">" + STORY.encode() + b"</p>",
        "paragraphs.html": b"<html><body>" + b"<p>a</p>" * 1_000 + b"</body></html>",
        "script.html": b"<html><body><script>" + b"x" * 10_000 + b"</script></body></html>",
        "entities.html": b'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><html><body><p>&b; Troops entered the town.</p></body></html>',
        "bad-charset.html": f'<meta charset="nonsense-9"><p>{STORY}</p>'.encode() + b"\xff",
        "null.jsonl": b"null\n",
        "list.jsonl": b"[]\n",
        "deep.jsonl": b'{"text": ' + b"[" * 50_000 + b"\n",
        "nan.jsonl": b'{"text": NaN}\n',
        "surrogate.jsonl": b'{"text": "\\ud800 Troops entered the town."}\n',
        "nul.jsonl": b'{"text": "Troops\\u0000 entered the town."}\n',
        "twice.jsonl": b'{"text": "a", "text": "Troops entered the town on Monday."}\n',
        "number.jsonl": b'{"text": 7}\n',
        "huge-number.jsonl": b'{"text": "x", "published": ' + b"9" * 5_000 + b"}\n",
        "broken.rss": b"<rss><channel><item><title>Troops entered the town",
        "huge.rss": b"<rss>" + b"<item/>" * 1_000 + b"</rss>",
        "gone.docx": b"PK\x03\x04",
    }  # fmt: skip


def test_hostile_files_never_stop_a_run(tmp_path: Path) -> None:
    """Articles in = read + rejected: each of fifty hostile files ends as one or the other, with a reason of one line."""
    files = _hostile()
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    ends: dict[str, str] = {}
    for item in sources([str(tmp_path)], options=ReadOptions()):
        name = Path(item.label.partition(":")[0]).name
        ends[name] = item.reason if isinstance(item, Rejection) else outcome(item)
    assert sorted(ends) == sorted(files)
    assert len(files) >= 50
    assert [name for name, reason in ends.items() if not reason or "\n" in reason or len(reason) > 160] == []
    assert {name for name, reason in ends.items() if reason.startswith("art_")} == {
        "bad-charset.html", "bidi.txt", "combining.txt", "cr.txt", "crlf.txt", "entities.html", "front-future.txt", "front-open.txt",
        "long-line.txt", "mojibake.txt", "no-date.html", "one-byte.txt", "paragraphs.html", "spaces.txt", "twice.jsonl", "two-dates.html",
        "utf16-be-unmarked.txt", "utf16-odd.txt", "utf16.txt", "utf32.txt",
    }  # fmt: skip


@pytest.mark.parametrize(
    "unit",
    [
        " ",
        "a",
        "1",
        "-",
        "last ",
        "(",
        "A. \n",
        "By A\n",
        "BAGHDAD, ",
        "(AP) ",
        "Photo: x\n",
        "a\n\n",
        "[x] ",
        "http://a.b ",
        "---\n",
        "k: v\n",
    ],
)
def test_no_text_costs_more_than_its_length(unit: str) -> None:
    """Ten times as much of anything takes about ten times as long: no pattern runs away."""

    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        start = time.process_time()
        layout(text)
        foreign_language(text)
        return time.process_time() - start

    seconds(3_000)
    assert seconds(30_000) < 40 * max(seconds(3_000), 0.02)


class TestCorpora:
    @pytest.mark.parametrize("name", ["lgl", "geowebnews", "muc4", "aquaint", "timebank"])
    def test_no_news_is_lost(self, name: str) -> None:
        """Every article of the news corpora is read, and has a story."""
        path = SHARED / "corpora" / f"{name}.jsonl"
        if not path.exists():
            pytest.skip("the development corpora are not present")
        items = list(sources([str(path)], options=ReadOptions()))[:250]
        assert [item for item in items if isinstance(item, Rejection)] == []
        assert [item.label for item in items if isinstance(item, Source) and not read(item).prose] == []

    def test_coded_events_lie_in_the_story(self) -> None:
        """Of the hand-coded events of the development articles, every core one is told in the story or the title."""
        docs, events = SHARED / "gold" / "docs.jsonl", SHARED / "gold" / "events.jsonl"
        if not docs.exists():
            pytest.skip("the coded articles are not present")
        articles = {article.article_id: article for article in map(read, sources([str(docs)], options=ReadOptions()))}
        lost = []
        for event in map(json.loads, events.read_text(encoding="utf-8").splitlines()):
            article = articles[event["doc"]]
            told = [*story(article), article.title]
            if event["tier"] == "core" and not any(event["anchor"] in paragraph for paragraph in told):
                lost.append((event["doc"], event["anchor"]))
        assert lost == []
