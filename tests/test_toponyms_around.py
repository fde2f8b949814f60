"""What the words around a place name change: roads, directions, parts of towns, other spellings, names nobody knows."""

from __future__ import annotations

import pytest

from etl.gazetteer import Gazetteer
from etl.geodesy import distance_km
from etl.model import Article, ArticleId, Decision, Place, PlacePrecision, Span
from etl.toponyms import toponyms


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def read(text: str, gazetteer: Gazetteer) -> dict[str, Decision[Place]]:
    article = Article(article_id=ArticleId("a"), title="", text=text, prose=(Span(0, len(text)),))
    return {decision.mention.text: decision for decision in toponyms(article, gazetteer)}


DIRECTIONS = [
    ("An air strike 1 NM N of Ramadi, Iraq.", 1.9),
    ("An air strike 5 km NW of Ramadi, Iraq.", 5.0),
    ("An air strike 3 NM ESE of Ramadi, Iraq.", 5.6),
    ("A base 20 miles due east of Ramadi, Iraq.", 32.2),
    ("A village 10 km south of Ramadi, Iraq.", 10.0),
    ("A village some 12 kilometres to the south-west of Ramadi, Iraq.", 12.0),
]


@pytest.mark.parametrize(("text", "km"), DIRECTIONS)
def test_a_distance_with_a_direction_moves_the_point(text, km, gazetteer):
    """In words and in the letters of military reports."""
    town = gazetteer.candidates("Ramadi")[0].place
    place = read(text, gazetteer)["Ramadi"].chosen
    moved = distance_km((town.latitude, town.longitude), (place.latitude, place.longitude))
    assert (place.precision, round(moved, 1)) == (PlacePrecision.NEAR, pytest.approx(km, abs=0.2))


ROADS = [
    ("An ambush on the Homs-Hama road in Syria killed two.", "Homs", "Hama"),
    ("A mine went off on the road between Homs and Hama, Syria.", "Homs", "Hama"),
    ("They closed the highway from Homs to Hama in Syria.", "Homs", "Hama"),
    ("Fighting went on in the area between Homs and Hama, Syria.", "Homs", "Hama"),
    ("Gunmen stopped a bus on the Bama-Banki road in Borno State, Nigeria.", "Bama", "Banki"),
]


@pytest.mark.parametrize(("text", "one", "other"), ROADS)
def test_what_lies_between_two_towns_is_half_way(text, one, other, gazetteer):
    """A road is neither of its ends; the radius reaches both."""
    found = read(text, gazetteer)
    here, there = found[one].chosen, found[other].chosen
    assert (here.latitude, here.longitude) == (there.latitude, there.longitude)
    assert {found[one].rule, found[other].rule} == {"toponym.between"}
    assert here.precision is PlacePrecision.NEAR
    end = gazetteer.candidates(one)[0].place
    assert distance_km((end.latitude, end.longitude), (here.latitude, here.longitude)) <= here.radius_km + 25


@pytest.mark.parametrize("text", ["Talks between Homs and Hama, Syria, failed.", "Homs and Hama in Syria were calm."])
def test_two_towns_without_a_way_stay_two(text, gazetteer):
    """Talks are between people."""
    assert {read(text, gazetteer)[name].rule for name in ("Homs", "Hama")} == {"toponym.name"}


def test_a_part_of_a_town_is_as_fine_as_the_town(gazetteer):
    """A district of Baghdad is no district of Iraq."""
    found = read("A bomb went off in the Karrada district of Baghdad, Iraq.", gazetteer)
    assert found["Karrada"].chosen.precision is PlacePrecision.EXACT


