"""Everyday words that are names of places too: they are places exactly where the text makes them one."""

from __future__ import annotations

import pytest

from etl.gazetteer import Gazetteer
from etl.model import Article, ArticleId, Span
from etl.toponyms import toponyms


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def names(text: str, gazetteer: Gazetteer) -> list[str]:
    article = Article(article_id=ArticleId("a"), title="", text=text, prose=(Span(0, len(text)),))
    return [decision.mention.text for decision in toponyms(article, gazetteer) if decision.chosen]


SENTENCES = [
    # a word that is a place here, with all the places of the sentence
    ("Last month the Iraqi army retook the nearby region of Hit, pushing militants north.", ["Hit"]),
    ("Near Hit, four strikes struck an ISIL tactical unit and destroyed two vehicles.", ["Hit"]),
    ("Clashes broke out in Hit, in the west of Iraq, late on Monday.", ["Hit", "Iraq"]),
    ("Iraqi troops entered the town of Hit on Thursday.", ["Hit"]),
    ("The militants fled from Hit towards Ramadi, Iraq.", ["Hit", "Ramadi", "Iraq"]),
    ("Hit, Iraq, was bombed at dawn.", ["Hit", "Iraq"]),
    ("Iraqi forces recaptured Hit and Rutba.", ["Hit", "Rutba"]),
    ("A convoy was ambushed between Ramadi and Hit in Iraq.", ["Ramadi", "Hit", "Iraq"]),
    ("Phones were seized in Mobile, Alabama.", ["Mobile", "Alabama"]),
    ("A lorry was driven into a crowd in Nice, France.", ["Nice", "France"]),
    ("Police in Reading, England, arrested a man after the attack.", ["Reading", "England"]),
    ("The ferry left Bar, Montenegro, in the morning.", ["Bar", "Montenegro"]),
    ("Croatia's navy held an exercise off Split, Croatia.", ["Croatia", "Split", "Croatia"]),
    ("Protesters marched in Bath, England.", ["Bath", "England"]),
    ("Three men were arrested in Deal, a port in England.", ["Deal", "England"]),
    ("M23 rebels seized Sake, a town near Goma in Congo.", ["Sake", "Goma", "Congo"]),
    ("The city of Nice was quiet on Friday, French officials said.", ["Nice"]),
    ("The Malian army lost the village of Ber to rebels.", ["Ber"]),
    ("Turkish jets hit targets near Batman, Turkey.", ["Batman", "Turkey"]),
    ("Two rockets fell outside Hit, an Iraqi officer said.", ["Hit"]),
    ("The town of Of, in Turkey, was cut off by a landslide.", ["Of", "Turkey"]),
    ("Voters in Orange, California, went to the polls.", ["Orange", "California"]),
    ("A bus overturned near Same, Tanzania.", ["Same", "Tanzania"]),
    ("Gunmen attacked a police post in Man, Ivory Coast.", ["Man", "Ivory Coast"]),
    ("A depot burnt down in Most, Czech Republic.", ["Most", "Czech Republic"]),
    ("A quake shook Date, Japan.", ["Date", "Japan"]),
    ("The village of Battle, England, held a march.", ["Battle", "England"]),
    ("A wildfire reached Hope, British Columbia.", ["Hope", "British Columbia"]),
    ("The flood reached Ada, Serbia.", ["Ada", "Serbia"]),
    ("Fighters withdrew from Hit towards Haditha.", ["Hit", "Haditha"]),
    ("Militants shelled Hit for a third day, Iraqi officers said.", ["Hit"]),
    ("The bombing of Hit killed four.", ["Hit"]),
    ("Hit, Haditha and Ramadi are held by the army, Iraq's ministry said.", ["Hit", "Haditha", "Ramadi", "Iraq"]),
    ("HIT, Iraq (AP) - Troops moved in.", ["HIT", "Iraq"]),
    ("Residents of Nice fled the seafront.", ["Nice"]),
    ("He was born in Split and lives in Zagreb, Croatia.", ["Split", "Zagreb", "Croatia"]),
    ("A bomb went off in the city of Van, Turkey.", ["Van", "Turkey"]),
    ("Troops entered the town of Bor, South Sudan.", ["Bor", "South Sudan"]),
    ("Rebels captured the town of Lice in Turkey.", ["Lice", "Turkey"]),
    ("Soldiers were killed in Ber, Mali.", ["Ber", "Mali"]),
    ("Bandits raided the town of Tame, Colombia.", ["Tame", "Colombia"]),
    ("The army shelled Wau and Bor in South Sudan.", ["Wau", "Bor", "South Sudan"]),
    ("An explosion in Uri, Kashmir, killed a soldier.", ["Uri", "Kashmir"]),
    ("Three died in Wana, Pakistan.", ["Wana", "Pakistan"]),
    ("A mine went off near the town of Bo, Sierra Leone.", ["Bo", "Sierra Leone"]),
    # the same words that are none
    ("Hit hard by the sanctions, the government raised prices.", []),
    ("Airstrikes Hit Militants as Talks Stall", []),
    ("Rockets Hit Base", []),
    ("The Hit Man was arrested.", []),
    ("The strike hit a depot, and another hit a bridge.", []),
    ("HIT AND RUN DRIVER SOUGHT", []),
    ("Mobile phones were seized in the raid.", []),
    ("Reading the statement, the minister said nothing new.", []),
    ("Nice weather helped the search teams.", []),
    ("March began with new clashes.", []),
    ("In March and May the fighting stopped.", []),
    ("Of the eleven, two died.", []),
    ("The Same day, rebels attacked a convoy.", []),
    ("Best known for his songs, he turned to politics.", []),
    ("Split between two factions, the council did not vote.", []),
    ("Bar associations protested against the law.", []),
    ("Bath towels were handed out to the displaced.", []),
    ("Deal or no deal, the talks will end on Friday.", []),
    ("Most of the fighters surrendered.", []),
    ("Police said a bomb went off. Police are searching the area.", []),
    ("Children Killed in School Attack", []),
    ("The General said the Army would stay.", []),
    ("Both Parliament and the Senate voted.", []),
    ("Central Command reported eleven strikes.", []),
    ("Western officials and Northern leaders met.", []),
    ("So, France said no. He, Iran and Iraq agreed.", ["France", "Iran", "Iraq"]),
    ("Peking duck and a Bologna sausage were served.", []),
    ("She ordered a Moscow Mule at the bar.", []),
    ("A Boston cream pie and a Danish pastry were served.", []),
    ("Man and woman were found dead.", []),
    ("The Man who fired was arrested.", []),
    ("Same as before, the talks failed.", []),
    ("Date of the meeting: Monday.", []),
    ("Battle for the bridge goes on.", []),
    ("The Battle was lost.", []),
    ("Hope is fading for the trapped miners.", []),
    ("Ada Lovelace wrote the first program.", []),
    ("Orange smoke rose above the roofs.", []),
    ("Orange, the telecoms firm, cut its prices.", []),
    ("Reading between the lines, envoys saw no change.", []),
    ("Nice to see you, the minister said.", []),
    ("Police Hit Protesters With Batons", []),
    ("Death Toll Hit 40 On Monday", []),
    ("A van hit a wall. Van drivers went on strike.", []),
    ("The Bath party ruled for decades.", []),
    ("A Split in the party widened.", []),
    ("Bar none, it was the worst attack of the war.", []),
    ("Most were women. Same goes for the wounded.", []),
    ("Deal Reached in Talks", []),
    ("Of those killed, nine were children.", []),
    ("Mobile Units Sent to Front", []),
    ("The March of the Mothers drew thousands.", []),
    ("In May, after the March elections, fighting resumed.", []),
    ("Chad Smith was wounded.", []),
    ("Jordan Henderson and Israel Adesanya met.", []),
    ("The Surge reached its peak. Force was used.", []),
    ("Security Forces Killed In Ambush", []),
    ("General Motors closed a plant.", []),
    ("Faith leaders urged calm; Victory was near.", []),
    ("Victory Day was marked with a parade.", []),
    ("Independence Day passed without violence.", []),
    ("Eagle and Falcon helicopters were used.", []),
    ("Operation Inherent Resolve and Operation Euphrates Shield began.", []),
    ("The Hellfire missile and the Tiger helicopter were shown.", []),
    # peoples, accounts and persons that share a name with a place
    ("An Igbo politician and a Dinka elder met.", []),
    ("The Nuer and Fulani herders moved on.", []),
    ("The firm wrote to @Gillette on Monday.", []),
    ("A reporter, Bill Holland, called. Holland recalled the trial.", []),
    ("The lawyer Che Adams spoke. Adams was calm.", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_an_everyday_word_is_a_place_where_it_is_one(text, expected, gazetteer):
    """The word Hit after "region of" is a town, at the head of "Hit hard by" it is a verb."""
    assert names(text, gazetteer) == expected


def test_there_are_enough_sentences_both_ways():
    """At least thirty where the word is a place, and thirty where it is none."""
    places = sum(bool(expected) for _, expected in SENTENCES)
    assert (places >= 30, len(SENTENCES) - places >= 30) == (True, True)
