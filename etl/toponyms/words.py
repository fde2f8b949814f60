"""The word lists of toponym recognition: what may stand before, after and instead of a place name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORD = re.compile(r"[^\W_]+(?:['’ʼ](?!s\b)[^\W_]+)*")
"""A word: letters and digits with inner apostrophes; "Syria's" is "Syria"."""

LEXICONS = Path(__file__).resolve().parents[2] / "data" / "lexicons"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = _words("al el ar as ash at ath ad adh an az ed es er en et ez")
"""Lower-case starts of Arabic names: "al-Hasakah"."""

COMPASS = _words(
    "north south east west northeast northwest southeast southwest north-east north-west south-east south-west "
    "northern southern eastern western central northeastern northwestern southeastern southwestern"
)
BARE = COMPASS | _words(
    "centre center olympic union highland midland midlands coast university duma arab delta congress senate parliament"
)
"""Words that are places only with more of a name: "the Centre", "Western"."""

PUBLICATIONS = _words(
    "times post herald tribune gazette journal news press daily star sun chronicle globe mirror telegraph observer "
    "guardian inquirer examiner review today radio tv magazine university college "
    "brigade brigades battalion battalions regiment division corps militia command"
)

DISEASES = _words("virus ebolavirus fever flu disease strain variant syndrome hemorrhagic haemorrhagic outbreaks")
GENERICS = _words(
    "tal tall tell tel umm um abu beit bayt kafr kfar deir dayr ain ayn wadi jebel jabal djebel bir ras khirbet qalat nahr "
    "sheikh shaykh bab bulo beled ceel el al kuh deh datu san santa santo puerto villa nueva port fort mount saint st sainte "
    "lake camp old great upper lower alto bajo"
)
"""Words that begin many a name of a place: before another capital they are no name of their own."""
ENTERPRISES = _words("air radio agence club hotel real sporting inter miss team tv royal")
"""Words before a place name that make both the name of a company, a station or a club: "Air France"."""
PARTICLES = _words("de von van der den da di dos du bin ibn abu ben mac")

LOCATIVES = COMPASS | _words(
    "in near off from outside around across into toward towards throughout inside within downtown neighbouring "
    "neighboring nearby outlying upstate greater"
)
"""Words after which a capitalised name is a place more often than not."""

DIRECTIONS = _words("to from at via through between over beyond")

OF_HEADS = _words(
    "city cities town towns village villages capital province provinces region regions district districts state "
    "suburb suburbs county island port republic area areas gulf outskirts centre center north south east west northeast "
    "northwest southeast southwest streets people residents government ruins siege battle fall liberation capture "
    "recapture part parts side edge control out miles kilometers kilometres km governorate governorates stronghold "
    "countryside vicinity neighborhood neighbourhood bombing shelling massacre kingdom bombardment most much rest half "
    "centre heart mayor governor airport encirclement reconquest loss seizure occupation border borders coast "
    "bastion enclave "
)
"""Heads of "… of X" that make X a place."""

CAPTURES = _words(
    "retook recaptured captured seized liberated entered stormed overran besieged bombed shelled reached visited "
    "retaking capturing recapture retake seize liberate enter storm besiege besieging surround surrounded surrounding "
    "fled flee fleeing invaded invade encircled encircling defend defending took take taken taking visiting near "
    "capture captures seizes retakes recaptures enters storms bombs shells pounded pounding bombarded bombarding "
    "holding hold controls controlled overrun overrunning reoccupied occupied occupying"
)
"""Verbs that take a place as their object: "retook Hit"."""

HEADS_AFTER = _words(
    "county parish township province provinces district region governorate state city town village valley peninsula "
    "airport border oblast suburb neighborhood neighbourhood area coast countryside outskirts front frontline road "
    "highway residents prefecture raion municipality province's suburbs city's camp airbase"
)
SURE_CAPTURES = CAPTURES - {"take", "took", "taken", "taking", "hold", "holding"}
"""Those of them that hardly take anything else."""
TOWNSFOLK = _words(
    "resident residents native natives police mayor prison jail hospital university court courthouse stadium"
)
"""Words after a town's name that a surname hardly has: "Hammond resident", "Kirkuk police"."""
PROVINCE_HEADS = _words(
    "province provinces governorate governorates state states oblast oblasts prefecture county counties governor"
)
TOWN_HEADS = _words("city town village cities towns villages")
AREA_HEADS = _words(
    "province provinces governorate governorates state states oblast oblasts region prefecture county counties parish district "
    "districts governor legislature"
)

ORGANISATIONS = _words(
    "university college school schools hospital church times post herald tribune gazette journal news press daily star "
    "sun chronicle inc corp corporation co company ltd llc plc bank group association institute center centre foundation "
    "museum library airlines airways club united fc rovers wanderers bulls sox yankees lakers league cup open marathon "
    "championship party act bill accord accords treaty agreement protocol declaration convention council committee "
    "commission police department court high elementary middle stadium arena theater theatre park street road avenue "
    "drive lane boulevard highway square bridge house hotel hall building tower mall cemetery academy society authority "
    "agency office ministry army navy force forces station union federation fund capital partners holdings industries "
    "systems motors energy oil war battle day festival parade show game games bowl series tigers bears eagles lions "
    "panthers giants cowboys bulldogs wildcats brigade brigades battalion division front movement organization "
    "organisation conference summit plan process tv radio magazine review examiner observer observatory "
    "guardian globe mirror telegraph monitor today award prize virus fever disease syndrome flu st ave rd blvd "
    "dr ln airport"
)
"""Words after a place name that make it part of another name."""