PROVINCES = [
    ("Shells fell on Donetsk Oblast in Ukraine.", "Donetsk Oblast", "UA"),
    ("Shells fell on the Donetsk region, Ukraine.", "Donetsk", "UA"),
    ("Clashes broke out in Idlib province, Syria.", "Idlib", "SY"),
    ("Police were attacked in Kandahar province, Afghanistan.", "Kandahar", "AF"),
    ("Villages in Lower Shabelle region, Somalia, were raided.", "Lower Shabelle", "SO"),
    ("Villages in the Hiran region of Somalia were raided.", "Hiran", "SO"),
    ("Fighting spread in Ethiopia's Oromia region.", "Oromia", "ET"),
    ("Fighting spread in Ethiopia's Amhara region.", "Amhara", "ET"),
    ("Planes bombed markets in South Kordofan, Sudan.", "South Kordofan", "SD"),
    ("Villages burnt in West Darfur state, Sudan.", "West Darfur", "SD"),
    ("Troops were sent to Basilan province, Philippines.", "Basilan", "PH"),
]


@pytest.mark.parametrize(("text", "name", "country"), PROVINCES)
def test_a_province_is_one_where_the_text_says_so(text, name, country, gazetteer):
    """Oblast, region, state: a province or a district of the right country, never a town."""
    place = read(text, gazetteer)[name].chosen
    assert (place.country, place.feature_code[:3]) == (country, "ADM")


TOWNS = [
    "Donetsk, Ukraine",
    "Idlib, Syria",
    "Kandahar, Afghanistan",
    "Raqqa, Syria",
    "Kirkuk, Iraq",
    "Kunduz, Afghanistan",
]


@pytest.mark.parametrize("text", TOWNS)
def test_a_town_comes_before_the_province_of_its_name(text, gazetteer):
    """The bare name is the town."""
    name = text.split(",", maxsplit=1)[0]
    assert read(f"Fighting was heard in {text}.", gazetteer)[name].chosen.precision is PlacePrecision.EXACT


RESPELLED = [
    ("Rebels seized the town of Tall Afer in Iraq.", "Tall Afer", "Tal Afar"),
    ("Fighters stormed Beled Hawa, Somalia.", "Beled Hawa", "Beled Hawo"),
]


@pytest.mark.parametrize(("text", "name", "known_as"), RESPELLED)
def test_another_transliteration_is_found_and_told(text, name, known_as, gazetteer):
    """Only in a country of the article, with a rule of its own and the spelling that it was found by."""
    decision = read(text, gazetteer)[name]
    assert (decision.chosen.name, decision.rule) == (known_as, "toponym.transliteration")
    assert "another transliteration of" in decision.because[0]


@pytest.mark.parametrize(
    "text", ["Rebels seized the town of Tall Afer.", "Rebels seized the town of Tall Afer in Chile."]
)
def test_no_country_no_transliteration(text, gazetteer):
    """Without the country a skeleton of consonants says too little."""
    assert read(text, gazetteer)["Tall Afer"].chosen is None


UNKNOWN = [
    ("The town of Tal Zoqtaba in Syria was shelled.", "Tal Zoqtaba", "town"),
    ("Torqwala village in Sudan was burnt.", "Torqwala", "village"),
    ("Shells hit Khartoum's Zoqtaba neighbourhood in Sudan.", "Zoqtaba", "neighbourhood"),
    ("People fled the Zoqtaba refugee camp in Sudan.", "Zoqtaba", "camp"),
]


@pytest.mark.parametrize(("text", "name", "head"), UNKNOWN)
def test_a_name_that_nobody_knows_is_told_and_not_guessed(text, name, head, gazetteer):
    """A first word that is a town elsewhere ("Tal") does not stand for the whole."""
    decision = read(text, gazetteer)[name]
    assert (decision.chosen, decision.rule) == (None, "toponym.unknown")
    assert decision.because[0] == f"the text calls it a {head}"


@pytest.mark.parametrize(
    "text", ["The Business district was calm.", "The old town of the capital burnt.", "A Christmas village."]
)
def test_everyday_words_before_town_are_no_names(text, gazetteer):
    """A capital before "district" is not enough."""
    assert read(text, gazetteer) == {}


def test_a_province_of_another_country_is_not_taken_for_it(gazetteer):
    """A name that is known in Iraq alone is no province of Chile."""
    assert "Anbar" in read("Clashes went on in Anbar province, Iraq.", gazetteer)
    assert "Anbar" not in read("Clashes went on in Anbar province, Chile.", gazetteer)
