"""A library for a measure: texts are added to it as files and read by the model, as a person's books are."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from app.adding import add
from app.reading import read
from app.values import Work
from model.interface import MemoryState, ReadingModel, Sampling, Token


def shelved(place: Path, title: str, text: str, model: ReadingModel) -> Work[str]:
    """Add a text to the library in `place` and read it to its end; return the book's id."""
    place.mkdir(parents=True, exist_ok=True)
    name = "".join(sign if sign.isalnum() else " " for sign in title).split()
    file = place / f"{' '.join(name)[:80] or 'text'}.txt"
    file.write_text(text, encoding="utf-8")
    added = yield from add(place, file)
    yield from read(place, added.book.id, model)
    return added.book.id


class Overheard:
    """A model as it is, that lets one hear what it drafts; `emptied`, it finds every memory it unpacks blank."""

    def __init__(self, model: ReadingModel, emptied: bool = False) -> None:
        self._model, self._emptied = model, emptied
        self.drafted = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def unpack(self, data: bytes) -> MemoryState:
        """Turn bytes back into a memory, or into a blank one."""
        return self._model.blank() if self._emptied else self._model.unpack(data)

    def answer(
        self, question: str, evidence: Sequence[str], memory: MemoryState, sampling: Sampling
    ) -> Iterator[Token]:
        """Write an answer, and keep what is written."""
        self.drafted = ""
        for token in self._model.answer(question, evidence, memory, sampling):
            self.drafted += token.text
            yield token

    def as_model(self) -> ReadingModel:
        """Give it as what it stands for."""
        return cast(ReadingModel, self)
