"""Place names in text: which words are places, which places they are, and what the words around them change."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.gazetteer import Gazetteer
from etl.model import Article, ArticleId, Place, PlaceId, PlacePrecision, Span
from etl.toponyms import demonyms, toponyms
from etl.toponyms.words import LEXICONS


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def article(text: str) -> Article:
    return Article(article_id=ArticleId("a"), title="", text=text, prose=(Span(0, len(text)),) if text else ())


def names(text: str, gazetteer: Gazetteer) -> list[str]:
    return [d.mention.text for d in toponyms(article(text), gazetteer) if d.chosen]


def chosen(text: str, name: str, gazetteer: Gazetteer) -> Place:
    return next(d.chosen for d in toponyms(article(text), gazetteer) if d.mention.text == name and d.chosen)


OTHER_NAMES = [
    # people
    ("Defense Secretary Ashton Carter met his colleagues. Carter said more was needed.", []),
    ("Paris Hilton cancelled the show.", []),
    ("President Barack Obama spoke for an hour. Obama did not take questions.", []),
    ("Matthew D. Flores was shot. Flores had worked as a guard.", []),
    ("Gen. Joseph Dunford and Lt. Gen. Sean MacFarland briefed reporters.", []),
    ("Jordan Spieth won.", []),
    ("Chelsea Clinton was there.", []),
    ("Lincoln said the army was ready, according to Mr. Lincoln's aide.", []),
    ("Said Madison: the plan has failed.", []),
    # organisations, papers, events
    ("The Washington Post and the New York Times reported it.", []),
    ("A professor at the University of California said so.", []),
    ("The Islamic State of Iraq and the Levant claimed the attack.", []),
    ("Fighters of the Al-Nusra Front and Boko Haram were killed.", []),
    ("Al-Qaeda in the Arabian Peninsula denied it.", []),
    ("The Syrian Observatory for Human Rights counted ten dead.", []),
    ("Manchester United lost.", []),
    ("The White House declined to comment.", []),
    ("An outbreak of West Nile virus was feared.", []),
    ("The Patriotic Union of Kurdistan sent fighters.", []),
    ("St. John's Church was damaged.", []),
    # demonyms
    ("Iraqi and Syrian officials met Turkish and American officers.", []),
    ("Russians and Ukrainians were exchanged.", []),
    # abbreviations that are none
    ("NATO and OPEC ministers met with the UN and the IMF.", []),
    ("The IS group and the PKK were blamed.", []),
    ("It was built between 250 and 100 B.C. by hand.", []),
    ("The fee was US$460 million.", []),
]


@pytest.mark.parametrize(("text", "expected"), OTHER_NAMES)
def test_names_of_people_and_organisations_are_no_places(text, expected, gazetteer):
    """Somebody called Carter, the Washington Post and an adjective are no places of events."""
    assert names(text, gazetteer) == expected


PLACES = [
    ("BAGHDAD, May 4 (Reuters) - Fighting went on.", ["BAGHDAD"]),
    ("AIRSTRIKES HIT RAQQA", ["RAQQA"]),
    ("Airstrikes Hit Raqqa, Killing Dozens in Syria", ["Raqqa", "Syria"]),
    ("The U.S. and the U.K. will send troops, as will the UAE.", ["U.S.", "U.K.", "UAE"]),
    ("US, UK and EU officials agreed.", ["US", "UK", "EU"]),
    ("A man from Charleston, W.Va., and one from Fresno, Calif., died.", ["Charleston", "W.Va.", "Fresno", "Calif."]),
    ("She lives in Austin, TX, and works in Paris, Texas.", ["Austin", "TX", "Paris", "Texas"]),
    ("The rebels took Al-Bab, Dabiq, Tal Abyad and Ain Issa in northern Syria.",
     ["Al-Bab", "Dabiq", "Tal Abyad", "Ain Issa", "Syria"]),
    ("Strikes hit al-Hasakah, ar-Raqqa and Deir ez-Zor in Syria.", ["al-Hasakah", "ar-Raqqa", "Deir ez-Zor", "Syria"]),
    ("Peshmerga lost and regained Teleskof, Bashiqa and Makhmour in Iraq.", ["Teleskof", "Bashiqa", "Makhmour", "Iraq"]),
    ("The Hague and The Gambia were represented.", ["The Hague", "Gambia"]),
    ("Russia shelled Avdiivka, Bakhmut and Chasiv Yar in Donetsk region, Ukraine said.",
     ["Russia", "Avdiivka", "Bakhmut", "Chasiv Yar", "Donetsk", "Ukraine"]),
    ("Fighting spread from El Fasher and Nyala in Darfur to Omdurman, Sudan.",
     ["El Fasher", "Nyala", "Darfur", "Omdurman", "Sudan"]),
    ("Troops crossed the Euphrates and the Tigris.", ["Euphrates", "Tigris"]),
    ("Planes took off from Incirlik Air Base and from Al Udeid Air Base in Qatar.",
     ["Incirlik Air Base", "Al Udeid Air Base", "Qatar"]),
    ("The meeting took place at the US European Command headquarters in Stuttgart.",
     ["US", "Stuttgart"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_places_are_found_in_the_forms_that_news_uses(text, expected, gazetteer):
    """Capitals, points, articles, hyphens, lists and the spellings of the wires."""
    assert names(text, gazetteer) == expected


SENSES = [
    ("He flew from Paris to London.", "Paris", "FR"),
    ("The trial in Paris, Texas, was short.", "Paris", "US"),
    ("Georgia and Russia fought over South Ossetia; Tbilisi called for help.", "Georgia", "GE"),
    ("Police in Atlanta, Georgia, and in Savannah, Georgia, are looking for him.", "Georgia", "US"),
    ("Tripoli, Lebanon, and Beirut were calm.", "Tripoli", "LB"),
    ("Militias fought in Tripoli and Misrata, Libya.", "Tripoli", "LY"),
    ("Syrian rebels in Aleppo and Hama withdrew.", "Hama", "SY"),
    ("Troops from Niamey, Niger, crossed into Mali.", "Niger", "NE"),
    ("Fighting in Goma, Congo, went on near Bukavu.", "Congo", "CD"),
]


@pytest.mark.parametrize(("text", "name", "country"), SENSES)
def test_the_article_decides_between_places_of_one_name(text, name, country, gazetteer):
    """What follows the comma and what else the article tells of settle the sense."""
    assert chosen(text, name, gazetteer).country == country


PRECISIONS = [
    # the words, the name, the precision, radius and how far the point was moved
    ("Clashes near Ramadi, Iraq.", "Ramadi", PlacePrecision.NEAR, 15.0, 0),
    ("Clashes on the outskirts of Ramadi, Iraq.", "Ramadi", PlacePrecision.NEAR, 15.0, 0),
    ("Clashes around the city of Ramadi, Iraq.", "Ramadi", PlacePrecision.NEAR, 15.0, 0),
    ("They retook the region of Ramadi, Iraq.", "Ramadi", PlacePrecision.NEAR, 25.0, 0),
    ("They advanced west of Ramadi, Iraq.", "Ramadi", PlacePrecision.NEAR, 25.0, 0),
    ("Clashes in the Ramadi area of Iraq.", "Ramadi", PlacePrecision.NEAR, 25.0, 0),
    ("Clashes in Ramadi's suburbs in Iraq.", "Ramadi", PlacePrecision.NEAR, 25.0, 0),
    ("A strike 10 km south of Ramadi, Iraq.", "Ramadi", PlacePrecision.NEAR, 3.0, 10),
    ("A strike 3 NM northwest of Ramadi, Iraq.", "Ramadi", PlacePrecision.NEAR, 3.0, 6),
    (
        "A strike about 50 kilometers (31 miles) to the north-east of Ramadi, Iraq.",
        "Ramadi",
        PlacePrecision.NEAR,
        12.5,
        50,
    ),
    ("A strike twenty miles east of Ramadi, Iraq.", "Ramadi", PlacePrecision.NEAR, 8.0, 32),
    ("A base 40 km from Ramadi, Iraq.", "Ramadi", PlacePrecision.NEAR, 40.0, 0),
    ("Clashes in Ramadi, Iraq.", "Ramadi", PlacePrecision.EXACT, None, 0),
    ("Clashes in Ramadi city, Iraq.", "Ramadi", PlacePrecision.EXACT, None, 0),
    ("Clashes in Ramadi district, Iraq.", "Ramadi", PlacePrecision.ADM2, 30.0, None),
    ("Clashes in Anbar province, Iraq.", "Anbar", PlacePrecision.ADM1, 100.0, None),
    ("Clashes in Raqqa province, Syria.", "Raqqa", PlacePrecision.ADM1, 100.0, None),
    ("Clashes in the province of Raqqa, Syria.", "Raqqa", PlacePrecision.ADM1, 100.0, None),
    ("Clashes in Raqqa, Syria.", "Raqqa", PlacePrecision.EXACT, None, 0),
    ("Clashes in northern Iraq.", "Iraq", PlacePrecision.COUNTRY, None, None),
    ("They moved along the Euphrates valley in Iraq.", "Euphrates valley", PlacePrecision.REGION, None, None),
    ("A tanker burnt in the Red Sea off Yemen.", "Red Sea", PlacePrecision.WATER, None, None),
    ("Smugglers crossed the border between Syria and Turkey.", "Syria", PlacePrecision.REGION, None, None),
    ("Smugglers crossed the border between Syria and Turkey.", "Turkey", PlacePrecision.REGION, None, None),
    ("Shots were fired at the Turkish-Syrian border.", "Turkish-Syrian border", PlacePrecision.REGION, None, None),
    ("Pakistan closed its border with Afghanistan.", "Afghanistan", PlacePrecision.REGION, None, None),
]


@pytest.mark.parametrize(("text", "name", "precision", "radius_km", "moved_km"), PRECISIONS)
def test_the_words_around_a_name_set_its_precision(text, name, precision, radius_km, moved_km, gazetteer):
    """Nearness, distances, "province" and borders: the place commits to as much of the map as the text does."""
    place = chosen(text, name, gazetteer)
    assert (place.precision, place.radius_km) == (precision, radius_km)
    if moved_km is not None:
        town = gazetteer.candidates(name)
        start = next(c.place for c in town if c.place.place_id == place.place_id)
        nearest = gazetteer.nearest(place.latitude, place.longitude, within_km=80)
        distance = next(km for km, near in nearest if near.place_id == start.place_id)
        assert round(distance) == moved_km


def test_the_span_covers_the_name_and_the_reasons_tell_the_rest(gazetteer):
    """What a reader sees: the words, the place, the rule, reasons in English and the runners-up."""
    text = "Last month, the Iraqi army retook the nearby region of Hit."
    (decision,) = toponyms(article(text), gazetteer)
    assert decision.mention.span.of(text) == decision.mention.text == "Hit"
    assert (decision.chosen.name, decision.chosen.admin1, decision.chosen.country) == ("Hit", "Anbar", "IQ")
    assert decision.rule == "toponym.near"
    assert decision.because == (
        '"nearby region of" makes it a place nearby',
        "a capital inside of a sentence, where a place would stand",
        'after "… of" as with a place',
        "is spelled as in the gazetteer",
        "although it is an everyday word",
        "other names of the article lie in its country",
        "the likeliest of 2 places of this name",
    )
    assert [place.feature_code for place in decision.rejected] == ["ADM2"]
    assert 0.5 < decision.score < 1


def test_one_sense_an_article(gazetteer):
    """A name that is settled once is settled for the whole article."""
    text = "Paris, Texas, is small. In Paris nobody was hurt."
    assert [d.chosen.admin1 for d in toponyms(article(text), gazetteer) if d.mention.text == "Paris"] == ["Texas"] * 2


def test_a_town_and_its_province_are_two_places(gazetteer):
    """The Raqqa province is the province although "Raqqa city" is told of in the same sentence."""
    found = toponyms(article("Fighting went on in Raqqa province and in Raqqa city, Syria."), gazetteer)
    assert [d.chosen.feature_code for d in found] == ["ADM1", "PPLA", "PCLI"]


def test_a_village_that_the_gazetteer_does_not_know_is_told(gazetteer):
    """Not known is an answer with its reason, not silence and not a guess."""
    (decision,) = toponyms(article("The village of Qwartzbeh was shelled."), gazetteer)
    assert (decision.chosen, decision.score, decision.rule) == (None, 0.0, "toponym.unknown")
    assert decision.because == ("the text calls it a village", "the gazetteer has no place of this name")
    assert decision.mention.text == "Qwartzbeh"


def test_a_service_is_asked_for_unknown_places_alone(gazetteer):
    """What the gazetteer knows is never asked elsewhere."""
    asked = []
    place = Place(
        place_id=PlaceId("test:1"),
        name="Qwartzbeh",
        country="SY",
        admin1="",
        feature_code="",
        latitude=36,
        longitude=37,
    )

    def elsewhere(name: str) -> Place:
        asked.append(name)
        return place

    text = "The village of Qwartzbeh and the town of Hit in Iraq were shelled."
    found = toponyms(article(text), gazetteer, elsewhere=elsewhere)
    assert asked == ["Qwartzbeh"]
    assert [(d.chosen.name, d.rule) for d in found[:1]] == [("Qwartzbeh", "toponym.online")]


ADJECTIVES = [
    # an adjective before the noun of a state, a place or a person names its country
    ("Iraqi troops met Turkish and American officers.", ["Iraqi", "Turkish", "American"]),
    ("The Sudanese army and Ethiopian-backed militias clashed.", ["Sudanese", "Ethiopian"]),
    ("A Kenyan border town was raided.", ["Kenyan"]),
    ("Russian President Vladimir Putin spoke.", ["Russian"]),
    ("The Iraqi Foreign Ministry protested.", ["Iraqi"]),
    ("German, Irish and other volunteers arrived.", ["German", "Irish"]),
    # peoples, languages, diseases, breeds and other names do not
    ("Syrians and South Koreans met the British.", []),
    ("The statement was in English and French.", []),
    ("An outbreak of Japanese encephalitis was feared.", []),
    ("The Dutch are leaving.", []),
    ("He flew with American Airlines.", []),
    ("She owns a French bulldog.", []),
    ("The driver, a Somali, fled.", []),
    ("Turkish is spoken there.", []),
]


@pytest.mark.parametrize(("text", "expected"), ADJECTIVES)
def test_an_adjective_names_a_country_where_it_belongs_to_a_noun_of_it(text, expected, gazetteer):
    """Adjectives come from a call of their own: they are mentions of places, but no places of events."""
    assert [d.mention.text for d in demonyms(article(text), gazetteer)] == expected


def test_adjectives_say_what_they_name(gazetteer):
    """The country behind the adjective, and how it is known."""
    (decision,) = demonyms(article("Iraqi troops left."), gazetteer)
    assert (decision.chosen.country, decision.rule) == ("IQ", "toponym.demonym")
    assert decision.because == ("Iraqi is of Iraq",)


TOGETHER = [
    # names in lists and pairs, with the feature code that each of them stands for
    ("Cases were counted in Georgia, Oklahoma, Washington and New York.", ["ADM1"] * 4),
    ("Jordan, Georgia, Niger and Togo abstained.", ["PCLI"] * 4),
    ("They were held in New Jersey and New York.", ["ADM1", "ADM1"]),
    ("A fire broke out in Tacoma, Washington.", ["PPLA2", "ADM1"]),
    ("A fire broke out in Buffalo, New York.", ["PPLA2", "ADM1"]),
    ("Clashes in Kunduz, Baghlan and Takhar provinces, Afghanistan.", ["ADM1", "ADM1", "ADM1", "PCLI"]),
    ("Clashes in the provinces of Idlib and Hama, Syria.", ["ADM1", "ADM1", "PCLI"]),
    ("Clashes in the cities of Idlib and Hama, Syria.", ["PPLA", "PPLA", "PCLI"]),
    ("Clashes in Homs, Hama and Idlib, Syria.", ["PPLA", "PPLA", "PPLA", "PCLI"]),
    ("The governor of Kandahar and the Helmand governor met.", ["ADM1", "ADM1"]),
]


@pytest.mark.parametrize(("text", "expected"), TOGETHER)
def test_names_told_together_share_a_level(text, expected, gazetteer):
    """States in a list of states are states; towns stay towns unless the text calls them provinces."""
    assert [d.chosen.feature_code for d in toponyms(article(text), gazetteer) if d.chosen] == expected


EXTENTS = [
    ("Fighting spread through Idlib Province in Syria.", ["Idlib Province", "Syria"]),
    ("Shells fell on Donetsk Oblast, Ukraine.", ["Donetsk Oblast", "Ukraine"]),
    ("Snow fell in North Dallas and in northern Texas.", ["North Dallas", "Texas"]),
    ("The wounded were taken to Kunduz Trauma Hospital in Afghanistan.", ["Kunduz Trauma Hospital", "Afghanistan"]),
    ("Shots were fired at Cairo airport in Egypt.", ["Cairo", "Egypt"]),
    ("Ohio State Police said so.", ["Ohio"]),
    ("Some 2,000 U.S. troops left the People's Republic of China.", ["U.S.", "People's Republic of China"]),
    ("The coast of Côte d'Ivoire was searched.", ["Côte d'Ivoire"]),
    ("Officers of the Ministry of Justice. Azerbaijan said nothing.", ["Azerbaijan"]),
]


@pytest.mark.parametrize(("text", "expected"), EXTENTS)
def test_a_mention_covers_the_whole_name(text, expected, gazetteer):
    """Words with a capital that belong to the name are in the span; a plain "airport" is not."""
    assert names(text, gazetteer) == expected


HOSTILE = [
    "",
    "\n\n \u2028",
    "A" * 50_000,
    "Hit " * 4_000,
    "New York, " * 2_500,
    "U.S." * 5_000,
    "al-" * 8_000,
    "10 km south of " * 2_000,
    "border between Syria and " * 1_500,
    " ".join(f"Xq{n}zt" for n in range(5_000)),
    "city of " * 3_000,
    "İstanbul ﬁn ß \ud800 \x00 Ḩīt",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_only_text(text, gazetteer):
    """Long and strange texts give spans inside of the text, in order, and take time by their length."""
    found = toponyms(article(text), gazetteer)
    spans = [decision.mention.span for decision in found]
    assert spans == sorted(spans)
    assert all(decision.mention.span.of(text) == decision.mention.text for decision in found)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *("Hit", "Paris", "Texas", "Syria", "near", "of", "10", "km", "the", "Iraqi", "U.S.", "St.", "John"),
                *("al-", "-", ",", ".", "'", "Ar", "Raqqah", "\n", "border", "between", "and", "Mr", "region", "town"),
            ]
        ),
        max_size=25,
    )
)
def test_any_text_keeps_the_contract(gazetteer, parts):
    """Spans are exact, in order and never overlap; scores are 0..1; a near place has a radius."""
    text = " ".join(parts)
    found = toponyms(article(text), gazetteer)
    spans = [decision.mention.span for decision in found]
    assert all(first.end <= second.start for first, second in pairwise(spans))
    for decision in found:
        assert decision.mention.span.of(text) == decision.mention.text
        assert 0 <= decision.score <= 1
        assert decision.because
        if decision.chosen and decision.chosen.precision is PlacePrecision.NEAR:
            assert decision.chosen.radius_km


@pytest.mark.parametrize("path", sorted(LEXICONS.glob("toponym_*.txt")), ids=lambda path: path.stem)
def test_word_lists_have_each_line_once(path):
    """No duplicate, no blank at an end, and a word on which the source stands."""
    lines = path.read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if not line.startswith("#")]
    assert len(told) == len(set(told))
    assert all(line == line.strip() and line for line in told)
    assert any("Source:" in line for line in lines)
