"""Whether a text is English, and what it is instead.

The script decides first, then English function words; the classifier is asked only about what they leave open,
because names alone ("Abu Bakr al-Baghdadi, Deir ez-Zor") lead it astray.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE = 20_000  # characters are enough to know a language
_SHORT = 20  # words below which only clear evidence counts
_ENGLISH_SHARE = 0.12  # of the words of any English prose are among the function words below
_FOREIGN_SHARE = 0.05
_CLEAR = 2  # different words, function words or spelled with accents, that show a short text to be in another language
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENGLISH = (
    "the of and to in a an is are was were that for on with as by at from it its he his her she they their them this these those "
    "be been has have had not but or who which when after before during where what will would could said says than into over about "
    "against between more also all no one two up out we our you your i my there then since while near"
)
_FUNCTION_WORDS = frozenset(_ENGLISH.split())
# Spelled like English words, or parts of names ("Ayn al Arab", "San Luis de la Reina"): no evidence for any language.
_HOMOGRAPHS = (
    "a an in on at as no or by he me we is was die den des over all more i to be us am o "
    "al el la las los le de del da do das dos di du der van von ter san santa sa na ya bin"
)
_SHARED = frozenset(_HOMOGRAPHS.split())
_LANGUAGES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali",
    "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French", "ga": "Irish", "gl": "Galician",
    "gu": "Gujarati", "ha": "Hausa", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian",
    "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer",
    "kn": "Kannada", "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian",
    "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay", "mt": "Maltese", "my": "Burmese", "ne": "Nepali", "nl": "Dutch",
    "no": "Norwegian", "om": "Oromo", "pa": "Punjabi", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "rw": "Kinyarwanda", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "so": "Somali", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish",
    "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "tg": "Tajik", "th": "Thai", "tk": "Turkmen", "tl": "Tagalog", "tr": "Turkish",
    "tt": "Tatar", "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "yo": "Yoruba", "zh": "Chinese",
    "zu": "Zulu",
}  # fmt: skip
# The first word of a letter's Unicode name, and the languages that the classifier may choose from.
_SCRIPTS = {
    "ARABIC": ("ar", "fa", "ur", "ps", "ku", "ug"),
    "CYRILLIC": ("ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "mn", "tg", "tt"),
    "HEBREW": ("he",),
    "GREEK": ("el",),
    "ARMENIAN": ("hy",),
    "GEORGIAN": ("ka",),
    "DEVANAGARI": ("hi", "mr", "ne"),
    "BENGALI": ("bn",),
    "ETHIOPIC": ("am",),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "HANGUL": ("ko",),
    "CJK": ("zh", "ja"),
    "THAI": ("th",),
    "LAO": ("lo",),
    "KHMER": ("km",),
    "MYANMAR": ("my",),
    "SINHALA": ("si",),
    "TAMIL": ("ta",),
    "TELUGU": ("te",),
    "KANNADA": ("kn",),
    "MALAYALAM": ("ml",),
    "GUJARATI": ("gu",),
    "GURMUKHI": ("pa",),
}
_LATIN_CODES = "en es fr de it pt nl ca gl ro pl cs sk sl hr hu tr az uz tk id ms vi tl sw so ha yo zu rw om af sq da sv no fi et lv lt is ga cy eu mt"
_LATIN = tuple(_LATIN_CODES.split())


def foreign_language(text: str) -> str | None:
    """The English name of the language of a text that is not English; None for English and for what cannot be told.

    >>> foreign_language("قوات الجيش العراقي تستعيد مدينة هيت من تنظيم داعش")
    'Arabic'
    >>> foreign_language("Hit retaken") is None
    True
    """
    sample = text[:_SAMPLE]
    script = _script(sample)
    if script != "LATIN":
        choices = _SCRIPTS.get(script, ())
        return _LANGUAGES[_classified(sample, choices)] if choices else f"{script.capitalize()} script"
    found = _WORD.findall(sample)
    words = [word.lower().replace("’", "'") for word in found]
    if _share(words, _FUNCTION_WORDS) >= _ENGLISH_SHARE:
        return None
    spelled = {word for word in found if word[0].islower() and not word.replace("’", "'").isascii()}
    return _latin(words, spelled)


def _latin(words: list[str], spelled: set[str]) -> str | None:
    """A language in Latin letters with few English function words: a list of names, or not English.

    ``spelled`` are the words, not names, with letters that English does not have.
    """
    language = _classified(" ".join(words), _LATIN)
    if language == "en":
        return None
    known = _STOP_WORDS.get(language, frozenset()) - _SHARED
    evidence, english = _share(words, known), _share(words, _FUNCTION_WORDS - _SHARED)
    if len(words) < _SHORT:
        clear = len(known.intersection(words) | spelled) >= _CLEAR and not english
        return _LANGUAGES[language] if clear else None
    if known:
        return _LANGUAGES[language] if evidence > max(english, _FOREIGN_SHARE) else None
    return _LANGUAGES[language] if not english else None


def _share(words: list[str], among: frozenset[str]) -> float:
    return sum(word in among for word in words) / len(words) if words else 0.0


def _script(text: str) -> str:
    """The script of most letters; Latin where there are none."""
    plain = sum(character.isascii() and character.isalpha() for character in text)
    letters = Counter(character for character in text if not character.isascii() and character.isalpha())
    counts = Counter({"LATIN": plain})
    for letter, count in letters.items():
        counts[unicodedata.name(letter, "LATIN").split()[0].split("-")[0]] += count
    kana = counts["HIRAGANA"] + counts["KATAKANA"]
    script, most = max(counts.items(), key=lambda item: (item[1], item[0]))
    if script == "CJK" and kana:
        return "HIRAGANA"
    # One word of English has as many letters as a whole Chinese phrase; half is enough for the others.
    return script if script == "LATIN" or most > plain else "LATIN"


def _classified(text: str, choices: tuple[str, ...]) -> str:
    if len(choices) == 1:
        return choices[0]
    return str(_identifier(choices).classify(text)[0])


@lru_cache(maxsize=8)
def _identifier(choices: tuple[str, ...]) -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 (loads numpy; most articles never need it)

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(choices))
    return identifier


_STOP_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "es": "el la los las de del que y en un una por con para se su al lo como más pero sus le ya o este ha sí porque esta son entre está cuando muy sin sobre también fue",
        "fr": "le la les de des du et en un une que qui dans pour par sur au aux ce cette il elle est sont avec pas plus se sa son ses leur a été dont ont mais ou où",
        "de": "der die das und in den von zu mit dem des ist im für auf ein eine nicht als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über",
        "it": "il lo la i gli le di del della dei delle che e in un una per con non si da dal al alla sono come più ha nel nella anche su ma era stato",
        "pt": "o a os as de do da dos das que e em um uma para com não por se na no nas nos ao mais como foi é são sua seu pelo pela também",
        "nl": "de het een en van in op te dat die is voor met zijn aan niet er om ook als bij door naar uit worden wordt heeft hebben maar werd deze",
        "ca": "el la els les de del dels que i en un una per amb és no se al als com més però ha seva seu",
        "ro": "și de la în a al ale cu pe din nu o un că se pentru care este sunt au fost mai ce prin sau",
        "pl": "i w na z do się nie że o jest to po za od przez dla oraz jak ale był została są tym",
        "cs": "a v na se je že z do o s k za po od pro jako jsou by byl ale podle jeho které který",
        "hr": "i u na je se za od da su s iz o do koji će kako nije po ali bi što koja",
        "hu": "a az és hogy egy nem is meg volt de ezt ki el csak még már szerint vagy után között",
        "tr": "ve bir bu da de için ile olarak olan çok daha sonra kadar göre ise ancak gibi olduğu tarafından en ne o",
        "id": "yang dan di ke dari ini itu dengan untuk pada dalam adalah tidak oleh akan telah sebagai mereka karena juga atau",
        "ms": "yang dan di ke dari ini itu dengan untuk pada dalam adalah tidak oleh akan telah sebagai mereka kerana juga atau",
        "sw": "na ya wa kwa ni katika za la cha kuwa hiyo huo hao baada kutoka alisema watu hii huyo yake wake",
        "so": "iyo oo ka ku u ay in uu ah la waa si soo ee ayaa waxaa waxa kale dhex dadka",
        "sv": "och i att det som en på är av för med den till ett har inte om från var men de sig",
        "da": "og i at det som en på er af for med den til et har ikke om fra var men de sig der",
        "no": "og i at det som en på er av for med den til et har ikke om fra var men de seg",
        "fi": "ja on ei se että oli hän mutta ovat joka kun tai myös sekä kuin",
        "vi": "và của là các có được trong cho một không những với này đã người khi tại",
        "tl": "ang ng sa na mga at ay si ni kay para hindi nang ito siya",
        "sq": "të e në i dhe një për me që nga është ka nuk u më se si",
        "az": "və bir bu üçün ilə da də olan görə sonra ki isə olaraq",
    }.items()
}  # fmt: skip