ORGANISATION_HEADS = _words(
    "university college bank museum church institute academy school hospital bishop archbishop duke earl "
    "treaty order diocese archdiocese federation union association corporation corp council journal society mall"
)
"""Heads of "… of X" that make X part of another name."""

TITLES = _words(
    "mr mrs ms miss dr sir lord lady sen rep gov gen col capt maj lt sgt cpl pvt judge justice president minister "
    "secretary chancellor professor prof mayor senator governor general colonel captain officer detective sheriff deputy "
    "chief coach director king queen prince princess pope bishop rev reverend father sister brother aunt uncle spokesman "
    "spokeswoman spokesperson attorney ambassador commissioner councilman councilwoman councillor sergeant lieutenant "
    "major admiral commander chairman chairwoman ceo author actor actress singer named called premier congressman "
    "congresswoman representative sheikh mullah imam ayatollah emir brigadier"
)
SHORT_TITLES = _words("mr mrs ms dr sen rep gov gen col capt maj lt sgt cpl pvt prof rev brig adm cmdr fr hon supt det")
"""Titles that end with a point which ends no sentence."""

REPORTING = _words(
    "said says told added asked wrote who recalled tweeted explained noted commented replied testified joked smiled "
    "laughed insisted remembers"
)
KIND_NAMES = _words(
    "province prefecture county township governorate oblast raion region parish valley river island islands peninsula "
    "bay lake municipality shire desert mountains hills plains district state"
)
"""Words that are a part of the name where they have a capital: "Idlib Province", "Fraser Valley"."""
LANDSCAPES = _words("valley river island islands peninsula bay lake desert mountains hills plains")

CALENDAR = _words(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "christmas easter ramadan passover thanksgiving"
)
SHORTENED = _words("st mt ft ste")
"""Abbreviations inside of names, after which a point is not an end: "St. Louis"."""

FUNCTION_WORDS = (
    LOCATIVES
    | DIRECTIONS
    | CAPTURES
    | _words(
        "the a an and of at to for by with on as but when while after before since then meanwhile however also this that "
        "over about both if though although where until during against or only not even how why what who is are was were "
        "its their his her it he she they we i you there here from in near than off last next"
    )
)
NO_NOUNS = _words(
    "be been being has have had will would can could may might must shall should do does did said says say told and or "
    "nor than that which whose whom because unless so too very also still now never ever always often again already yet "
    "alike alone abroad another are is was were who into under within without between among across per plus both all some many "
    "most more less each every any no need want support died die live lives lived speak speaks spoke believe"
)
"""Words after an adjective that are no noun: the adjective stood for a people or a language."""
NO_HEADS = _words(
    "flu influenza fever encephalitis virus swine trypanosomes strain strains measles cholera language languages dictionary "
    "grammar alphabet dialect accent lessons class classes literature speakers speaker translation cuisine restaurant "
    "restaurants coffee tea cheese wine beer vodka whisky bread toast fries salad food dish dishes dressing bulldog bulldogs "
    "shepherd shepherds terrier retriever dog dogs cat cats horse horses cow cows cattle pig pigs monkey monkeys frog frogs "
    "swan swans goose geese fowl poultry bat bats elephant elephants lion lions tiger tigers roulette doll blinds windows door "
    "doors oak pine lily rose ivy shorthair windsurfing "
)
"""Nouns of a language, a disease, a breed or a dish: the adjective names a kind and no place."""
DISHES = _words("mule cream pie sauce stew sausage sausages ham chicken duck gin punch spritz roll rolls beer salad")
"""Words after a town's name that make a dish or a drink of it: "Moscow Mule"."""
OFFICES = _words(
    "president vice prime premier chancellor king queen emir sultan minister foreign defence defense interior finance justice "
    "ambassador embassy consul consulate army navy air armed forces force coast border special police national federal "
    "parliament senate government ministry cabinet presidency secretary deputy general gen maj col lt capt chief military "
    "security state supreme"
)
"""Words with a capital after an adjective that are an office or an organ of the state: "Russian Foreign Ministry"."""

BUILDINGS = _words(
    "hospital university college school institute academy hall prison stadium zoo museum library cathedral church mosque "
    "monastery airport barracks palace"
)
"""Heads of a building's name that begins with its town: "Kunduz Trauma Hospital"."""

TRAILING = _words(
    "valley river plain plains mountains desert island islands strait sea gulf basin delta camp dam crossing "
    "headquarters airport airbase base peninsula corridor refinery border frontier"
)
"""Lower-case words that may end a name: "Euphrates valley"."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Lower-case words that are place names and something else as well."""

    common: frozenset[str]
    given: frozenset[str]
    family: frozenset[str]
    peoples: frozenset[str]
    organisations: frozenset[tuple[str, ...]]


@cache
def lexicon() -> Lexicon:
    """The lists of ``data/lexicons/toponym_*.txt``, read once."""
    names = ("common_words", "given_names", "family_names", "peoples")
    common, given, family, peoples = (_listed(name) for name in names)
    longer = frozenset(tuple(WORD.findall(name.lower())) for name in _listed("organisations"))
    return Lexicon(common, given, family, peoples, longer)


def _listed(name: str) -> frozenset[str]:
    lines = (LEXICONS / f"toponym_{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
