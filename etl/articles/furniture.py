"""What surrounds a story on a page: menus, credits, bylines, dates, headings. One row a habit, for no site in particular."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from etl.articles.datelines import services_only
from etl.articles.dates import date_line

Kind = Literal[
    "navigation", "notice", "address", "copyright", "credit", "byline", "date", "agency", "caption", "heading", "social"
]

_LONGEST = 600  # characters; furniture is short
_LONGEST_HEADING = 10  # words of a heading that may hold a verb
LONGEST_CAPTION = 35

_I = re.IGNORECASE
_SITES = r"(?:facebook|twitter|x|whatsapp|linkedin|telegram|instagram|youtube|reddit|pinterest|e-?mail|google\+?)"
_PHOTO = r"(?:image|photo|picture|photograph|foto|video|graphic|map|illustration|infographic)s?"
_PHOTO_AGENCY = (
    r"(?:getty(?: images)?|picture[- ]alliance|reuters|afp|ap(?: photo| images)?|epa|dpa|anadolu|imago|alamy|xinhua|file|"
    r"shutterstock|tass|sputnik|nurphoto|zuma|rex|pool|handout|courtesy|u\.?s\.? (?:army|navy|air force)|dod|mod|crown copyright)"
)
_NAME = r"[A-ZÀ-ÖØ-Þ][\w.'’-]*"

# (kind, pattern that the whole line must match)
_WHOLE: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("navigation", re.compile(r"(?:[\d•*·-]+[.)]?\s*)?skip (?:to|navigation|ahead|ad)\b[^.!?]{0,60}", _I)),
    (
        "navigation",
        re.compile(
            r"[\W\d]*(?:home|menu|main menu|search|news|world|sections?|log ?in|sign ?(?:in|up)|register|subscribe(?: now)?|advertisements?|"
            r"ads?|sponsored(?: content)?|comments?|(?:\d+ )?comments?|leave a (?:comment|reply)|print(?: this)?(?: (?:page|article|story))?|"
            r"e-?mail(?: this)?|save|bookmark|listen(?: to (?:this )?(?:article|story))?|watch(?: (?:now|live|video))?|play(?: video)?|"
            r"back to top|top|next|previous|close|open|share|tweet|like|copy link|link copied|load(?:ing)?(?: more)?(?:\.{3})?|"
            r"(?:read|see|show|view|learn|hear|find out|discover) (?:more|less|all|also|next)(?: (?:about|on|here|below|stories|articles|news)\b.{0,60})?|"
            r"(?:most|more|recent|latest|top|trending|popular|related|recommended|other|further|similar) "
            r"(?:read|viewed|popular|shared|stories|news|articles?|posts?|topics?|coverage|content|links?|reading|on this (?:story|topic)|"
            r"from .{1,40}|for you|in .{1,40}|headlines|videos?|by .{1,40})|"
            r"(?:related|tags?|topics?|categor(?:y|ies)|keywords|filed under|you (?:may|might) (?:also )?like|what to read next|"
            r"editors?['’]s? picks?|don['’]t miss|continue reading(?: below)?|continued (?:below|on .{1,40})|story continues below.{0,40}|"
            r"article continues.{0,60}|recommended|trending(?: now)?|explore more|jump to.{0,40})|"
            r"toggle .{1,30}|end of (?:story|article|list)|list (?:of )?\d+ items?|list \d+ of \d+)\W*",
            _I,
        ),
    ),
    ("navigation", re.compile(r"(?:read|see|watch|listen|more|must[ -]read|also read|see also|related|in (?:pictures|photos|video)|don['’]t miss)"
                              r"(?: (?:more|also|now|on this|too))?\s?[:|»>]\s?.{0,200}", _I)),
    ("navigation", re.compile(r"\(?\d{1,2}[.)]\s+[^.!?]{1,50}")),
    ("navigation", re.compile(r"(?:[\w'’&-]+(?: [\w'’&-]+){0,3}\s*[|>»›•·/]\s*){2,}[\w'’&-]+(?: [\w'’&-]+){0,3}")),
    ("social", re.compile(rf"(?:share|follow|like|find|join|tweet|send|post|connect with)\b[^.!?]{{0,60}}\b{_SITES}\b.{{0,80}}", _I)),
    ("social", re.compile(r"(?:share|follow) (?:this|us|me|our|on|via|by|with)\b[^.!?]{0,60}[.!]?", _I)),
    ("social", re.compile(r"[—–-]{0,2}\s?.{1,60}\(@\w{1,30}\).{0,40}")),
    ("social", re.compile(r"(?:view this post on|a post shared by|pic\.twitter\.com/|@\w{1,30}$).{0,120}", _I)),
    ("notice", re.compile(r"(?:this (?:web)?site|we(?: and our partners)?|our (?:web)?site|by (?:continuing|using|clicking)).{0,200}\bcookies?\b.{0,200}", _I)),
    ("notice", re.compile(r"(?:accept|reject|manage|allow)(?: all)? (?:cookies|settings|preferences)\W*", _I)),
    ("notice", re.compile(r"(?:please )?(?:enable|turn on|disable)\b.{0,40}\b(?:javascript|cookies|ad ?-?blocker).{0,120}", _I)),
    ("notice", re.compile(r"(?:sign up|subscribe|register|get)\b.{0,80}\b(?:newsletters?|briefing|inbox|alerts?|our app|subscription|unlimited access)\b.{0,120}", _I)),
    ("notice", re.compile(r"(?:download|get|install) (?:the|our) .{0,40}\bapp\b.{0,100}", _I)),
    ("notice", re.compile(r"(?:terms (?:of (?:use|service)|and conditions)|privacy(?: policy)?|contact us|about us)(?:\W+(?:and )?.{0,60})?", _I)),
    ("notice", re.compile(r"(?:follow|find|see|read|(?:for )?more (?:on|at|from|information|details|coverage)|full (?:story|report|coverage)|watch)\b.{0,150}(?:https?://|www\.|@)\S+.{0,20}", _I)),
    ("notice", re.compile(r"our standards\s?:.{0,100}", _I)),
    ("notice", re.compile(r"click here\b.{0,120}", _I)),
    ("notice", re.compile(r"the views expressed (?:in this|here|by).{0,250}", _I)),
    ("notice", re.compile(r"this (?:article|story|report|material|content|post)\b.{0,60}\b(?:first appeared|originally (?:appeared|published)|"
                          r"was (?:first |originally |initially )published|has been (?:updated|corrected)|may not be (?:published|reproduced)|"
                          r"was (?:adapted|translated)|is (?:copyrighted|part of))\b.{0,200}", _I)),
    ("address", re.compile(r"\W*(?:(?:https?://|www\.)\S+|[\w.+-]{1,60}@[\w-]{1,60}\.[\w.]{2,30})(?:\s+\S+@\S+|\s+https?://\S+){0,3}\W*", _I)),
    ("copyright", re.compile(r"(?:©|\(c\)|copyright\b|&copy;).{0,500}", _I)),
    ("copyright", re.compile(r".{0,200}\ball rights reserved\b.{0,150}", _I)),
    ("caption", re.compile(r"(?:image|media|photo) ?(?:caption|copyright|source)\b.{1,300}", _I)),
    ("credit", re.compile(r"(?:image|media|photo) ?(?:caption|copyright|source)\W*", _I)),
    ("credit", re.compile(rf"\W*{_PHOTO}(?:\s+(?:source|credit|courtesy(?: of)?|by|from|via|copyright))?(?:\s*[:©|]\s*|\s+by\s+){_NAME}.{{0,120}}", _I)),
    ("agency", re.compile(r"\W*source\s*:\s*(?:agencies|[\w ]{0,20}(?:afp|ap|reuters|associated press|dpa|xinhua|efe|anadolu|tass|upi|sana))\b.{0,40}", _I)),
    ("credit", re.compile(r"\W*(?:credits?|photo ?credit|copyright|picture by|photograph(?:ed)? by|source)\s*:\s*.{1,100}", _I)),
    ("credit", re.compile(rf"[\[(]?(?:{_NAME} ){{0,4}}(?:{_NAME}\s?)?[/|]\s?{_PHOTO_AGENCY}\b[^.!?]{{0,50}}[\])]?", _I)),
    ("credit", re.compile(rf"[\[(]?{_PHOTO_AGENCY}(?:\s?[/|,]\s?[\w .'’-]{{1,40}}){{1,3}}[\])]?", _I)),
    ("credit", re.compile(r"(?:getty images|ap photo|afp photo|epa photo|reuters photo|file (?:photo|image|picture)|representational image|stock photo)\b.{0,60}|photos?", _I)),
    ("byline", re.compile(rf"(?i:by|written by|reported by|story by|reporting by|edited by|editing by|compiled by|author|reporter)\s*:?\s+"
                          rf"(?:the )?{_NAME}(?:[ ,]+(?:and |in |for |of |at |the |& )?{_NAME}|[ ,]+(?:staff|correspondent|writer|reporter|agencies|editor)s?){{0,10}}[.,]?")),
    ("byline", re.compile(r"BY [A-Z][A-Z .,'’-]{3,80}")),
    ("byline", re.compile(r"\W{0,3}(?:additional |further )?(?:reporting|writing|editing|compiled|edited|written) by\b.{0,500}", _I)),
    ("byline", re.compile(r"(?:the )?(?:associated press|ap|afp|reuters|new york times|washington post) (?:writer|journalist|reporter|correspondent|staff)s?\b"
                          r".{3,200}\b(?:contributed|reported from)\b.{0,120}", _I)),
    ("byline", re.compile(r".{3,200}\bcontributed (?:to (?:this|the) (?:report|story|article)|reporting)\b.{0,80}", _I)),
    ("byline", re.compile(rf"(?:{_NAME} ){{1,3}}{_NAME}(?:,| is (?:an?|the)) (?:[\w’'-]+ ){{0,4}}(?:correspondent|reporter|writer|editor)s?(?:,? (?:based )?(?:in|at|for) [\w ]{{2,30}})?\.?")),
    ("date", re.compile(r"\W*(?:\d{1,2}|an?|one|two) (?:min(?:ute)?s?|hours?|days?|weeks?|months?|years?) (?:read|ago)\W*", _I)),
    ("date", re.compile(r"\W*(?:last |first )?(?:updated?|published|posted|modified)\b(?: (?:on|at))?[: ].{0,60}\d{2}.{0,30}", _I)),
    ("date", re.compile(r"\W*\d{1,2}[:.h]\d{2}\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,5})?\W*", _I)),
    ("agency", re.compile(r"\W*[a-z]{2,4}(?:[/,][a-z]{2,4}){0,3}\s?\([^()]{2,80}\)\W*")),
    ("agency", re.compile(r"\W*(?:with (?:\w+ ){0,2}(?:files?|inputs?|information|material|reporting|reports?)|(?:agency )?inputs?|files?) from\b.{0,100}", _I)),
    ("agency", re.compile(r"\W*(?:news )?agencies\W*", _I)),
)  # fmt: skip
_GLUED = re.compile(r"[a-z)\]\d\"”.](?:Image|Photo|Picture|Credit|Copyright|Foto)s?:\s?(?=\S)")
_ENDS_IN_CREDIT = re.compile(
    rf"(?:[\[(](?:[^\[\]()]{{0,60}}[/|, ])?(?:{_PHOTO_AGENCY})(?:[/|, ][^\[\]()]{{0,40}})?[\])]\.?"
    rf"|\((?:file|photo|image|picture)[^()]{{0,60}}\)\.?"
    rf"|[.)]\s(?:ap photo|photo|image|picture|photograph|credit)s?\s?(?:by|:|/)\s?.{{2,60}}"
    rf"|\bphoto(?:graph)?(?: credit)?:\s.{{2,60}})$",
    _I,
)
_ANNOUNCED = re.compile(r"(?:image|media|photo) ?caption\W*", _I)
_CAPTION_SIGN = re.compile(
    r"(?<=\s)\((?:(?:second|third|far|front|back|top|bottom)[ -])?(?:l|r|c|left|right|cent(?:er|re)|above|below|pictured|seen here|file)(?:,[^()]{0,30})?\)"
    r"|\bfile (?:photo|picture|image)|\bpictured (?:here|above|below)|\b(?:is|are) (?:pictured|seen (?:here|in this))\b"
    r"|\bin this (?:\w+ ){0,3}(?:photo|photograph|image|picture|frame grab)\b|\bhandout (?:photo|image|picture)",
    _I,
)
_ENDS_SENTENCE = re.compile(r"[.!?…:;][\"'”’»)\]]*(?:\[\d{1,3}\])*$")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_VERB_WORDS = (
    "is are was were be been being has have had do does did will would can could may might must shall should 's isn't wasn't "
    "said says say told tells announced reported reports confirmed killed injured wounded died hit struck struck shot fired attacked "
    "captured seized took taken retook retaken recaptured arrested detained launched began begun started ended came went left fled made "
    "met held agreed signed called urged warned accused denied claimed vowed sent deployed destroyed bombed shelled raided stormed "
    "carried conducted engaged fought clashed withdrew entered reached gave got found lost won rose fell broke blew drove became told "
    "kills seizes captures retakes recaptures launches sends withdraws detains destroys "
    "responds condemns welcomes announces calls urges warns accuses denies claims vows meets visits discusses signs agrees rejects "
    "according continues remain remains continue plan plans want wants expected"
)
_VERBS = frozenset(_VERB_WORDS.split())


@lru_cache(maxsize=4096)
def kind_of(line: str) -> Kind | None:
    """What a paragraph is when seen alone; None when it may be part of the story.

    >>> kind_of("Image: Getty Images/AFP/D. Roland"), kind_of("More special operations"), kind_of("The army retook Hit.")
    ('credit', 'heading', None)
    """
    if len(line) > _LONGEST:
        return None
    line = " ".join(line.split())
    if _is_agency_line(line):
        return "agency"
    for kind, pattern in _WHOLE:
        if pattern.fullmatch(line) and not (kind in _NEVER_SENTENCES and is_sentence(line)):
            return kind
    if date_line(line, "DMY"):
        return "date"
    if words(line) <= LONGEST_CAPTION and (has_credit(line) or _CAPTION_SIGN.search(line)):
        return "caption"
    return _kind_of_fragment(line)


# Kinds whose words may also open a sentence of the story: "Search teams found two bodies."
_NEVER_SENTENCES = frozenset({"navigation", "social", "credit", "date"})


def is_sentence(line: str) -> bool:
    """Ends like a sentence, and has the words of one."""
    return _ENDS_SENTENCE.search(line[-16:]) is not None and words(line) >= 5 and has_verb(line)


def is_ended(line: str) -> bool:
    return _ENDS_SENTENCE.search(line[-16:]) is not None


def words(line: str) -> int:
    return sum(1 for _ in _WORD.finditer(line))


def has_verb(line: str) -> bool:
    """A finite verb, as far as a list and the ending -ed can tell."""
    return any(
        word in _VERBS or (word.endswith("ed") and len(word) > 4) for word in line.lower().replace("’", "'").split()
    )


def has_credit(line: str) -> bool:
    """Ends in the credit of a picture: "… in StuttgartImage: dpa", "… near Hit [File: AP]"."""
    ending = _ENDS_IN_CREDIT.search(line[-140:])
    return _GLUED.search(line) is not None or (ending is not None and not has_verb(ending[0]))


def without_credit(line: str) -> str:
    """The caption before a credit glued to its end."""
    match = _GLUED.search(line)
    return line[: match.start() + 1] if match else line


def announces_caption(line: str) -> bool:
    """Says that the next line is a caption: "Image caption"."""
    return _ANNOUNCED.fullmatch(line) is not None


def _is_agency_line(line: str) -> bool:
    bare = line.strip("()[]–—- .")
    return len(bare) <= 80 and bool(services_only(bare))


def _kind_of_fragment(line: str) -> Kind | None:
    """Lines without a full stop: headings are short, captions have no verb."""
    if is_ended(line):
        return "heading" if line.endswith("?") and words(line) <= 5 else None
    count = words(line)
    if count <= 3 or (count <= _LONGEST_HEADING and not has_verb(line)):
        return "heading"
    return "caption" if count <= LONGEST_CAPTION and not has_verb(line) else None
