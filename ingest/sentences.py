"""Prose is cut into sentences, verbatim and with their places."""

import re
from collections.abc import Iterator

from ingest.text import words

# never the last word of a sentence: a name or a number follows
_BEFORE_NAME = words(
    "mr mrs ms mx dr prof rev hon messrs mme mmes mlle mons fr sr sra srta st ste capt cpt col gen lt lieut"
    " sgt serg sergt maj cmdr adm gov pres rep sen amb supt insp det esp viz vs cf ca approx fig figs eq eqs"
    " pp vol vols ch chap art ed eds trans ibid al jun sen hr fräul frl bzw nr abb kap"
)
_BEFORE_NUMBER = words(
    "no nos p pp ch chap sec vol art fig op c cap jan feb mar apr jun jul aug sep sept oct nov dec v vv"
    " l ll bk"
)
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]$")  # i.e, e.g, a.m, U.S, without the last full stop
_NEVER_LAST = frozenset(("i.e", "e.g", "d.h", "z.b"))
_SPEECH = (
    "said|says|asked|cried|exclaimed|replied|answered|whispered|shouted|murmured|muttered|called|demanded|returned"
    "|inquired|enquired|repeated|continued|added|screamed|roared|growled|gasped|sobbed|thought|interrupted|began"
    "|went on|put in|observed|remarked|declared|protested|laughed|snapped|yelled|echoed|ejaculated|suggested"
)
_TITLES = (
    r"(?:(?:Mr|Mrs|Ms|Dr|St|Sir|Lady|Lord|Miss|Captain|Colonel|Aunt|Uncle|Father|Madame|Monsieur)\.?\s+)?"
)
_SPOKE = re.compile(
    rf"(?:I|{_TITLES}(?!(?:He|She|They|We|It|You|This|That|The|Then|But|And|Who)\b)[A-Z][\w’'-]+"
    rf"(?:\s+(?:of|de|von|[A-Z][\w’'-]+))?)\s+(?:{_SPEECH})\b"
)
_OPENERS = "\"'“‘«„‚‹([{¿¡—–-*_"
_CLOSERS = "\"'”’»›)]}*_"
_END = re.compile(
    rf"(?P<mark>[.!?…؟۔।](?:[ ]?[.…])*[.!?…]*)(?P<close>[{re.escape(_CLOSERS)}]*)(?P<space>\s+)"
    rf"|(?P<wide>[。！？｡]+(?:[」』”’）〉》】]+(?!と|、|って)|(?![」』”’）〉》】])))\s*"
    r"|(?P<gap>\n[ \t]*\n\s*)"
)
_WORD_BEFORE = re.compile(r"[^\s—–(\[“‘\"]*$")
_REACH = 40  # characters looked at before and behind a full stop


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Return the sentences of a text with their offsets: `text[offset : offset + len(sentence)] == sentence`.

    Only white space lies between them; a blank line always ends one.
    """
    begin = 0
    for end in _END.finditer(text):
        if end["gap"] is None and end["wide"] is None and not _ends(text, begin, end):
            continue
        yield from _stripped(text, begin, end.start() if end["gap"] is not None else end.end())
        begin = end.end()
    yield from _stripped(text, begin, len(text))


def _stripped(text: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    piece = text[begin:end]
    sentence = piece.strip()
    if sentence:
        yield begin + len(piece) - len(piece.lstrip()), sentence


def _ends(text: str, begin: int, end: re.Match[str]) -> bool:
    """Tell whether a sentence ends at this mark."""
    following = text[end.end() : end.end() + 2 * _REACH].lstrip(_OPENERS + " ")
    if not following:
        return True
    if following[0].islower():
        return False
    mark, closed = end["mark"], bool(end["close"])
    if closed and mark[-1] in "!?…." and mark != "." and _SPOKE.match(following):
        return False
    if mark == ".":
        return _full_stop_ends(text[max(begin, end.start() - _REACH) : end.start()], following, closed)
    if mark.startswith((".", "…")) and mark[-1] not in "!?" and not closed:
        return re.match(r"I\b", following) is None  # “Well … I do not know”
    return True


def _full_stop_ends(before: str, following: str, closed: bool) -> bool:
    found = _WORD_BEFORE.search(before)
    word = found[0] if found else ""
    lower = word.lower()
    if not word:
        return bool(before.strip()) or closed
    if closed:
        return True
    if lower in _BEFORE_NAME or lower in _NEVER_LAST:
        return False
    if lower in _BEFORE_NUMBER:
        roman = lower not in ("no", "nos") and re.match(r"[IVXLC]+\b", following)
        return not (following[0].isdigit() or roman)
    if len(word) == 1 and word.isupper():
        return _initial_ends(before[: -len(word)], word)
    if _DOTTED.fullmatch(word):
        return _starts_sentence(following)
    if word.isdigit() or re.fullmatch(r"[IVXLC]+", word):
        return bool(before[: -len(word)].strip())  # “1. First”, “IV. The Last” are not two
    return True


def _initial_ends(before: str, letter: str) -> bool:
    """Tell whether a capital with a full stop ends a sentence: “so did I.” does, “by J. Smith” does not."""
    earlier = before.split()
    return letter == "I" and bool(earlier) and earlier[-1][-1:].islower()


def _starts_sentence(following: str) -> bool:
    """Tell whether what follows an abbreviation such as “U.S.” looks like a new sentence."""
    return (
        re.match(
            r"(?:The|A|An|He|She|It|They|We|You|I|But|And|In|On|At|As|If|When|Then|There|This|That|These|Those"
            r"|His|Her|Their|My|Our|What|Who|Why|How|So|For|To|After|Before|No|Not|Yes)\b",
            following,
        )
        is not None
    )
