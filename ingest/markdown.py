"""What writers of Markdown use beyond its core: front matter, attributes of headings, footnotes."""

import re

from ingest.assembling import About

_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)\n(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(r"([A-Za-z]+)[ \t]*[:=][ \t]*(.*)")
_ITEM = re.compile(r"[ \t]*-[ \t]+(?:name[ \t]*:[ \t]*)?(.*)")
_GOES_ON = re.compile(r"[ \t]+(?!\w+[ \t]*:)(\S.*)")
_ATTRIBUTES = re.compile(r"^(#{1,6}[ \t][^\n{}]*?)[ \t]*\{[^\n{}]*\}[ \t]*$", re.M)
_NOTE = re.compile(
    r"^\[\^([^\]\s]{1,80})\]:[ \t]*(.*(?:\n(?:[ ]{4}|\t).*|\n(?=\n{0,4}(?:[ ]{4}|\t)\S))*)", re.M
)
_MARK = re.compile(r"\[\^([^\]\s]{1,80})\](?!:)")
_PARAGRAPH_ENDS = re.compile(r"\n[ \t]*(?=\n)")


def without_front(text: str) -> tuple[str, About]:
    """Return the text without its front matter, and what that says."""
    about = About()
    front = _FRONT_MATTER.match(text)
    if front is None:
        return text, about
    fields: dict[str, list[str]] = {}
    values: list[str] = []
    for line in front[2].split("\n"):
        field, item = _FIELD.match(line), _ITEM.match(line)
        if field is not None:
            values = fields.setdefault(field[1].lower(), [])
        inner = item or _GOES_ON.match(line)  # of a list, or of a text that goes on
        said = field[2] if field is not None else inner[1] if inner is not None else ""
        values.append(said.strip().strip("[]\"'|>*_").replace("*", "").replace('"', ""))
    for name, said_there in fields.items():
        about.note(f"{name}: {'; '.join(filter(None, said_there))}")
    return text[front.end() :], about


def plain_headings(text: str) -> str:
    """Return the text without the attributes of headings: # Preface {.unnumbered}."""
    return _ATTRIBUTES.sub(r"\1", text) if "{" in text else text


def with_notes(text: str) -> str:
    """Return the text with its footnotes as notes of HTML behind the paragraphs that refer to them."""
    notes = {found[1]: found[2] for found in _NOTE.finditer(text)}
    if not notes:
        return text
    text = _NOTE.sub("", text)
    waiting = dict(notes)
    parts: list[str] = []
    for paragraph in _PARAGRAPH_ENDS.split(text):
        parts.append(_MARK.sub(lambda found: "" if found[1] in notes else found[0], paragraph))
        parts += [_aside(waiting.pop(name)) for name in _MARK.findall(paragraph) if name in waiting]
    return "\n".join([*parts, *map(_aside, waiting.values())])


def _aside(note: str) -> str:
    text = re.sub(r"^(?:[ ]{4}|\t)", "", note, flags=re.M)
    return f'\n\n<aside role="doc-footnote">\n\n{text.strip()}\n\n</aside>\n'
