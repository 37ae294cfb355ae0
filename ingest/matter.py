"""Front and back matter told apart from the work itself: by what a file says of its parts, or by their titles."""

import re
from collections.abc import Iterable, Mapping, Sequence

from ingest import headings
from ingest.book import Matter
from ingest.text import words

_FRONT = words(
    "frontmatter titlepage halftitlepage halftitle title-page half-title dedication epigraph preface foreword"
    " preamble introduction imprint copyright-page copyright cover toc loi lot lov acknowledgments acknowledgements"
)
_BACK = words(
    "backmatter appendix afterword bibliography colophon endnotes rearnotes footnotes notes glossary index"
    " index-group contributors errata other-credits loi lot uncopyright"
)
_FRONT_TITLES = re.compile(
    r"(?:a )?(?:preface|foreword|dedication|epigraph|acknowledge?ments|contents|copyright|title page|cover|imprint"
    r"|(?:author|editor|translator|publisher)[’']s (?:note|preface|foreword|introduction)|note to the reader"
    r"|to the reader|praise for .*|(?:list of )?(?:illustrations|figures|tables|plates|characters|abbreviations)"
    r"|preface to .*|(?:about|note on) (?:this|the) (?:edition|text|translation|book)"
    r"|vorwort|widmung|geleitwort|danksagung|inhaltsverzeichnis|avant-propos|préface|dédicace|remerciements|prólogo"
    r"|prefacio|prefazione|voorwoord|предисловие)",
    re.I,
)
_BACK_TITLES = re.compile(
    r"(?:a )?(?:appendi(?:x|ces)\b.*|afterword|(?:end|foot)?notes|references|bibliography|works cited|further reading"
    r"|(?:subject |name |general )?index|glossary|colophon|about the (?:author|translator|publisher|illustrator)s?"
    r"|(?:also|other (?:books|works)) by .*|acknowledge?ments|credits|(?:selected )?bibliography|uncopyright|imprint"
    r"|transcriber[’']s notes?|discussion questions|sources|errata"
    r"|anhang\b.*|nachwort|literatur(?:verzeichnis)?|stichwortverzeichnis|sachregister|register|glossar|anmerkungen"
    r"|abbildungsverzeichnis|tabellenverzeichnis|symbolverzeichnis|danksagung"
    r"|postface|bibliographie|glossaire|remerciements|apéndice\b.*|epílogo del autor|bibliografía|índice"
    r"|bibliografia|indice|glossario|nawoord|примечания|послесловие)",
    re.I,
)
NAMELESS = ""  # the title of a part that says no more than the book's own title, or nothing
_OF_THE_WORK = re.compile(
    r"(?:prolog(?:ue)?|epilog(?:ue)?|introduct(?:ion|ory).*|conclusions?|postscript|interlude|coda|einleitung|einführung"
    r"|schluss(?:wort)?|fazit|conclusión(?:es)?|conclusioni?|prólogo|epílogo|introducción|introduzione)",
    re.I,
)  # though they have no number among chapters that have
_ORDINAL = re.compile(r"(\d{1,2})[.:)]?\s+\D")
_NUMBER = re.compile(r"^(?:[A-Z\d]{1,2}|[ivxlc]{1,5})[.:)]?\s+(?=\S)")


def said_matter(kinds: Iterable[str]) -> Matter | None:
    """Return what EPUB's words for parts say of one; nothing if they say neither."""
    said = set(kinds)
    if "bodymatter" in said or "chapter" in said:
        return "body"
    if "backmatter" in said:
        return "back"
    if "frontmatter" in said:
        return "front"
    if said & _FRONT:
        return "front"
    return "back" if said & _BACK else None


def by_landmarks(spine: Sequence[str], guide: Mapping[str, str]) -> dict[str, Matter]:
    """Return what stands before the place where the book says that it begins, and behind where it says that it ends."""
    body = [at for at, path in enumerate(spine) if guide.get(path) in ("bodymatter", "text", "start")]
    back = [at for at, path in enumerate(spine) if guide.get(path) == "backmatter"]
    found: dict[str, Matter] = dict.fromkeys(spine[: body[0]], "front") if body else {}
    return found | dict.fromkeys(spine[back[0] :], "back") if back else found


def placed(parts: Sequence[tuple[str, int, Matter | None]]) -> list[Matter]:
    """Return the matter of each part, given as title, level, and what is said of it, in the order of the book.

    Front matter stands before all that is of the work itself and back matter behind it; a book is never without a body.
    """
    if all(said == "body" for _, _, said in parts):  # as converters say of every part: it tells nothing
        parts = [(title, level, None) for title, level, _ in parts]
    marks = _inherited(_beside_numbers(parts))
    if "front" not in marks:  # then what has no name of its own is the beginning of the work
        marks = [mark or "body" for mark in marks]
    body = [at for at, mark in enumerate(marks) if mark == "body"]
    if not body:
        return ["body"] * len(marks)
    return ["front" if at < body[0] else "back" if at > body[-1] else "body" for at in range(len(marks))]


def _beside_numbers(parts: Sequence[tuple[str, int, Matter | None]]) -> list[tuple[str, int, Matter | None]]:
    """Say of what stands without a number before chapters 1, 2, 3, … that it is front, of what stands behind, back."""
    outer = [at for at, (_, level, _) in enumerate(parts) if level == 0]
    found = {at: int(match[1]) for at in outer if (match := _ORDINAL.match(parts[at][0]))}
    said = list(parts)
    if len(found) < 3 or list(found.values()) != list(range(1, len(found) + 1)):
        return said
    first, last = min(found), max(found)
    for at in outer:
        title, level, matter = parts[at]
        if not (first <= at <= last or matter or _OF_THE_WORK.fullmatch(title.strip(" .:*"))):
            said[at] = title, level, "front" if at < first else "back"
    return said


def _inherited(parts: Sequence[tuple[str, int, Matter | None]]) -> list[Matter | None]:
    """Return the mark of each part by itself, or that of the part above it; none for one without a name."""
    marks: list[Matter | None] = []
    above: list[tuple[int, Matter | None]] = []
    for title, level, said in parts:
        while above and above[-1][0] >= level:
            above.pop()
        over = above[-1][1] if above else None
        mark = said or (over if over in ("front", "back") else _by_title(title))
        if headings.counted(title):  # whatever else is said, “Chapter 1” is of the work
            mark = "body"
        above.append((level, mark))
        marks.append(mark)
    return marks


def _by_title(title: str) -> Matter | None:
    if title == NAMELESS:
        return None
    title = title.strip(" .:*")
    bare = _NUMBER.sub("", title)
    if _FRONT_TITLES.fullmatch(title):
        return "front"
    return (
        "back"
        if _BACK_TITLES.fullmatch(title) or (bare != title and _BACK_TITLES.fullmatch(bare))
        else "body"
    )
