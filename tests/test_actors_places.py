"""Who in the light of where: the police, the soldiers, the mayor of the place; both sides; coalitions and peacekeepers."""

import datetime as dt

import pytest

from etl.actors import actor_mentions
from etl.model import Article, ArticleId, Span
from etl.toponyms import toponyms

# published; text; the words and whom they mean, in reading order; only the words listed are looked at.
CASES = (
    ("2021-06-20", "Soldiers and policemen fled Ramadi at night.", "Soldiers = iraqi-army; policemen = iraqi-police"),
    (
        "2024-06-20",
        "Police in Goma fired tear gas. The army said it had repelled the rebels near Sake.",
        "Police = congolese-police; army = congolese-army",
    ),
    (
        "2021-06-20",
        "Niger's army repelled an attack near Diffa. In Burkina Faso, soldiers killed 20 militants near Djibo. In Mali, the army arrested two men.",
        "Niger's army = nigerien-army; soldiers = burkinabe-army; army = malian-army",
    ),
    (
        "2018-02-20",
        "The Turkish army entered Syria near Afrin. Soldiers took two hills near Afrin.",
        "Turkish army = turkish-army; Soldiers = turkish-army",
    ),
    ("2021-12-20", "A bomb killed the mayor of Mogadishu on Sunday.", "mayor = somalia"),
    ("2021-12-20", "The governor of Lower Shabelle escaped an ambush.", "governor = somalia"),
    (
        "2022-02-10",
        "The junta said troops had entered Loikaw. The regime denied it had bombed Hakha.",
        "junta = myanmar; regime = myanmar",
    ),
    ("2021-01-20", "Peacekeepers from Gabon were ambushed near Bangassou.", "Peacekeepers = un-peacekeepers"),
    ("2021-01-20", "A bomb hit peacekeepers near Baidoa in Somalia.", "peacekeepers = amisom"),
    (
        "2023-06-20",
        "The army and the Rapid Support Forces fought in Khartoum. Both sides broke the truce.",
        "Both sides = sudanese-army; Both sides = rapid-support-forces",
    ),
    (
        "2018-07-20",
        "Ethiopia and Eritrea signed an accord in Asmara. The two countries will open the border.",
        "two countries = ethiopia; two countries = eritrea",
    ),
    ("2013-02-20", "The French-led coalition bombed a camp in Mali.", "French-led coalition = french-led-coalition"),
    ("2015-02-20", "The US-led coalition bombed a camp in Iraq.", "US-led coalition = anti-is-coalition"),
    (
        "2015-02-20",
        "A Belgian F-16 bombed a camp; a Russian Su-24 crashed.",
        "Belgian F-16 = belgium; Russian Su-24 = russia",
    ),
    (
        "2023-08-20",
        "Ukraine's 93rd Mechanized Brigade held the town.",
        "Ukraine's 93rd Mechanized Brigade = ukrainian-army",
    ),
    (
        "2023-08-20",
        "Ethiopian troops arrived. Fighters captured a base of the 6th Army Division.",
        "6th Army Division = ethiopian-army",
    ),
    (
        "2019-08-20",
        "Units of the Foo Valley Liberation Front attacked a village.",
        "Units of the Foo Valley Liberation Front = foo-valley-liberation-front",
    ),
    ("2014-12-20", "Jordanian border guards shot two smugglers.", "smugglers = smugglers"),
    (
        "2017-06-20",
        "US-backed fighters entered Raqqa in Syria, and Turkish-backed rebels shelled Tal Rifaat.",
        "US-backed fighters = syrian-democratic-forces; Turkish-backed rebels = free-syrian-army",
    ),
    (
        "2024-02-20",
        "Rwanda-backed rebels shelled a camp near Goma in the Democratic Republic of the Congo.",
        "Rwanda-backed rebels = m23",
    ),
    (
        "2021-04-20",
        "Militants attacked Palma. The Islamic State said its fighters had done it.",
        "Militants = islamic-state",
    ),
    (
        "2023-10-20",
        "The PKK said it had bombed the ministry. The attackers stole a car near Kayseri.",
        "attackers = kurdistan-workers-party",
    ),
    (
        "2023-10-20",
        "Gunmen attacked a bus near Kayseri. The PKK was blamed. The gunmen fled.",
        "Gunmen = unidentified-gunmen; gunmen = unidentified-gunmen",
    ),
    (
        "2016-08-24",
        "Turkish jets bombed a depot near Jarablus. Later the warplanes struck again.",
        "Turkish jets = turkey; warplanes = turkey",
    ),
    (
        "2022-10-20",
        "Prosecutors in Istanbul issued warrants for ten suspects.",
        "Prosecutors = turkey; suspects = suspects",
    ),
    ("2023-02-17", "Wagner chief Yevgeny Prigozhin said his men took the village.", "men = wagner-group"),
    (
        "2018-11-08",
        "Forces loyal to President Abd-Rabbu Mansour Hadi seized a hospital in Hodeidah.",
        "Forces loyal to President Abd-Rabbu Mansour Hadi = yemen",
    ),
    (
        "2023-09-12",
        "Sudan's army shelled Omdurman. Burhan flew to Port Sudan.",
        "Burhan = sudan",
    ),
    (
        "2022-06-20",
        "Gunmen killed 20 people in Niger near Tillia, and the government said it would pursue them. Mali and Mali's army helped.",
        "government = niger",
    ),
    (
        "2022-06-20",
        "The PKK, listed as a terrorist organization by Turkey, fired rockets. The terrorists fled.",
        "terrorists = kurdistan-workers-party",
    ),
    (
        "2022-06-20",
        "The Oromo Liberation Army (OLA) denied it. OLA men had left Gimbi in Ethiopia. Rebels attacked again, officials said.",
        "Rebels = oromo-liberation-army",
    ),
    ("2016-10-20", "Shia fighters cut the road to Tal Afar in Iraq.", ""),
    ("2023-10-20", "A shell fell on Nyala in Sudan's South Darfur state.", ""),
)


@pytest.fixture(scope="module")
def read(engine):
    def pairs(text: str, published: str) -> list[str]:
        article = Article(
            article_id=ArticleId("a"),
            title="",
            text=text,
            prose=(Span(0, len(text)),),
            published=dt.date.fromisoformat(published),
        )
        places = toponyms(article, engine.gazetteer)
        found = actor_mentions(article, engine.language.sentences(article), engine.actors, places)
        return [f"{one.mention.text} = {one.chosen.actor_id}" for one in found if one.chosen]

    return pairs


@pytest.mark.parametrize(("published", "text", "expected"), CASES)
def test_the_place_says_whose_they_are(read, published, text, expected):
    """Organs without a nationality are those of the place, an army abroad stays its own, pairs give two actors."""
    wanted = expected.split("; ") if expected else []
    words = {one.split(" = ")[0] for one in wanted} or {"Afar", "Sudan's South Darfur state"}
    assert [one for one in read(text, published) if one.split(" = ")[0] in words] == wanted


@pytest.mark.parametrize(
    ("publisher", "text", "expected"),
    [
        ("UK Government", "The Foreign Secretary flew to Baghdad. We will train Iraqi troops.", ["united-kingdom"] * 2),
        (
            "US State Department",
            "The Deputy Secretary flew to Baghdad. We will train Iraqi troops.",
            ["united-states"] * 2,
        ),
        ("Reuters", "We will train Iraqi troops.", []),
    ],
)
def test_a_publisher_speaks_for_its_state(engine, publisher, text, expected):
    """“We” and titles without a country are the publisher's own where it is a state's office, and nobody's elsewhere."""
    article = Article(
        article_id=ArticleId("a"),
        title="",
        text=text,
        prose=(Span(0, len(text)),),
        published=dt.date(2016, 5, 4),
        publisher=publisher,
    )
    found = actor_mentions(article, engine.language.sentences(article), engine.actors)
    named = [
        one.chosen.actor_id for one in found if one.mention.text in {"Foreign Secretary", "Deputy Secretary", "We"}
    ]
    assert named == expected
